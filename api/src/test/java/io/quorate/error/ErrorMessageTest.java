package io.quorate.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.TestCommand;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The message order: operation, object, host and wire, attempts and time, native error with code, hint, call id. */
class ErrorMessageTest {
    private static final ErrorReport FULL = new ErrorReport(
            "cluster.node.add",
            "cluster node HV3",
            "HV1",
            "winrm https",
            "rack",
            3,
            Duration.ofMillis(1500),
            "The node is down.\r\nTry later.",
            "0x800706BA",
            "start the node.",
            "00c0ffee");

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void message_ofEveryKind_hasTheFixedOrder(ErrorKind kind) {
        QuorateException e = switch (kind) {
            case UNREACHABLE -> new UnreachableException(FULL, List.of("HV1"), null);
            case UNTRUSTED -> new UntrustedException(FULL, null);
            case ACCESS_DENIED -> new AccessDeniedException(FULL, null);
            case NOT_FOUND -> new NotFoundException(FULL, null);
            case CONFLICT -> new ConflictException(FULL, null);
            case REJECTED -> new RejectedException(FULL, null);
            case UNSUPPORTED -> new UnsupportedException(FULL, List.of(), null);
            case BUSY -> new BusyException(FULL, null);
            case DEADLINE_EXCEEDED -> new DeadlineExceededException(FULL, null, null);
            case OUTCOME_UNKNOWN -> new OutcomeUnknownException(FULL, null);
            case BAD_REPLY -> new BadReplyException(FULL, null);
            case CONSENT_REQUIRED -> new ConsentRequiredException(FULL, "id");
        };
        String words = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        assertThat(e)
                .hasMessage("cluster.node.add of cluster node HV3 at HV1 over winrm https (endpoint rack), "
                        + "3 attempts in 1.500 s: " + words + ": The node is down. Try later [0x800706BA]; "
                        + "hint: start the node; call 00c0ffee");
        assertThat(e.kind()).isEqualTo(kind);
    }

    @Test
    void message_withoutTheOptionalParts_leavesThemOut() {
        ErrorReport bare = new ErrorReport(
                "wait", null, null, null, null, 0, Duration.ofSeconds(125), "nothing", null, null, null);
        assertThat(new BusyException(bare, null)).hasMessage("wait, nothing sent in 2 min 5 s: busy: nothing");
    }

    @Test
    void accessors_tellWhatTheMessageTells() {
        QuorateException e = new RejectedException(FULL, null);
        assertThat(e.operation()).isEqualTo("cluster.node.add");
        assertThat(e.object()).isEqualTo("cluster node HV3");
        assertThat(e.host()).isEqualTo("HV1");
        assertThat(e.wire()).isEqualTo("winrm https");
        assertThat(e.endpoint()).isEqualTo("rack");
        assertThat(e.attempts()).isEqualTo(3);
        assertThat(e.elapsed()).isEqualTo(Duration.ofMillis(1500));
        assertThat(e.code()).isEqualTo("0x800706BA");
        assertThat(e.hint()).isEqualTo("start the node.");
        assertThat(e.callId()).isEqualTo("00c0ffee");
    }

    @Test
    void message_ofARealCall_tellsAttemptsAndSuppressesTheEarlierOnes() {
        Rig rig = new Rig("HV1");
        for (int i = 0; i < 3; i++) {
            rig.backend.then(ScriptedBackend.fails(FaultPhase.TRANSIENT, ErrorKind.BUSY));
        }
        QuorateException e = org.assertj.core.api.Assertions.catchThrowableOfType(
                QuorateException.class, () -> rig.run(TestCommand.of(Safety.READ)));

        assertThat(e)
                .hasMessage("test.thing.do of thing T1 at HV1 over script (endpoint rack), 3 attempts in 3 s: "
                        + "busy: it failed TRANSIENT [0x1]; hint: look there; call " + e.callId());
        assertThat(e.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "attempt 1 at HV1, 0 s: busy: it failed TRANSIENT [0x1]",
                        "attempt 2 at HV1, 0 s: busy: it failed TRANSIENT [0x1]");
    }

    @Test
    void message_ofAMissingConsent_tellsHowToGiveIt() {
        Rig rig = new Rig("HV1");
        QuorateException e = org.assertj.core.api.Assertions.catchThrowableOfType(
                QuorateException.class, () -> rig.run(new TestCommand.Eviction(), Consent.to("x", "y")));
        assertThat(e)
                .hasMessage("test.node.evict of cluster node HV3 over script (endpoint rack), nothing sent in 0 s: "
                        + "consent required: the consent is for x, not for id-of-HV3; "
                        + "hint: pass Consent.to(\"id-of-HV3\", reason) if that object is meant; call " + e.callId());
    }

    @Test
    void exception_survivesSerialization() throws Exception {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (var out = new java.io.ObjectOutputStream(bytes)) {
            out.writeObject(new UnreachableException(FULL, List.of("HV1"), null));
        }
        try (var in = new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray()))) {
            UnreachableException copy = (UnreachableException) in.readObject();
            assertThat(copy.operation()).isEqualTo("cluster.node.add");
            assertThat(copy.hosts()).isEmpty();
        }
    }
}
