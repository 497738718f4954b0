package io.quorate.lab.behaviour;

import io.quorate.host.HostClient;
import io.quorate.host.HostSqlInstance;
import io.quorate.host.ServiceStart;
import io.quorate.host.command.RestartService;
import io.quorate.host.command.RestartSqlInstance;
import io.quorate.host.command.SetAlwaysOn;
import io.quorate.host.command.SetServiceStart;
import io.quorate.host.command.StartService;
import io.quorate.host.command.StopService;
import io.quorate.lab.Lab;
import java.util.List;

/** The services of a host with SQL Server; in the end all is as it was. */
final class ServiceScenes {
    private static final String ENGINE = HostSqlInstance.DEFAULT;
    private static final String AGENT = HostSqlInstance.agentOf(ENGINE);
    private static final String INITIATOR = "MSiSCSI";

    private ServiceScenes() {}

    /** Plays them on a host of the scenes' lab. */
    static void add(Scenes to, String name) {
        HostClient host = to.quorate.host(Lab.ENDPOINT, name);
        to.scene(
                SetServiceStart.class,
                () -> to.windows(name, new SetServiceStart(name, INITIATOR, ServiceStart.AUTOMATIC)));
        to.scene(StartService.class, () -> to.windows(name, new StartService(name, INITIATOR)));
        to.scene(StopService.class, () -> to.windows(name, new StopService(name, AGENT, List.of())));
        to.scene(StopService.class, "with a dependent", () -> {
            host.services().ensureRunning(AGENT);
            return to.windows(name, new StopService(name, ENGINE, List.of(AGENT)));
        });
        to.scene(
                RestartService.class,
                "that is stopped",
                () -> to.windows(name, new RestartService(name, ENGINE, List.of(), 0)));
        to.scene(
                RestartService.class,
                () -> to.windows(
                        name,
                        new RestartService(
                                name,
                                ENGINE,
                                List.of(AGENT),
                                host.services().get(ENGINE).processId())));
        to.scene(SetAlwaysOn.class, "off", () -> to.windows(name, new SetAlwaysOn(name, ENGINE, false)));
        to.scene(SetAlwaysOn.class, () -> to.windows(name, new SetAlwaysOn(name, ENGINE, true)));
        to.scene(
                RestartSqlInstance.class,
                () -> to.windows(
                        name,
                        new RestartSqlInstance(
                                name, ENGINE, true, host.services().get(ENGINE).processId())));
    }
}
