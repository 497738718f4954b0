package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.winrm.psrp.PsrpVectors.Case;
import io.quorate.winrm.psrp.PsrpVectors.Recorded;
import io.quorate.winrm.psrp.WsmanRecordings.Chunk;
import io.quorate.winrm.psrp.WsmanRecordings.Conversation;
import io.quorate.winrm.psrp.WsmanRecordings.Exchange;
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
        assertThat(ends.keySet()).contains(PsPipelineState.COMPLETED, PsPipelineState.FAILED, PsPipelineState.STOPPED);
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
        assertThat(pool.serverPsVersion()).as(recorded.name()).startsWith("7.");
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
        assertThat(pipeline.ended()).as(recorded.name()).isEqualTo(states > 0);
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
            pipelines += player.ended;
            player.versions.forEach(v -> versions.merge(v, 1, Integer::sum));
            if (player.skipped != null) {
                leftOut(player.skipped, conversation.name());
            } else if (player.opened == 0) {
                leftOut("opens no PowerShell shell", conversation.name());
            }
        }
        System.out.println("machines on WS-Man recordings: " + pools + " pools opened, server versions " + versions
                + ", " + pipelines + " pipelines ended");
        leftOut.forEach((reason, names) -> System.out.println("  left out, " + reason + ": " + names));
        assertThat(pools).isPositive();
        assertThat(pipelines).isPositive();
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
                .filter(c -> c.name().equals(name))
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

    /** Gives the machines what a conversation's server sent; ids are the recorded client's. */
    private static final class WsmanPlayer {
        private final Map<UUID, PipelineMachine> pipelines = new LinkedHashMap<>();
        private final List<String> versions = new ArrayList<>();
        private final List<PsResult> results = new ArrayList<>();
        private Defragmenter sent = Defragmenter.forPool(PsrpLimits.DEFAULT);
        private RunspacePoolMachine pool;
        private PipelineMachine latest;
        private String skipped;
        private int opened;
        private int ended;

        void play(Exchange exchange) {
            for (Chunk chunk : exchange.sent()) {
                if (chunk.element().equals("connectXml")) {
                    skipped = "connects to a disconnected pool";
                    pool = null;
                }
                sent.accept(chunk.bytes()).forEach(this::sent);
            }
            for (Chunk chunk : exchange.received()) {
                if (pool != null && chunk.element().equals("Stream")) {
                    received(chunk);
                }
            }
        }

        private void sent(PsrpMessage message) {
            if (message.type() == PsrpMessageType.SESSION_CAPABILITY && skipped == null) {
                pool = new RunspacePoolMachine(message.runspacePoolId(), RunspacePoolOptions.DEFAULT);
                pool.open(100_000);
                pipelines.clear();
            } else if (message.type() == PsrpMessageType.CREATE_PIPELINE && pool != null) {
                latest = ScriptPipelines.recorded(pool, message.pipelineId(), message.value(), List.of(), null);
                latest.start(1_000_000);
                pipelines.put(message.pipelineId(), latest);
            } else if (message.type() == PsrpMessageType.PUBLIC_KEY) {
                skipped = "exchanges keys";
            } else if (message.type() == PsrpMessageType.RESET_RUNSPACE_STATE) {
                // the recorded client counts its calls from 0, ours from 1
                pool.resetRunspaceState();
            }
        }

        private void received(Chunk chunk) {
            PsrpFragment first = PsrpFragment.parse(chunk.bytes()).get(0);
            if (chunk.commandId().isEmpty()) {
                if (skipped == null) {
                    RunspacePoolState before = pool.state();
                    pool.receive(RecordedCallIds.plusOne(chunk.bytes()));
                    if (before != RunspacePoolState.OPENED && pool.state() == RunspacePoolState.OPENED) {
                        opened++;
                        versions.add(pool.protocol() + "/" + pool.serverPsVersion());
                    }
                }
            } else {
                PipelineMachine pipeline = byPipelineId(first);
                pipeline.receive(chunk.bytes());
                if (pipeline.ended()) {
                    ended++;
                    results.add(pipeline.result());
                }
            }
        }

        private PipelineMachine byPipelineId(PsrpFragment fragment) {
            if (fragment.start() && fragment.end()) {
                UUID id = PsrpMessage.decode(fragment.blob().array()).pipelineId();
                PipelineMachine pipeline = pipelines.get(id);
                return pipeline == null ? latest : pipeline;
            }
            return latest;
        }
    }

    /** Rewrites the call id of a recorded RUNSPACE_AVAILABILITY, because clients count differently. */
    private static final class RecordedCallIds {
        static byte[] plusOne(byte[] fragments) {
            List<PsrpFragment> parsed = PsrpFragment.parse(fragments);
            PsrpFragment only = parsed.get(0);
            if (parsed.size() != 1 || !only.start() || !only.end()) {
                return fragments;
            }
            PsrpMessage message = PsrpMessage.decode(only.blob().array());
            if (message.type() != PsrpMessageType.RUNSPACE_AVAILABILITY) {
                return fragments;
            }
            RunspaceAvailability answer = RunspaceAvailability.decode(message.value());
            PsValue moved = new RunspaceAvailability(answer.callId() + 1, answer.counted(), answer.value()).toValue();
            byte[] again = PsrpMessage.toClient(message.type(), message.runspacePoolId(), message.pipelineId(), moved)
                    .encode();
            return new PsrpFragment(only.objectId(), 0, true, true, PsBytes.owning(again)).encode();
        }
    }
}
