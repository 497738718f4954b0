package io.quorate.lab.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The services of the hosts: those every host of the lab has, and those that were installed. */
public final class ServiceManager {
    private static final int SHARED_PROCESS = 1_004;
    private static final int OWN_PROCESS = 3_004;

    private final Estate estate;
    private final Map<String, List<HostService>> installed = new LinkedHashMap<>();
    private final List<CimProvider> providers = new CopyOnWriteArrayList<>();

    ServiceManager(Estate estate) {
        this.estate = estate;
        estate.hosts().forEach(host -> installed.put(key(host.name()), standard(host.name())));
    }

    private List<HostService> standard(String host) {
        return new CopyOnWriteArrayList<>(List.of(
                new ClusterService(host),
                new Initiator(host),
                new Steady("vmms", false),
                new Steady("W32Time", true),
                new Steady("WinRM", true)));
    }

    /** Installs a service. */
    public void install(String host, HostService service) {
        of(host).add(service);
    }

    /** Installs a CIM namespace. */
    public void install(CimProvider provider) {
        providers.add(provider);
    }

    /** Returns a host's CIM namespaces besides those of Windows. */
    public List<CimProvider> providers(String host) {
        return providers.stream()
                .filter(one -> one.host().equalsIgnoreCase(host))
                .toList();
    }

    private List<HostService> of(String host) {
        return installed.getOrDefault(key(estate.host(host).name()), List.of());
    }

    private Optional<HostService> directory(String host) {
        return estate.directory().promotions().service(host);
    }

    /** Returns a host's services, by name. */
    public List<HostService> all(String host) {
        List<HostService> all = new ArrayList<>(of(host));
        directory(host).ifPresent(all::add);
        all.sort((a, b) -> a.name().compareToIgnoreCase(b.name()));
        return all;
    }

    /** Returns a service of a host. */
    public Optional<HostService> find(String host, String name) {
        return all(host).stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the services that need a service, through others too; the last to need it come first. */
    public List<HostService> needing(String host, String name) {
        List<HostService> found = new ArrayList<>();
        collect(host, name, found);
        return found;
    }

    private void collect(String host, String name, List<HostService> found) {
        for (HostService one : all(host)) {
            if (!found.contains(one) && one.needs().stream().anyMatch(name::equalsIgnoreCase)) {
                collect(host, one.name(), found);
                found.add(one);
            }
        }
    }

    /** Keeps when a service starts that has no state of its own elsewhere. */
    public void keepStartType(String host, String service, int type) {
        estate.world().update(ServiceState.key(host, service), s -> s.withStartType(type));
    }

    /** Keeps whether such a service is to run. */
    public void keepWanted(String host, String service, boolean runs) {
        estate.world().update(ServiceState.key(host, service), s -> s.wanted() == runs ? s : s.withWanted(runs));
    }

    private static String key(String host) {
        return host.toUpperCase(Locale.ROOT);
    }

    /** A service that runs as long as Windows does. */
    private record Steady(String name, boolean shared) implements HostService {
        @Override
        public String account() {
            return shared ? "NT AUTHORITY\\NetworkService" : "LocalSystem";
        }

        @Override
        public int startType() {
            return AUTOMATIC;
        }

        @Override
        public boolean running() {
            return true;
        }

        @Override
        public long process() {
            return shared ? SHARED_PROCESS : OWN_PROCESS;
        }
    }

    /** MSiSCSI: stopped and Manual until somebody starts it. */
    private final class Initiator implements HostService {
        private final String host;

        Initiator(String host) {
            this.host = host;
        }

        @Override
        public String name() {
            return "MSiSCSI";
        }

        @Override
        public boolean shared() {
            return true;
        }

        @Override
        public int startType() {
            return estate.initiators().state(host).startType();
        }

        @Override
        public boolean running() {
            return estate.initiators().state(host).running();
        }

        @Override
        public long process() {
            return SHARED_PROCESS + 4L;
        }

        @Override
        public boolean startType(int type) {
            estate.initiators().setStartType(host, type);
            return true;
        }

        @Override
        public boolean start() {
            estate.initiators().start(host);
            return true;
        }
    }

    /** The cluster service: Disabled until a cluster's setup enables it. */
    private final class ClusterService implements HostService {
        private final String host;

        ClusterService(String host) {
            this.host = host;
        }

        private Optional<NodeState> node() {
            return estate.clusterOf(host).flatMap(cluster -> cluster.node(host));
        }

        @Override
        public String name() {
            return "ClusSvc";
        }

        @Override
        public int startType() {
            return estate.clusterOf(host).isPresent() ? AUTOMATIC : DISABLED;
        }

        @Override
        public boolean running() {
            return node().map(NodeState::service).orElse(false);
        }

        @Override
        public long process() {
            return OWN_PROCESS
                    + 4L * (1 + node().map(state -> state.failures().size()).orElse(0));
        }

        @Override
        public boolean start() {
            estate.startClusterService(host);
            return true;
        }
    }
}
