package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.psrp.PsrpVectors.Case;
import io.quorate.winrm.psrp.PsrpVectors.Recorded;
import io.quorate.winrm.psrp.WsmanRecordings.Chunk;
import io.quorate.winrm.psrp.WsmanRecordings.Conversation;
import io.quorate.winrm.psrp.WsmanRecordings.Exchange;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every recorded message reassembles, has a known type and reads as what its type says. */
@Tag("vectors")
class RecordedMessagesTest {
    private static final Pattern DATA = Pattern.compile("<Data [^>]*PSGuid='([^']+)'>([^<]*)</Data>");

    /** Messages of opening and closing, which the lists of some cases leave out while their wires hold them. */
    private static final Set<PsrpMessageType> OPENING = Set.of(
            PsrpMessageType.SESSION_CAPABILITY,
            PsrpMessageType.INIT_RUNSPACEPOOL,
            PsrpMessageType.APPLICATION_PRIVATE_DATA,
            PsrpMessageType.RUNSPACEPOOL_STATE);

    private final Map<PsrpMessageType, Integer> counts = new EnumMap<>(PsrpMessageType.class);

    @Test
    void wsman_everyMessageOfEveryConversation_parses() {
        int exchanges = 0;
        int withoutPsrp = 0;
        List<Conversation> conversations = WsmanRecordings.all();
        for (Conversation conversation : conversations) {
            // shells may be open beside each other, and each counts its objects
            Map<String, Defragmenter> sent = new HashMap<>();
            Map<String, Defragmenter> received = new HashMap<>();
            int before = total();
            for (Exchange exchange : conversation.exchanges()) {
                exchanges++;
                exchange.sent()
                        .forEach(chunk -> parse(
                                sent.computeIfAbsent(exchange.shell(), s -> Defragmenter.forPool(PsrpLimits.DEFAULT)),
                                chunk,
                                PsrpDestination.SERVER,
                                conversation));
                exchange.received()
                        .forEach(chunk -> parse(
                                received.computeIfAbsent(
                                        exchange.shell() + " " + chunk.commandId(),
                                        s -> Defragmenter.forPool(PsrpLimits.DEFAULT)),
                                chunk,
                                PsrpDestination.CLIENT,
                                conversation));
            }
            withoutPsrp += total() == before ? 1 : 0;
        }
        System.out.println("WS-Man recordings: " + conversations.size() + " conversations, " + exchanges
                + " exchanges, " + withoutPsrp + " conversations without PSRP, " + total() + " messages: " + counts);
    }

    private void parse(Defragmenter defragmenter, Chunk chunk, PsrpDestination destination, Conversation conversation) {
        for (PsrpMessage message : defragmenter.accept(chunk.bytes())) {
            assertThat(message.destination()).as(conversation.name()).isEqualTo(destination);
            assertThat(MessageReading.read(message)).as(conversation.name()).isNotNull();
            counts.merge(message.type(), 1, Integer::sum);
        }
    }

    @Test
    void psrp_everyMessage_readsAndWritesAsTheSameTree() {
        int written = 0;
        UUID pool = new UUID(1, 1);
        List<Case> cases = PsrpVectors.cases();
        for (Case recorded : cases) {
            for (String side : List.of("clientMessages", "serverMessages")) {
                for (Recorded message : recorded.messages(side)) {
                    Object read = MessageReading.read(message.toClient(pool));
                    counts.merge(message.type(), 1, Integer::sum);
                    PsValue again = MessageReading.write(read);
                    if (again != null) {
                        written++;
                        assertThat(XmlTree.of(Clixml.write(again), "HostInfo"))
                                .as(recorded.name() + " " + message.type())
                                .isEqualTo(XmlTree.of(message.xml(), "HostInfo"));
                    }
                }
            }
        }
        System.out.println("PSRP recordings: " + cases.size() + " cases, " + total() + " messages, " + written
                + " of them written again from records: " + counts);
    }

    @Test
    void psrp_everyWire_reassemblesToTheRecordedMessages() {
        int wires = 0;
        int messages = 0;
        List<Case> cases = PsrpVectors.cases();
        for (Case recorded : cases) {
            JsonNode wire = recorded.json().get("wire");
            if (wire == null || wire.isNull()) {
                continue;
            }
            wires++;
            boolean opening = recorded.json().get("includesOpening").asBoolean();
            for (String side : List.of("client", "server")) {
                Defragmenter defragmenter = Defragmenter.forPool(PsrpLimits.DEFAULT);
                List<PsrpMessage> received = new ArrayList<>();
                for (JsonNode line : wire) {
                    Matcher data = DATA.matcher(line.get("line").asString());
                    if (line.get("dir").asString().equals(side) && data.find()) {
                        for (PsrpMessage message :
                                defragmenter.accept(Base64.getDecoder().decode(data.group(2)))) {
                            if (opening || !OPENING.contains(message.type())) {
                                received.add(message);
                            }
                            assertThat(message.pipelineId()).isEqualTo(UUID.fromString(data.group(1)));
                        }
                    }
                }
                List<Recorded> expected = recorded.messages(side + "Messages");
                assertThat(received)
                        .as(recorded.name())
                        .extracting(PsrpMessage::type)
                        .isEqualTo(expected.stream().map(Recorded::type).toList());
                assertThat(received)
                        .as(recorded.name())
                        .extracting(PsrpMessage::body)
                        .isEqualTo(expected.stream().map(Recorded::body).toList());
                for (int i = 0; i < received.size(); i++) {
                    assertThat(received.get(i).encode(expected.get(i).byteOrderMark()))
                            .hasSize(PsrpMessage.HEADER_BYTES
                                    + received.get(i).body().length()
                                    + (expected.get(i).byteOrderMark() ? 3 : 0));
                }
                messages += received.size();
            }
        }
        System.out.println("PSRP wires: " + wires + " of " + cases.size() + " cases have one, " + messages
                + " messages reassembled");
    }

    private int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
