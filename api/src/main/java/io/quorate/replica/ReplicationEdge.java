package io.quorate.replica;

import java.util.List;

/**
 * One act on one state of a replication, and where it leads. What has no edge may not be done; in a state of another product, in one that is
 * not known, and in an extended replica nothing may be done from here.
 *
 * @param mode which side it is done on
 * @param from the state it is done in
 * @param act what is done
 * @param to the state it leads to
 * @param source who says so
 */
public record ReplicationEdge(
        ReplicationMode mode, ReplicationState from, ReplicationAct act, ReplicationState to, String source) {

    /** Returns all edges. */
    public static List<ReplicationEdge> all() {
        return ReplicationTable.EDGES;
    }
}
