package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.HostService;
import io.quorate.lab.model.ServiceState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The Windows services of an instance: its engine, whose fate {@link SqlServices} decides, and its Agent. */
public final class SqlHostServices {
    private static final String DEFAULT = "MSSQLSERVER";
    private static final int FIRST_PROCESS = 5_000;
    private static final int AGENTS = 100_000;
    private static final int APART = 1_000;

    private final SqlEstate sql;
    private final World world;

    SqlHostServices(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    /** Returns what Windows calls an instance. */
    public static String instanceName(String name) {
        return name.indexOf('\\') < 0
                ? DEFAULT
                : name.substring(name.indexOf('\\') + 1).toUpperCase(Locale.ROOT);
    }

    /** Returns the name of an instance's service. */
    public static String engine(String name) {
        String instance = instanceName(name);
        return instance.equals(DEFAULT) ? DEFAULT : "MSSQL$" + instance;
    }

    private static String agent(String name) {
        String instance = instanceName(name);
        return instance.equals(DEFAULT) ? "SQLSERVERAGENT" : "SQLAgent$" + instance;
    }

    /** Installs the services of an instance. Express has no Agent. */
    void install(InstanceState state) {
        Optional<FciState> clustered = sql.clusters().of(state.name());
        for (String host : clustered.map(FciState::nodes).orElse(List.of(state.host()))) {
            install(state, host, clustered.isPresent() ? HostService.MANUAL : HostService.AUTOMATIC);
        }
    }

    private void install(InstanceState state, String host, int startType) {
        put(host, engine(state.name()), startType);
        sql.estate().services().install(host, new Engine(state.name(), host));
        boolean told = sql.estate().services().providers(host).stream()
                .anyMatch(one -> one.namespace().endsWith("ComputerManagement" + state.major()));
        if (!told) {
            sql.estate().services().install(new SqlCimProvider(sql, host, state.major()));
        }
        if (!state.edition().equals("EXPRESS")) {
            put(host, agent(state.name()), startType);
            sql.estate().services().install(host, new Agent(state.name(), host));
        }
    }

    private void put(String host, String service, int startType) {
        world.put(
                ServiceState.key(host, service),
                new ServiceState(host, service, startType, startType == HostService.AUTOMATIC, 0));
    }

    /** Says whether the Agent of a failover cluster instance runs on a node. */
    void agentRuns(String instance, String node, boolean runs) {
        if (world.find(ServiceState.key(node, agent(instance))).isPresent()) {
            sql.estate().services().keepWanted(node, agent(instance), runs);
        }
    }

    /** Tells whether an instance's service starts with Windows. */
    boolean startsWithWindows(InstanceState state) {
        return world.get(ServiceState.key(state.host(), engine(state.name()))).startType() == HostService.AUTOMATIC;
    }

    private long place(String name) {
        List<String> names = sql.instances().stream().map(InstanceState::name).toList();
        return (long) APART * names.indexOf(sql.instance(name).name());
    }

    /** What both have in common. */
    private abstract class Kept implements HostService {
        final String instance;
        final String host;
        private final String service;

        Kept(String instance, String host, String service) {
            this.instance = instance;
            this.host = host;
            this.service = service;
        }

        final InstanceState state() {
            return sql.instance(instance);
        }

        final ServiceState kept() {
            return world.get(ServiceState.key(host, service));
        }

        final void wanted(boolean runs) {
            sql.estate().services().keepWanted(host, service, runs);
        }

        final boolean clustered() {
            return sql.clusters().of(instance).isPresent();
        }

        /** Tells whether the instance runs, and here. */
        final boolean here() {
            return state().running() && state().host().equalsIgnoreCase(host);
        }

        @Override
        public final int startRefusal() {
            // it finds none of its databases where another node has the disk
            boolean diskless = clustered() && !state().host().equalsIgnoreCase(host);
            return startType() == DISABLED ? ERROR_SERVICE_DISABLED : diskless ? ERROR_SERVICE_SPECIFIC_ERROR : 0;
        }

        @Override
        public final String name() {
            return service;
        }

        @Override
        public final String account() {
            return state().account();
        }

        @Override
        public final int startType() {
            return kept().startType();
        }

        @Override
        public final boolean startType(int type) {
            sql.estate().services().keepStartType(host, service, type);
            return true;
        }
    }

    private final class Engine extends Kept {
        Engine(String instance, String host) {
            super(instance, host, engine(instance));
        }

        @Override
        public String display() {
            return "SQL Server (" + instanceName(instance) + ")";
        }

        @Override
        public boolean running() {
            return here();
        }

        @Override
        public long process() {
            return FIRST_PROCESS + place(instance) + 4L * state().starts();
        }

        @Override
        public boolean start() {
            if (clustered()) {
                return here();
            }
            sql.services().start(instance);
            return true;
        }

        @Override
        public boolean stop() {
            sql.services().stop(instance);
            return true;
        }
    }

    private final class Agent extends Kept {
        Agent(String instance, String host) {
            super(instance, host, agent(instance));
        }

        @Override
        public String display() {
            return "SQL Server Agent (" + instanceName(instance) + ")";
        }

        @Override
        public List<String> needs() {
            return List.of(engine(instance));
        }

        @Override
        public boolean running() {
            return kept().wanted() && here();
        }

        @Override
        public long process() {
            return AGENTS + place(instance) + 4L * (kept().starts() + state().starts());
        }

        @Override
        public boolean start() {
            if (clustered()) {
                return running();
            }
            wanted(true);
            return true;
        }

        @Override
        public boolean stop() {
            wanted(false);
            sql.clusters().agentFailed(instance);
            return true;
        }
    }
}
