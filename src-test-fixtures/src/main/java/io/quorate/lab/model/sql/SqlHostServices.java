package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.HostService;
import io.quorate.lab.model.ServiceState;
import java.util.List;
import java.util.Locale;

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
        put(state.host(), engine(state.name()));
        sql.estate().services().install(state.host(), new Engine(state.name()));
        boolean told = sql.estate().services().providers(state.host()).stream()
                .anyMatch(one -> one.namespace().endsWith("ComputerManagement" + state.major()));
        if (!told) {
            sql.estate().services().install(new SqlCimProvider(sql, state.host(), state.major()));
        }
        if (!state.edition().equals("EXPRESS")) {
            put(state.host(), agent(state.name()));
            sql.estate().services().install(state.host(), new Agent(state.name()));
        }
    }

    private void put(String host, String service) {
        world.put(ServiceState.key(host, service), new ServiceState(host, service, HostService.AUTOMATIC, true, 0));
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
        private final String service;

        Kept(String instance, String service) {
            this.instance = instance;
            this.service = service;
        }

        final InstanceState state() {
            return sql.instance(instance);
        }

        final ServiceState kept() {
            return world.get(ServiceState.key(state().host(), service));
        }

        final void wanted(boolean runs) {
            sql.estate().services().keepWanted(state().host(), service, runs);
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
            sql.estate().services().keepStartType(state().host(), service, type);
            return true;
        }
    }

    private final class Engine extends Kept {
        Engine(String instance) {
            super(instance, engine(instance));
        }

        @Override
        public String display() {
            return "SQL Server (" + instanceName(instance) + ")";
        }

        @Override
        public boolean running() {
            return state().running();
        }

        @Override
        public long process() {
            return FIRST_PROCESS + place(instance) + 4L * state().starts();
        }

        @Override
        public boolean start() {
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
        Agent(String instance) {
            super(instance, agent(instance));
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
            return kept().wanted() && state().running();
        }

        @Override
        public long process() {
            return AGENTS + place(instance) + 4L * (kept().starts() + state().starts());
        }

        @Override
        public boolean start() {
            wanted(true);
            return true;
        }

        @Override
        public boolean stop() {
            wanted(false);
            return true;
        }
    }
}
