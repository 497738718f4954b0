package io.quorate.lab.model;

import io.quorate.lab.model.ReplicaSide.Mode;
import io.quorate.lab.model.ReplicaSide.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The states that a side of a replication can be in, and what leads from one to the other. Nothing else happens: {@link Replications} takes each
 * step by an edge of it, and each edge cites what it stands on.
 */
public final class ReplicaGraph {

    /** Where a side stands. */
    public record Place(Mode mode, State state) {
        static Place of(ReplicaSide side) {
            return new Place(side.mode(), side.state());
        }

        @Override
        public String toString() {
            return mode + " " + state;
        }
    }

    /**
     * A step from one place to another.
     *
     * @param from where it begins; null if the machine is not replicated
     * @param step what leads there
     * @param to where it ends; null if the machine is not replicated any more
     * @param grade how well founded it is
     * @param source who says so
     */
    public record Edge(
            @Nullable Place from,
            ReplicaStep step,
            @Nullable Place to,
            Evidence grade,
            String source) {}

    private static final String STATES =
            "Microsoft: VMReplicationState and VMReplicationMode, enumerations of the Hyper-V module";
    private static final String LEARN = "Microsoft Learn: Set up Hyper-V Replica";
    private static final String RESYNC =
            "Microsoft's virtualization blog, 2013: when Hyper-V Replica has to resynchronize, and how";
    private static final String FIELD = "field reports: which remedy fits which state";
    private static final String ASSUMED = "assumption: an open question to a real host";

    private static final List<Edge> EDGES = edges();

    private ReplicaGraph() {}

    /** Returns all edges. */
    public static List<Edge> all() {
        return EDGES;
    }

    /** Finds the edge that a step takes. */
    static Optional<Edge> find(@Nullable ReplicaSide from, ReplicaStep step, @Nullable ReplicaSide to) {
        Place begins = from == null ? null : Place.of(from);
        Place ends = to == null ? null : Place.of(to);
        return EDGES.stream()
                .filter(edge ->
                        edge.step() == step && Objects.equals(edge.from(), begins) && Objects.equals(edge.to(), ends))
                .findFirst();
    }

    /** Tells whether a step may be taken from where a side stands. */
    static boolean allows(ReplicaSide side, ReplicaStep step) {
        Place place = Place.of(side);
        return EDGES.stream().anyMatch(edge -> edge.step() == step && place.equals(edge.from()));
    }

    private static Place primary(State state) {
        return new Place(Mode.PRIMARY, state);
    }

    private static Place replica(State state) {
        return new Place(Mode.REPLICA, state);
    }

    private static String reference(String cmdlet) {
        return "Microsoft: reference of " + cmdlet;
    }

    private static Edge documented(@Nullable Place from, ReplicaStep step, @Nullable Place to, String source) {
        return new Edge(from, step, to, Evidence.C, source);
    }

    private static Edge assumed(@Nullable Place from, ReplicaStep step, @Nullable Place to) {
        return new Edge(from, step, to, Evidence.E, ASSUMED);
    }

    private static List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        begin(edges);
        run(edges);
        compare(edges);
        takeOver(edges);
        test(edges);
        configure(edges);
        rest(edges);
        return List.copyOf(edges);
    }

    private static void begin(List<Edge> edges) {
        String enable = reference("Enable-VMReplication");
        edges.add(documented(null, ReplicaStep.ENABLE, primary(State.READY), enable));
        edges.add(new Edge(
                null,
                ReplicaStep.FOLLOW,
                replica(State.WAITING_FOR_INITIAL),
                Evidence.D,
                "field reports: the replica is there, off, once replication is enabled"));
        edges.add(documented(
                primary(State.READY),
                ReplicaStep.START_COPY,
                primary(State.INITIAL_IN_PROGRESS),
                reference("Start-VMInitialReplication")));
        edges.add(documented(
                primary(State.INITIAL_IN_PROGRESS),
                ReplicaStep.CANCEL_COPY,
                primary(State.READY),
                reference("Stop-VMInitialReplication")));
        edges.add(documented(
                primary(State.INITIAL_IN_PROGRESS), ReplicaStep.SENT, primary(State.INITIAL_IN_PROGRESS), LEARN));
        edges.add(documented(primary(State.INITIAL_IN_PROGRESS), ReplicaStep.SENT, primary(State.REPLICATING), LEARN));
        edges.add(documented(replica(State.WAITING_FOR_INITIAL), ReplicaStep.SENT, replica(State.REPLICATING), LEARN));
    }

    private static void run(List<Edge> edges) {
        for (Mode mode : List.of(Mode.PRIMARY, Mode.REPLICA)) {
            Place replicating = new Place(mode, State.REPLICATING);
            Place suspended = new Place(mode, State.SUSPENDED);
            Place error = new Place(mode, State.ERROR);
            edges.add(documented(replicating, ReplicaStep.SENT, replicating, LEARN));
            edges.add(documented(replicating, ReplicaStep.SUSPEND, suspended, reference("Suspend-VMReplication")));
            edges.add(documented(suspended, ReplicaStep.RESUME, replicating, reference("Resume-VMReplication")));
            edges.add(documented(replicating, ReplicaStep.FAULT, error, STATES));
            edges.add(
                    mode == Mode.PRIMARY
                            ? new Edge(error, ReplicaStep.RESUME, replicating, Evidence.D, FIELD)
                            : assumed(error, ReplicaStep.RESUME, replicating));
        }
        edges.add(documented(
                primary(State.REPLICATING), ReplicaStep.LOG_FULL, primary(State.WAITING_FOR_RESYNCHRONIZE), RESYNC));
    }

    private static void compare(List<Edge> edges) {
        String resume = reference("Resume-VMReplication");
        Place comparing = primary(State.RESYNCHRONIZING);
        Place compared = replica(State.RESYNCHRONIZING);
        edges.add(documented(primary(State.WAITING_FOR_RESYNCHRONIZE), ReplicaStep.RESYNCHRONIZE, comparing, resume));
        edges.add(new Edge(
                primary(State.RESYNCHRONIZE_SUSPENDED), ReplicaStep.RESYNCHRONIZE, comparing, Evidence.D, FIELD));
        edges.add(documented(
                comparing,
                ReplicaStep.SUSPEND,
                primary(State.RESYNCHRONIZE_SUSPENDED),
                reference("Suspend-VMReplication")));
        edges.add(documented(comparing, ReplicaStep.COMPARED, primary(State.REPLICATING), RESYNC));
        edges.add(documented(replica(State.REPLICATING), ReplicaStep.FOLLOW, compared, STATES));
        edges.add(assumed(replica(State.ERROR), ReplicaStep.FOLLOW, compared));
        edges.add(assumed(compared, ReplicaStep.FOLLOW, compared));
        edges.add(documented(compared, ReplicaStep.COMPARED, replica(State.REPLICATING), RESYNC));
    }

    private static void takeOver(List<Edge> edges) {
        String start = reference("Start-VMFailover");
        String stop = reference("Stop-VMFailover");
        Place waiting = replica(State.FAILED_OVER_WAITING);
        edges.add(documented(primary(State.REPLICATING), ReplicaStep.PREPARE, primary(State.PREPARED), start));
        edges.add(documented(replica(State.REPLICATING), ReplicaStep.FAIL_OVER, waiting, start));
        edges.add(documented(replica(State.REPLICATING), ReplicaStep.FAIL_OVER_UNPLANNED, waiting, start));
        for (State state : List.of(State.SUSPENDED, State.ERROR, State.RESYNCHRONIZING)) {
            edges.add(assumed(replica(state), ReplicaStep.FAIL_OVER_UNPLANNED, waiting));
        }
        edges.add(documented(waiting, ReplicaStep.CANCEL_FAILOVER, replica(State.REPLICATING), stop));
        edges.add(new Edge(
                primary(State.PREPARED), ReplicaStep.CANCEL_FAILOVER, primary(State.REPLICATING), Evidence.D, FIELD));
        edges.add(documented(
                waiting, ReplicaStep.COMPLETE, replica(State.FAILED_OVER), reference("Complete-VMFailover")));
        edges.add(documented(waiting, ReplicaStep.REVERSE, primary(State.REPLICATING), LEARN));
        edges.add(documented(primary(State.PREPARED), ReplicaStep.FOLLOW, replica(State.REPLICATING), LEARN));
        edges.add(assumed(replica(State.FAILED_OVER), ReplicaStep.REVERSE, primary(State.READY)));
        for (State state : List.of(
                State.REPLICATING,
                State.PREPARED,
                State.SUSPENDED,
                State.ERROR,
                State.WAITING_FOR_RESYNCHRONIZE,
                State.RESYNCHRONIZING,
                State.RESYNCHRONIZE_SUSPENDED)) {
            edges.add(assumed(primary(state), ReplicaStep.FOLLOW, replica(State.WAITING_FOR_INITIAL)));
        }
    }

    private static void test(List<Edge> edges) {
        edges.add(documented(
                replica(State.REPLICATING),
                ReplicaStep.START_TEST,
                replica(State.REPLICATING),
                reference("Start-VMFailover -AsTest")));
        edges.add(documented(
                replica(State.REPLICATING),
                ReplicaStep.END_TEST,
                replica(State.REPLICATING),
                reference("Stop-VMFailover")));
        for (State state : List.of(State.SUSPENDED, State.ERROR, State.RESYNCHRONIZING)) {
            edges.add(assumed(replica(state), ReplicaStep.END_TEST, replica(state)));
        }
    }

    private static void configure(List<Edge> edges) {
        for (State state : List.of(
                State.READY,
                State.REPLICATING,
                State.SUSPENDED,
                State.ERROR,
                State.WAITING_FOR_RESYNCHRONIZE,
                State.RESYNCHRONIZE_SUSPENDED)) {
            edges.add(
                    documented(primary(state), ReplicaStep.CONFIGURE, primary(state), reference("Set-VMReplication")));
        }
    }

    /** What may be done in nearly every state. */
    private static void rest(List<Edge> edges) {
        String remove = reference("Remove-VMReplication");
        List<Place> places =
                edges.stream().map(Edge::to).filter(Objects::nonNull).distinct().toList();
        for (Place place : places) {
            edges.add(documented(place, ReplicaStep.REMOVE, null, remove));
            if (place.mode() == Mode.REPLICA) {
                edges.add(assumed(place, ReplicaStep.CONFIGURE, place));
            }
            boolean tookOver = place.state() == State.FAILED_OVER_WAITING || place.state() == State.FAILED_OVER;
            if (place.mode() == Mode.PRIMARY && place.state() != State.PREPARED || tookOver) {
                edges.add(documented(place, ReplicaStep.START_MACHINE, place, LEARN));
            }
        }
    }
}
