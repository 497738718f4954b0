package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.ReplicaSide.Mode;
import io.quorate.lab.model.ReplicaSide.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hyper-V Replica between the hosts. Each side has its own state; cycles run in the world's time with a bandwidth. Every operation is called
 * inside a {@link World#change}, never waits, and says no by a {@link Refusal}. Nothing is fenced: an unplanned failover is possible at any
 * time, and what it lost, and what it made run twice, is written down.
 */
public final class Replications {
    /** What is sent in a second. */
    public static final long BANDWIDTH = 100L << 20;

    /** What a running machine writes in a second. */
    public static final long WRITES = 1L << 20;

    private static final int COPY_STEPS = 10;

    private final Estate estate;
    private final World world;
    private final ReplicaBrokers brokers;
    private final ReplicaExtensions extensions;
    private final ReplicaCopies copies;
    private final List<Long> losses = new ArrayList<>();
    private final List<String> upTwice = new ArrayList<>();

    Replications(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
        this.brokers = new ReplicaBrokers(estate);
        this.extensions = new ReplicaExtensions(estate, this);
        this.copies = new ReplicaCopies(estate, this);
    }

    /** Returns what replicas send on. */
    public ReplicaExtensions extensions() {
        return extensions;
    }

    /** Returns first copies that are not sent now. */
    public ReplicaCopies copies() {
        return copies;
    }

    /** Returns the clusters' brokers. */
    public ReplicaBrokers brokers() {
        return brokers;
    }

    /** Returns a host's firewall rules for replicas. */
    public ReplicaDoor door(String host) {
        return world.find(ReplicaDoor.key(host)).orElseGet(() -> new ReplicaDoor(host, true, true));
    }

    /** Sets a host's firewall rules for replicas. */
    public void set(ReplicaDoor door) {
        world.put(ReplicaDoor.key(door.host()), door);
    }

    /** Has the firewalls of the hosts let no replica in, as Windows comes. */
    public void shutDoors() {
        world.change(
                "the firewalls let no replica in",
                () -> estate.hosts().forEach(host -> set(new ReplicaDoor(host.name(), false, false))));
    }

    // reading

    /** Returns the bytes that each failover lost, in order; a planned one loses none. */
    public List<Long> losses() {
        return world.read(() -> List.copyOf(losses));
    }

    /** Returns the machines that were started while another copy of them ran. */
    public List<String> upTwice() {
        return world.read(() -> List.copyOf(upTwice));
    }

    /** Returns how a host receives replicas; a node with a broker as that does. */
    public ReplicaServerState server(String host) {
        String place = place(host);
        return world.find(ReplicaServerState.key(place)).orElseGet(() -> ReplicaServerState.fresh(place));
    }

    private String place(String host) {
        return brokers.of(host).map(ReplicaBrokers.Broker::name).orElse(host);
    }

    /** Sets how a host receives replicas; with a broker that is online, all nodes. */
    public void set(String host, ReplicaServerState server) {
        if (brokers.of(host).filter(broker -> !broker.online()).isPresent()) {
            throw new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, "Virtual Machine Replication Broker");
        }
        String place = place(host);
        world.put(ReplicaServerState.key(place), server.of(place));
    }

    public List<ReplicaSide> on(String host) {
        return world.all(ReplicaSide.class).stream()
                .filter(side -> at(side).equalsIgnoreCase(host))
                .toList();
    }

    /** Returns where a side's copy is: a clustered machine moves. */
    public String at(ReplicaSide side) {
        return estate.hypervisor().find(side.vm()).map(VmState::host).orElse(side.host());
    }

    /** Returns the DNS name by which a side is known at the other end: of a clustered machine its broker's. */
    public String address(ReplicaSide side) {
        return estate.hypervisor()
                .find(side.vm())
                .filter(vm -> vm.group() != null)
                .flatMap(vm -> brokers.of(vm.host()))
                .map(brokers::fqdn)
                .orElseGet(() -> estate.host(at(side)).fqdn());
    }

    public Optional<ReplicaSide> side(String host, String guid) {
        return on(host).stream()
                .filter(side -> side.guid().equalsIgnoreCase(guid))
                .findFirst();
    }

    /** Returns the other end of a side. */
    public Optional<ReplicaSide> other(ReplicaSide side) {
        return world.find(ReplicaSide.key(side.partner(), side.guid()));
    }

    private ReplicaSide require(VmState vm) {
        return side(vm.host(), vm.guid()).orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, vm.name()));
    }

    private ReplicaSide require(VmState vm, Mode mode, Set<State> states) {
        ReplicaSide side = require(vm);
        if (side.mode() != mode || !states.contains(side.state())) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        return side;
    }

    private static void requireOff(VmState vm) {
        if (vm.state() != VmState.State.OFF) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
    }

    private ReplicaSide reached(ReplicaSide side) {
        if (!reaches(side)) {
            throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, side.partner());
        }
        return other(side).orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, side.partner()));
    }

    /** A replica that was removed still has its host. */
    private boolean reaches(ReplicaSide side) {
        return estate.reaches(at(side), other(side).map(this::at).orElse(side.partner()));
    }

    /** Refuses to start what only receives, and writes down what runs twice. */
    void starting(VmState vm) {
        Optional<ReplicaSide> side = side(vm.host(), vm.guid());
        if (side.isPresent()) {
            State state = side.get().state();
            boolean receives = side.get().mode() != Mode.PRIMARY
                    && state != State.FAILED_OVER_WAITING
                    && state != State.FAILED_OVER;
            if (receives || state == State.PREPARED) {
                throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
            }
        }
        if (estate.hypervisor().all().stream()
                .anyMatch(one -> !one.id().equals(vm.id()) && one.guid().equals(vm.guid()) && one.live())) {
            upTwice.add(vm.guid());
        }
    }

    // the server

    /**
     * Refuses what the replica server would.
     *
     * @param clustered whether the machine is a cluster's, which is known by its broker alone
     */
    public HostSpec connect(String from, boolean clustered, String server, int port, int authentication) {
        Optional<ReplicaBrokers.Broker> mine = brokers.of(from);
        if (clustered && mine.filter(ReplicaBrokers.Broker::online).isEmpty()) {
            throw new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, "Virtual Machine Replication Broker");
        }
        HostSpec host = brokers.named(server)
                .filter(ReplicaBrokers.Broker::online)
                .map(broker -> estate.host(broker.owner()))
                .or(() -> estate.findHost(server))
                .orElseThrow(() -> new Refusal(Refusal.Reason.HOST_UNREACHABLE, server));
        if (!estate.reaches(from, host.name())
                || from.equalsIgnoreCase(host.name())
                || !door(host.name()).lets(port)) {
            throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, server);
        }
        ReplicaServerState state = server(host.name());
        boolean listens = state.enabled()
                && (state.authentication() & authentication) != 0
                && port == (authentication == 1 ? state.kerberosPort() : state.certificatePort());
        if (!listens || !state.fromAnyServer() && entry(host, from, clustered).isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, server);
        }
        return host;
    }

    private Optional<ReplicaServerState.Entry> entry(HostSpec server, String from, boolean clustered) {
        String known = clustered
                ? brokers.of(from).map(brokers::fqdn).orElse("")
                : estate.host(from).fqdn();
        return server(server.name()).entries().stream()
                .filter(entry -> entry.takes(known))
                .findFirst();
    }

    String storage(HostSpec server, VmState vm) {
        return entry(server, vm.host(), vm.group() != null)
                .map(ReplicaServerState.Entry::storage)
                .orElse(server(server.name()).storage());
    }

    // what is replicated

    /** Enables the replication of a machine; the replica server makes its copy. */
    public void enable(VmState vm, ReplicaSetup setup) {
        Optional<ReplicaSide> there = side(vm.host(), vm.guid());
        if (there.isPresent()) {
            extensions.enable(vm, there.get(), setup);
            return;
        }
        requireDisks(vm, setup.excluded());
        HostSpec replica = connect(vm.host(), vm.group() != null, setup.server(), setup.port(), setup.authentication());
        if (side(replica.name(), vm.guid()).isPresent()
                && copies.waiting(replica.name(), vm.guid()).isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        VmState copy = copies.waiting(replica.name(), vm.guid())
                .orElseGet(() -> estate.hypervisor().receive(vm, replica.name(), storage(replica, vm)));
        long bytes = estate.hypervisor().bytes(vm, setup.excluded());
        ReplicaSide primary = new ReplicaSide(
                vm.host(),
                vm.guid(),
                vm.id(),
                Mode.PRIMARY,
                State.READY,
                replica.name(),
                true,
                setup,
                null,
                0,
                0,
                bytes,
                bytes,
                null,
                1,
                0,
                List.of());
        ReplicaSide receiving = new ReplicaSide(
                replica.name(),
                vm.guid(),
                copy.id(),
                Mode.REPLICA,
                State.WAITING_FOR_INITIAL,
                vm.host(),
                false,
                setup,
                null,
                0,
                0,
                0,
                bytes,
                null,
                1,
                0,
                List.of());
        world.put(primary.key(), primary);
        world.put(receiving.key(), receiving);
    }

    private static void requireDisks(VmState vm, List<String> paths) {
        for (String path : paths) {
            if (vm.disks().stream().noneMatch(path::equalsIgnoreCase)) {
                throw new Refusal(Refusal.Reason.INVALID_PARAMETER, path);
            }
        }
    }

    /** Replicates a machine otherwise; on its primary, and no work that is under way. The replica follows. */
    public void configure(VmState vm, ReplicaSetup setup) {
        ReplicaSide side = require(
                vm,
                Mode.PRIMARY,
                EnumSet.of(
                        State.READY,
                        State.REPLICATING,
                        State.SUSPENDED,
                        State.ERROR,
                        State.WAITING_FOR_RESYNCHRONIZE,
                        State.RESYNCHRONIZE_SUSPENDED));
        requireDisks(vm, setup.excluded());
        if (side.setup().port() != setup.port() || side.setup().authentication() != setup.authentication()) {
            connect(vm.host(), vm.group() != null, setup.server(), setup.port(), setup.authentication());
        }
        ReplicaSide replica = reached(side);
        world.put(side.key(), side.with(setup));
        world.put(replica.key(), replica.with(setup));
    }

    /** Begins the first copy. */
    public void startCopy(VmState vm) {
        ReplicaSide side = require(vm, Mode.PRIMARY, EnumSet.of(State.READY));
        reached(side);
        ReplicaSide begun =
                side.with(State.INITIAL_IN_PROGRESS).waiting(side.initial()).anew();
        world.put(begun.key(), begun);
        copyOn(begun);
    }

    private void copyOn(ReplicaSide begun) {
        long step = begun.initial() / COPY_STEPS + 1;
        later(begun, Duration.ofMillis(Math.max(1, step * 1000 / BANDWIDTH)), "first copy", side -> {
            if (side.state() != State.INITIAL_IN_PROGRESS) {
                return;
            }
            boolean reached = reaches(side);
            ReplicaSide now = reached ? side.waiting(Math.max(0, side.pending() - step)) : side;
            world.put(now.key(), now);
            if (now.pending() > 0 || !reached) {
                copyOn(now);
                return;
            }
            ended(now.with(State.REPLICATING), ReplicaSide.REGULAR);
        });
    }

    /** The first copy has come another way. */
    void copied(ReplicaSide primary) {
        ended(primary.with(State.REPLICATING), ReplicaSide.REGULAR);
    }

    /** Stops the first copy. */
    public void cancelCopy(VmState vm) {
        ReplicaSide side = require(vm, Mode.PRIMARY, EnumSet.of(State.INITIAL_IN_PROGRESS));
        world.put(side.key(), side.with(State.READY).waiting(side.initial()).anew());
    }

    /** A cycle has ended on both sides. */
    private void ended(ReplicaSide primary, int kind) {
        Duration now = world.time().now();
        long total = primary.total() + primary.pending();
        ReplicaSide done = primary.sent(now, kind, total);
        world.put(done.key(), done);
        other(primary).ifPresent(replica -> {
            State state = replica.state() == State.WAITING_FOR_INITIAL
                            || replica.state() == State.RESYNCHRONIZING
                            || replica.state() == State.WAITING_FOR_RESYNCHRONIZE
                    ? State.REPLICATING
                    : replica.state();
            ReplicaSide received = kept(replica).with(state).sent(now, kind, total);
            world.put(received.key(), received);
        });
        if (kind == ReplicaSide.REGULAR) {
            cycle(done);
        }
    }

    /** What the replica held before this cycle becomes a point, if the last one is an hour old. */
    private ReplicaSide kept(ReplicaSide replica) {
        Duration last = replica.last();
        int most = replica.setup().points();
        List<ReplicaPoint> points = new ArrayList<>(replica.points());
        if (most > 0 && last != null && (points.isEmpty() || isOver(points.get(points.size() - 1), last, 1))) {
            int hours = replica.setup().vssHours();
            boolean consistent = hours > 0
                    && points.stream()
                            .filter(point -> point.type() == ReplicaPoint.APP_CONSISTENT)
                            .allMatch(point -> isOver(point, last, hours));
            points.add(new ReplicaPoint(
                    world.random()
                            .guid("replica/" + replica.guid() + "/" + last)
                            .toString(),
                    consistent ? ReplicaPoint.APP_CONSISTENT : ReplicaPoint.REPLICA,
                    last,
                    replica.total()));
        }
        return replica.keeping(points.subList(Math.max(0, points.size() - most), points.size()));
    }

    private static boolean isOver(ReplicaPoint point, Duration now, int hours) {
        return now.minus(point.at()).compareTo(Duration.ofHours(hours)) >= 0;
    }

    /** Finds a point by its id, with the side that has it. */
    public Optional<ReplicaSide> sideOf(String host, String point) {
        return on(host).stream()
                .filter(side -> side.points().stream().anyMatch(one -> one.id().equalsIgnoreCase(point)))
                .findFirst();
    }

    /** What was written since the last cycle is sent with the bandwidth; what cannot be sent grows until both have to be compared. */
    private void cycle(ReplicaSide begun) {
        later(begun, Duration.ofSeconds(begun.setup().frequency()), "replication cycle", side -> {
            if (side.mode() != Mode.PRIMARY || side.state() != State.REPLICATING) {
                return;
            }
            boolean writes = estate.hypervisor()
                    .find(side.vm())
                    .filter(vm -> vm.state() == VmState.State.RUNNING)
                    .isPresent();
            ReplicaSide now = side.waiting(
                    side.pending() + (writes ? WRITES * side.setup().frequency() : 0));
            boolean takes = reaches(side)
                    && other(side)
                            .filter(replica -> replica.state() == State.REPLICATING)
                            .isPresent();
            if (!takes && now.pending() > side.initial() / 2) {
                world.put(now.key(), now.with(State.WAITING_FOR_RESYNCHRONIZE).anew());
                return;
            }
            world.put(now.key(), now);
            if (!takes) {
                cycle(now);
                return;
            }
            later(now, Duration.ofMillis(now.pending() * 1000 / BANDWIDTH + 1), "cycle sent", sending -> {
                if (sending.state() == State.REPLICATING && reaches(sending)) {
                    ended(sending, ReplicaSide.REGULAR);
                } else if (sending.state() == State.REPLICATING) {
                    cycle(sending);
                }
            });
        });
    }

    private void later(ReplicaSide begun, Duration after, String what, java.util.function.Consumer<ReplicaSide> then) {
        world.schedule(
                after,
                begun.key().path(),
                what,
                () -> world.find(begun.key())
                        .filter(side -> side.run() == begun.run())
                        .ifPresent(then));
    }

    /** Suspends a side. */
    public void suspend(VmState vm) {
        ReplicaSide side = require(vm);
        State next = switch (side.state()) {
            case REPLICATING -> State.SUSPENDED;
            case RESYNCHRONIZING -> State.RESYNCHRONIZE_SUSPENDED;
            default -> throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        };
        world.put(side.key(), side.with(next));
    }

    /** Goes on. */
    public void resume(VmState vm) {
        ReplicaSide side = require(vm);
        if (side.state() != State.SUSPENDED && side.state() != State.ERROR) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        ReplicaSide on = side.with(State.REPLICATING).anew();
        world.put(on.key(), on);
        if (on.mode() == Mode.PRIMARY) {
            cycle(on);
        }
    }

    /** Compares both sides. */
    public void resynchronize(VmState vm) {
        ReplicaSide side =
                require(vm, Mode.PRIMARY, EnumSet.of(State.WAITING_FOR_RESYNCHRONIZE, State.RESYNCHRONIZE_SUSPENDED));
        ReplicaSide replica = reached(side);
        ReplicaSide begun = side.with(State.RESYNCHRONIZING).anew();
        world.put(begun.key(), begun);
        world.put(replica.key(), replica.with(State.RESYNCHRONIZING));
        later(begun, Duration.ofMillis(side.initial() * 1000 / BANDWIDTH / 4 + 1), "compared", now -> {
            if (now.state() == State.RESYNCHRONIZING) {
                ended(now.with(State.REPLICATING), ReplicaSide.REGULAR);
            }
        });
    }

    /** Stops a side at an error; what scenarios plant. */
    public void fail(String host, String guid) {
        side(host, guid)
                .ifPresent(side -> world.put(side.key(), side.with(State.ERROR).anew()));
    }

    /** Ends the replication on one side; the copy stays. */
    public void remove(VmState vm) {
        ReplicaSide side = require(vm);
        world.remove(side.key());
    }

    // acts

    /** Sends all that a machine wrote that is off. */
    public void prepare(VmState vm) {
        ReplicaSide side = require(vm, Mode.PRIMARY, EnumSet.of(State.REPLICATING));
        requireOff(vm);
        ReplicaSide replica = reached(side);
        if (replica.state() != State.REPLICATING) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        ended(side.with(State.PREPARED).anew(), ReplicaSide.PLANNED);
    }

    /** Has the replica take over: from what was prepared, or from what there is. */
    public void failOver(VmState vm) {
        failOver(vm, null);
    }

    /** Has the replica take over from a point, or from the latest. */
    public void failOver(VmState vm, @Nullable ReplicaPoint point) {
        ReplicaSide side = require(
                vm,
                Mode.REPLICA,
                EnumSet.of(
                        State.REPLICATING,
                        State.SUSPENDED,
                        State.ERROR,
                        State.WAITING_FOR_RESYNCHRONIZE,
                        State.RESYNCHRONIZE_SUSPENDED));
        requireOff(vm);
        if (side.test() != null) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        boolean planned = side.lastKind() == ReplicaSide.PLANNED && point == null;
        losses.add(
                other(side).map(ReplicaSide::pending).orElse(0L) + (point == null ? 0 : side.total() - point.total()));
        world.put(side.key(), side.failedOver(planned ? ReplicaSide.PLANNED : ReplicaSide.REGULAR));
    }

    /** Makes an unplanned failover final. */
    public void complete(VmState vm) {
        ReplicaSide side = require(vm, Mode.REPLICA, EnumSet.of(State.FAILED_OVER_WAITING));
        world.put(side.key(), side.with(State.FAILED_OVER).keeping(List.of()));
    }

    /** Goes back to before a failover, a preparation or a test. */
    public void cancel(VmState vm) {
        ReplicaSide side = require(vm);
        String test = side.test();
        if (test != null) {
            estate.hypervisor().find(test).ifPresent(machine -> {
                requireOff(machine);
                world.remove(machine.key());
            });
            world.put(side.key(), side.tested(null));
            return;
        }
        if (side.state() != State.FAILED_OVER_WAITING && side.state() != State.PREPARED) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        requireOff(vm);
        ReplicaSide back = side.cancelled();
        world.put(back.key(), back);
        if (back.mode() == Mode.PRIMARY) {
            cycle(back);
        }
    }

    /** Makes the copy that took over the primary of the other. */
    public void reverse(VmState vm) {
        ReplicaSide side = require(vm, Mode.REPLICA, EnumSet.of(State.FAILED_OVER_WAITING, State.FAILED_OVER));
        boolean planned = side.failedOver() == ReplicaSide.PLANNED;
        if (side.state() == State.FAILED_OVER_WAITING && !planned) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        ReplicaSide old = reached(side);
        requireOff(estate.hypervisor().find(old.vm()).orElseThrow());
        connect(
                vm.host(),
                vm.group() != null,
                address(old),
                side.setup().port(),
                side.setup().authentication());
        ReplicaSide primary = side.with(Mode.PRIMARY, planned ? State.REPLICATING : State.READY);
        world.put(primary.key(), primary);
        world.put(old.key(), old.with(Mode.REPLICA, planned ? State.REPLICATING : State.WAITING_FOR_INITIAL));
        if (planned) {
            cycle(primary);
        }
    }

    /** Makes a machine of the replica. */
    public VmState test(VmState vm) {
        ReplicaSide side = require(vm, Mode.REPLICA, EnumSet.of(State.REPLICATING));
        if (side.test() != null) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        VmState machine = estate.hypervisor().clone(vm, vm.name() + " - Test");
        world.put(side.key(), side.tested(machine.id()));
        return machine;
    }
}
