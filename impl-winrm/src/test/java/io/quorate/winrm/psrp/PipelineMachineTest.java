package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipelineMachineTest {
    private static final PsPipeline DATE = PsPipeline.of(PsCommand.of("Microsoft.PowerShell.Utility\\Get-Date"));

    private final PoolScript server = new PoolScript();

    @Test
    void start_sendsOneFragmentAndTheRestLater() {
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_3, RunspacePoolOptions.DEFAULT);
        PipelineMachine machine = pool.pipeline(
                PoolScript.PIPELINE,
                new PsPipeline(DATE.statements(), List.of(PsValue.int32(1), PsNil.NIL, PsValue.string("x"))));

        byte[] first = machine.start(200);

        assertThat(PsrpFragment.parse(first))
                .singleElement()
                .satisfies(f -> assertThat(f.wireLength()).isEqualTo(200));
        assertThat(server.read(first)).isEmpty();
        List<PsrpMessage> rest = server.readRest(machine);
        assertThat(rest)
                .extracting(PsrpMessage::type)
                .containsExactly(
                        PsrpMessageType.CREATE_PIPELINE,
                        PsrpMessageType.PIPELINE_INPUT,
                        PsrpMessageType.PIPELINE_INPUT,
                        PsrpMessageType.PIPELINE_INPUT,
                        PsrpMessageType.END_OF_PIPELINE_INPUT);
        WirePipeline sent = PipelineCodec.decode(rest.get(0).value());
        assertThat(sent.noInput()).isFalse();
        assertThat(sent.toPipeline()).isEqualTo(DATE);
        assertThat(new String(rest.get(2).body().array(), StandardCharsets.UTF_8))
                .as("a null among the input objects")
                .isEqualTo("<Nil />");
        assertThat(rest.get(4).body().length()).isZero();
        assertThat(machine.state()).isEqualTo(PsPipelineState.RUNNING);
        assertThat(machine.nextToSend(100)).isEmpty();
    }

    @Test
    void receive_collectsEveryStreamUntilTheEnd() {
        PipelineMachine machine = server.running(DATE);

        machine.receive(server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsValue.int32(5)));
        machine.receive(server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsNil.NIL));
        for (PsStream stream : List.of(PsStream.WARNING, PsStream.VERBOSE, PsStream.DEBUG)) {
            machine.receive(server.pipeline(
                    PsrpMessageType.valueOf(stream + "_RECORD"),
                    new InformationalRecord(stream, "said " + stream).toValue()));
        }
        machine.receive(server.pipeline(
                PsrpMessageType.PROGRESS_RECORD,
                new ProgressRecord("copy", 1, -1, "going", null, 50, -1, false).toValue()));
        machine.receive(server.pipeline(
                PsrpMessageType.ERROR_RECORD,
                ErrorRecordCodec.encode(new PsErrorRecord("Id,Cmd", 13, "R", "t", "m", List.of()))));
        assertThatThrownBy(machine::result).isInstanceOf(IllegalStateException.class);
        machine.receive(server.state(PsPipelineState.COMPLETED));

        PsResult result = machine.result();
        assertThat(result.state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(result.output()).containsExactly(PsValue.int32(5), PsNil.NIL);
        assertThat(result.records())
                .extracting(PsRecord::stream)
                .containsExactly(PsStream.WARNING, PsStream.VERBOSE, PsStream.DEBUG, PsStream.PROGRESS);
        assertThat(result.errors())
                .singleElement()
                .satisfies(e -> assertThat(e.errorId()).isEqualTo("Id"));
        assertThat(result.failure()).isNull();
    }

    @Test
    void receive_withAListener_streamsInsteadOfCollecting() {
        List<PsValue> seen = new ArrayList<>();
        PipelineMachine machine = server.opened(PsrpVersion.V2_3, RunspacePoolOptions.DEFAULT)
                .pipeline(PoolScript.PIPELINE, DATE, new PipelineListener() {
                    @Override
                    public void output(PsValue value) {
                        seen.add(value);
                    }
                });
        machine.start(100_000);

        machine.receive(server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsValue.int32(5)));
        machine.receive(server.state(PsPipelineState.COMPLETED));

        assertThat(seen).containsExactly(PsValue.int32(5));
        assertThat(machine.result().output()).isEmpty();
    }

    @Test
    void streaming_putsOutMoreThanAPipelineMayOtherwise_butNoLongerMessage() {
        RunspacePoolMachine pool =
                server.opened(PsrpVersion.V2_3, RunspacePoolOptions.DEFAULT.withLimits(new PsrpLimits(2000, 2500, 4)));
        List<PsValue> came = new ArrayList<>();
        PipelineMachine machine = pool.streaming(PoolScript.PIPELINE, DATE, new PipelineListener() {
            @Override
            public void output(PsValue value) {
                came.add(value);
            }
        });
        machine.start(32_768);
        PsValue piece = PsValue.string("x".repeat(1_000));
        for (int i = 0; i < 20; i++) {
            machine.receive(server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, piece));
        }
        assertThat(came).hasSize(20);
        byte[] tooLong = server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsValue.string("x".repeat(3_000)));
        assertThatThrownBy(() -> machine.receive(tooLong)).isInstanceOf(PsrpProtocolException.class);
    }

    @Test
    void receive_whenTheServerSendsMoreThanTheLimit_isAProtocolError() {
        PipelineMachine machine = server.opened(
                        PsrpVersion.V2_3, RunspacePoolOptions.DEFAULT.withLimits(new PsrpLimits(2000, 2500, 4)))
                .pipeline(PoolScript.PIPELINE, DATE);
        machine.start(100_000);
        byte[] output = server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsValue.string("x".repeat(1900)));
        byte[] more = server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsValue.string("x".repeat(1900)));

        machine.receive(output);

        assertThatThrownBy(() -> machine.receive(more))
                .isInstanceOf(PsrpProtocolException.class)
                .hasMessageContaining("2500");
    }

    @Test
    void receive_ofAHostCall_refusesByDefaultAndNotesTheExitCode() {
        PipelineMachine machine = server.running(DATE);

        machine.receive(server.pipeline(
                PsrpMessageType.PIPELINE_HOST_CALL,
                new HostCall(1, 26, "PromptForChoice", List.of(PsValue.string("Confirm"))).toValue()));
        machine.receive(server.pipeline(
                PsrpMessageType.PIPELINE_HOST_CALL,
                new HostCall(HostCall.NO_ANSWER, HostCall.SET_SHOULD_EXIT, "SetShouldExit", List.of(PsValue.int32(3)))
                        .toValue()));

        assertThat(machine.nextStream()).isEqualTo(PsrpInput.PROMPT);
        assertThat(server.read(machine.nextToSend(100_000))).singleElement().satisfies(m -> {
            assertThat(m.type()).isEqualTo(PsrpMessageType.PIPELINE_HOST_RESPONSE);
            assertThat(m.pipelineId()).isEqualTo(PoolScript.PIPELINE);
            HostResponse response = HostResponse.decode(m.value());
            assertThat(response.methodName()).isEqualTo("PromptForChoice");
            PsValue error = response.error();
            assertThat(error).isNotNull();
            assertThat(ErrorRecordCodec.decode(error).fullyQualifiedErrorId()).isEqualTo("HostCallRefused");
        });
        assertThat(machine.nextStream()).isEqualTo(PsrpInput.STDIN);
        assertThat(machine.exitCode()).isEqualTo(3);
    }

    @Test
    void receive_ofAHostCall_whenThePolicyAnswers_sendsTheAnswer() {
        RunspacePoolOptions options =
                RunspacePoolOptions.DEFAULT.withHostCalls(call -> HostResponse.returning(call, PsValue.int32(0)));
        PipelineMachine machine = server.opened(PsrpVersion.V2_3, options).pipeline(PoolScript.PIPELINE, DATE);
        machine.start(100_000);

        machine.receive(server.pipeline(
                PsrpMessageType.PIPELINE_HOST_CALL, new HostCall(9, 26, "PromptForChoice", List.of()).toValue()));

        PsrpMessage last = server.readRest(machine).get(0);
        assertThat(HostResponse.decode(last.value()).result()).isEqualTo(PsValue.int32(0));
    }

    @Test
    void stopRequested_dropsWhatWaitsAndEndsWhenTheServerSaysSo() {
        PipelineMachine machine =
                server.opened(PsrpVersion.V2_3, RunspacePoolOptions.DEFAULT).pipeline(PoolScript.PIPELINE, DATE);
        machine.start(100);

        machine.stopRequested();
        assertThat(machine.hasMoreToSend()).isFalse();
        machine.receive(server.state(PsPipelineState.STOPPING));
        assertThat(machine.state()).isEqualTo(PsPipelineState.STOPPING);
        machine.receive(server.state(PsPipelineState.STOPPED));

        assertThat(machine.result().state()).isEqualTo(PsPipelineState.STOPPED);
    }

    @Test
    void receive_whenTheServerBreaksTheProtocol_isAProtocolError() {
        assertRefused(PsrpMessageType.PIPELINE_INPUT, PsNil.NIL, "does not belong");
        assertRefused(PsrpMessageType.PIPELINE_STATE, PsNil.NIL, "PIPELINE_STATE is not an object");
        assertRefused(PsrpMessageType.PIPELINE_STATE, new PsObject(), "has no PipelineState");
        assertRefused(
                PsrpMessageType.PIPELINE_STATE,
                new PsObject().with("PipelineState", PsValue.int32(77)),
                "state 77 is unknown");
        assertRefused(
                PsrpMessageType.PIPELINE_STATE,
                new PsObject().with("PipelineState", PsValue.string("4")),
                "PipelineState is not a number");
        assertRefused(
                PsrpMessageType.PIPELINE_STATE,
                new PipelineStateChange(PsPipelineState.NOT_STARTED, null).toValue(),
                "cannot become NOT_STARTED");
        PipelineMachine ended = server.running(DATE);
        ended.receive(server.state(PsPipelineState.COMPLETED));
        assertThatThrownBy(() -> ended.receive(server.state(PsPipelineState.COMPLETED)))
                .isInstanceOf(PsrpProtocolException.class)
                .hasMessageContaining("while the pipeline is COMPLETED");
    }

    @Test
    void createPipeline_whenTheProtocolIsOld_saysInThePipelineAloneThatItIsNested() {
        for (PsrpVersion protocol : List.of(PsrpVersion.V2_1, PsrpVersion.V2_2, PsrpVersion.V2_3)) {
            PsObject message = PipelineCodec.encode(DATE, new PipelineOptions(protocol, false, true, false, 0));

            boolean told = message.extended().stream().anyMatch(p -> p.name().equals("IsNested"));
            assertThat(told).as("%s", protocol).isEqualTo(protocol.atLeast(PsrpVersion.V2_2));
            assertThat(((PsObject) message.property("PowerShell")).property("IsNested"))
                    .isEqualTo(PsValue.bool(true));
            assertThat(PipelineCodec.decode(message).nested()).isTrue();
        }
    }

    @Test
    void pipeline_whenTheProtocolIsOld_refusesWhatItCannotSay() {
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_1, RunspacePoolOptions.DEFAULT);
        PsCommand command = PsCommand.of("Get-Date");

        assertThatThrownBy(() ->
                        pool.pipeline(PoolScript.PIPELINE, PsPipeline.of(List.of(List.of(command), List.of(command)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one statement at a time");
        assertThatThrownBy(() -> pool.pipeline(PoolScript.PIPELINE, merging(PsStream.WARNING)))
                .hasMessageContaining("cannot merge the stream WARNING");
        assertThatThrownBy(
                        () -> PipelineCodec.encode(merging(PsStream.INFORMATION), PipelineOptions.of(PsrpVersion.V2_2)))
                .hasMessageContaining("cannot merge the stream INFORMATION");
        assertThatThrownBy(() -> PipelineCodec.encode(merging(PsStream.PROGRESS), PipelineOptions.of(PsrpVersion.V2_3)))
                .hasMessageContaining("progress");
        WirePipeline errors = PipelineCodec.decode(
                PipelineCodec.encode(merging(PsStream.ERROR), PipelineOptions.of(PsrpVersion.V2_1)));
        assertThat(errors.toPipeline()).isEqualTo(merging(PsStream.ERROR));
    }

    @Test
    void encode_ofAnEmptyParameterName_isTheCodecsAlone() {
        assertThatThrownBy(() -> PsCommand.of("Write-Output").with("", "x"))
                .isInstanceOf(IllegalArgumentException.class);

        WirePipeline wire = new WirePipeline(
                List.of(List.of(new WirePipeline.Command(
                        "Write-Output",
                        false,
                        null,
                        List.of(new WirePipeline.Argument("", PsValue.string("x"))),
                        WirePipeline.Merges.NOTHING))),
                true,
                false,
                false,
                false,
                0);
        String xml = Clixml.write(PipelineCodec.encode(wire, PsrpVersion.V2_3));

        WirePipeline read = PipelineCodec.decode(Clixml.read(xml));
        assertThat(read.hasEmptyParameterName()).isTrue();
        assertThat(read.hasScript()).isFalse();
        assertThatThrownBy(read::toPipeline).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void scriptText_canBeSaidByNothingPublic() {
        assertThat(Stream.of(PipelineCodec.class, RunspacePoolMachine.class, PipelineMachine.class)
                        .flatMap(type -> Stream.concat(Stream.of(type.getMethods()), Stream.of(type.getConstructors())))
                        .flatMap(executable -> Stream.of(executable.getParameterTypes())))
                .doesNotContain(WirePipeline.class, PsObject.class);
        PsObject encoded = PipelineCodec.encode(DATE, PipelineOptions.of(PsrpVersion.V2_3));
        assertThat(PipelineCodec.decode(encoded).hasScript()).isFalse();
    }

    @Test
    void toString_ofAReceivedPipeline_hidesScriptAndValues() {
        WirePipeline.Command script = new WirePipeline.Command(
                "canary-script",
                true,
                null,
                List.of(new WirePipeline.Argument("Password", PsValue.string("canary-value"))),
                WirePipeline.Merges.NOTHING);

        assertThat(script).hasToString("<script>[-Password]");
    }

    @Test
    void encode_ofSeveralStatements_saysSharedArgumentsTwiceWithoutReferences() {
        PsCommand command = PsCommand.of("Set-X").with("Names", List.of("a", "b"));

        String xml = Clixml.write(PipelineCodec.encode(
                PsPipeline.of(List.of(List.of(command), List.of(command))), PipelineOptions.of(PsrpVersion.V2_3)));

        assertThat(xml).doesNotContain("<Ref ").contains("ExtraCmds");
        assertThat(PipelineCodec.decode(Clixml.read(xml)).statements()).hasSize(2);
    }

    private static PsPipeline merging(PsStream stream) {
        return PsPipeline.of(new PsCommand("Get-Date", List.of(), Set.of(stream)));
    }

    private void assertRefused(PsrpMessageType type, PsValue value, String text) {
        PipelineMachine machine = server.running(DATE);
        assertThatThrownBy(() -> machine.receive(server.pipeline(type, value)))
                .isInstanceOf(PsrpProtocolException.class)
                .hasMessageContaining(text);
    }
}
