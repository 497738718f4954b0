package io.quorate.lab.winrm;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes answers exactly as Windows shapes them: prefixes, order of headers, the namespaces each kind of answer declares. */
final class Envelope {
    private static final String S = " xmlns:s=\"" + Ns.SOAP + "\"";
    private static final String A = " xmlns:a=\"" + Ns.ADDRESSING + "\"";
    private static final String X = " xmlns:x=\"" + Ns.TRANSFER + "\"";
    private static final String E = " xmlns:e=\"" + Ns.EVENTING + "\"";
    private static final String N = " xmlns:n=\"" + Ns.ENUMERATION + "\"";
    private static final String W = " xmlns:w=\"" + Ns.WSMAN + "\"";
    private static final String RSP = " xmlns:rsp=\"" + Ns.SHELL + "\"";
    private static final String P = " xmlns:p=\"" + Ns.WSMV + "\"";

    private Envelope() {}

    /** The answer to a request of the given verb. */
    static byte[] answer(String verb, String action, UUID messageId, String relatesTo, String locale, String body) {
        String namespaces = switch (verb) {
            case "Create", "Command", "Send", "Signal" -> S + A + X + W + RSP + P;
            case "Get" -> S + A + X + W + P;
            case "Receive" -> S + A + W + RSP + P;
            default -> S + A + W + P;
        };
        return whole(namespaces, action + "Response", messageId, relatesTo, locale, body);
    }

    /** The answer to Identify. */
    static byte[] identity(String productVersion) {
        return ("<s:Envelope xml:lang=\"en-US\"" + S + "><s:Header/><s:Body><wsmid:IdentifyResponse xmlns:wsmid=\""
                        + Ns.IDENTITY
                        + "\"><wsmid:ProtocolVersion>" + Ns.WSMAN
                        + "</wsmid:ProtocolVersion><wsmid:ProductVendor>Microsoft Corporation</wsmid:ProductVendor>"
                        + "<wsmid:ProductVersion>" + text(productVersion)
                        + "</wsmid:ProductVersion></wsmid:IdentifyResponse></s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] fault(WsmanFault fault, UUID messageId, @Nullable String relatesTo, String locale, String machine) {
        FaultKind kind = fault.kind();
        StringBuilder body = new StringBuilder("<s:Fault><s:Code><s:Value>")
                .append(kind.soapCode())
                .append("</s:Value>");
        if (kind.subcode() != null) {
            body.append("<s:Subcode><s:Value>").append(kind.subcode()).append("</s:Value></s:Subcode>");
        }
        body.append("</s:Code><s:Reason><s:Text xml:lang=\"")
                .append(text(locale))
                .append("\">");
        body.append(text(fault.reason(locale))).append("</s:Text></s:Reason><s:Detail>");
        if (kind.detail() != null) {
            body.append("<w:FaultDetail>http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/")
                    .append(kind.detail())
                    .append("</w:FaultDetail>");
        }
        String open = "<f:WSManFault xmlns:f=\"" + Ns.FAULT + "\" Code=\"" + fault.code() + "\" Machine=\""
                + text(machine) + "\"><f:Message>";
        body.append(open);
        if (fault.provider() == null) {
            body.append(text(fault.message(locale)));
        } else {
            body.append("<f:ProviderFault provider=\"").append(text(fault.provider()));
            body.append("\" path=\"%systemroot%\\system32\\");
            if (fault.provider().equals(WinrsRequests.PROVIDER)) {
                body.append("winrscmd.dll\">").append(text(fault.message(locale)));
            } else {
                body.append("WsmSvc.dll\">").append(open);
                body.append(text(fault.message(locale))).append("</f:Message></f:WSManFault>");
            }
            body.append("</f:ProviderFault>");
        }
        body.append("</f:Message></f:WSManFault></s:Detail></s:Fault>");
        return whole(S + A + X + E + N + W + P, kind.action(), messageId, relatesTo, locale, body.toString());
    }

    private static byte[] whole(
            String namespaces, String action, UUID messageId, @Nullable String relatesTo, String locale, String body) {
        StringBuilder out = new StringBuilder(body.length() + 1024);
        out.append("<s:Envelope xml:lang=\"").append(text(locale)).append('"').append(namespaces);
        out.append("><s:Header><a:Action>").append(action).append("</a:Action><a:MessageID>uuid:");
        out.append(upper(messageId))
                .append("</a:MessageID><a:To>")
                .append(Ns.ANONYMOUS)
                .append("</a:To>");
        if (relatesTo != null) {
            out.append("<a:RelatesTo>").append(text(relatesTo)).append("</a:RelatesTo>");
        }
        out.append("</s:Header><s:Body>").append(body).append("</s:Body></s:Envelope>");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String upper(UUID id) {
        return id.toString().toUpperCase(Locale.ROOT);
    }

    /** Escapes text for element content and attribute values. */
    static String text(String value) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c < ' ' && c != '\t' && c != '\n' && c != '\r' ? '?' : c);
            }
        }
        return out.toString();
    }
}
