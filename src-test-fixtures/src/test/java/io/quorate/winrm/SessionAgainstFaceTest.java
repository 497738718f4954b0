package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Trust;
import io.quorate.lab.Lab;
import io.quorate.lab.ScriptedLab;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.wsman.HttpCarrier;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The real client's session against the lab's face over real sockets; cmdlets are scripted. */
class SessionAgainstFaceTest {
    private final AtomicInteger effects = new AtomicInteger();

    private Lab lab() {
        return ScriptedLab.start((pipeline, sink) -> {
            effects.incrementAndGet();
            sink.output(PsValue.string(pipeline.statements().get(0).get(0).name()));
            pipeline.input().forEach(sink::output);
        });
    }

    private static WinRmSession session(Lab lab) {
        return new WinRmSession(
                new HttpCarrier(
                        URI.create("https://HV1:5986/wsman"),
                        Credentials.basic(lab.username(), lab.password()),
                        new Trust.Authorities(lab.caCertificates()),
                        lab.runtime()),
                SessionOptions.DEFAULT,
                lab.runtime());
    }

    private static Deadline soon(Lab lab) {
        return Deadline.in(Duration.ofMinutes(2), lab.runtime());
    }

    @Test
    void command_whenThePoolIsWarm_costsThreeRequests_andNothingIsLeft() {
        try (Lab lab = lab()) {
            try (WinRmSession session = session(lab)) {
                PsPipeline hello = PsPipeline.of(PsCommand.of("M\\Get-Hello"));
                session.run(hello, soon(lab));
                long started = lab.requests("Command");
                int many = Boolean.getBoolean("quorate.sweep") ? 1_100 : 110;
                for (int i = 0; i < many; i++) {
                    PsResult result = session.run(hello, soon(lab));
                    assertThat(result.output()).containsExactly(PsValue.string("M\\Get-Hello"));
                }
                assertThat(lab.requests("Command") - started).isEqualTo(many);
                assertThat(lab.requests("Receive")).isBetween(many + 3L, many + 10L);
                assertThat(lab.openShells()).isEqualTo(1);
                awaitNoCommands(lab);
                assertThat(lab.connections()).isLessThanOrEqualTo(4);
            }
            assertThat(lab.openShells()).isZero();
            awaitNoReceives(lab);
            assertThat(lab.scriptsSeen()).isZero();
        }
    }

    /** Who waits at a shell that is gone goes by itself, and may take a moment on a loaded machine. */
    private static void awaitNoReceives(Lab lab) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (lab.parkedReceives() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(lab.parkedReceives()).isZero();
    }

    /** The client terminates commands off the caller's path. */
    private static void awaitNoCommands(Lab lab) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (lab.openCommands() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(lab.openCommands()).isZero();
    }

    @Test
    void faults_areToldApart() {
        try (Lab lab = lab();
                WinRmSession session = session(lab)) {
            PsPipeline hello = PsPipeline.of(PsCommand.of("M\\Get-Hello"));
            session.run(hello, soon(lab));
            lab.faults().on("Get-Hello").quota();
            assertThatThrownBy(() -> session.run(hello, soon(lab)))
                    .isInstanceOfSatisfying(
                            Fault.class, f -> assertThat(f.phase()).isEqualTo(FaultPhase.REFUSED));
            assertThat(effects).hasValue(1);
            lab.faults().on("Get-Hello").resetAfter();
            assertThatThrownBy(() -> session.run(hello, soon(lab)))
                    .isInstanceOfSatisfying(
                            Fault.class, f -> assertThat(f.phase()).isEqualTo(FaultPhase.UNANSWERED));
            assertThat(effects).hasValue(2);
            lab.faults().onAction("Receive").resetAfter();
            PsResult result = session.run(hello, soon(lab));
            assertThat(result.output()).hasSize(1);
            assertThat(effects).hasValue(3);
        }
    }

    @Test
    void errors_aboutANameThatIsNotThere_arriveWithTheirTarget() {
        try (Lab lab = Lab.story();
                WinRmSession session = session(lab)) {
            for (var expected : Map.of(
                            PsCommand.of("Hyper-V\\Get-VM").with("Name", "none"),
                            "InvalidParameter,Microsoft.HyperV.PowerShell.Commands.GetVM",
                            PsCommand.of("Microsoft.PowerShell.Management\\Get-Service")
                                    .with("Name", "none"),
                            "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand")
                    .entrySet()) {
                PsResult result = session.run(PsPipeline.of(expected.getKey()), soon(lab));
                assertThat(result.errors()).singleElement().satisfies(e -> {
                    assertThat(e.fullyQualifiedErrorId()).isEqualTo(expected.getValue());
                    assertThat(e.targetName()).isEqualTo("none");
                });
            }
        }
    }
}
