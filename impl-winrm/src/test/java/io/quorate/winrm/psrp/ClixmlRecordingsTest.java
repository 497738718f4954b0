package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every CLIXML document in the recorded conversations with Windows is read and written back to an equal tree. */
@Tag("vectors")
class ClixmlRecordingsTest {
    private static final Set<String> CARRIERS =
            Set.of("Stream", "Arguments", "creationXml", "connectXml", "connectResponseXml");
    private static final int FRAGMENT_HEADER = 21;
    private static final int MESSAGE_HEADER = 40;

    @Test
    void read_whenWindowsSentIt_writesBackAnEqualTree() throws Exception {
        int conversations = 0;
        int withMessages = 0;
        int documents = 0;
        int empty = 0;
        int unfinished = 0;
        int other = 0;
        List<String> different = new ArrayList<>();
        for (Path file : Vectors.files("wsman")) {
            JsonNode conversation = Vectors.json(file);
            conversations++;
            boolean any = false;
            for (String side : List.of("request", "response")) {
                Messages messages = new Messages();
                for (JsonNode exchange : conversation.get("exchanges")) {
                    JsonNode envelope = exchange.get(side);
                    if (envelope != null && envelope.isString()) {
                        messages.addAll(payloads(envelope.asString()));
                    }
                }
                unfinished += messages.open.size();
                other += messages.other;
                for (byte[] message : messages.complete) {
                    any = true;
                    if (message.length == MESSAGE_HEADER) {
                        empty++;
                        continue;
                    }
                    documents++;
                    roundTrip(conversation.get("conversation").asString() + " " + side, message, different);
                }
            }
            if (any) {
                withMessages++;
            }
        }
        System.out.printf(
                "wsman recordings: %d conversations, %d with PSRP, %d CLIXML documents re-encoded, %d empty bodies left out, %d messages"
                        + " without an end, %d payloads that are no fragments (WinRS), %d different%n",
                conversations, withMessages, documents, empty, unfinished, other, different.size());
        assertThat(different).isEmpty();
    }

    private static void roundTrip(String place, byte[] message, List<String> different) {
        int length = message.length - MESSAGE_HEADER;
        String xml = new String(message, MESSAGE_HEADER, length, StandardCharsets.UTF_8);
        try {
            PsValue value = Clixml.read(message, MESSAGE_HEADER, length, ClixmlLimits.DEFAULT);
            ClixmlTrees.assertSameTree(xml.startsWith("\uFEFF") ? xml.substring(1) : xml, Clixml.write(value));
        } catch (RuntimeException | AssertionError e) {
            different.add(place + ": " + e.getMessage());
        }
    }

    /** Returns the base64 contents of an envelope, in order. */
    private static List<byte[]> payloads(String envelope) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(envelope));
        List<byte[]> payloads = new ArrayList<>();
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT && CARRIERS.contains(xml.getLocalName())) {
                String text = xml.getElementText();
                try {
                    payloads.add(Base64.getMimeDecoder().decode(text));
                } catch (IllegalArgumentException e) {
                    // A WinRS argument: plain text.
                    payloads.add(new byte[1]);
                }
            }
        }
        return payloads;
    }

    /** Puts fragments ([MS-PSRP] 2.2.4) together, by hand so that this test stands on the codec alone. */
    private static final class Messages {
        private final Map<Long, ByteArrayOutputStream> open = new HashMap<>();
        private final List<byte[]> complete = new ArrayList<>();
        private int other;

        void addAll(List<byte[]> payloads) throws IOException {
            for (byte[] payload : payloads) {
                ByteBuffer in = ByteBuffer.wrap(payload);
                while (in.hasRemaining()) {
                    if (in.remaining() < FRAGMENT_HEADER || in.getLong(in.position()) > 0xFFFF) {
                        other++;
                        break;
                    }
                    long object = in.getLong();
                    in.getLong();
                    byte flags = in.get();
                    byte[] blob = new byte[in.getInt()];
                    in.get(blob);
                    ByteArrayOutputStream message = open.computeIfAbsent(object, id -> new ByteArrayOutputStream());
                    message.write(blob);
                    if ((flags & 2) != 0) {
                        complete.add(message.toByteArray());
                        open.remove(object);
                    }
                }
            }
        }
    }
}
