package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.ReplicaYard.ONE;
import static io.quorate.lab.behaviour.ReplicaYard.SETTINGS;
import static io.quorate.lab.behaviour.ReplicaYard.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.call.Task;
import io.quorate.error.QuorateException;
import io.quorate.lab.HeardLab;
import io.quorate.lab.LongForm;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.TestFailover;
import io.quorate.replica.VmReplication;
import io.quorate.spi.ErrorKind;
import io.quorate.winrm.psrp.Clixml;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsParameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Hosts that speak German are told the same, word for word, and what they refuse is told apart by the same codes. */
class ReplicaLanguageTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    /** What was sent, what was refused, and what the refusals said. */
    private record Told(List<String> ledger, List<String> verdicts, List<ErrorKind> kinds, List<String> texts) {
        void refused(Runnable call) {
            QuorateException failure = catchThrowableOfType(QuorateException.class, call::run);
            assertThat(failure).isNotNull();
            verdicts.add(failure.kind() + " " + failure.report().code());
            kinds.add(failure.kind());
            texts.add(failure.getMessage());
        }
    }

    @LongForm
    @Test
    @DisplayName("all that can be done to a replicated machine is sent to a German host as to an English one")
    void ledger_doesNotDependOnTheLanguage() {
        Told english = told("en-US");
        Told german = told("de-DE");

        assertThat(german.ledger()).isEqualTo(english.ledger()).hasSizeGreaterThan(50);
        assertThat(german.verdicts()).isEqualTo(english.verdicts());
        assertThat(english.kinds()).contains(ErrorKind.REJECTED, ErrorKind.CONFLICT);
        assertThat(german.texts()).as("what Windows itself says is German").isNotEqualTo(english.texts());
    }

    private static Told told(String locale) {
        Told told = new Told(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (ReplicaYard yard = new ReplicaYard(builder -> builder.locale(locale))) {
            live(yard, told);
            yard.take().forEach(heard -> told.ledger().add(text(heard)));
            assertThat(yard.lab.notSimulated()).isEmpty();
        }
        return told;
    }

    private static void live(ReplicaYard yard, Told told) {
        UUID id = yard.machine("web");
        yard.replicas.ensureServer(TWO, ReplicaServerSettings.kerberos());
        yard.replicas.ensureAuthorization(TWO, new ReplicaAuthorization("*.lab.example", "D:\\Replica", "rack"));
        yard.replicas.checkConnection(ONE, SETTINGS.partner());
        told.refused(() -> yard.replicas.checkConnection(
                ONE,
                new ReplicaPartner("HV2.lab.example", 8080, SETTINGS.partner().authentication(), null)));
        told.refused(() -> yard.replicas.get(ONE, new UUID(0, 7)));

        yard.replicas.ensureEnabled(ONE, id, SETTINGS);
        copy(yard, ONE, id);
        yard.replicas.suspend(ONE, id);
        told.refused(() -> yard.replicas.prepare(ONE, id));
        yard.replicas.resume(ONE, id);
        try (TestFailover test = yard.replicas.test(TWO, id)) {
            yard.vms.start(test.machine());
        }

        yard.replicas.prepare(ONE, id);
        yard.replicas.cancelFailover(ONE, id, ReplicaYard.consent(id));
        yard.replicas.moveAsPlanned(id, ONE, TWO);
        told.refused(() -> yard.replicas.moveAsPlanned(id, TWO, ONE));
        yard.lab.advance(Duration.ofMinutes(1));
        yard.vms.shutDown(id);

        yard.replicas.failOverUnplanned(ONE, id, yard.attested(id));
        yard.replicas.cancelFailover(ONE, id, ReplicaYard.consent(id));
        yard.replicas.failOverUnplanned(ONE, id, yard.attested(id));
        yard.replicas.start(ONE, id);
        told.refused(() -> yard.replicas.start(TWO, id));
        yard.replicas.complete(ONE, id, ReplicaYard.consent(id));
        yard.replicas.reverse(ONE, id);
        copy(yard, ONE, id);

        yard.lab.cutLink(ONE, TWO);
        yard.lab.advance(Duration.ofMinutes(40));
        yard.lab.healLink(ONE, TWO);
        yard.replicas.resynchronize(ONE, id);
        yard.lab.advance(Duration.ofMinutes(1));
        yard.replicas.remove(ONE, id, ReplicaYard.consent(id));
        yard.replicas.remove(TWO, id, ReplicaYard.consent(id));
        yard.replicas.removeAuthorization(TWO, "*.lab.example");
    }

    private static void copy(ReplicaYard yard, String host, UUID id) {
        Task<VmReplication> copy = yard.replicas.beginInitialCopy(host, id);
        yard.lab.advance(Duration.ofSeconds(20));
        copy.await(LONG);
    }

    private static String text(HeardLab.Heard heard) {
        StringBuilder text = new StringBuilder();
        for (List<PsCommand> statement : ((HeardLab.Pipeline) heard).pipeline().statements()) {
            for (PsCommand command : statement) {
                text.append(command.name());
                for (PsParameter parameter : command.parameters()) {
                    text.append(" -").append(parameter.name()).append(' ').append(Clixml.write(parameter.value()));
                }
                text.append(" | ");
            }
        }
        return text.toString();
    }
}
