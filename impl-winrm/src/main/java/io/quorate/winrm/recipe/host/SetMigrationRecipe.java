package io.quorate.winrm.recipe.host;

import io.quorate.host.HyperVSettings;
import io.quorate.host.MigrationSpec;
import io.quorate.host.command.SetMigration;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import java.util.ArrayList;
import java.util.List;

/** Sets how live migrations go: networks that are missing first, then the rest, networks too many last. */
final class SetMigrationRecipe extends HyperVChange<SetMigration> {
    @Override
    public Class<SetMigration> handles() {
        return SetMigration.class;
    }

    @Override
    boolean is(SetMigration command, HyperVSettings seen) {
        return command.wanted().matches(seen);
    }

    @Override
    PsPipeline message(SetMigration command, HyperVSettings seen) {
        MigrationSpec wanted = command.wanted();
        List<String> subnets = wanted.subnets();
        List<List<PsCommand>> all = new ArrayList<>();
        if (seen.migration() != wanted.enabled()) {
            Cmdlet turn = wanted.enabled() ? Cmdlet.ENABLE_VM_MIGRATION : Cmdlet.DISABLE_VM_MIGRATION;
            all.add(Line.statement(turn.line().unasked()));
        }
        for (String one : subnets) {
            if (!seen.networks().contains(one)) {
                all.add(Line.statement(Cmdlet.ADD_VM_MIGRATION_NETWORK
                        .line()
                        .with("Subnet", one)
                        .unasked()));
            }
        }
        Line set = Cmdlet.SET_VM_HOST
                .line()
                .with(
                        "VirtualMachineMigrationAuthenticationType",
                        wanted.login().word())
                .with(
                        "VirtualMachineMigrationPerformanceOption",
                        wanted.transport().word())
                .with("MaximumVirtualMachineMigrations", wanted.migrations())
                .with("UseAnyNetworkForMigration", subnets.isEmpty());
        all.add(Line.statement(set.unasked()));
        for (String one : seen.networks()) {
            if (!subnets.isEmpty() && !subnets.contains(one)) {
                all.add(Line.statement(Cmdlet.REMOVE_VM_MIGRATION_NETWORK
                        .line()
                        .with("Subnet", one)
                        .unasked()));
            }
        }
        return Line.message(all);
    }

    @Override
    String other(HyperVSettings seen) {
        return "live migrations are " + (seen.migration() ? "on" : "off") + ", by " + seen.authentication() + " and "
                + seen.performance() + ", " + seen.migrations() + " at a time, over "
                + (seen.anyNetwork() ? "any network" : String.join(", ", seen.networks()));
    }
}
