package io.quorate.winrm.psrp;

import io.quorate.winrm.psrp.PsrpVectors.RecordedFile;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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

    /** A conversation. */
    record Conversation(String name, List<Exchange> exchanges) {}

    /** A request and its response; either may be missing, and a response need not be SOAP. */
    record Exchange(boolean powerShell, String action, List<Chunk> sent, List<Chunk> received) {}

    /** Base64 content of one element. */
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
            exchanges.add(new Exchange(
                    powerShell,
                    text(request, "Action"),
                    powerShell ? chunks(request) : List.of(),
                    powerShell ? chunks(response) : List.of()));
        }
        return new Conversation(file.name().replace(".json", ""), exchanges);
    }

    private static @Nullable Document parse(@Nullable JsonNode soap) {
        if (soap == null || !soap.isString() || soap.asString().isBlank()) {
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
                        element.getAttribute("CommandId"),
                        Base64.getDecoder().decode(content)));
            }
        }
        return chunks;
    }
}
