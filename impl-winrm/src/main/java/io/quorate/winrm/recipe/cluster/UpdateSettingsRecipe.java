package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.command.UpdateSettings;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Sending;
import io.quorate.winrm.recipe.WindowsHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assigns common properties of the live cluster object and reads back what it took; there is no cmdlet for it. */
final class UpdateSettingsRecipe extends Sending<UpdateSettings, Cluster> {
    @Override
    public Class<UpdateSettings> handles() {
        return UpdateSettings.class;
    }

    private static final String LIVE = "quorateCluster";

    @Override
    protected PsPipeline message(UpdateSettings command) {
        List<List<PsCommand>> statements = new ArrayList<>();
        statements.add(Line.statement(
                Cmdlet.GET_CLUSTER.line(),
                Cmdlet.SET_VARIABLE.line().with("Name", LIVE).unasked()));
        millis(statements, "SameSubnetDelay", command.sameSubnetDelay());
        number(statements, "SameSubnetThreshold", command.sameSubnetThreshold());
        millis(statements, "CrossSubnetDelay", command.crossSubnetDelay());
        number(statements, "CrossSubnetThreshold", command.crossSubnetThreshold());
        if (command.resiliencyLevel() != null) {
            assign(
                    statements,
                    "ResiliencyLevel",
                    PsValue.string(command.resiliencyLevel().word()));
        }
        if (command.resiliencyDefaultPeriod() != null) {
            assign(statements, "ResiliencyDefaultPeriod", seconds(command.resiliencyDefaultPeriod()));
        }
        statements.add(ClusterReads.cluster());
        return PsPipeline.of(statements);
    }

    private static void millis(List<List<PsCommand>> statements, String property, @Nullable Duration value) {
        if (value != null) {
            assign(statements, property, PsValue.int64(value.toMillis()));
        }
    }

    private static void number(List<List<PsCommand>> statements, String property, @Nullable Integer value) {
        if (value != null) {
            assign(statements, property, PsValue.int64(value));
        }
    }

    private static PsValue seconds(Duration value) {
        return PsValue.int64(value.toSeconds());
    }

    /** The live object comes from a variable, so that a refused assignment stops no cluster cmdlet: those report a bogus error then. */
    private static void assign(List<List<PsCommand>> statements, String property, PsValue value) {
        statements.add(Line.statement(
                Cmdlet.GET_VARIABLE.line().with("Name", List.of(LIVE)).flag("ValueOnly"),
                Cmdlet.FOR_EACH_OBJECT
                        .line()
                        .with("MemberName", "set_" + property)
                        .with("ArgumentList", PsObject.array(List.of(value)))
                        .unasked()));
    }

    @Override
    protected Cluster judge(UpdateSettings command, List<PsValue> output, PowerShell shell) {
        Cluster now = Decode.last(output, ClusterReads.CLUSTER_MARK, "cluster", ClusterReads::cluster);
        for (Setting setting : settings(command, now)) {
            if (!setting.isDone()) {
                throw Answers.notTaken("the cluster's " + setting.property() + " was set to " + setting.wanted()
                        + " and reads " + setting.found());
            }
        }
        return now;
    }

    @Override
    public Observation<Cluster> look(UpdateSettings command, WindowsHost host) {
        Cluster now = ClusterReads.cluster(host.powerShell());
        return settings(command, now).stream().allMatch(Setting::isDone)
                ? Observation.present(now)
                : Observation.absent();
    }

    /** A property: what it is to be, null if it may be anything, and what it is. */
    private record Setting(String property, @Nullable Object wanted, Object found) {
        boolean isDone() {
            return wanted == null || wanted.equals(found);
        }
    }

    private static List<Setting> settings(UpdateSettings command, Cluster now) {
        ClusterSettings found = now.settings();
        return List.of(
                new Setting("SameSubnetDelay", command.sameSubnetDelay(), found.sameSubnetDelay()),
                new Setting("SameSubnetThreshold", command.sameSubnetThreshold(), found.sameSubnetThreshold()),
                new Setting("CrossSubnetDelay", command.crossSubnetDelay(), found.crossSubnetDelay()),
                new Setting("CrossSubnetThreshold", command.crossSubnetThreshold(), found.crossSubnetThreshold()),
                new Setting("ResiliencyLevel", command.resiliencyLevel(), found.resiliencyLevel()),
                new Setting(
                        "ResiliencyDefaultPeriod", command.resiliencyDefaultPeriod(), found.resiliencyDefaultPeriod()));
    }
}
