package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.winrm.psrp.PsrpVectors.Case;
import io.quorate.winrm.psrp.PsrpVectors.Recorded;
import io.quorate.winrm.psrp.WsmanRecordings.Conversation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client's machines, driven by what real servers sent. */
@Tag("vectors")
class MachineReplayTest {
    private final Map<String, List<String>> leftOut = new TreeMap<>();

    @Test
    void psrp_everyCase_endsAsRecorded() {
        int cases = 0;
        Map<PsPipelineState, Integer> ends = new TreeMap<>();
        for (Case recorded : PsrpVectors.cases()) {
            List<Recorded> messages = recorded.messages("serverMessages");
            PoolScript server = new PoolScript();
            RunspacePoolMachine pool = opened(recorded, server, messages);
            if (pool == null) {
                continue;
            }
            cases++;
            Map<UUID, PipelineMachine> pipelines = start(recorded, pool);
            for (Recorded message : messages) {
                PipelineMachine pipeline = pipelines.get(message.pipeline());
                if (pipeline != null) {
                    pipeline.receive(server.bytes(message.toClient(PoolScript.POOL)));
                }
            }
            pipelines.forEach((id, pipeline) -> {
                ends.merge(pipeline.state(), 1, Integer::sum);
                check(recorded, messages, id, pipeline);
            });
        }
        System.out.println("machines on PSRP recordings: " + cases + " cases, pipelines by their last state: " + ends);
        leftOut.forEach((reason, names) -> System.out.println("  left out, " + reason + ": " + names));
    }

    private RunspacePoolMachine opened(Case recorded, PoolScript server, List<Recorded> messages) {
        if (!recorded.json().get("includesOpening").asBoolean()) {
            return server.opened(PsrpVersion.V2_3, RunspacePoolOptions.DEFAULT);
        }
        RunspacePoolMachine pool = new RunspacePoolMachine(PoolScript.POOL, RunspacePoolOptions.DEFAULT);
        pool.open(100_000);
        if (!recorded.protocol().atLeast(PsrpVersion.V2_1)) {
            leftOut("protocol " + recorded.protocol() + " is refused", recorded.name());
            byte[] capability = server.bytes(messages.get(0).toClient(PoolScript.POOL));
            assertThatThrownBy(() -> pool.receive(capability)).isInstanceOf(PsrpProtocolException.class);
            return null;
        }
        for (Recorded message : messages) {
            if (pool.state() != RunspacePoolState.OPENED && message.pipeline().equals(PsrpMessage.NONE)) {
                pool.receive(server.bytes(message.toClient(PoolScript.POOL)));
            }
        }
        if (pool.state() != RunspacePoolState.OPENED) {
            leftOut("the recorded pool never opens", recorded.name());
            assertThat(recorded.json().path("notes").isEmpty())
                    .as(recorded.name())
                    .isFalse();
            return null;
        }
        assertThat(pool.serverPsVersion()).as(recorded.name()).isNotBlank();
        return pool;
    }

    private static Map<UUID, PipelineMachine> start(Case recorded, RunspacePoolMachine pool) {
        Map<UUID, PipelineMachine> pipelines = new LinkedHashMap<>();
        for (Recorded sent : recorded.messages("clientMessages")) {
            if (sent.type() == PsrpMessageType.CREATE_PIPELINE) {
                PipelineMachine pipeline =
                        pool.pipeline(sent.pipeline(), (PsObject) Clixml.read(sent.xml()), List.of(), null);
                pipeline.start(100_000);
                pipelines.put(sent.pipeline(), pipeline);
            }
        }
        return pipelines;
    }

    private static void check(Case recorded, List<Recorded> messages, UUID id, PipelineMachine pipeline) {
        List<Recorded> own =
                messages.stream().filter(m -> m.pipeline().equals(id)).toList();
        long states = count(own, PsrpMessageType.PIPELINE_STATE);
        boolean ends = own.stream()
                .filter(m -> m.type() == PsrpMessageType.PIPELINE_STATE)
                .anyMatch(m ->
                        PipelineStateChange.decode(Clixml.read(m.xml())).state().ended());
        assertThat(pipeline.ended()).as(recorded.name()).isEqualTo(ends);
        if (!pipeline.ended()) {
            return;
        }
        PsResult result = pipeline.result();
        assertThat(result.output()).as(recorded.name()).hasSize((int) count(own, PsrpMessageType.PIPELINE_OUTPUT));
        assertThat(result.errors()).as(recorded.name()).hasSize((int) count(own, PsrpMessageType.ERROR_RECORD));
        assertThat(result.records()).as(recorded.name()).hasSize((int) (own.size()
                - states
                - result.output().size()
                - result.errors().size()
                - count(own, PsrpMessageType.PIPELINE_HOST_CALL)));
        if (result.state() == PsPipelineState.FAILED) {
            assertThat(result.failure()).as(recorded.name()).isNotNull();
        }
    }

    private static long count(List<Recorded> messages, PsrpMessageType type) {
        return messages.stream().filter(m -> m.type() == type).count();
    }

    @Test
    void psrp_nullOutput_isNil() {
        long nulls = 0;
        for (Case recorded : PsrpVectors.cases()) {
            for (Recorded message : recorded.messages("serverMessages")) {
                if (message.type() == PsrpMessageType.PIPELINE_OUTPUT
                        && message.xml().isEmpty()) {
                    nulls++;
                    PoolScript server = new PoolScript();
                    PipelineMachine pipeline = server.running(PsPipeline.of(PsCommand.of("Get-X")));
                    pipeline.receive(server.bytes(new PsrpMessage(
                            PsrpDestination.CLIENT,
                            message.type(),
                            PoolScript.POOL,
                            PoolScript.PIPELINE,
                            message.body())));
                    pipeline.receive(server.state(PsPipelineState.COMPLETED));
                    assertThat(pipeline.result().output()).containsExactly(PsNil.NIL);
                }
            }
        }
        System.out.println("null output: " + nulls + " recorded messages");
    }

    @Test
    void wsman_everyConversation_opensAndRuns() {
        int pools = 0;
        int pipelines = 0;
        Map<String, Integer> versions = new TreeMap<>();
        for (Conversation conversation : WsmanRecordings.all()) {
            WsmanPlayer player = new WsmanPlayer();
            try {
                conversation.exchanges().forEach(player::play);
            } catch (RuntimeException e) {
                throw new AssertionError(conversation.name(), e);
            }
            pools += player.opened;
            pipelines += player.results.size();
            player.versions.forEach(v -> versions.merge(v, 1, Integer::sum));
            player.leftOut.forEach(reason -> leftOut(reason, conversation.name()));
            if (player.leftOut.isEmpty() && player.opened == 0) {
                leftOut("opens no PowerShell shell", conversation.name());
            }
        }
        System.out.println("machines on WS-Man recordings: " + pools + " pools opened, server versions " + versions
                + ", " + pipelines + " pipelines ended");
        leftOut.forEach((reason, names) -> System.out.println("  left out, " + reason + ": " + names));
    }

    @Test
    void wsman_protocol21_deliversOutputErrorsAndDebug() {
        assertInputConversation("psrp_run_protocol_version_2.1");
    }

    @Test
    void wsman_protocol23_deliversOutputErrorsAndDebug() {
        assertInputConversation("psrp_run_protocol_version_2.3");
    }

    private static void assertInputConversation(String name) {
        PsResult result = only(name);
        assertThat(result.state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(result.records().stream()
                        .filter(r -> r.stream() == PsStream.DEBUG)
                        .map(r -> InformationalRecord.decode(PsStream.DEBUG, r.value())
                                .message()))
                .containsExactly("Start Block", "End Block");
        assertThat(result.output()).hasSize(4);
        assertThat(ErrorRecordCodec.decode(result.output().get(0)).message()).isEqualTo("error");
        assertThat(result.output().subList(1, 3)).containsExactly(PsValue.string("message 1"), PsValue.int32(2));
        assertThat(((PsObject) result.output().get(3)).items()).containsExactly(PsValue.string("3"), PsValue.int32(3));
    }

    @Test
    void wsman_everyStream_isTyped() {
        PsResult result = only("psrp_stream_no_output_invocation");
        assertThat(result.state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(result.output()).hasSize(1);
        assertThat(result.errors()).hasSize(1);
        assertThat(result.records())
                .extracting(PsRecord::stream)
                .containsExactlyInAnyOrder(
                        PsStream.PROGRESS, PsStream.DEBUG, PsStream.VERBOSE, PsStream.WARNING, PsStream.INFORMATION);
        for (PsRecord record : result.records()) {
            switch (record.stream()) {
                case PROGRESS ->
                    assertThat(ProgressRecord.decode(record.value()).activity()).isNotBlank();
                case INFORMATION ->
                    assertThat(InformationRecord.decode(record.value()).message())
                            .isNotBlank();
                default ->
                    assertThat(InformationalRecord.decode(record.stream(), record.value())
                                    .message())
                            .isNotBlank();
            }
        }
    }

    @Test
    void wsman_failure_tellsTheError() {
        PsResult result = only("client_fetch_file_fail_dir");
        assertThat(result.state()).isEqualTo(PsPipelineState.FAILED);
        assertThat(result.failure()).isNotNull().satisfies(f -> {
            assertThat(f.fullyQualifiedErrorId()).isNotEmpty();
            assertThat(f.exceptions()).isNotEmpty();
            assertThat(f.exceptions().get(0).hresult()).isNotNull();
        });
    }

    private static PsResult only(String name) {
        Conversation conversation = WsmanRecordings.all().stream()
                .filter(c -> name.equals(c.known()))
                .findFirst()
                .orElse(null);
        assumeTrue(conversation != null, "the vectors hold no conversation " + name);
        WsmanPlayer player = new WsmanPlayer();
        conversation.exchanges().forEach(player::play);
        assertThat(player.results).hasSize(1);
        return player.results.get(0);
    }

    private void leftOut(String reason, String name) {
        leftOut.computeIfAbsent(reason, r -> new ArrayList<>()).add(name);
    }
}
