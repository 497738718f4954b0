package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.wsman.RecordedReply;
import io.quorate.winrm.wsman.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every recorded answer of a Windows server is read. */
@Tag("vectors")
class RecordedRepliesTest {

    @Test
    void read_ofEveryRecordedAnswer_findsWhatIsInIt() {
        int read = 0;
        List<String> without = new ArrayList<>();
        TreeMap<String, Integer> actions = new TreeMap<>();
        TreeMap<String, Integer> faults = new TreeMap<>();
        List<Conversation> conversations = Conversation.readAll(Recordings.files("wsman"));
        for (Conversation conversation : conversations) {
            for (Conversation.Exchange exchange : conversation.exchanges()) {
                if (!exchange.isSoap()) {
                    without.add(conversation.name() + ": an HTTP error without SOAP");
                    continue;
                }
                Reply reply = RecordedReply.read(exchange.response());
                read++;
                String relatesTo = Conversation.find(exchange.response(), "<a:RelatesTo>([^<]*)<");
                assertThat(reply.relatesTo()).isEqualTo(relatesTo.isEmpty() ? null : relatesTo);
                String action = String.valueOf(reply.action());
                actions.merge(action.substring(action.lastIndexOf('/') + 1), 1, Integer::sum);
                assertThat(reply.streams()).hasSameSizeAs(exchange.received());
                for (int i = 0; i < reply.streams().size(); i++) {
                    assertThat(reply.streams().get(i).bytes())
                            .isEqualTo(exchange.received().get(i));
                }
                if (action.endsWith("/EnumerateResponse")) {
                    assertThat(reply.complete()).isTrue();
                    assertThat(reply.items())
                            .allSatisfy(item ->
                                    assertThat(item).containsKey(item.containsKey("ShellId") ? "Owner" : "CommandId"));
                }
                if (exchange.status() == 200) {
                    assertThat(reply.fault()).isNull();
                } else {
                    assertThat(reply.fault()).isNotNull();
                    if (!exchange.faultCode().isEmpty()) {
                        assertThat(reply.fault().code()).isEqualTo(Long.parseLong(exchange.faultCode()));
                        assertThat(reply.fault().text()).isNotEqualTo("no reason given");
                    }
                    faults.merge(reply.fault().shortCode() + " " + reply.fault().subcode(), 1, Integer::sum);
                }
                switch (exchange.action()) {
                    case "Create" ->
                        assertThat(reply.fault() == null ? reply.shellId() : "refused")
                                .isNotBlank();
                    case "Command" ->
                        assertThat(reply.fault() == null ? reply.commandId() : "refused")
                                .isNotBlank();
                    default -> {}
                }
            }
        }
        System.out.println("replies: " + read + " read " + actions + ", faults " + faults + ", left out " + without);
    }
}
