package io.quorate.winrm;

import io.quorate.winrm.psrp.KnownRecordings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded conversation: what a client asked a Windows server, and what that said.
 *
 * @param known the name of one that there are hand-written expectations about; null for any other
 */
record Conversation(String name, @Nullable String known, List<Exchange> exchanges) {

    /** One request with its answer; the answer is empty where only an HTTP status came. */
    record Exchange(String request, String response, int status) {
        String action() {
            String uri = find(request, "<wsa:Action[^>]*>([^<]*)<");
            return uri.substring(uri.lastIndexOf('/') + 1);
        }

        boolean isPowerShell() {
            return find(request, "<wsman:ResourceURI[^>]*>([^<]*)<")
                    .startsWith("http://schemas.microsoft.com/powershell/");
        }

        String resource() {
            return find(request, "<wsman:ResourceURI[^>]*>([^<]*)<");
        }

        /** The shell named in the request. */
        String shellId() {
            return find(request, "<wsman:Selector Name=\"ShellId\">([^<]*)<").toUpperCase(Locale.ROOT);
        }

        String commandId() {
            return find(request, "CommandId=\"([^\"]*)\"").toUpperCase(Locale.ROOT);
        }

        /** The fragments that the client sent, as they lie in the envelope. */
        List<byte[]> sent() {
            return decode(request, "(?:<creationXml[^>]*>|<rsp:Arguments>|<rsp:Stream [^>]*>)([^<]*)<");
        }

        List<byte[]> received() {
            return decode(response, "<rsp:Stream [^>]*>([^<]*)<");
        }

        /** What the server sent of the command that was asked for; output that names another is not for who asked. */
        List<byte[]> receivedOfItsOwn() {
            List<byte[]> own = new ArrayList<>();
            Matcher stream = Pattern.compile("<rsp:Stream ([^>]*)>([^<]*)<").matcher(response);
            while (stream.find()) {
                String named = find(stream.group(1), "CommandId=\"([^\"]*)\"").toUpperCase(Locale.ROOT);
                if (named.isEmpty() || named.equals(commandId())) {
                    own.add(Base64.getDecoder().decode(stream.group(2)));
                }
            }
            return own;
        }

        /** Tells whether the answer is no success and not the fault that only says there is no output yet. */
        boolean isRefused() {
            return status != 200 && !faultCode().equals("2150858793");
        }

        boolean isSoap() {
            return response.contains("Envelope");
        }

        String faultCode() {
            return find(response, "<f:WSManFault[^>]*Code=\"(\\d+)\"");
        }

        private static List<byte[]> decode(String xml, String regex) {
            List<byte[]> all = new ArrayList<>();
            Matcher matcher = Pattern.compile(regex).matcher(xml);
            while (matcher.find()) {
                all.add(Base64.getDecoder().decode(matcher.group(1)));
            }
            return all;
        }
    }

    static String find(String text, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    static List<Conversation> readAll(List<Path> files) {
        return files.stream().map(Conversation::read).toList();
    }

    private static Conversation read(Path file) {
        JsonNode root = JsonMapper.shared().readTree(file.toFile());
        List<Exchange> exchanges = new ArrayList<>();
        for (JsonNode node : root.get("exchanges")) {
            String response = text(node.get("response"));
            boolean httpError = node.has("http_error");
            JsonNode transport = node.get("transport_error");
            int status = 200;
            if (transport != null) {
                status = transport.get("code").asInt();
            } else if (httpError) {
                status = 400;
            } else if (response.contains("<s:Fault>")) {
                status = 500;
            }
            exchanges.add(new Exchange(text(node.get("request")), response, status));
        }
        return new Conversation(
                file.getFileName().toString().replace(".json", ""),
                KnownRecordings.name(KnownRecordings.ofConversation(root)),
                exchanges);
    }

    private static String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? "" : node.asString();
    }
}
