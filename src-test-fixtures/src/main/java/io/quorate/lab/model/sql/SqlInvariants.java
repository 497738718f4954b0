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
                        invariants::nothingLost);
        sql.world().invariant("S7 one primary in a Windows cluster's group", invariants::onePrimary);
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
            if (group.distributed() || group.cluster() != ClusterType.WSFC) {
                continue;
            }
            List<String> primaries = new ArrayList<>();
            for (AgReplica replica : group.replicas()) {
                if (sql.role(group.name(), replica.server()) == Role.PRIMARY) {
                    primaries.add(replica.server());
                }
            }
            if (primaries.size() > 1) {
                return group.name() + " has the primaries " + primaries;
            }
        }
        return null;
    }
}
