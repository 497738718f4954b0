package io.quorate.lab.rule.sql;

import static io.quorate.lab.rule.sql.SqlRoom.asynchronous;
import static io.quorate.lab.rule.sql.SqlRoom.automatic;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Seed;
import io.quorate.lab.ddl.DatabaseStatement;
import io.quorate.lab.ddl.GroupAction;
import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.GroupStatement;
import io.quorate.lab.ddl.Replica;
import io.quorate.lab.model.sql.LossState.Cause;
import io.quorate.lab.model.sql.LossState.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupFailoverTest {
    private static final List<String> DATABASES = List.of("Sales", "Stock");

    @RegisterExtension
    final Seed seed = Seed.usually(20261128);

    private static SqlRoom room() {
        SqlRoom room = new SqlRoom(3);
        room.group(DATABASES, null, automatic("SQL1"), automatic("SQL2"), asynchronous("SQL3"));
        return room;
    }

    @Test
    void failover_planned_losesNothingAndTheOldPrimaryFollows() {
        try (SqlRoom room = room()) {
            assertThat(room.write("SQL1", "Sales", "m1")).isZero();
            assertThat(room.alter("SQL1", new GroupAction.Failover())).containsExactly(41122);
            assertThat(room.alter("SQL3", new GroupAction.Failover())).containsExactly(41142);
            assertThat(room.alter("SQL2", new GroupAction.Failover())).isEmpty();

            assertThat(room.hosts.get("SQL2").closed("Sales", false).number()).isEqualTo(922);
            room.pass(Duration.ofSeconds(5));
            assertThat(room.write("SQL2", "Sales", "m2")).isZero();
            assertThat(room.write("SQL1", "Sales", "m3")).isEqualTo(3906);
            room.pass(Duration.ofSeconds(1));
            assertThat(room.markers("SQL1", "Sales")).containsExactly("m1", "m2");
            assertThat(room.sync("SQL1", "Sales")).isEqualTo("SYNCHRONIZED");
            assertThat(room.sql.listeners().open())
                    .extracting(o -> o.instance() + " " + o.address())
                    .containsExactly("SQL2 10.66.2.50");
            assertThat(room.sql.losses()).isEmpty();
        }
    }

    @Test
    void failover_automatic_comesAfterTheHostCountsAsDown() {
        try (SqlRoom room = room()) {
            room.write("SQL1", "Sales", "m1");
            long before = room.hosts.get("SQL2").epoch("Sales");
            room.estate.powerOff("SQL1");
            room.pass(Duration.ofSeconds(19));
            assertThat(room.role("SQL2")).isEqualTo("SECONDARY");
            room.pass(Duration.ofSeconds(3));
            assertThat(room.role("SQL2")).isEqualTo("PRIMARY");
            assertThat(room.hosts.get("SQL2").epoch("Sales")).isNotEqualTo(before);
            assertThat(room.write("SQL2", "Sales", "m2")).isZero();
            room.estate.powerOn("SQL1");
            room.pass(Duration.ofMinutes(10));
            assertThat(room.role("SQL1")).isEqualTo("SECONDARY");
            assertThat(room.markers("SQL1", "Sales")).containsExactly("m1", "m2");
            assertThat(room.sync("SQL1", "Stock")).isEqualTo("SYNCHRONIZED");
        }
    }

    @Test
    void failover_ofAnInstanceThatHangs_comesWhenItsLeaseEnds() {
        try (SqlRoom room = room()) {
            room.world.change("hang", () -> room.sql.services().hang("SQL1", true));
            room.pass(Duration.ofSeconds(19));
            assertThat(room.role("SQL1")).isEqualTo("PRIMARY");
            room.pass(Duration.ofSeconds(5));
            assertThat(room.role("SQL1")).isEqualTo("RESOLVING");
            assertThat(room.role("SQL2")).isEqualTo("PRIMARY");
        }
    }

    @Test
    void failover_beyondTheBudget_leavesTheGroupResolving() {
        try (SqlRoom room = new SqlRoom(2)) {
            room.group(DATABASES, null, automatic("SQL1"), automatic("SQL2"));
            room.world.change("stop", () -> room.sql.services().stop("SQL1"));
            room.pass(Duration.ofSeconds(5));
            assertThat(room.role("SQL2")).isEqualTo("PRIMARY");
            room.world.change("start", () -> room.sql.services().start("SQL1"));
            room.pass(Duration.ofSeconds(30));
            room.world.change("stop", () -> room.sql.services().stop("SQL2"));
            room.pass(Duration.ofSeconds(30));
            assertThat(room.role("SQL1")).isEqualTo("RESOLVING");
            assertThat(room.hosts.get("SQL1").closed("Sales", false).number()).isEqualTo(983);
        }
    }

    @Test
    void failover_forced_forksAndTheLedgerCountsWhatIsLost() {
        try (SqlRoom room = room()) {
            room.write("SQL1", "Sales", "m1");
            room.pass(Duration.ofSeconds(1));
            room.sql.faults().lag("SQL3", Duration.ofHours(1));
            assertThat(room.write("SQL1", "Sales", "m2")).isZero();
            assertThat(room.write("SQL1", "Sales", "m3")).isZero();
            room.estate.powerOff("SQL1");
            room.estate.powerOff("SQL2");
            room.sql.faults().clear();
            room.pass(Duration.ofSeconds(30));
            assertThat(room.alter("SQL3", new GroupAction.ForceFailover())).containsExactly(41190);
            room.estate.powerOn("SQL2");
            room.pass(Duration.ofMinutes(10));
            room.world.change("stop", () -> room.sql.services().stop("SQL2"));

            assertThat(room.alter("SQL3", new GroupAction.ForceFailover())).isEmpty();
            room.pass(Duration.ofSeconds(2));
            assertThat(room.write("SQL3", "Sales", "m4")).isZero();
            assertThat(room.sql.losses()).singleElement().satisfies(l -> {
                assertThat(l.cause()).isEqualTo(Cause.FORCED);
                assertThat(l.acknowledged()).isEqualTo(2);
                assertThat(l.discarded()).isFalse();
            });
            room.estate.powerOn("SQL1");
            room.pass(Duration.ofMinutes(10));
            assertThat(room.rows("SQL1", "sys.dm_hadr_database_replica_states"))
                    .allMatch(r -> r.get("suspend_reason_desc").equals("SUSPEND_FROM_PARTNER"));
            assertThat(room.markers("SQL1", "Sales")).containsExactly("m1", "m2", "m3");

            long generation = room.hosts.get("SQL1").log("Sales").generation();
            assertThat(room.say("SQL1", new DatabaseStatement.Resume("Sales"))).isEmpty();
            room.pass(Duration.ofSeconds(1));
            assertThat(room.markers("SQL1", "Sales")).containsExactly("m1", "m4");
            assertThat(room.hosts.get("SQL1").log("Sales").generation()).isNotEqualTo(generation);
            assertThat(room.sql.losses()).allMatch(Loss::discarded);
        }
    }

    @Test
    void commit_whenASecondaryFallsSilent_waitsForItsSessionTimeOut() {
        try (SqlRoom room = room()) {
            room.estate.cutLink("SQL1", "SQL2");
            Duration before = room.world.time().now();
            assertThat(room.write("SQL1", "Sales", "m1")).isZero();
            assertThat(room.world.time().now().minus(before)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
            assertThat(room.sync("SQL2", "Sales")).isEqualTo("NOT SYNCHRONIZING");
            room.estate.healLink("SQL1", "SQL2");
            room.pass(Duration.ofSeconds(1));
            assertThat(room.markers("SQL2", "Sales")).containsExactly("m1");
        }
    }

    @Test
    void commit_withoutTheSecondariesThatItNeeds_waitsUntilPatienceIsGiven() {
        try (SqlRoom room = new SqlRoom(2)) {
            room.group(DATABASES, 1, automatic("SQL1"), automatic("SQL2"));
            room.say("SQL2", new DatabaseStatement.Suspend("Sales"));
            AtomicInteger asked = new AtomicInteger();
            assertThat(room.write("SQL1", "Sales", "m1", () -> asked.incrementAndGet() > 20))
                    .isEqualTo(3617);
            assertThat(room.write("SQL1", "Stock", "m1")).isZero();
            room.say("SQL2", new DatabaseStatement.Resume("Sales"));
            assertThat(room.write("SQL1", "Sales", "m2")).isZero();
            room.pass(Duration.ofSeconds(1));
            assertThat(room.markers("SQL2", "Sales")).containsExactly("m1", "m2");
        }
    }

    @Test
    void partition_takesThePrimaryOutAndNothingTwice() {
        try (SqlRoom room = room()) {
            room.write("SQL1", "Sales", "m1");
            room.estate.cutLink("SQL1", "SQL2");
            room.estate.cutLink("SQL1", "SQL3");
            assertThat(room.role("SQL1")).isEqualTo("RESOLVING");
            assertThat(room.write("SQL1", "Sales", "lost")).isEqualTo(983);
            room.pass(Duration.ofSeconds(30));
            assertThat(room.role("SQL2")).isEqualTo("PRIMARY");
            assertThat(room.write("SQL2", "Sales", "m2")).isZero();
            room.estate.healLink("SQL1", "SQL2");
            room.estate.healLink("SQL1", "SQL3");
            room.pass(Duration.ofSeconds(30));
            assertThat(room.markers("SQL1", "Sales")).containsExactly("m1", "m2");
            assertThat(room.world.violations()).isEmpty();
        }
    }

    @Test
    void none_knowsForcedFailoverOnlyAndTheOldPrimaryIsDemotedByHand() {
        try (SqlRoom room = new SqlRoom(2)) {
            room.endpoints();
            room.database("SQL1", "Sales");
            room.say(
                    "SQL1",
                    new GroupStatement.Create(
                            "AG1",
                            SqlRoom.options(ClusterType.NONE, null),
                            List.of("Sales"),
                            List.of(manual("SQL1"), manual("SQL2")),
                            null));
            assertThat(room.alter("SQL2", new GroupAction.Join(ClusterType.NONE)))
                    .isEmpty();
            room.alter("SQL2", new GroupAction.CreateAnyDatabase(true));
            room.pass(Duration.ofSeconds(20));
            room.write("SQL1", "Sales", "m1");
            assertThat(room.alter("SQL2", new GroupAction.Failover())).containsExactly(47122);
            assertThat(room.alter("SQL1", new GroupAction.SetRoleSecondary())).isEmpty();
            assertThat(room.alter("SQL2", new GroupAction.ForceFailover())).isEmpty();
            room.pass(Duration.ofSeconds(5));
            assertThat(room.write("SQL2", "Sales", "m2")).isZero();
            room.say("SQL1", new DatabaseStatement.Resume("Sales"));
            room.pass(Duration.ofSeconds(1));
            assertThat(room.markers("SQL1", "Sales")).containsExactly("m1", "m2");
        }
    }

    private static Replica manual(String server) {
        return SqlRoom.replica(server, Replica.AvailabilityMode.SYNCHRONOUS_COMMIT, Replica.FailoverMode.MANUAL);
    }

    @Test
    void markers_thatWereAcknowledged_outliveEveryAutomaticAndPlannedFailover() {
        int schedules = Boolean.getBoolean("quorate.sweep") ? 200 : 12;
        Random random = seed.random();
        for (int i = 0; i < schedules; i++) {
            schedule(random);
        }
    }

    /** Has something break while the next marker is on its way. */
    private static void soon(SqlRoom room, Random random, String host, String other) {
        boolean power = random.nextBoolean() || host.equals(other);
        room.world.schedule(Duration.ofMillis(random.nextInt(4) * random.nextInt(3000)), "chaos", "chaos", () -> {
            if (power) {
                room.estate.powerOff(host);
            } else {
                room.estate.cutLink(host, other);
            }
        });
    }

    private static void mend(SqlRoom room) {
        List.of("SQL1", "SQL2", "SQL3").forEach(room.estate::powerOn);
        room.estate.healLink("SQL1", "SQL2");
        room.estate.healLink("SQL1", "SQL3");
        room.estate.healLink("SQL2", "SQL3");
    }

    private static void schedule(Random random) {
        try (SqlRoom room = new SqlRoom(3, random.nextInt(1000), 16)) {
            room.sql.failoverBudget(1000);
            room.group(
                    List.of("Sales"),
                    random.nextBoolean() ? 1 : null,
                    automatic("SQL1"),
                    automatic("SQL2"),
                    random.nextBoolean() ? automatic("SQL3") : asynchronous("SQL3"));
            List<String> told = new ArrayList<>();
            int next = 0;
            for (int step = 0; step < 25; step++) {
                String host = "SQL" + (1 + random.nextInt(3));
                String other = "SQL" + (1 + random.nextInt(3));
                switch (random.nextInt(14)) {
                    case 0 -> room.estate.powerOff(host);
                    case 1 -> mend(room);
                    case 2 -> {
                        if (!host.equals(other)) {
                            room.estate.cutLink(host, other);
                        }
                    }
                    case 3 -> {
                        mend(room);
                        room.pass(Duration.ofMinutes(3));
                    }
                    case 4 -> room.alter(host, new GroupAction.Failover());
                    case 5 -> room.pass(Duration.ofSeconds(random.nextInt(90)));
                    default -> {
                        if (random.nextInt(8) == 0) {
                            soon(room, random, host, other);
                        }
                        String primary = room.sql.findGroup("AG1").orElseThrow().primary();
                        String marker = "m" + next++;
                        Duration deadline = room.world.time().now().plusSeconds(12);
                        if (primary != null
                                && room.write(
                                                primary,
                                                "Sales",
                                                marker,
                                                () -> room.world.time().now().compareTo(deadline) > 0)
                                        == 0) {
                            told.add(marker);
                        }
                    }
                }
            }
            room.pass(Duration.ofSeconds(10));
            mend(room);
            room.pass(Duration.ofMinutes(20));
            Set<String> primaries = new HashSet<>();
            for (String host : List.of("SQL1", "SQL2", "SQL3")) {
                assertThat(room.markers(host, "Sales"))
                        .as(host + "\n"
                                + room.world.explain(
                                        "ag/AG1",
                                        Duration.ZERO,
                                        room.world.time().now()))
                        .containsAll(told);
                if (room.role(host).equals("PRIMARY")) {
                    primaries.add(host);
                }
            }
            assertThat(primaries).hasSize(1);
            assertThat(room.world.violations()).isEmpty();
            assertThat(room.sql.losses()).allMatch(l -> l.acknowledged() == 0);
        }
    }
}
