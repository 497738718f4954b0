package io.quorate;

import io.quorate.call.AuditSink;
import io.quorate.call.CallListener;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.call.Rehearsal;
import io.quorate.call.RehearsedStep;
import io.quorate.call.RoleCapability;
import io.quorate.call.Waiter;
import io.quorate.cluster.ClusterClient;
import io.quorate.directory.DirectoryClient;
import io.quorate.doctor.Doctor;
import io.quorate.engine.Engine;
import io.quorate.engine.HostSettings;
import io.quorate.engine.Site;
import io.quorate.error.QuorateException;
import io.quorate.flow.Flows;
import io.quorate.host.HostClient;
import io.quorate.plan.Plan;
import io.quorate.plan.PlanResult;
import io.quorate.plan.PlanStep;
import io.quorate.plan.RunSpec;
import io.quorate.replica.ReplicaClient;
import io.quorate.san.IscsiClient;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.Command;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.storage.StorageClient;
import io.quorate.vm.VirtualMachineClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entry: holds endpoints and hands out clients.
 *
 * {@snippet file="io/quorate/samples/ListNodes.java" region="connect"}
 *
 * <p>Building does no I/O; the first call connects. Thread-safe. {@link #close()} gives back what is held on the servers and here.
 */
public final class Quorate implements AutoCloseable {
    private final Engine engine;
    private final boolean owner;

    private Quorate(Engine engine, boolean owner) {
        this.engine = engine;
        this.owner = owner;
    }

    /** Starts a builder: no endpoints, the default settings, no audit log, no listener, the system's clock and network. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the failover cluster behind an endpoint. Does no I/O. */
    public ClusterClient cluster(String endpoint) {
        return new ClusterClient(engine.calls(endpoint));
    }

    /** Returns the virtual machines behind an endpoint. Does no I/O. */
    public VirtualMachineClient vms(String endpoint) {
        return new VirtualMachineClient(engine.calls(endpoint));
    }

    /** Returns Hyper-V Replica on the hosts behind an endpoint. Does no I/O. */
    public ReplicaClient replicas(String endpoint) {
        return new ReplicaClient(engine.calls(endpoint));
    }

    /** Returns one Windows host of an endpoint: its initiator and its disks. Does no I/O. */
    public HostClient host(String endpoint, String host) {
        return new HostClient(engine.calls(endpoint), host);
    }

    /** Returns the directory behind an endpoint whose hosts are domain controllers and their machines. Does no I/O. */
    public DirectoryClient directory(String endpoint) {
        return new DirectoryClient(engine.calls(endpoint));
    }

    /** Returns the storage appliance behind an endpoint. Does no I/O. */
    public StorageClient storage(String endpoint) {
        return new StorageClient(engine.calls(endpoint));
    }

    /** Returns the availability groups of an endpoint's SQL Server instances. Does no I/O. */
    public AvailabilityGroupClient availabilityGroups(String endpoint) {
        return new AvailabilityGroupClient(engine.calls(endpoint));
    }

    /** Returns our own iSCSI initiator for an endpoint's portals. Does no I/O. */
    public IscsiClient iscsi(String endpoint) {
        return new IscsiClient(engine.calls(endpoint));
    }

    /** Returns what crosses endpoints, such as sharing a disk. Does no I/O. */
    public Flows flows() {
        return new Flows(engine::calls, engine.runtime());
    }

    /**
     * Returns the doctor, who says what will not work at endpoints, why, and what cures it. Does no I/O.
     *
     * {@snippet file="io/quorate/samples/Doctor.java" region="examine"}
     *
     * @param endpoints whom to look at; without any at all of them that it knows how to examine
     * @throws IllegalArgumentException if there is no such endpoint
     */
    public Doctor doctor(String... endpoints) {
        List<String> names = endpoints.length == 0 ? engine.endpoints() : List.of(endpoints);
        return new Doctor(names.stream().map(engine::calls).toList(), engine.runtime(), endpoints.length > 0);
    }

    /** Returns the names of the endpoints in the order they were given. */
    public List<String> endpoints() {
        return engine.endpoints();
    }

    /**
     * Runs an order: one that a rehearsal or a plan holds, or one of a command that no client knows. Takes as long as the order allows; what
     * it changes, which rights it needs and whether it may be repeated stands with its command.
     *
     * @return its result, and whether something was changed
     * @throws IllegalArgumentException if there is no such endpoint
     * @throws QuorateException if it did not succeed
     */
    public <R> Ensured<R> run(Order<R> order) {
        return engine.give(order);
    }

    /**
     * Runs a plan, step by step, on the caller's thread. Before the first step all that can be known to fail is refused: endpoints that are not
     * there, secrets that the resolver does not know, values their commands do not take, consents that are missing. It stops at the first
     * step that fails; {@link io.quorate.plan.PlanStopped} tells where. Every step is satisfied when it is so already, so the same plan may be
     * run again, and a second time there is nothing to do.
     *
     * {@snippet file="io/quorate/samples/PlanOnPaper.java" region="run"}
     *
     * @param details says which secrets its names stand for, and consents to what can lose data or service
     * @throws IllegalArgumentException if an endpoint or a secret is not known here; names all of them. Nothing was begun then
     * @throws io.quorate.error.ConsentRequiredException if consents are missing; names all of them. Nothing was begun then
     * @throws io.quorate.error.UnsupportedException if an endpoint has no way to run a step; nothing was begun then
     * @throws QuorateException if a step did not succeed: that step's own, with a {@link io.quorate.plan.PlanStopped} suppressed
     */
    public PlanResult run(Plan plan, Consumer<RunSpec> details) {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(details, "details");
        return plan.run(engine::calls, details);
    }

    /**
     * Rehearses a plan: shows what each step would put on the wire now. Takes neither secrets nor consents; what is so already shows no step.
     * Changes nothing.
     *
     * @throws IllegalArgumentException if an endpoint is not known here
     */
    public Rehearsal explain(Plan plan) {
        Objects.requireNonNull(plan, "plan");
        return rehearse(rehearsed -> {
            for (PlanStep step : plan.steps()) {
                String identity = step.identity();
                rehearsed.run(step.order()
                        .with(identity == null ? null : Consent.to(identity, "whoever runs the plan says why")));
            }
        });
    }

    /**
     * Begins to wait for a condition on this instance's clock.
     *
     * @param condition what is waited for, as the message of a time-out names it
     * @param look looks once
     */
    public <T> Waiter<T> waitFor(String condition, Supplier<T> look) {
        return Waiter.of(engine.runtime(), condition, look);
    }

    /**
     * Runs calls without sending anything that changes something. A command that would change something is written down and answered with
     * what it would return if all went well. Neither the audit log nor the listener hears of it.
     *
     * <p>A read of what an earlier step would have made or changed is answered from that step; values that only a server gives are marked
     * ({@link io.quorate.spi.Placeholder}). Any other read that depends on an earlier step, and a wait for what was not sent, end the
     * rehearsal and name both. All other reads, and the looks before a change, do go out.
     *
     * <p>An exception of Quorate ends the rehearsal early and is part of what it returns; every other exception comes out.
     *
     * {@snippet file="io/quorate/samples/RehearseChange.java" region="rehearse"}
     *
     * @param calls what to rehearse, with the instance it is given; that one works only inside
     */
    public Rehearsal rehearse(Consumer<Quorate> calls) {
        Objects.requireNonNull(calls, "calls");
        List<RehearsedStep> steps = Collections.synchronizedList(new ArrayList<>());
        List<Order<?>> used = Collections.synchronizedList(new ArrayList<>());
        QuorateException stoppedBy = null;
        try {
            calls.accept(new Quorate(engine.rehearsing(steps::add, used::add), false));
        } catch (QuorateException e) {
            stoppedBy = e;
        }
        return new Rehearsal(steps, stoppedBy, used);
    }

    /**
     * Returns the least that an account must be allowed on an endpoint's hosts to give some commands, as files for their administrator. Does no
     * I/O; an endpoint without a shell on its hosts allows nothing.
     *
     * @throws IllegalArgumentException if there is no such endpoint
     */
    public RoleCapability role(String endpoint, Collection<? extends Command<?>> commands) {
        return RoleCapability.of(commands.stream()
                .flatMap(command -> engine.allowances(endpoint, command).stream())
                .toList());
    }

    /**
     * As {@link #role(String, Collection)}, for all that a rehearsal gave this endpoint to do, reads included. A rehearsal that
     * {@linkplain Rehearsal#stoppedBy stopped} tells of nothing behind that.
     */
    public RoleCapability role(String endpoint, Rehearsal rehearsal) {
        List<Command<?>> commands = new ArrayList<>();
        for (Order<?> order : rehearsal.used()) {
            if (order.endpoint().equals(endpoint)) {
                commands.add(order.command());
            }
        }
        return role(endpoint, commands);
    }

    /**
     * Closes every backend, once. Calls under way end within a second, and nothing is sent any more but what gives back what is held on the
     * servers; that takes milliseconds, and seconds where a server is silent or a {@linkplain SecondHop.Temporary temporary session
     * configuration} is removed. The calling thread may be interrupted. Inside a rehearsal it
     * does nothing.
     */
    @Override
    public void close() {
        if (owner) {
            engine.close();
        }
    }

    @Override
    public String toString() {
        return "Quorate" + endpoints();
    }

    /** Collects endpoints and settings. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Draft> drafts = new LinkedHashMap<>();
        private final List<BackendProvider> providers = new ArrayList<>();
        private RetrySettings retry = RetrySettings.defaults();
        private BreakerSettings breaker = BreakerSettings.defaults();
        private BulkheadSettings bulkhead = BulkheadSettings.defaults();
        private QuorateRuntime runtime = QuorateRuntime.system();
        private @Nullable AuditSink audit;
        private @Nullable CallListener listener;

        private record Draft(EndpointUri uri, EndpointSpec spec) {}

        private Builder() {}

        /**
         * Adds an endpoint.
         *
         * @param name how calls name it: {@code quorate.cluster("rack")}
         * @param uri scheme and hosts, the port only where it is not the usual one: {@code winrm://HV1,HV2:5986}
         * @throws IllegalArgumentException if the name is taken or the address is none
         */
        public Builder endpoint(String name, String uri, Consumer<EndpointSpec> details) {
            Objects.requireNonNull(details, "details");
            if (Objects.requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("an endpoint needs a name");
            }
            EndpointSpec spec = new EndpointSpec();
            details.accept(spec);
            Draft draft = new Draft(address(name, Objects.requireNonNull(uri, "uri")), spec);
            if (drafts.putIfAbsent(name, draft) != null) {
                throw new IllegalArgumentException("two endpoints are named " + name);
            }
            return this;
        }

        private static EndpointUri address(String name, String uri) {
            try {
                return EndpointUri.parse(uri);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("endpoint " + name + ": " + e.getMessage());
            }
        }

        /** Sets how often and how patiently calls are repeated, for every endpoint that does not say otherwise. */
        public Builder retry(RetrySettings value) {
            this.retry = Objects.requireNonNull(value, "retry");
            return this;
        }

        /** Sets when a silent host is left alone, for every endpoint that does not say otherwise. */
        public Builder breaker(BreakerSettings value) {
            this.breaker = Objects.requireNonNull(value, "breaker");
            return this;
        }

        /** Sets how many requests one host gets at a time, for every endpoint that does not say otherwise. */
        public Builder bulkhead(BulkheadSettings value) {
            this.bulkhead = Objects.requireNonNull(value, "bulkhead");
            return this;
        }

        /** Sets where the audit log goes; there is none by default. */
        public Builder audit(AuditSink value) {
            this.audit = Objects.requireNonNull(value, "audit");
            return this;
        }

        /** Sets who hears of every call. */
        public Builder listener(CallListener value) {
            this.listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /** Replaces time, sleep, randomness and network; for tests. */
        public Builder runtime(QuorateRuntime value) {
            this.runtime = Objects.requireNonNull(value, "runtime");
            return this;
        }

        /** Adds a backend that is not found by ServiceLoader; for tests. */
        Builder provider(BackendProvider value) {
            providers.add(value);
            return this;
        }

        /**
         * Opens the backends; does no I/O.
         *
         * @throws IllegalArgumentException if what was said contradicts itself or no backend serves a scheme
         */
        public Quorate build() {
            if (drafts.isEmpty()) {
                throw new IllegalArgumentException("Quorate needs at least one endpoint");
            }
            Map<String, BackendProvider> known = known();
            List<Site> sites = new ArrayList<>();
            List<Backend> opened = new ArrayList<>();
            try {
                for (Map.Entry<String, Draft> entry : drafts.entrySet()) {
                    String name = entry.getKey();
                    Draft draft = entry.getValue();
                    BackendProvider provider = known.get(draft.uri().scheme());
                    if (provider == null) {
                        throw new IllegalArgumentException("endpoint " + name + ": no backend serves the scheme "
                                + draft.uri().scheme() + "; known: "
                                + (known.isEmpty()
                                        ? "none, is an implementation module missing?"
                                        : String.join(", ", known.keySet())));
                    }
                    Endpoint endpoint = endpoint(name, draft, provider);
                    Backend backend = provider.open(endpoint, runtime);
                    opened.add(backend);
                    sites.add(new Site(endpoint, backend, runtime, host -> settings(draft.spec(), host)));
                }
                return new Quorate(new Engine(runtime, sites, audit, listener), true);
            } catch (RuntimeException e) {
                for (Backend backend : opened) {
                    try {
                        backend.close();
                    } catch (RuntimeException suppressed) {
                        e.addSuppressed(suppressed);
                    }
                }
                throw e;
            }
        }

        private Map<String, BackendProvider> known() {
            Map<String, BackendProvider> known = new TreeMap<>();
            // The thread's class loader first; where that one does not see the backends, whoever loaded this class may.
            for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
                known.putIfAbsent(provider.scheme(), provider);
            }
            ClassLoader own = Quorate.class.getClassLoader();
            for (BackendProvider provider : ServiceLoader.load(BackendProvider.class, own)) {
                known.putIfAbsent(provider.scheme(), provider);
            }
            for (BackendProvider provider : providers) {
                known.put(provider.scheme(), provider);
            }
            return known;
        }

        private static Endpoint endpoint(String name, Draft draft, BackendProvider provider) {
            EndpointSpec spec = draft.spec();
            Map<String, URI> explicit = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            explicit.putAll(spec.addresses);
            Map<String, URI> hosts = new LinkedHashMap<>();
            for (String authority : draft.uri().authorities()) {
                String host = EndpointUri.host(authority);
                URI address = explicit.get(host);
                if (address != null && !authority.equals(host) && !authority.equals("[" + host + "]")) {
                    throw new IllegalArgumentException("endpoint " + name + ": host " + host
                            + " has a port in the endpoint's address and an explicit address, too");
                }
                hosts.put(host, address == null ? usual(name, provider, authority) : explicit(name, host, address));
            }
            Set<String> strangers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            strangers.addAll(explicit.keySet());
            strangers.addAll(spec.hostRetry.keySet());
            strangers.addAll(spec.hostBreaker.keySet());
            strangers.addAll(spec.hostBulkhead.keySet());
            hosts.keySet().forEach(strangers::remove);
            if (!strangers.isEmpty()) {
                throw new IllegalArgumentException("endpoint " + name + " has settings for "
                        + String.join(", ", strangers) + ", but its hosts are " + String.join(", ", hosts.keySet()));
            }
            return new Endpoint(
                    name, draft.uri().scheme(), hosts, spec.credentials, spec.trust, spec.options, spec.secondHop);
        }

        /** What a scheme cannot take as a host is not repeated: it may be a password that was mistyped. */
        private static URI usual(String endpoint, BackendProvider provider, String authority) {
            try {
                return provider.address(authority);
            } catch (IllegalArgumentException e) {
                String why = String.valueOf(e.getMessage()).replace(authority, "(not repeated)");
                throw new IllegalArgumentException("endpoint " + endpoint + ": " + why);
            }
        }

        private static URI explicit(String endpoint, String host, URI address) {
            boolean credentials = address.getRawAuthority() != null
                    && address.getRawAuthority().indexOf('@') >= 0;
            if (credentials) {
                throw new IllegalArgumentException("endpoint " + endpoint + ": the address of host " + host
                        + " holds credentials; give them to the endpoint by credentials(..)");
            }
            if (address.getRawQuery() != null || address.getRawFragment() != null || address.isOpaque()) {
                throw new IllegalArgumentException("endpoint " + endpoint + ": the address of host " + host
                        + " is scheme, host, port and path alone; credentials are given by credentials(..)");
            }
            return address;
        }

        private HostSettings settings(EndpointSpec spec, String host) {
            return new HostSettings(
                    pick(spec.hostRetry.get(host), spec.retry, retry),
                    pick(spec.hostBreaker.get(host), spec.breaker, breaker),
                    pick(spec.hostBulkhead.get(host), spec.bulkhead, bulkhead));
        }

        private static <T> T pick(@Nullable T ofHost, @Nullable T ofEndpoint, T ofAll) {
            return ofHost != null ? ofHost : ofEndpoint != null ? ofEndpoint : ofAll;
        }

        @Override
        public String toString() {
            return Shown.as(this)
                    .with("endpoints", drafts)
                    .with("retry", retry)
                    .with("breaker", breaker)
                    .with("bulkhead", bulkhead)
                    .toString();
        }
    }
}
