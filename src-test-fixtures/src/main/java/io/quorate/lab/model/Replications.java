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
    private final List<Long> losses = new ArrayList<>();
    private final List<String> upTwice = new ArrayList<>();

    Replications(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
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

    public ReplicaServerState server(String host) {
        return world.find(ReplicaServerState.key(host)).orElseGet(() -> ReplicaServerState.fresh(host));
    }

    /** Sets how a host receives replicas. */
    public void set(ReplicaServerState server) {
        world.put(ReplicaServerState.key(server.host()), server);
    }

    public List<ReplicaSide> on(String host) {
        return world.all(ReplicaSide.class).stream()
                .filter(side -> side.host().equalsIgnoreCase(host))
                .toList();
    }

    public Optional<ReplicaSide> side(String host, String guid) {
        return world.find(ReplicaSide.key(host, guid));
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

    private Optional<ReplicaSide> other(ReplicaSide side) {
        return side(side.partner(), side.guid());
    }

    private ReplicaSide reached(ReplicaSide side) {
        if (!estate.reaches(side.host(), side.partner())) {
            throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, side.partner());
        }
        return other(side).orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, side.partner()));
    }

    /** Refuses to start what only receives, and writes down what runs twice. */
    void starting(VmState vm) {
        Optional<ReplicaSide> side = side(vm.host(), vm.guid());
        if (side.isPresent()) {
            State state = side.get().state();
            boolean receives = side.get().mode() == Mode.REPLICA
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

    /** Refuses what the replica server would. */
    public HostSpec connect(String from, String server, int port, int authentication) {
        HostSpec host = estate.findHost(server).orElseThrow(() -> new Refusal(Refusal.Reason.HOST_UNREACHABLE, server));
        if (!estate.reaches(from, host.name()) || from.equalsIgnoreCase(host.name())) {
            throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, server);
        }
        ReplicaServerState state = server(host.name());
        boolean listens = state.enabled()
                && (state.authentication() & authentication) != 0
                && port == (authentication == 1 ? state.kerberosPort() : state.certificatePort());
        boolean taken =
                state.fromAnyServer() || state.entries().stream().anyMatch(entry -> entry.takes(estate.host(from)));
        if (!listens || !taken) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, server);
        }
        return host;
    }

    private String storage(HostSpec server, String from) {
        ReplicaServerState state = server(server.name());
        return state.entries().stream()
                .filter(entry -> entry.takes(estate.host(from)))
                .map(ReplicaServerState.Entry::storage)
                .findFirst()
                .orElse(state.storage());
    }

    // what is replicated

    /** Enables the replication of a machine; the replica server makes its copy. */
    public void enable(VmState vm, ReplicaSetup setup) {
        if (side(vm.host(), vm.guid()).isPresent()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        requireDisks(vm, setup.excluded());
        HostSpec replica = connect(vm.host(), setup.server(), setup.port(), setup.authentication());
        if (side(replica.name(), vm.guid()).isPresent()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        VmState copy = estate.hypervisor().receive(vm, replica.name(), storage(replica, vm.host()));
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
                1);
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
                1);
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
            connect(vm.host(), setup.server(), setup.port(), setup.authentication());
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
            boolean reached = estate.reaches(side.host(), side.partner());
            ReplicaSide now = reached ? side.waiting(Math.max(0, side.pending() - step)) : side;
            world.put(now.key(), now);
            if (now.pending() > 0 || !reached) {
                copyOn(now);
                return;
            }
            ended(now.with(State.REPLICATING), ReplicaSide.REGULAR);
        });
    }

    /** Stops the first copy. */
    public void cancelCopy(VmState vm) {
        ReplicaSide side = require(vm, Mode.PRIMARY, EnumSet.of(State.INITIAL_IN_PROGRESS));
        world.put(side.key(), side.with(State.READY).waiting(side.initial()).anew());
    }

    /** A cycle has ended on both sides. */
    private void ended(ReplicaSide primary, int kind) {
        Duration now = world.time().now();
        ReplicaSide done = primary.sent(now, kind);
        world.put(done.key(), done);
        other(primary).ifPresent(replica -> {
            State state = replica.state() == State.WAITING_FOR_INITIAL
                            || replica.state() == State.RESYNCHRONIZING
                            || replica.state() == State.WAITING_FOR_RESYNCHRONIZE
                    ? State.REPLICATING
                    : replica.state();
            world.put(replica.key(), replica.with(state).sent(now, kind));
        });
        if (kind == ReplicaSide.REGULAR) {
            cycle(done);
        }
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
            boolean takes = estate.reaches(side.host(), side.partner())
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
                if (sending.state() == State.REPLICATING && estate.reaches(sending.host(), sending.partner())) {
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
                () -> side(begun.host(), begun.guid())
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
        boolean planned = side.lastKind() == ReplicaSide.PLANNED;
        losses.add(other(side).map(ReplicaSide::pending).orElse(0L));
        world.put(side.key(), side.failedOver(planned ? ReplicaSide.PLANNED : ReplicaSide.REGULAR));
    }

    /** Makes an unplanned failover final. */
    public void complete(VmState vm) {
        ReplicaSide side = require(vm, Mode.REPLICA, EnumSet.of(State.FAILED_OVER_WAITING));
        world.put(side.key(), side.with(State.FAILED_OVER));
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
        connect(side.host(), side.partner(), side.setup().port(), side.setup().authentication());
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
