package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster node as the cluster sees it.
 *
 * @param cluster the cluster's name
 * @param host computer name
 * @param number node id, from 1
 * @param state its membership
 * @param info StatusInformation flags ({@link #ISOLATED}...)
 * @param drain progress of a drain
 * @param drainTarget where the drain moves to, or null for anywhere
 * @param drained ids of the groups the last drain moved away
 * @param weight configured vote, 0 or 1
 * @param dynamicWeight the vote it has now
 * @param service whether the cluster service runs there (the truth, not the cluster's view)
 * @param failures when it left without saying so, newest last
 */
public record NodeState(
        String cluster,
        String host,
        int number,
        State state,
        int info,
        Drain drain,
        @Nullable String drainTarget,
        List<String> drained,
        int weight,
        int dynamicWeight,
        boolean service,
        List<Duration> failures) {

    /** StatusInformation: the node is gone, its virtual machines may still run. */
    public static final int ISOLATED = 1;

    public static final int QUARANTINED = 2;
    public static final int DRAIN_IN_PROGRESS = 4;
    public static final int DRAIN_COMPLETED = 8;
    public static final int DRAIN_FAILED = 16;
    private static final int DRAIN_FLAGS = DRAIN_IN_PROGRESS | DRAIN_COMPLETED | DRAIN_FAILED;

    /** ClusterNodeState. */
    public enum State {
        UP,
        DOWN,
        PAUSED,
        JOINING
    }

    /** ClusterNodeDrainStatus. */
    public enum Drain {
        NOT_INITIATED,
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    public NodeState {
        drained = List.copyOf(drained);
        failures = List.copyOf(failures);
    }

    /** Returns the entity's key. */
    public static Key<NodeState> key(String cluster, String host) {
        return new Key<>(NodeState.class, "cluster/" + cluster + "/node/" + host);
    }

    /** Tells whether it takes part in the cluster. */
    public boolean active() {
        return state == State.UP || state == State.PAUSED;
    }

    NodeState with(State next) {
        return new NodeState(
                cluster,
                host,
                number,
                next,
                info,
                drain,
                drainTarget,
                drained,
                weight,
                dynamicWeight,
                service,
                failures);
    }

    NodeState withInfo(int flags, boolean on) {
        int next = on ? info | flags : info & ~flags;
        return new NodeState(
                cluster,
                host,
                number,
                state,
                next,
                drain,
                drainTarget,
                drained,
                weight,
                dynamicWeight,
                service,
                failures);
    }

    NodeState withVote(int vote) {
        return new NodeState(
                cluster, host, number, state, info, drain, drainTarget, drained, weight, vote, service, failures);
    }

    NodeState withWeight(int value) {
        return new NodeState(
                cluster,
                host,
                number,
                state,
                info,
                drain,
                drainTarget,
                drained,
                value,
                dynamicWeight,
                service,
                failures);
    }

    NodeState withService(boolean runs) {
        return new NodeState(
                cluster, host, number, state, info, drain, drainTarget, drained, weight, dynamicWeight, runs, failures);
    }

    NodeState withDrain(Drain status, @Nullable String target, List<String> groups) {
        int flag = switch (status) {
            case NOT_INITIATED -> 0;
            case IN_PROGRESS -> DRAIN_IN_PROGRESS;
            case COMPLETED -> DRAIN_COMPLETED;
            case FAILED -> DRAIN_FAILED;
        };
        return new NodeState(
                cluster,
                host,
                number,
                state,
                info & ~DRAIN_FLAGS | flag,
                status,
                target,
                groups,
                weight,
                dynamicWeight,
                service,
                failures);
    }

    NodeState withFailure(Duration at) {
        List<Duration> more = new ArrayList<>(failures);
        more.add(at);
        return new NodeState(
                cluster, host, number, state, info, drain, drainTarget, drained, weight, dynamicWeight, service, more);
    }
}
