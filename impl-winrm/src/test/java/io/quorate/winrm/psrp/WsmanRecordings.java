package io.quorate.winrm.psrp;

import io.quorate.winrm.psrp.PsrpVectors.RecordedFile;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

/** The PSRP bytes inside the recorded WS-Man conversations. */
final class WsmanRecordings {
    private static final Set<String> CARRIERS =
            Set.of("creationXml", "connectXml", "connectResponseXml", "Arguments", "Stream");

    /**
     * A conversation.
     *
     * @param known the name of one that there are hand-written expectations about; null for any other
     */
    record Conversation(String name, @Nullable String known, List<Exchange> exchanges) {}

    /**
     * A request and its response; either may be missing, and a response need not be SOAP.
     *
     * @param shell the shell it concerns, in capitals, as the server calls it
     * @param commandId the command it concerns, in capitals, as the server calls it; empty for the pool
     */
    record Exchange(
            boolean powerShell,
            String action,
            String shell,
            String commandId,
            List<Chunk> sent,
            List<Chunk> received) {}

    /** Base64 content of one element; the command is the one that the element names, in capitals. */
    record Chunk(String element, String commandId, byte[] bytes) {}

    private WsmanRecordings() {}

    static List<Conversation> all() {
        return PsrpVectors.files("wsman").stream()
                .map(WsmanRecordings::conversation)
                .toList();
    }

    static Conversation conversation(RecordedFile file) {
        List<Exchange> exchanges = new ArrayList<>();
        for (JsonNode exchange : file.json().get("exchanges")) {
            Document request = parse(exchange.get("request"));
            boolean powerShell = text(request, "ResourceURI").contains("/powershell/");
            Document response = parse(exchange.get("response"));
            String action = text(request, "Action");
            String shell = selector(request);
            String command = named(request);
            if (action.endsWith("/Create")) {
                shell = selector(response);
            } else if (action.endsWith("/Command")) {
                String given = text(response, "CommandId");
                command = given.isEmpty() ? command : given;
            }
            exchanges.add(new Exchange(
                    powerShell,
                    action,
                    shell.toUpperCase(Locale.ROOT),
                    command.toUpperCase(Locale.ROOT),
                    powerShell ? chunks(request) : List.of(),
                    powerShell ? chunks(response) : List.of()));
        }
        return new Conversation(
                file.name().replace(".json", ""),
                KnownRecordings.name(KnownRecordings.ofConversation(file.json())),
                exchanges);
    }

    private static String selector(@Nullable Document soap) {
        NodeList found = soap == null ? null : soap.getElementsByTagNameNS("*", "Selector");
        for (int i = 0; found != null && i < found.getLength(); i++) {
            Element selector = (Element) found.item(i);
            if (selector.getAttribute("Name").equals("ShellId")) {
                return selector.getTextContent().trim();
            }
        }
        return "";
    }

    /** The command that any element of a request names. */
    private static String named(@Nullable Document soap) {
        NodeList found = soap == null ? null : soap.getElementsByTagNameNS("*", "*");
        for (int i = 0; found != null && i < found.getLength(); i++) {
            String command = ((Element) found.item(i)).getAttribute("CommandId");
            if (!command.isEmpty()) {
                return command;
            }
        }
        return "";
    }

    private static @Nullable Document parse(@Nullable JsonNode soap) {
        if (soap == null || !soap.isString() || !soap.asString().contains("Envelope")) {
            return null;
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(soap.asString())));
        } catch (Exception e) {
            throw new IllegalArgumentException(soap.asString(), e);
        }
    }

    private static String text(@Nullable Document soap, String element) {
        NodeList found = soap == null ? null : soap.getElementsByTagNameNS("*", element);
        return found == null || found.getLength() == 0
                ? ""
                : found.item(0).getTextContent().trim();
    }

    private static List<Chunk> chunks(@Nullable Document soap) {
        List<Chunk> chunks = new ArrayList<>();
        NodeList elements = soap == null ? null : soap.getElementsByTagNameNS("*", "*");
        for (int i = 0; elements != null && i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            String content = element.getTextContent().trim();
            if (CARRIERS.contains(element.getLocalName()) && !content.isEmpty()) {
                chunks.add(new Chunk(
                        element.getLocalName(),
                        element.getAttribute("CommandId").toUpperCase(Locale.ROOT),
                        Base64.getDecoder().decode(content)));
            }
        }
        return chunks;
    }
}
