package io.quorate.lab.rule.sql;

import static io.quorate.lab.rule.sql.SqlRoom.automatic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.kernel.InvariantViolation;
import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.AgState;
import io.quorate.lab.model.sql.LossState;
import io.quorate.lab.model.sql.ReplicaState;
import io.quorate.lab.model.sql.ReplicaState.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The invariants of SQL Server, broken by hand: the look at the change sees it at once, and the look at everything says the same. */
class SqlInvariantsTest {

    private static void breaks(World world, String said, Runnable change) {
        assertThat(world.verify()).as("before").isEmpty();
        assertThatThrownBy(() -> world.change("test", change))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining(said);
        assertThat(world.verify()).singleElement().asString().contains(said);
    }

    @Test
    @DisplayName("S4: an automatic failover loses what a synchronised secondary had")
    void losses_whenAGuardedOneIsLost() {
        try (SqlRoom room = new SqlRoom(1)) {
            LossState.Loss loss = new LossState.Loss(
                    "AG1",
                    "Sales",
                    "SQL1",
                    "SQL2",
                    LossState.Cause.AUTOMATIC,
                    2,
                    2,
                    1,
                    Duration.ZERO,
                    new LossState.Tail(List.of()),
                    false);
            breaks(
                    room.world,
                    "1 transactions of Sales by a failover that was AUTOMATIC",
                    () -> room.world.put(LossState.KEY, new LossState(List.of(loss))));
        }
    }

    @Test
    @DisplayName("S7: a second replica becomes primary, or a group takes one in that is")
    void primaries_whenASecondIs() {
        try (SqlRoom room = new SqlRoom(2)) {
            room.group(List.of("Sales"), null, automatic("SQL1"), automatic("SQL2"));
            Key<ReplicaState> key = ReplicaState.key("AG1", "SQL2");
            ReplicaState second = room.world.get(key);
            ReplicaState primary = new ReplicaState(
                    second.group(),
                    second.instance(),
                    Role.PRIMARY,
                    second.joined(),
                    second.granted(),
                    second.up(),
                    second.connected(),
                    second.since(),
                    second.error(),
                    second.errorAt());
            breaks(room.world, "AG1 has the primaries [SQL1, SQL2]", () -> room.world.put(key, primary));
            room.world.change("mended", () -> room.world.put(key, second));
            AgState group = room.world.get(AgState.key("AG1"));
            room.world.change("gone", () -> room.world.remove(AgState.key("AG1")));
            room.world.change("primary", () -> room.world.put(key, primary));
            breaks(room.world, "AG1 has the primaries [SQL1, SQL2]", () -> room.world.put(AgState.key("AG1"), group));
        }
    }
}
