package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.lab.Lab;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.FailoverOutcome;
import io.quorate.sql.GroupPlan;
import io.quorate.sql.GroupSpec;
import io.quorate.text.Span;
import java.time.Duration;
import java.util.List;

/** Builds an availability group on two instances of the lab, and fails it over. */
public final class BuildGroup {
    private BuildGroup() {}

    /** Looks what is missing, has it made, and moves the primary. */
    public static void main(String[] args) {
        Arguments.none(
                BuildGroup.class, "Builds an availability group on two instances of the lab, and fails it over.", args);
        try (Lab lab = Lab.sqlStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            lab.sql().makeDatabase("SQL1", "orders");
            build(quorate.availabilityGroups(Lab.SQL));
        }
    }

    private static void build(AvailabilityGroupClient sql) {
        // @start region="ensure"
        GroupPlan plan = sql.groups().plan("ag1", BuildGroup::wanted);
        plan.steps().forEach(step -> System.out.println(step.reason()));
        plan.hints().forEach(hint -> System.out.println("mind: " + hint));
        sql.groups().ensure("ag1", BuildGroup::wanted);
        System.out.println(
                "again: " + sql.groups().ensure("ag1", BuildGroup::wanted).changed());
        // @end
        sql.databases("ag1").awaitSynchronized("orders", Duration.ofMinutes(5), progress -> {});
        // @start region="failover"
        FailoverOutcome moved = sql.failover("ag1").to("SQL2", Duration.ofMinutes(1));
        System.out.println(
                moved.from() + " handed over to " + moved.target() + ", open after " + Span.words(moved.whole()));
        // @end
    }

    // @start region="wanted"
    private static void wanted(GroupSpec group) {
        for (String host : List.of("SQL1", "SQL2")) {
            group.addReplica(
                    host,
                    r -> r.secondaryConnections(AllowedConnections.READ_ONLY).routingUrl("TCP://" + host + ":1433"));
        }
        group.addDatabase("orders");
        group.listener(
                "ag1l", l -> l.addAddress("10.66.1.50", "255.255.255.0").addAddress("10.66.2.50", "255.255.255.0"));
    }
    // @end
}
