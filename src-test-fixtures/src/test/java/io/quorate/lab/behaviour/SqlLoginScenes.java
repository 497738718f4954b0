package io.quorate.lab.behaviour;

import io.quorate.Secret;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.JobCondition;
import io.quorate.sql.JobDefinition;
import io.quorate.sql.JobSchedule;
import io.quorate.sql.JobStep;
import io.quorate.sql.LoginSid;
import io.quorate.sql.ServerPermission;
import io.quorate.sql.command.DropLogin;
import io.quorate.sql.command.EnableLogin;
import io.quorate.sql.command.RemoveJob;
import io.quorate.sql.command.SetJob;
import io.quorate.sql.command.SetLogin;
import io.quorate.sql.command.SetLoginPassword;
import io.quorate.sql.command.SetRoleMember;
import io.quorate.sql.command.SetServerPermission;
import io.quorate.sql.command.TrimJob;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;

/** What is done to log-ins and jobs; the log-in {@code app} is there. */
final class SqlLoginScenes {
    private static final String HOST = "SQL1";
    private static final String LOGIN = "app";
    private static final LoginSid SID = LoginSid.of("00112233445566778899AABBCCDDEEFF");
    private static final Secret HASH = Secret.of("0x0200" + "0A1B2C3E" + "5F".repeat(64));
    private static final JobDefinition JOB = JobDefinition.of(
                    "nightly",
                    JobStep.tsql("first", "master", "SELECT 1"),
                    JobStep.tsql("second", "master", "SELECT 2"))
            .scheduled(JobSchedule.daily("at night", LocalTime.of(2, 0)), JobSchedule.everyMinutes("often", 15));

    private SqlLoginScenes() {}

    static void add(Scenes to, AvailabilityGroupClient sql) {
        to.scene(SetLogin.class, () -> to.sql(HOST, new SetLogin(HOST, LOGIN, "msdb", "Deutsch", true, true)));
        to.scene(SetLogin.class, "one option", () -> to.sql(HOST, new SetLogin(HOST, LOGIN, null, null, null, false)));
        to.scene(SetLoginPassword.class, () -> to.sql(HOST, new SetLoginPassword(HOST, LOGIN, HASH)));
        to.scene(EnableLogin.class, () -> to.sql(HOST, new EnableLogin(HOST, LOGIN, false)));
        to.scene(SetRoleMember.class, () -> to.sql(HOST, new SetRoleMember(HOST, "dbcreator", LOGIN, true)));
        to.scene(
                SetRoleMember.class, "no more", () -> to.sql(HOST, new SetRoleMember(HOST, "dbcreator", LOGIN, false)));
        for (ServerPermission.State state : List.of(
                ServerPermission.State.GRANT_WITH_GRANT_OPTION,
                ServerPermission.State.GRANT,
                ServerPermission.State.DENY,
                ServerPermission.State.REVOKE)) {
            to.scene(
                    SetServerPermission.class,
                    state.name(),
                    () -> to.sql(
                            HOST,
                            new SetServerPermission(HOST, LOGIN, new ServerPermission("VIEW SERVER STATE", state))));
        }
        to.scene(SetJob.class, () -> to.sql(HOST, new SetJob(HOST, JOB)));
        to.scene(
                SetJob.class,
                "that asks",
                () -> to.sql(
                        HOST,
                        new SetJob(
                                HOST, JOB.asking(JobCondition.primary("orders")).enabled(false))));
        to.scene(
                TrimJob.class,
                () -> to.sql(HOST, new TrimJob(HOST, "nightly", job(sql), false, 1, List.of("at night"))));
        to.scene(RemoveJob.class, () -> to.sql(HOST, new RemoveJob(HOST, "nightly", job(sql))));
        to.scene(DropLogin.class, () -> to.sql(HOST, new DropLogin(HOST, LOGIN, SID)));
    }

    private static UUID job(AvailabilityGroupClient sql) {
        return sql.jobs("any").list(HOST).get(0).id();
    }
}
