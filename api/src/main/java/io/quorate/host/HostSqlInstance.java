package io.quorate.host;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An instance of SQL Server as the host's Windows sees it. Whether Always On is in force only the instance itself tells
 * ({@code SqlInstance.hadrEnabled}): what is set here counts from the next start of its service.
 *
 * @param host the host
 * @param name {@code MSSQLSERVER} for the default instance, else the name of the instance
 * @param service its service
 * @param agent the service of its SQL Server Agent; null if there is none
 * @param version its version, e.g. {@code 16.0.4131.2}; empty where Windows does not tell
 * @param clustered whether it is a failover cluster instance, which the cluster starts and stops
 * @param alwaysOn whether Always On is set; null where Windows does not tell. Of a failover cluster instance each node's registry says so for itself;
 *     what counts is what the node says that owns it, which the cluster carries to the others
 * @param networkName the network name of a failover cluster instance; empty for any other, and where Windows does not tell
 */
public record HostSqlInstance(
        String host,
        String name,
        WindowsService service,
        @Nullable WindowsService agent,
        String version,
        boolean clustered,
        @Nullable Boolean alwaysOn,
        String networkName) {
    /** The name of the default instance. */
    public static final String DEFAULT = "MSSQLSERVER";

    public HostSqlInstance {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(networkName, "networkName");
    }

    /** Makes one that tells of no network name. */
    public HostSqlInstance(
            String host,
            String name,
            WindowsService service,
            @Nullable WindowsService agent,
            String version,
            boolean clustered,
            @Nullable Boolean alwaysOn) {
        this(host, name, service, agent, version, clustered, alwaysOn, "");
    }

    /** Returns the name of the service of an instance. */
    public static String serviceOf(String instance) {
        return instance.equalsIgnoreCase(DEFAULT) ? DEFAULT : "MSSQL$" + instance;
    }

    /** Returns the name of the service of an instance's SQL Server Agent. */
    public static String agentOf(String instance) {
        return instance.equalsIgnoreCase(DEFAULT) ? "SQLSERVERAGENT" : "SQLAgent$" + instance;
    }

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Tells whether its Agent is to run after a restart: it runs, or it starts with Windows. */
    public boolean wantsAgent() {
        return agent != null && (agent.isRunning() || agent.start().equals(ServiceStart.AUTOMATIC));
    }

    /** Returns it with Always On set or not. */
    public HostSqlInstance with(boolean on) {
        return new HostSqlInstance(host, name, service, agent, version, clustered, on, networkName);
    }

    /** Returns it with its services in another state. */
    public HostSqlInstance in(ServiceState engine, boolean agentRuns) {
        WindowsService other = agent == null || !agentRuns ? agent : agent.in(ServiceState.RUNNING);
        return new HostSqlInstance(host, name, service.in(engine), other, version, clustered, alwaysOn, networkName);
    }
}
