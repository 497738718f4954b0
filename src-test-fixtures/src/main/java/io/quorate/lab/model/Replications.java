package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.ReplicaSide.Mode;
import io.quorate.lab.model.ReplicaSide.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
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
    private final ReplicaServers servers;
    private final ReplicaExtensions extensions;
    private final ReplicaCopies copies;
    private final List<LostWrites> losses = new ArrayList<>();
    private final List<String> upTwice = new ArrayList<>();
    private final ReplicaWrites writes;
    private final ReplicaSides sides;
    private @Nullable String offTheGraph;

    Replications(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
        this.sides = new ReplicaSides(world);
        this.writes = new ReplicaWrites(world);
        this.brokers = new ReplicaBrokers(estate);
        this.servers = new ReplicaServers(estate, brokers);
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

    /** Returns what receives replicas. */
    public ReplicaServers servers() {
        return servers;
    }

    /** Returns the clusters' brokers. */
    public ReplicaBrokers brokers() {
        return brokers;
    }

    /** Declares what must hold after every event. */
    void declare() {
        world.invariant("what is written is counted", () -> null).on(VmState.class, (before, vm) -> writes.watch(vm));
        world.invariant("F5 a replication changes as its graph says", () -> offTheGraph);
        new ReplicaInvariants(estate, sides).declare();
    }

    /** Takes a step of the graph. */
    private void put(ReplicaStep step, ReplicaSide next) {
        ReplicaSide was = world.find(next.key()).orElse(null);
        check(was, step, next);
        world.put(next.key(), next);
    }

    private void check(@Nullable ReplicaSide was, ReplicaStep step, @Nullable ReplicaSide next) {
        if (ReplicaGraph.find(was, step, next).isEmpty()) {
            offTheGraph = step + " led from " + was + " to " + next;
        }
    }

    // reading

    /** Returns the bytes that each failover lost, in order; a planned one loses none. */
    public List<Long> losses() {
        return ledger().stream()
                .filter(loss -> !loss.cancelled())
                .map(LostWrites::bytes)
                .toList();
    }

    /** Returns all that was lost, in order. */
    public List<LostWrites> ledger() {
        return world.read(() -> List.copyOf(losses));
    }

    private void lost(ReplicaSide side, boolean planned, boolean cancelled, long bytes) {
        losses.add(new LostWrites(
                UUID.fromString(side.guid()),
                side.host(),
                planned,
                cancelled,
                Math.max(0, bytes),
                world.time().now()));
    }

    /** Returns the machines that were started while another copy of them ran. */
    public List<String> upTwice() {
        return world.read(() -> List.copyOf(upTwice));
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
        return sides.of(guid).stream()
                .filter(side -> at(side).equalsIgnoreCase(host))
                .findFirst();
    }

    /** Returns the other end of a side. */
    public Optional<ReplicaSide> other(ReplicaSide side) {
        return world.find(ReplicaSide.key(side.partner(), side.guid()));
    }

    private ReplicaSide require(VmState vm) {
        return side(vm.host(), vm.guid()).orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, vm.name()));
    }

    private ReplicaSide require(VmState vm, ReplicaStep step) {
        ReplicaSide side = require(vm);
        if (!ReplicaGraph.allows(side, step)) {
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
        if (side(vm.host(), vm.guid())
                .filter(side -> !ReplicaGraph.allows(side, ReplicaStep.START_MACHINE))
                .isPresent()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        if (estate.hypervisor().copies(vm.guid()).stream()
                .anyMatch(one -> !one.id().equals(vm.id()) && one.live())) {
            upTwice.add(vm.guid());
        }
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
        HostSpec replica =
                servers.connect(vm.host(), vm.group() != null, setup.server(), setup.port(), setup.authentication());
        if (side(replica.name(), vm.guid()).isPresent()
                && copies.waiting(replica.name(), vm.guid()).isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        VmState copy = copies.waiting(replica.name(), vm.guid())
                .orElseGet(() -> estate.hypervisor().receive(vm, replica.name(), servers.storage(replica, vm)));
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
                List.of());
        put(ReplicaStep.ENABLE, primary);
        put(ReplicaStep.FOLLOW, receiving);
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
        ReplicaSide side = require(vm, ReplicaStep.CONFIGURE);
        requireDisks(vm, setup.excluded());
        if (side.setup().port() != setup.port() || side.setup().authentication() != setup.authentication()) {
            servers.connect(vm.host(), vm.group() != null, setup.server(), setup.port(), setup.authentication());
        }
        ReplicaSide replica = reached(side);
        put(ReplicaStep.CONFIGURE, side.with(setup));
        put(ReplicaStep.CONFIGURE, replica.with(setup));
    }

    /** Begins the first copy. */
    public void startCopy(VmState vm) {
        ReplicaSide side = require(vm, ReplicaStep.START_COPY);
        reached(side);
        ReplicaSide begun =
                side.with(State.INITIAL_IN_PROGRESS).waiting(side.initial()).anew();
        put(ReplicaStep.START_COPY, begun);
        copyOn(begun, writes.of(vm.id()));
    }

    private boolean takes(ReplicaSide side, State state) {
        return reaches(side)
                && other(side)
                        .filter(one -> one.mode() == Mode.REPLICA && one.state() == state)
                        .isPresent();
    }

    private void copyOn(ReplicaSide begun, long mark) {
        long step = begun.initial() / COPY_STEPS + 1;
        later(begun, Duration.ofMillis(Math.max(1, step * 1000 / BANDWIDTH)), "first copy", side -> {
            if (side.state() != State.INITIAL_IN_PROGRESS) {
                return;
            }
            boolean taken = takes(side, State.WAITING_FOR_INITIAL);
            ReplicaSide now = taken ? side.waiting(Math.max(0, side.pending() - step)) : side;
            put(ReplicaStep.SENT, now);
            if (now.pending() > 0 || !taken) {
                copyOn(now, mark);
                return;
            }
            ended(ReplicaStep.SENT, now.with(State.REPLICATING), ReplicaSide.REGULAR, mark);
        });
    }

    /** The first copy has come another way. */
    void copied(ReplicaSide primary) {
        ended(ReplicaStep.SENT, primary.with(State.REPLICATING), ReplicaSide.REGULAR, writes.of(primary.vm()));
    }

    /** Is written to a medium, with the bandwidth of the network; it stays under way until it is taken in. */
    void write(ReplicaSide primary, Consumer<ReplicaSide> written) {
        ReplicaSide begun = primary.with(State.INITIAL_IN_PROGRESS)
                .waiting(primary.initial())
                .anew();
        put(ReplicaStep.START_COPY, begun);
        writeOn(begun, written);
    }

    private void writeOn(ReplicaSide begun, Consumer<ReplicaSide> written) {
        long step = begun.initial() / COPY_STEPS + 1;
        later(begun, Duration.ofMillis(Math.max(1, step * 1000 / BANDWIDTH)), "written to a medium", side -> {
            if (side.state() == State.INITIAL_IN_PROGRESS) {
                ReplicaSide now = side.waiting(Math.max(0, side.pending() - step));
                put(ReplicaStep.SENT, now);
                if (now.pending() > 0) {
                    writeOn(now, written);
                } else {
                    written.accept(now);
                }
            }
        });
    }

    /** Stops the first copy. */
    public void cancelCopy(VmState vm) {
        ReplicaSide side = require(vm, ReplicaStep.CANCEL_COPY);
        put(
                ReplicaStep.CANCEL_COPY,
                side.with(State.READY).waiting(side.initial()).anew());
    }

    /** A cycle has ended on both sides; the replica holds what the primary held when it began. */
    private void ended(ReplicaStep step, ReplicaSide primary, int kind, long mark) {
        Duration now = world.time().now();
        ReplicaSide done = primary.sent(now, kind);
        put(step, done);
        other(primary)
                .ifPresent(replica -> put(
                        step == ReplicaStep.COMPARED ? step : ReplicaStep.SENT,
                        ReplicaPoints.kept(world, replica, writes.heldBy(replica.vm()))
                                .with(State.REPLICATING)
                                .sent(now, kind)));
        writes.sent(primary.vm(), mark, other(primary).map(ReplicaSide::vm).orElse(null));
        if (kind == ReplicaSide.REGULAR) {
            cycle(done);
        }
    }

    /** Finds a point by its id, with the side that has it. */
    public Optional<ReplicaSide> sideOf(String host, String point) {
        return on(host).stream()
                .filter(side -> side.points().stream().anyMatch(one -> one.id().equalsIgnoreCase(point)))
                .findFirst();
    }

    /** Returns what a side's copy holds of what was written. */
    long held(ReplicaSide side) {
        return writes.heldBy(side.vm());
    }

    /** What was written since the last cycle is sent with the bandwidth; what cannot be sent grows until both have to be compared. */
    private void cycle(ReplicaSide begun) {
        later(begun, Duration.ofSeconds(begun.setup().frequency()), "replication cycle", side -> {
            if (side.mode() != Mode.PRIMARY || side.state() != State.REPLICATING) {
                return;
            }
            long mark = writes.of(side.vm());
            ReplicaSide now = side.waiting(Math.max(0, mark - writes.heldBy(side.vm())));
            boolean takes = takes(side, State.REPLICATING);
            if (!takes && now.pending() > side.initial() / 2) {
                put(
                        ReplicaStep.LOG_FULL,
                        now.with(State.WAITING_FOR_RESYNCHRONIZE).anew());
                return;
            }
            put(ReplicaStep.SENT, now);
            if (!takes) {
                cycle(now);
                return;
            }
            later(now, Duration.ofMillis(now.pending() * 1000 / BANDWIDTH + 1), "cycle sent", sending -> {
                if (sending.state() == State.REPLICATING && takes(sending, State.REPLICATING)) {
                    ended(ReplicaStep.SENT, sending, ReplicaSide.REGULAR, mark);
                } else if (sending.state() == State.REPLICATING) {
                    cycle(sending);
                }
            });
        });
    }

    private void later(ReplicaSide begun, Duration after, String what, Consumer<ReplicaSide> then) {
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
        ReplicaSide side = require(vm, ReplicaStep.SUSPEND);
        put(
                ReplicaStep.SUSPEND,
                side.with(side.state() == State.RESYNCHRONIZING ? State.RESYNCHRONIZE_SUSPENDED : State.SUSPENDED));
    }

    /** Goes on. */
    public void resume(VmState vm) {
        ReplicaSide on = require(vm, ReplicaStep.RESUME).with(State.REPLICATING).anew();
        put(ReplicaStep.RESUME, on);
        if (on.mode() == Mode.PRIMARY) {
            cycle(on);
        }
    }

    /** Compares both sides. A replica that took over is not overwritten. */
    public void resynchronize(VmState vm) {
        ReplicaSide side = require(vm, ReplicaStep.RESYNCHRONIZE);
        follow(reached(side), reached(side).with(State.RESYNCHRONIZING));
        ReplicaSide begun = side.with(State.RESYNCHRONIZING).anew();
        put(ReplicaStep.RESYNCHRONIZE, begun);
        compareOn(begun, writes.of(vm.id()));
    }

    private void compareOn(ReplicaSide begun, long mark) {
        later(begun, Duration.ofMillis(begun.initial() * 1000 / BANDWIDTH / 4 + 1), "compared", now -> {
            if (now.state() != State.RESYNCHRONIZING) {
                return;
            }
            if (takes(now, State.RESYNCHRONIZING)) {
                ended(ReplicaStep.COMPARED, now.with(State.REPLICATING), ReplicaSide.REGULAR, mark);
            } else {
                compareOn(now, mark);
            }
        });
    }

    /** Has the other side follow where the graph lets it. */
    private void follow(ReplicaSide was, ReplicaSide next) {
        if (ReplicaGraph.find(was, ReplicaStep.FOLLOW, next).isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, was.host());
        }
        put(ReplicaStep.FOLLOW, next);
    }

    /** Stops a side that replicates at an error; what scenarios plant. */
    public void fail(String host, String guid) {
        side(host, guid)
                .filter(side -> ReplicaGraph.allows(side, ReplicaStep.FAULT))
                .ifPresent(side -> put(ReplicaStep.FAULT, side.with(State.ERROR).anew()));
    }

    /** Ends the replication on one side; the copy stays. */
    public void remove(VmState vm) {
        if (require(vm).mode() == Mode.EXTENDED_REPLICA) {
            extensions.end(require(vm));
            return;
        }
        ReplicaSide side = require(vm, ReplicaStep.REMOVE);
        check(side, ReplicaStep.REMOVE, null);
        world.remove(side.key());
    }

    // acts

    /** Sends all that a machine wrote that is off. */
    public void prepare(VmState vm) {
        ReplicaSide side = require(vm, ReplicaStep.PREPARE);
        requireOff(vm);
        if (reached(side).state() != State.REPLICATING) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        ended(ReplicaStep.PREPARE, side.with(State.PREPARED).anew(), ReplicaSide.PLANNED, writes.of(vm.id()));
    }

    /** Has the replica take over: from what was prepared, or from what there is. */
    public void failOver(VmState vm) {
        failOver(vm, null);
    }

    /** Has the replica take over from a point, or from the latest. */
    public void failOver(VmState vm, @Nullable ReplicaPoint point) {
        boolean planned = point == null && isPrepared(require(vm));
        ReplicaStep step = planned && require(vm).state() == State.REPLICATING
                ? ReplicaStep.FAIL_OVER
                : ReplicaStep.FAIL_OVER_UNPLANNED;
        ReplicaSide side = require(vm, step);
        requireOff(vm);
        if (side.test() != null) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        long there = estate.hypervisor()
                .find(side.guid(), other(side).map(this::at).orElse(side.partner()))
                .map(VmState::id)
                .map(writes::of)
                .orElse(0L);
        if (point != null) {
            writes.back(vm.id(), point.total());
        }
        lost(side, step == ReplicaStep.FAIL_OVER, false, there - writes.of(side.vm()));
        put(step, side.failedOver(planned ? ReplicaSide.PLANNED : ReplicaSide.REGULAR));
    }

    /** What it received last is only then all there is if the primary has written nothing since. */
    private boolean isPrepared(ReplicaSide side) {
        return side.lastKind() == ReplicaSide.PLANNED
                && other(side).filter(old -> old.state() == State.PREPARED).isPresent();
    }

    /** Makes an unplanned failover final. */
    public void complete(VmState vm) {
        ReplicaSide side = require(vm, ReplicaStep.COMPLETE);
        if (side.failedOver() == ReplicaSide.PLANNED) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        put(ReplicaStep.COMPLETE, side.with(State.FAILED_OVER).keeping(List.of()));
    }

    /** Goes back to before a failover, a preparation or a test. */
    public void cancel(VmState vm) {
        ReplicaSide side = require(vm);
        String test = side.test();
        if (test != null) {
            ReplicaSide tested = require(vm, ReplicaStep.END_TEST);
            estate.hypervisor().find(test).ifPresent(machine -> {
                requireOff(machine);
                world.remove(machine.key());
            });
            put(ReplicaStep.END_TEST, tested.tested(null));
            return;
        }
        ReplicaSide back = require(vm, ReplicaStep.CANCEL_FAILOVER).cancelled();
        requireOff(vm);
        if (back.mode() == Mode.REPLICA) {
            lost(side, side.failedOver() == ReplicaSide.PLANNED, true, writes.of(vm.id()) - writes.heldBy(vm.id()));
            writes.back(vm.id());
        }
        put(ReplicaStep.CANCEL_FAILOVER, back);
        if (back.mode() == Mode.PRIMARY) {
            cycle(back);
        }
    }

    /** Makes the copy that took over the primary of the other. */
    public void reverse(VmState vm) {
        ReplicaSide side = require(vm, ReplicaStep.REVERSE);
        boolean planned = side.failedOver() == ReplicaSide.PLANNED;
        if (side.state() == State.FAILED_OVER_WAITING && !planned) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        ReplicaSide old = reached(side);
        requireOff(estate.hypervisor().find(old.vm()).orElseThrow());
        servers.connect(
                vm.host(),
                vm.group() != null,
                address(old),
                side.setup().port(),
                side.setup().authentication());
        follow(old, old.with(Mode.REPLICA, planned ? State.REPLICATING : State.WAITING_FOR_INITIAL));
        ReplicaSide primary = side.with(Mode.PRIMARY, planned ? State.REPLICATING : State.READY);
        put(ReplicaStep.REVERSE, primary);
        if (planned) {
            // What it has written since it took over waits for the first cycle.
            cycle(primary);
        }
    }

    /** Makes a machine of the replica. */
    public VmState test(VmState vm) {
        ReplicaSide side = require(vm, ReplicaStep.START_TEST);
        if (side.test() != null) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        VmState machine = estate.hypervisor().clone(vm, vm.name() + " - Test");
        put(ReplicaStep.START_TEST, side.tested(machine.id()));
        return machine;
    }
}
