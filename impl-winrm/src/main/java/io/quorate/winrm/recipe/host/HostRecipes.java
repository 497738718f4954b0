package io.quorate.winrm.recipe.host;

import io.quorate.host.command.GetBoot;
import io.quorate.host.command.GetHyperV;
import io.quorate.host.command.GetTimeSource;
import io.quorate.host.command.GetTimeStatus;
import io.quorate.host.command.ListAdapters;
import io.quorate.host.command.ListDisks;
import io.quorate.host.command.ListFeatures;
import io.quorate.host.command.ListPortals;
import io.quorate.host.command.ListServices;
import io.quorate.host.command.ListSwitches;
import io.quorate.host.command.ListTargets;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Reading;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** The recipes of this package. */
public final class HostRecipes {
    private HostRecipes() {}

    /** Returns all of them. */
    public static List<Recipe<?, ?>> all() {
        return List.of(
                new ReadInitiatorRecipe(),
                new RunInitiatorRecipe(),
                new Reading<>(
                        ListPortals.class,
                        Line.message(InitiatorReads.portals()),
                        (command, output) -> InitiatorReads.portals(output).stream()
                                .map(InitiatorReads.PortalRow::portal)
                                .toList()),
                new AddPortalRecipe(),
                new RemovePortalRecipe(),
                new Reading<>(
                        ListTargets.class,
                        InitiatorReads.refreshedTargets(),
                        (command, output) -> InitiatorReads.targets(output)),
                new ListSessionsRecipe(),
                new ConnectTargetRecipe(),
                new DisconnectTargetRecipe(),
                new Reading<>(
                        ListDisks.class,
                        Line.message(DiskReads.disks()),
                        (command, output) -> DiskReads.disks(command.host(), output).stream()
                                .map(DiskReads.DiskRow::disk)
                                .toList()),
                new RescanDisksRecipe(),
                new OnlineDiskRecipe(),
                new OfflineDiskRecipe(),
                new ReadDiskContentRecipe(),
                new InitializeDiskRecipe(),
                new PartitionDiskRecipe(),
                new FormatDiskRecipe(),
                new WipeDiskRecipe(),
                new Reading<>(
                        ListServices.class,
                        ServiceReads.listMessage(),
                        (command, output) -> ServiceReads.list(command.host(), output)),
                new GetServiceRecipe(),
                new StartServiceRecipe(),
                new StopServiceRecipe(),
                new RestartServiceRecipe(),
                new SetServiceStartRecipe(),
                new ListSqlInstancesRecipe(),
                new GetSqlInstanceRecipe(),
                new SetAlwaysOnRecipe(),
                new RestartSqlInstanceRecipe(),
                new GetHostFactsRecipe(),
                new GetMultipathRecipe(),
                new Reading<>(
                        ListSwitches.class,
                        HostReads.switches(),
                        (command, output) -> HostReads.switches(command.host(), output)),
                new Reading<>(
                        ListAdapters.class,
                        AdapterReads.message(),
                        (command, output) -> AdapterReads.list(command.host(), output)),
                new Reading<>(
                        ListFeatures.class,
                        InstallFeatureRecipe.list(),
                        (command, output) -> InstallFeatureRecipe.list(command.host(), output)),
                new InstallFeatureRecipe(),
                new Reading<>(
                        GetBoot.class, HostReads.boot(), (command, output) -> HostReads.boot(command.host(), output)),
                new RestartHostRecipe(),
                new CreateSwitchRecipe(),
                new CreateSwitchOverRecipe(),
                new SetAddressesRecipe(),
                new SetAddressesOverRecipe(),
                new SetMtuRecipe(),
                new SetMtuOverRecipe(),
                new SetProfileRecipe(),
                new SetProfileOverRecipe(),
                new MeasurePathRecipe(),
                new RemoveSwitchRecipe(),
                new RemoveSwitchOverRecipe(),
                new ShutDownHostRecipe(),
                new Reading<>(GetHyperV.class, HostReads.hyperV(), (command, output) -> HostReads.settings(output)),
                new SetMachineFoldersRecipe(),
                new SetMigrationRecipe(),
                new GetFirewallRuleRecipe(),
                new SetFirewallSourcesRecipe(),
                new SetFirewallSourcesOverRecipe(),
                new Reading<>(
                        GetTimeSource.class,
                        TimeReads.message(),
                        (command, output) -> TimeReads.source(command.host(), output)),
                new Reading<>(
                        GetTimeStatus.class,
                        TimeLog.message(),
                        (command, output) -> TimeLog.status(command.host(), output)),
                new SetTimeSourceRecipe(),
                new GetMembershipRecipe(),
                new LookUpNameRecipe(),
                new TestConnectionRecipe());
    }
}
