package io.quorate.spi.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Deadline;
import io.quorate.ManualRuntime;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NetworkFailuresTest {
    private final ManualRuntime runtime = new ManualRuntime();
    private final NetworkFailures failures = new NetworkFailures(
            "hv1",
            5986,
            new TlsTrust(Trust.platform()),
            new NetworkFailures.Hints("does it listen?", "is it frozen?", "does it speak TLS?"));

    private Fault of(IOException failure, Reach reach) {
        return failures.of(failure, reach, Deadline.in(Duration.ofSeconds(1), runtime), false);
    }

    private static void assertFault(
            Fault fault, FaultPhase phase, ErrorKind kind, String message, @Nullable String hint) {
        assertThat(fault).hasMessage(message);
        assertThat(fault.phase()).isEqualTo(phase);
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.hint()).isEqualTo(hint);
        assertThat(fault.code()).isNull();
    }

    @Test
    void of_readsHowFarItGotAndWhatToTry() {
        assertFault(
                of(new SocketTimeoutException("x"), Reach.NOT_CONNECTED),
                FaultPhase.NEVER_SENT,
                ErrorKind.UNREACHABLE,
                "hv1:5986 did not accept the connection in time",
                "does it listen?");
        assertFault(
                of(new SocketTimeoutException("x"), Reach.CONNECTED),
                FaultPhase.NEVER_SENT,
                ErrorKind.UNREACHABLE,
                "hv1:5986 stayed silent",
                "is it frozen?");
        assertFault(
                of(new SocketTimeoutException("x"), Reach.MAY_HAVE_ARRIVED),
                FaultPhase.UNANSWERED,
                ErrorKind.UNREACHABLE,
                "hv1:5986 stayed silent",
                "is it frozen?");
        assertFault(
                of(new ConnectException("x"), Reach.NOT_CONNECTED),
                FaultPhase.NEVER_SENT,
                ErrorKind.UNREACHABLE,
                "the connection to hv1:5986 was refused or has no route",
                "does it listen?");
        assertFault(
                of(new SSLException("x"), Reach.NOT_CONNECTED),
                FaultPhase.NEVER_SENT,
                ErrorKind.UNREACHABLE,
                "TLS with hv1:5986 did not come about",
                "does it speak TLS?");
        assertFault(
                of(new SocketException("reset"), Reach.CONNECTED),
                FaultPhase.NEVER_SENT,
                ErrorKind.UNREACHABLE,
                "the connection to hv1:5986 broke before the request was sent",
                null);
        assertFault(
                of(new EOFException("x"), Reach.MAY_HAVE_ARRIVED),
                FaultPhase.UNANSWERED,
                ErrorKind.UNREACHABLE,
                "the connection to hv1:5986 broke before the answer came",
                null);
    }

    @Test
    @DisplayName("a name that leads nowhere is told as one, whoever found out, and not as a connection that broke")
    void of_whenTheNameIsUnknown_saysSo() {
        Fault fault = of(new UnknownHostException("x"), Reach.NOT_CONNECTED);

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(fault).hasMessage("the name hv1 cannot be resolved");
        assertThat(fault.hint()).contains("spelt right");
    }

    @Test
    void of_whenTheCertificateIsWrong_isUntrusted_beforeThereWasAConnectionOnly() {
        SSLException unverified = new SSLPeerUnverifiedException("x");

        Fault fault = of(unverified, Reach.NOT_CONNECTED);

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault.getMessage()).contains("its certificate does not name hv1");
        assertThat(of(unverified, Reach.MAY_HAVE_ARRIVED).kind()).isEqualTo(ErrorKind.UNREACHABLE);
    }

    @Test
    void of_whenClosedOrLate_saysSoRatherThanWhatBroke() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(1), runtime);
        assertFault(
                failures.of(new SocketException("closed"), Reach.MAY_HAVE_ARRIVED, deadline, true),
                FaultPhase.UNANSWERED,
                ErrorKind.UNREACHABLE,
                "the session to hv1:5986 was closed",
                null);
        Deadline over = Deadline.in(Duration.ZERO, runtime);
        assertFault(
                failures.of(new SocketTimeoutException("x"), Reach.MAY_HAVE_ARRIVED, over, false),
                FaultPhase.UNANSWERED,
                ErrorKind.DEADLINE_EXCEEDED,
                "hv1:5986 did not answer in time",
                null);
        assertFault(
                failures.of(new SocketTimeoutException("x"), Reach.CONNECTED, over, false),
                FaultPhase.NEVER_SENT,
                ErrorKind.DEADLINE_EXCEEDED,
                "hv1:5986 could not be reached in time",
                null);
    }

    @Test
    void of_whenInterrupted_saysSoAndLeavesTheThreadInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertFault(
                    of(new SocketTimeoutException("x"), Reach.MAY_HAVE_ARRIVED),
                    FaultPhase.UNANSWERED,
                    ErrorKind.UNREACHABLE,
                    "interrupted while asking hv1:5986",
                    null);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void others_nameTheHost() {
        assertFault(
                failures.noHttp(new IllegalArgumentException("x"), Reach.MAY_HAVE_ARRIVED),
                FaultPhase.UNANSWERED,
                ErrorKind.BAD_REPLY,
                "hv1:5986 does not speak HTTP as it should",
                null);
        assertFault(
                failures.unresolved(new UnknownHostException("hv1")),
                FaultPhase.NEVER_SENT,
                ErrorKind.UNREACHABLE,
                "the name hv1 cannot be resolved",
                "is it spelt right in the endpoint, and does this machine's DNS know it? An address of its own can be given to"
                        + " the endpoint's host");
        assertFault(
                failures.closed(),
                FaultPhase.NEVER_SENT,
                ErrorKind.UNREACHABLE,
                "the session to hv1:5986 is closed",
                null);
        assertFault(
                failures.noTimeLeft(),
                FaultPhase.NEVER_SENT,
                ErrorKind.DEADLINE_EXCEEDED,
                "no time left to ask hv1:5986",
                null);
    }
}
