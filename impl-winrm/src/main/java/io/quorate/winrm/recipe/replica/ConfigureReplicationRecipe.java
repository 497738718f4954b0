package io.quorate.winrm.recipe.replica;

import io.quorate.replica.AutoResynchronize;
import io.quorate.replica.ReplicationFrequency;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.ConfigureReplication;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes with {@code Set-VMReplication} those settings of a replication that differ, the machine piped. The server cannot be changed, the
 * copy would be missing there, and a disk that is replicated cannot be left out; a comparison that is under way is not begun anew.
 */
final class ConfigureReplicationRecipe
        extends Changing<ConfigureReplication, ConfigureReplicationRecipe.Seen, VmReplication> {

    /**
     * What a look sees.
     *
     * @param disks the paths of the machine's disks; empty unless some that were left out come back
     */
    record Seen(VmReplication now, List<String> disks) {}

    @Override
    public Class<ConfigureReplication> handles() {
        return ConfigureReplication.class;
    }

    @Override
    protected Seen read(ConfigureReplication command, WindowsHost host) {
        return new Seen(ReplicationReads.get(command.host(), command.id(), host.powerShell()), List.of());
    }

    @Override
    protected Observation<VmReplication> done(ConfigureReplication command, Seen seen) {
        ReplicationSettings there = seen.now().settings();
        if (!seen.now().mode().equals(ReplicationMode.PRIMARY)) {
            return Observation.absent();
        }
        if (there == null) {
            return Answers.untold(untold());
        }
        return command.settings().differencesFrom(there).isEmpty()
                ? Observation.present(seen.now())
                : Observation.absent();
    }

    private static Fault untold() {
        return Decode.badReply("the host does not tell how the machine is replicated");
    }

    private static ReplicationSettings there(Seen seen) {
        ReplicationSettings there = seen.now().settings();
        if (there == null) {
            throw untold();
        }
        return there;
    }

    @Override
    protected void refuse(ConfigureReplication command, Seen seen) {
        VmReplication now = seen.now();
        if (!now.mode().equals(ReplicationMode.PRIMARY)) {
            throw Answers.refused(
                    "the machine's mode is " + now.mode() + ": only its primary says how it is replicated",
                    "ask " + (now.primary().isEmpty() ? "its primary" : now.primary()));
        }
        ReplicationSettings wanted = command.settings();
        ReplicationSettings there = there(seen);
        List<String> lasting = new ArrayList<>();
        if (!wanted.isSameServer(there)) {
            lasting.add("the replica server, " + there.partner().server());
        }
        wanted.excludedDisks().stream()
                .filter(disk -> !there.isWithout(List.of(disk)))
                .forEach(disk -> lasting.add(disk + ", which is replicated and was to be left out"));
        if (!lasting.isEmpty()) {
            throw Answers.conflict(
                    "what cannot be changed on a replication that is there: " + String.join("; ", lasting)
                            + "; all that differs: " + String.join("; ", wanted.differencesFrom(there)),
                    "remove that replication first, if it is not the one that counts, and enable it anew");
        }
        if (now.state().isPassing()) {
            throw Answers.pending("the replication is " + now.state() + ": what is under way would begin anew");
        }
        if (!now.state().isOurs() || now.state().equals(ReplicationState.PREPARED_FOR_FAILOVER)) {
            throw Answers.refused(
                    "the replication is " + now.state() + ", where its settings are not changed",
                    now.state().isOurs() ? "fail over first, or cancel" : "another product has it: leave it alone");
        }
    }

    @Override
    protected Seen lookCloser(ConfigureReplication command, Seen seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        ReplicaVersion.read(shell).check(command.settings());
        ReplicationSettings there = there(seen);
        String shown = command.settings().partner().thumbprint();
        if (shown != null && !shown.equalsIgnoreCase(there.partner().thumbprint())) {
            OwnCertificate.check(command.host(), command.settings().partner(), shell);
        }
        if (command.settings().isWithout(there.excludedDisks())) {
            return seen;
        }
        List<String> disks = Decode.each(
                        shell.run(Line.message(Line.statement(
                                Cmdlet.GET_VM.line().with("Id", command.id()),
                                Cmdlet.GET_VM_HARD_DISK_DRIVE.line(),
                                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Path"))))),
                        value -> Decode.of(value, "disk"))
                .stream()
                .map(disk -> disk.text("Path"))
                .toList();
        return new Seen(seen.now(), disks);
    }

    @Override
    protected List<PipelineStep> change(ConfigureReplication command, Seen seen) {
        return PipelineStep.of(message(command, seen));
    }

    /** What is foreseen changes everything that can be: what is there was not looked at. */
    @Override
    protected Seen unseen(ConfigureReplication command) {
        return new Seen(command.rehearsed().settings(opposite(command.settings())), List.of());
    }

    private static ReplicationSettings opposite(ReplicationSettings wanted) {
        return ReplicationSettings.to(wanted.partner())
                .every(
                        wanted.frequency() == ReplicationFrequency.MINUTES_5
                                ? ReplicationFrequency.MINUTES_15
                                : ReplicationFrequency.MINUTES_5)
                .keeping(wanted.recoveryPoints() == 24 ? 23 : wanted.recoveryPoints() + 1)
                .consistentEvery(wanted.consistentEveryHours() == 12 ? 11 : wanted.consistentEveryHours() + 1)
                .compressed(!wanted.compression())
                .resynchronizing(wanted.autoResynchronize() == null ? AutoResynchronize.always() : null);
    }

    private static PsPipeline message(ConfigureReplication command, Seen seen) {
        return Line.message(Line.statement(
                Cmdlet.GET_VM.line().with("Id", command.id()),
                SettingsLine.change(command.settings(), there(seen), seen.disks())
                        .unasked()));
    }

    @Override
    protected VmReplication carryOut(ConfigureReplication command, Seen seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command, seen));
        VmReplication after = ReplicationReads.get(command.host(), command.id(), shell);
        ReplicationSettings there = after.settings();
        if (there == null || !command.settings().differencesFrom(there).isEmpty()) {
            throw Answers.failed(
                    refusal,
                    there == null
                            ? "the host does not tell how the machine is replicated"
                            : String.join("; ", command.settings().differencesFrom(there)));
        }
        return after;
    }
}
