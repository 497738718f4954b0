package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicaBroker;
import io.quorate.replica.command.RemoveBroker;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.replica.BrokerRecipe.Resource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Removes the broker's group with all that is in it by {@code Remove-ClusterGroup}: without its resource alone, the client access point would
 * be left over. A group in which something else is, too, is left alone.
 */
final class RemoveBrokerRecipe extends Changing<RemoveBroker, List<Resource>, Optional<ReplicaBroker>> {
    private static final String GROUP = "quorateGroup";
    private static final String ADDRESS = "Address";

    @Override
    public Class<RemoveBroker> handles() {
        return RemoveBroker.class;
    }

    @Override
    protected List<Resource> read(RemoveBroker command, WindowsHost host) {
        return BrokerRecipe.decode(host.powerShell().run(BrokerRecipe.message()));
    }

    /** Returns the group of a broker, or of what a removal that was cut off has left of it. */
    private static @Nullable String group(RemoveBroker command, List<Resource> seen) {
        Resource access = BrokerRecipe.access(command.broker(), seen);
        if (access != null) {
            return access.group();
        }
        return seen.stream()
                .filter(one -> one.type().equalsIgnoreCase(BrokerRecipe.BROKER)
                        && one.group().equalsIgnoreCase(command.broker()))
                .map(Resource::group)
                .findFirst()
                .orElse(null);
    }

    @Override
    protected Observation<Optional<ReplicaBroker>> done(RemoveBroker command, List<Resource> seen) {
        return group(command, seen) == null ? Observation.present(BrokerRecipe.broker(seen)) : Observation.absent();
    }

    @Override
    protected void refuse(RemoveBroker command, List<Resource> seen) {
        String group = group(command, seen);
        List<Resource> parts =
                seen.stream().filter(one -> one.group().equalsIgnoreCase(group)).toList();
        List<String> others = parts.stream()
                .filter(one -> !one.type().equalsIgnoreCase(BrokerRecipe.BROKER)
                        && !one.type().equalsIgnoreCase(BrokerRecipe.NETWORK_NAME)
                        && !one.type().endsWith(ADDRESS))
                .map(one -> one.name() + " (" + one.type() + ")")
                .toList();
        boolean broker = parts.stream().anyMatch(one -> one.type().equalsIgnoreCase(BrokerRecipe.BROKER));
        if (!others.isEmpty() || !broker && !command.broker().equalsIgnoreCase(group)) {
            throw Answers.refused(
                    others.isEmpty()
                            ? "nothing was removed: " + command.broker() + " is the name of group " + group
                                    + ", in which is no replica broker"
                            : "nothing was removed: in group " + group + " there is more than a replica broker: "
                                    + others,
                    "move what is not the broker's to another group");
        }
    }

    @Override
    protected List<PipelineStep> change(RemoveBroker command, List<Resource> seen) {
        return PipelineStep.of(message(command, seen));
    }

    @Override
    protected List<Resource> unseen(RemoveBroker command) {
        return List.of();
    }

    private static PsPipeline message(RemoveBroker command, List<Resource> seen) {
        String group = group(command, seen);
        return Line.message(
                Line.statement(
                        Cmdlet.GET_CLUSTER_GROUP.line(),
                        Line.where("Name", group == null ? command.broker() : group),
                        Cmdlet.SET_VARIABLE.line().with("Name", GROUP).unasked()),
                Line.statement(
                        Cmdlet.GET_VARIABLE.line().with("Name", List.of(GROUP)).flag("ValueOnly"),
                        Cmdlet.REMOVE_CLUSTER_GROUP
                                .line()
                                .flag("RemoveResources")
                                .flag("Force")
                                .unasked()));
    }

    @Override
    protected Optional<ReplicaBroker> carryOut(RemoveBroker command, List<Resource> seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command, seen));
        List<Resource> left = BrokerRecipe.decode(shell.run(BrokerRecipe.message()));
        String group = group(command, left);
        if (group != null) {
            throw Answers.failed(refusal, "the cluster still has the group " + group);
        }
        return BrokerRecipe.broker(left);
    }
}
