package io.quorate.winrm.recipe.replica;

import io.quorate.replica.RecoveryPoint;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationEdge;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.ReplicationCommand;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
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
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does one of the acts of {@link ReplicationEdge}: looks, refuses what the table does not allow, sends one message, and judges by what the host
 * says then.
 *
 * @param <C> the command
 */
final class ReplicationChange<C extends ReplicationCommand<VmReplication>>
        extends Changing<C, VmReplication, VmReplication> {
    private final Class<C> command;
    private final Function<C, ReplicationAct> act;
    private final Function<C, @Nullable UUID> point;
    private final BiConsumer<C, VmReplication> besides;

    /**
     * @param act which act the command asks for
     * @param point which recovery point it asks for; null for the latest
     * @param besides refuses what the table cannot know
     */
    ReplicationChange(
            Class<C> command,
            Function<C, ReplicationAct> act,
            Function<C, @Nullable UUID> point,
            BiConsumer<C, VmReplication> besides) {
        this.command = command;
        this.act = act;
        this.point = point;
        this.besides = besides;
    }

    @Override
    public Class<C> handles() {
        return command;
    }

    @Override
    protected VmReplication read(C wanted, WindowsHost host) {
        return ReplicationReads.get(wanted.host(), wanted.id(), host.powerShell());
    }

    @Override
    protected Observation<VmReplication> done(C wanted, VmReplication seen) {
        return act.apply(wanted).isDone(seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected void refuse(C wanted, VmReplication seen) {
        besides.accept(wanted, seen);
        ReplicationAct asked = act.apply(wanted);
        if (seen.allows(asked)) {
            return;
        }
        String words = "the replication is " + seen.state() + " (" + seen.mode() + ", its machine " + seen.machine()
                + ", last sent " + seen.lastKind() + ")";
        if (seen.state().isPassing()) {
            throw Answers.pending(words + ": " + asked.word() + " has to wait");
        }
        throw Answers.refused(
                words + ", where " + asked.word() + " is not possible",
                !seen.state().isOurs()
                        ? "another product has it: leave it alone"
                        : "possible there: "
                                + seen.transitions().stream()
                                        .map(ReplicationEdge::act)
                                        .filter(seen::allows)
                                        .map(ReplicationAct::word)
                                        .toList());
    }

    /** A test has to be connected to nothing: the switch of an adapter's test setting may lead to where the live machine is. */
    @Override
    protected VmReplication lookCloser(C wanted, VmReplication seen, WindowsHost host) {
        if (act.apply(wanted) == ReplicationAct.START_TEST) {
            List<PsValue> adapters = host.powerShell()
                    .run(Line.message(Line.statement(
                            live(wanted.id()),
                            Cmdlet.GET_VM_NETWORK_ADAPTER.line(),
                            Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Name", "TestReplicaSwitchName")))));
            for (Decode adapter : Decode.each(adapters, value -> Decode.of(value, "network adapter"))) {
                String to = adapter.textOrEmpty("TestReplicaSwitchName");
                if (!to.isBlank()) {
                    throw Answers.refused(
                            "the adapter " + adapter.textOrEmpty("Name") + " would be connected to the switch " + to
                                    + ", where the live machine may be",
                            "clear the adapter's test replica switch");
                }
            }
        }
        UUID from = point.apply(wanted);
        if (from != null) {
            requirePoint(wanted, from, host.powerShell());
        }
        return seen;
    }

    private void requirePoint(C wanted, UUID from, PowerShell shell) {
        List<RecoveryPoint> points = RecoveryPoints.read(wanted.id(), shell);
        if (points.stream().noneMatch(one -> one.id().equals(from))) {
            throw Answers.refused(
                    "the replica has no recovery point " + from
                            + (points.isEmpty() ? "; it has none besides the latest" : "; it has " + points),
                    points.isEmpty() ? "name none for the latest" : null);
        }
    }

    @Override
    protected List<PipelineStep> change(C wanted, VmReplication seen) {
        return PipelineStep.of(message(wanted, seen));
    }

    @Override
    protected VmReplication unseen(C wanted) {
        return wanted.rehearsed();
    }

    @Override
    protected VmReplication carryOut(C wanted, VmReplication seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(wanted, seen));
        VmReplication after = ReplicationReads.get(wanted.host(), wanted.id(), shell);
        ReplicationAct asked = act.apply(wanted);
        if (asked.isDone(after)) {
            return after;
        }
        if (refusal == null && after.state().isPassing()) {
            throw Answers.pending("the replication is " + after.state());
        }
        throw Answers.failed(refusal, "the replication is " + after.state() + " (" + after.mode() + ")");
    }

    private static Line live(UUID id) {
        return Cmdlet.GET_VM.line().with("Id", id);
    }

    private PsPipeline message(C wanted, VmReplication seen) {
        ReplicationAct asked = act.apply(wanted);
        List<List<PsCommand>> statements = new ArrayList<>();
        UUID test = seen.test();
        if (asked == ReplicationAct.END_TEST && test != null) {
            // A clone that nobody else uses; Stop-VMFailover refuses while it runs.
            statements.add(Line.statement(
                    live(test),
                    Cmdlet.STOP_VM.line().flag("TurnOff").flag("Force").unasked()));
        }
        UUID from = point.apply(wanted);
        statements.add(Line.statement(
                from == null ? live(wanted.id()) : Cmdlet.GET_VM_SNAPSHOT.line().with("Id", from),
                line(asked).unasked()));
        return Line.message(statements);
    }

    private static Line line(ReplicationAct act) {
        return switch (act) {
            case START_INITIAL_COPY -> Cmdlet.START_VM_INITIAL_REPLICATION.line();
            case CANCEL_INITIAL_COPY -> Cmdlet.STOP_VM_INITIAL_REPLICATION.line();
            case SUSPEND -> Cmdlet.SUSPEND_VM_REPLICATION.line();
            case RESUME -> Cmdlet.RESUME_VM_REPLICATION.line();
            case RESYNCHRONIZE -> Cmdlet.RESUME_VM_REPLICATION.line().flag("Resynchronize");
            case PREPARE -> Cmdlet.START_VM_FAILOVER.line().flag("Prepare");
            case FAIL_OVER, FAIL_OVER_UNPLANNED -> Cmdlet.START_VM_FAILOVER.line();
            case REVERSE -> Cmdlet.SET_VM_REPLICATION.line().flag("Reverse");
            case START_MACHINE -> Cmdlet.START_VM.line();
            case START_TEST -> Cmdlet.START_VM_FAILOVER.line().flag("AsTest");
            case END_TEST, CANCEL_FAILOVER -> Cmdlet.STOP_VM_FAILOVER.line();
            case COMPLETE -> Cmdlet.COMPLETE_VM_FAILOVER.line();
            case REMOVE -> Cmdlet.REMOVE_VM_REPLICATION.line();
        };
    }
}
