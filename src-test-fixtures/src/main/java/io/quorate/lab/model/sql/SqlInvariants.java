package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.model.sql.LossState.Cause;
import io.quorate.lab.model.sql.ReplicaState.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of instances and groups after every event (S4, S5 and S7 of the lab's list). */
final class SqlInvariants {
    private final SqlEstate sql;

    private SqlInvariants(SqlEstate sql) {
        this.sql = sql;
    }

    static void declare(SqlEstate sql) {
        SqlInvariants invariants = new SqlInvariants(sql);
        sql.world()
                .invariant(
                        "S4 what was told while a synchronised secondary had it outlives automatic and planned failover",
                        invariants::nothingLost)
                .on(LossState.class, (before, after) -> invariants.nothingLost());
        sql.world()
                .invariant("S7 one primary in a Windows cluster's group", invariants::onePrimary)
                .on(AgState.class, (before, group) -> group == null ? null : invariants.onePrimary(group))
                .on(
                        ReplicaState.class,
                        (before, replica) -> replica == null
                                ? null
                                : sql.findGroup(replica.group())
                                        .map(invariants::onePrimary)
                                        .orElse(null));
    }

    private @Nullable String nothingLost() {
        for (LossState.Loss loss : sql.losses()) {
            if (loss.cause() != Cause.FORCED && loss.guarded() > 0) {
                return loss.guarded() + " transactions of " + loss.database() + " by a failover that was "
                        + loss.cause();
            }
        }
        return null;
    }

    private @Nullable String onePrimary() {
        for (AgState group : sql.allGroups()) {
            String wrong = onePrimary(group);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private @Nullable String onePrimary(AgState group) {
        if (group.distributed() || group.cluster() != ClusterType.WSFC) {
            return null;
        }
        List<String> primaries = new ArrayList<>();
        for (AgReplica replica : group.replicas()) {
            if (sql.role(group.name(), replica.server()) == Role.PRIMARY) {
                primaries.add(replica.server());
            }
        }
        return primaries.size() > 1 ? group.name() + " has the primaries " + primaries : null;
    }
}
