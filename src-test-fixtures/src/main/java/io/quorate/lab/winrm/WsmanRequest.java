package io.quorate.lab.winrm;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A WS-Man request, its headers checked ([MS-WSMV] 2.2.4).
 *
 * @param operationTimeout as sent; null if absent
 * @param maxEnvelopeBytes how large the answer may be; null if absent
 * @param sessionId the client's session, which may reconnect to its shells; null if absent
 * @param selectors by name, in lower case
 * @param options by name as sent
 * @param body the element inside the SOAP body; null if it is empty
 */
record WsmanRequest(
        String action,
        String messageId,
        String to,
        @Nullable String resourceUri,
        @Nullable Duration operationTimeout,
        @Nullable Integer maxEnvelopeBytes,
        @Nullable String sessionId,
        Map<String, String> selectors,
        Map<String, String> options,
        @Nullable XmlNode body) {
    private static final Set<String> KNOWN = Set.of(
            Ns.ADDRESSING + " To",
            Ns.ADDRESSING + " Action",
            Ns.ADDRESSING + " MessageID",
            Ns.ADDRESSING + " ReplyTo",
            Ns.ADDRESSING + " RelatesTo",
            Ns.WSMAN + " ResourceURI",
            Ns.WSMAN + " MaxEnvelopeSize",
            Ns.WSMAN + " OperationTimeout",
            Ns.WSMAN + " Locale",
            Ns.WSMAN + " SelectorSet",
            Ns.WSMAN + " OptionSet",
            Ns.WSMAN + " FragmentTransfer",
            Ns.WSMV + " DataLocale",
            Ns.WSMV + " SessionId",
            Ns.WSMV + " OperationID",
            Ns.WSMV + " SequenceId",
            Ns.WSMV + " ActivityId",
            Ns.WSMV + " Locale",
            Ns.SHELL + " CompressionType");

    /** A malformed request; carries the fault and, if known, the id to relate it to. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
        private final WsmanFault fault;
        private final @Nullable String messageId;

        Malformed(WsmanFault fault, @Nullable String messageId) {
            super(fault);
            this.fault = fault;
            this.messageId = messageId;
        }

        WsmanFault fault() {
            return fault;
        }

        @Nullable
        String messageId() {
            return messageId;
        }
    }

    static WsmanRequest parse(byte[] document) throws Malformed {
        XmlNode envelope;
        try {
            envelope = XmlNode.parse(document);
        } catch (XMLStreamException e) {
            throw new Malformed(WsmanFault.of(FaultKind.SCHEMA), null);
        }
        XmlNode header = envelope.child(Ns.SOAP, "Header");
        XmlNode body = envelope.child(Ns.SOAP, "Body");
        if (!envelope.is(Ns.SOAP, "Envelope") || header == null || body == null) {
            throw new Malformed(WsmanFault.of(FaultKind.SCHEMA), null);
        }
        XmlNode id = header.child(Ns.ADDRESSING, "MessageID");
        String messageId = id == null ? null : id.text();
        try {
            return checked(header, messageId, body);
        } catch (WsmanFault fault) {
            throw new Malformed(fault, messageId);
        }
    }

    private static WsmanRequest checked(XmlNode header, @Nullable String messageId, XmlNode body) throws WsmanFault {
        for (XmlNode node : header.children()) {
            String must = node.attribute(Ns.SOAP, "mustUnderstand");
            if (("true".equals(must) || "1".equals(must)) && !KNOWN.contains(node.namespace() + " " + node.name())) {
                throw WsmanFault.of(FaultKind.MUST_UNDERSTAND);
            }
        }
        XmlNode action = header.child(Ns.ADDRESSING, "Action");
        XmlNode to = header.child(Ns.ADDRESSING, "To");
        XmlNode replyTo = header.child(Ns.ADDRESSING, "ReplyTo");
        if (action == null || messageId == null || messageId.isEmpty() || to == null || replyTo == null) {
            throw WsmanFault.of(FaultKind.MISSING_HEADER);
        }
        XmlNode resource = header.child(Ns.WSMAN, "ResourceURI");
        XmlNode session = header.child(Ns.WSMV, "SessionId");
        return new WsmanRequest(
                action.text(),
                messageId,
                to.text(),
                resource == null ? null : resource.text(),
                timeout(header.child(Ns.WSMAN, "OperationTimeout")),
                envelope(header.child(Ns.WSMAN, "MaxEnvelopeSize")),
                session == null ? null : session.text(),
                named(header.child(Ns.WSMAN, "SelectorSet"), "Selector", true),
                named(header.child(Ns.WSMAN, "OptionSet"), "Option", false),
                body.children().isEmpty() ? null : body.children().get(0));
    }

    private static @Nullable Duration timeout(@Nullable XmlNode node) throws WsmanFault {
        if (node == null) {
            return null;
        }
        try {
            Duration timeout = Duration.parse(node.text());
            if (!timeout.isNegative()) {
                return timeout;
            }
        } catch (DateTimeParseException e) {
            // answered below
        }
        throw WsmanFault.of(
                FaultKind.INVALID_HEADER,
                "The WS-Management service cannot process the request. The XML contains an invalid timeout field in the SOAP"
                        + " header: " + node.text() + ". ",
                "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten. Der XML-Code enthält ein ungültiges"
                        + " Timeoutfeld im SOAP-Header: " + node.text() + ". ");
    }

    private static @Nullable Integer envelope(@Nullable XmlNode node) throws WsmanFault {
        if (node == null) {
            return null;
        }
        String text = node.text();
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        return Integer.valueOf(text);
    }

    private static Map<String, String> named(@Nullable XmlNode set, String element, boolean lower) {
        Map<String, String> values = new LinkedHashMap<>();
        if (set != null) {
            for (XmlNode node : set.children(Ns.WSMAN, element)) {
                String name = node.attribute(Ns.WSMAN, "Name");
                if (name != null) {
                    values.put(lower ? name.toLowerCase(Locale.ROOT) : name, node.text());
                }
            }
        }
        return values;
    }

    /** Returns the last part of the action: Create, Receive and so on. */
    String verb() {
        return action.substring(action.lastIndexOf('/') + 1);
    }

    @Nullable
    String shellId() {
        return selectors.get("shellid");
    }
}
