package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.call.Order;
import io.quorate.lab.Lab;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.JobCondition;
import io.quorate.sql.JobDefinition;
import io.quorate.sql.JobSchedule;
import io.quorate.sql.JobStep;
import io.quorate.sql.command.CreateSqlLogin;
import java.time.LocalTime;
import java.util.List;

/** Has log-ins and jobs be the same at a group's instances, so that applications come in after a failover. */
public final class SyncLogins {
    private SyncLogins() {}

    /** Makes a group with an application's log-in at one instance, and gives it to the other. */
    public static void main(String[] args) {
        Arguments.none(
                SyncLogins.class, "Has log-ins and jobs be the same at the instances of a simulated group.", args);
        try (Lab lab = Lab.sqlStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            lab.sql().makeDatabase("SQL1", "orders");
            AvailabilityGroupClient sql = quorate.availabilityGroups(Lab.SQL);
            sql.groups().ensure("ag1", group -> {
                List.of("SQL1", "SQL2").forEach(group::addReplica);
                group.addDatabase("orders");
            });
            quorate.run(Order.create(
                    Lab.SQL, new CreateSqlLogin("SQL1", "shop", Secret.of("Shop-Passw0rd!"), false, null)));
            same(sql);
        }
    }

    private static void same(AvailabilityGroupClient sql) {
        // @start region="logins"
        sql.logins("ag1")
                .compare()
                .differences()
                .forEach(one -> System.out.println(one.login() + " at " + one.host() + ": " + one.aspect()));
        sql.logins("ag1").ensure();
        System.out.println("again: " + sql.logins("ag1").ensure().changed());
        System.out.println("users without a log-in: " + sql.logins("ag1").orphans());
        // @end
        // @start region="jobs"
        sql.jobs("ag1")
                .ensure(JobDefinition.of(
                                "back up orders",
                                JobStep.tsql("back up", "master", "BACKUP DATABASE [orders] TO DISK = N'orders.bak'"))
                        .scheduled(JobSchedule.daily("nightly", LocalTime.of(1, 30)))
                        .asking(JobCondition.preferredForBackup("orders")));
        System.out.println("jobs differ: " + sql.jobs("ag1").compare().differences());
        // @end
    }
}
