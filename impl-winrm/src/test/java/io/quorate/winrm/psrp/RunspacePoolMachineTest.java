package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunspacePoolMachineTest {
    private final PoolScript server = new PoolScript();

    @Test
    void open_sendsCapabilityAndInitInOneEnvelope() {
        RunspacePoolMachine pool = new RunspacePoolMachine(PoolScript.POOL, RunspacePoolOptions.DEFAULT);

        List<PsrpMessage> sent = server.read(pool.open(100_000));

        assertThat(sent)
                .extracting(PsrpMessage::type)
                .containsExactly(PsrpMessageType.SESSION_CAPABILITY, PsrpMessageType.INIT_RUNSPACEPOOL);
        assertThat(sent).allSatisfy(m -> {
            assertThat(m.destination()).isEqualTo(PsrpDestination.SERVER);
            assertThat(m.runspacePoolId()).isEqualTo(PoolScript.POOL);
            assertThat(m.pipelineId()).isEqualTo(PsrpMessage.NONE);
        });
        assertThat(SessionCapability.decode(sent.get(0).value()).protocol()).isEqualTo(PsrpVersion.V2_3);
        assertThat(pool.hasMoreToSend()).isFalse();
        assertThat(pool.state()).isEqualTo(RunspacePoolState.NEGOTIATION_SENT);
    }

    @Test
    void open_whenTheEnvelopeIsSmall_leavesTheRestForSend() {
        RunspacePoolMachine pool = new RunspacePoolMachine(PoolScript.POOL, RunspacePoolOptions.DEFAULT);

        assertThat(server.read(pool.open(300)))
                .extracting(PsrpMessage::type)
                .containsExactly(PsrpMessageType.SESSION_CAPABILITY);
        assertThat(pool.hasMoreToSend()).isTrue();
        assertThat(server.read(pool.nextToSend(100_000)))
                .extracting(PsrpMessage::type)
                .containsExactly(PsrpMessageType.INIT_RUNSPACEPOOL);
    }

    @Test
    void receive_negotiatesTheLowerVersion() {
        assertThat(server.opened(PsrpVersion.V2_1, RunspacePoolOptions.DEFAULT).protocol())
                .isEqualTo(PsrpVersion.V2_1);
        assertThat(new PoolScript()
                        .opened(new PsrpVersion(2, 4), RunspacePoolOptions.DEFAULT)
                        .protocol())
                .isEqualTo(PsrpVersion.V2_3);
    }

    @Test
    void receive_whenTheVersionIsNotOurs_breaksThePool() {
        for (PsrpVersion version : List.of(new PsrpVersion(2, 0), new PsrpVersion(3, 0), new PsrpVersion(1, 0))) {
            RunspacePoolMachine pool = new RunspacePoolMachine(PoolScript.POOL, RunspacePoolOptions.DEFAULT);
            pool.open(100_000);
            assertRefused(
                    pool,
                    server.pool(
                            PsrpMessageType.SESSION_CAPABILITY,
                            SessionCapability.of(version).toValue()),
                    "the server speaks protocol " + version);
        }
    }

    @Test
    void receive_whenAMessageIsOutOfPlace_breaksThePool() {
        RunspacePoolMachine fresh = new RunspacePoolMachine(PoolScript.POOL, RunspacePoolOptions.DEFAULT);
        assertRefused(
                fresh,
                server.pool(
                        PsrpMessageType.SESSION_CAPABILITY,
                        SessionCapability.of(PsrpVersion.V2_3).toValue()),
                "SESSION_CAPABILITY came while the pool is BEFORE_OPEN");

        RunspacePoolMachine sent = new RunspacePoolMachine(PoolScript.POOL, RunspacePoolOptions.DEFAULT);
        sent.open(100_000);
        assertRefused(
                sent,
                server.pool(
                        PsrpMessageType.RUNSPACEPOOL_STATE,
                        new RunspacePoolStateChange(RunspacePoolState.OPENED, null).toValue()),
                "RUNSPACEPOOL_STATE came while the pool is NEGOTIATION_SENT");

        assertRefused(
                opened(),
                server.pool(
                        PsrpMessageType.SESSION_CAPABILITY,
                        SessionCapability.of(PsrpVersion.V2_3).toValue()),
                "SESSION_CAPABILITY came while the pool is OPENED");
        assertRefused(
                opened(),
                server.pool(PsrpMessageType.PIPELINE_OUTPUT, PsNil.NIL),
                "PIPELINE_OUTPUT came while the pool is OPENED");
        assertRefused(opened(), server.pool(PsrpMessageType.CREATE_PIPELINE, PsNil.NIL), "CREATE_PIPELINE came while");
        assertRefused(
                opened(),
                server.pool(
                        PsrpMessageType.RUNSPACE_AVAILABILITY,
                        RunspaceAvailability.done(7, true).toValue()),
                "an answer came to request 7");
        assertRefused(
                opened(),
                server.pool(
                        PsrpMessageType.RUNSPACEPOOL_STATE,
                        new RunspacePoolStateChange(RunspacePoolState.OPENING, null).toValue()),
                "cannot become OPENING");
        assertRefused(
                opened(),
                server.bytes(PsrpMessage.toClient(
                        PsrpMessageType.RUNSPACEPOOL_STATE, new UUID(5, 5), PsrpMessage.NONE, PsNil.NIL)),
                "what is for another");
        assertRefused(opened(), server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsNil.NIL), "what is not for it");
        assertRefused(
                opened(),
                server.bytes(PsrpMessage.toServer(
                        PsrpMessageType.RUNSPACEPOOL_STATE, PoolScript.POOL, PsrpMessage.NONE, PsNil.NIL)),
                "what is not for it");
    }

    @Test
    void receive_whenTheServerBreaksThePool_tellsWhy() {
        RunspacePoolMachine pool = opened();
        PsErrorRecord why = new PsErrorRecord("Quota", 30, null, null, "too much", List.of());

        pool.receive(server.pool(
                PsrpMessageType.RUNSPACEPOOL_STATE,
                new RunspacePoolStateChange(RunspacePoolState.BROKEN, ErrorRecordCodec.encode(why)).toValue()));

        assertThat(pool.state()).isEqualTo(RunspacePoolState.BROKEN);
        assertThat(pool.reason())
                .isNotNull()
                .satisfies(r -> assertThat(r.fullyQualifiedErrorId()).isEqualTo("Quota"));
        assertThatThrownBy(() -> pool.pipeline(PoolScript.PIPELINE, PsPipeline.of(PsCommand.of("Get-Date"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void receive_ofWarningsAndEvents_isTolerated() {
        RunspacePoolMachine pool = opened();

        pool.receive(
                server.pool(PsrpMessageType.WARNING_RECORD, new InformationalRecord(PsStream.WARNING, "w").toValue()));
        pool.receive(server.pool(PsrpMessageType.USER_EVENT, new PsObject()));

        assertThat(pool.state()).isEqualTo(RunspacePoolState.OPENED);
    }

    @Test
    void receive_ofAHostCall_answersWithARefusal() {
        RunspacePoolMachine pool = opened();

        pool.receive(server.pool(
                PsrpMessageType.RUNSPACEPOOL_HOST_CALL, new HostCall(3, 11, "ReadLine", List.of()).toValue()));
        pool.receive(server.pool(
                PsrpMessageType.RUNSPACEPOOL_HOST_CALL,
                new HostCall(HostCall.NO_ANSWER, 16, "WriteLine2", List.of()).toValue()));

        List<PsrpMessage> sent = server.read(pool.nextToSend(100_000));
        assertThat(sent).singleElement().satisfies(m -> {
            assertThat(m.type()).isEqualTo(PsrpMessageType.RUNSPACEPOOL_HOST_RESPONSE);
            HostResponse response = HostResponse.decode(m.value());
            assertThat(response.callId()).isEqualTo(3);
            assertThat(response.error()).isNotNull();
        });
    }

    @Test
    void reset_whenTheServerAnswers_givesTheAnswerOnce() {
        RunspacePoolMachine pool = opened();

        long call = pool.resetRunspaceState();

        assertThat(server.read(pool.nextToSend(100_000))).singleElement().satisfies(m -> {
            assertThat(m.type()).isEqualTo(PsrpMessageType.RESET_RUNSPACE_STATE);
            assertThat(RunspaceRequest.decode(m.type(), m.value()).callId()).isEqualTo(call);
        });
        assertThat(pool.answer(call)).isEmpty();
        pool.receive(server.pool(
                PsrpMessageType.RUNSPACE_AVAILABILITY,
                RunspaceAvailability.done(call, true).toValue()));
        assertThat(pool.answer(call))
                .hasValueSatisfying(a -> assertThat(a.success()).isTrue());
        assertThatThrownBy(() -> pool.answer(call)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reset_whenTheProtocolIsOld_isRefused() {
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_2, RunspacePoolOptions.DEFAULT);

        assertThatThrownBy(pool::resetRunspaceState)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2.3");
    }

    @Test
    void closing_dropsWhatWaits() {
        RunspacePoolMachine pool = opened();
        pool.resetRunspaceState();

        pool.closing();
        assertThat(pool.state()).isEqualTo(RunspacePoolState.CLOSING);
        assertThat(pool.hasMoreToSend()).isFalse();
        pool.closed();
        pool.broken();
        assertThat(pool.state()).isEqualTo(RunspacePoolState.CLOSED);
    }

    @Test
    void options_whenTheyCannotBe_areRefused() {
        assertThatThrownBy(() -> new RunspacePoolOptions(
                        new PsrpVersion(2, 5), new RunspacePoolInit(1, 1), PsrpLimits.DEFAULT, HostCallPolicy.refuse()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunspacePoolOptions(
                        PsrpVersion.V2_3, new RunspacePoolInit(5, 2), PsrpLimits.DEFAULT, HostCallPolicy.refuse()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private RunspacePoolMachine opened() {
        return server.opened(PsrpVersion.V2_3, RunspacePoolOptions.DEFAULT);
    }

    private static void assertRefused(RunspacePoolMachine pool, byte[] bytes, String text) {
        assertThatThrownBy(() -> pool.receive(bytes))
                .isInstanceOf(PsrpProtocolException.class)
                .hasMessageContaining(text);
        assertThat(pool.state()).isEqualTo(RunspacePoolState.BROKEN);
    }
}
