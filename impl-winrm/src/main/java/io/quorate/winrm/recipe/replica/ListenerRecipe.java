package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicaAuthentication;
import io.quorate.replica.ReplicaListener;
import io.quorate.replica.command.GetReplicaListener;
import io.quorate.replica.command.OpenReplicaListener;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Reading;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.Words;
import java.util.List;

/** Enables the firewall rules of the replica listener by their names; what they are called on the screen is in the host's language. */
final class ListenerRecipe extends Changing<OpenReplicaListener, ReplicaListener, ReplicaListener> {
    private static final String KERBEROS = "VIRT-HVRHTTPL-In-TCP-NoScope";
    private static final String CERTIFICATE = "VIRT-HVRHTTPSL-In-TCP-NoScope";
    private static final Words ENABLED = Words.of(1, "True").and(2, "False");

    static Reading<GetReplicaListener, ReplicaListener> reading() {
        return new Reading<>(GetReplicaListener.class, message(), (command, output) -> decode(command.host(), output));
    }

    private static PsPipeline message() {
        return Line.message(Cmdlet.GET_NET_FIREWALL_RULE
                .line()
                .with("Name", List.of(KERBEROS, CERTIFICATE))
                .select(List.of("Name", "Enabled")));
    }

    private static ReplicaListener decode(String host, List<PsValue> output) {
        List<Decode> rules = Decode.each(output, value -> Decode.of(value, "firewall rule"));
        return new ReplicaListener(host, enabled(rules, KERBEROS), enabled(rules, CERTIFICATE));
    }

    private static boolean enabled(List<Decode> rules, String name) {
        return rules.stream()
                .filter(rule -> rule.text("Name").equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Answers.refused(
                        "the host's firewall has no rule " + name, "it comes with Hyper-V: is that installed?"))
                .word("Enabled", ENABLED)
                .equals("True");
    }

    @Override
    public Class<OpenReplicaListener> handles() {
        return OpenReplicaListener.class;
    }

    @Override
    protected ReplicaListener read(OpenReplicaListener command, WindowsHost host) {
        return decode(command.host(), host.powerShell().run(message()));
    }

    private static boolean isSo(OpenReplicaListener command, ReplicaListener seen) {
        return command.authentication() == ReplicaAuthentication.KERBEROS ? seen.kerberos() : seen.certificate();
    }

    @Override
    protected Observation<ReplicaListener> done(OpenReplicaListener command, ReplicaListener seen) {
        return isSo(command, seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected List<PipelineStep> change(OpenReplicaListener command, ReplicaListener seen) {
        return PipelineStep.of(enable(command));
    }

    @Override
    protected ReplicaListener unseen(OpenReplicaListener command) {
        return new ReplicaListener(command.host(), false, false);
    }

    private static PsPipeline enable(OpenReplicaListener command) {
        return Line.message(Line.statement(Cmdlet.ENABLE_NET_FIREWALL_RULE
                .line()
                .with("Name", command.authentication() == ReplicaAuthentication.KERBEROS ? KERBEROS : CERTIFICATE)
                .unasked()));
    }

    @Override
    protected ReplicaListener carryOut(OpenReplicaListener command, ReplicaListener seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, enable(command));
        ReplicaListener after = decode(command.host(), shell.run(message()));
        if (!isSo(command, after)) {
            throw Answers.failed(refusal, "the rule is not enabled; a group policy may have it");
        }
        return after;
    }
}
