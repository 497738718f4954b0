package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.quorate.Consent;
import io.quorate.call.Ensured;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.lab.Lab;
import io.quorate.sql.AgentJob;
import io.quorate.sql.GroupJobs;
import io.quorate.sql.JobComparison;
import io.quorate.sql.JobCondition;
import io.quorate.sql.JobDefinition;
import io.quorate.sql.JobDifference;
import io.quorate.sql.JobSchedule;
import io.quorate.sql.JobStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Agent jobs that are the same at every replica, and work at one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobsThroughLabTest {
    private static final boolean SWEEP = Boolean.getBoolean("quorate.sweep");
    private static final String MSDB = "EXECUTE msdb.dbo.";

    private SqlStory story;
    private GroupJobs jobs;

    @BeforeAll
    void build() throws SQLException {
        story = SqlStory.start();
        story.built();
        jobs = story.sql.jobs(GROUP);
    }

    @AfterAll
    void close() {
        story.close();
    }

    private static JobDefinition job(String name) {
        return JobDefinition.of(
                        name,
                        JobStep.tsql("prepare", "orders", "EXEC dbo.prepare @text = N'it''s'"),
                        JobStep.tsql("work", "orders", "EXEC dbo.work"))
                .scheduled(JobSchedule.daily("at night", LocalTime.of(2, 0)));
    }

    private AgentJob at(String host, String job) {
        return jobs.list(host).stream()
                .filter(one -> one.name().equals(job))
                .findFirst()
                .orElseThrow();
    }

    private void make(String instance, String job, String... steps) throws SQLException {
        story.execute(instance, MSDB + "sp_add_job @job_name = N'" + job + "', @owner_login_name = N'sa'");
        for (String step : steps) {
            story.execute(
                    instance,
                    MSDB + "sp_add_jobstep @job_name = N'" + job + "', @step_name = N'" + step
                            + "', @command = N'SELECT N''" + step + "''', @on_success_action = 3");
        }
        story.execute(instance, MSDB + "sp_add_jobserver @job_name = N'" + job + "'");
    }

    @Test
    @DisplayName(
            "a job gets to every replica as it is, disabled until all of it is there; the second run sends nothing")
    void ensure_whenAJobIsMissing_createsItAsItIs() throws SQLException {
        make("SQL1", "clean up", "one", "two");
        story.execute(
                "SQL1",
                MSDB + "sp_add_category @class = N'JOB', @type = N'LOCAL', @name = N'House'",
                MSDB + "sp_update_job @job_name = N'clean up', @category_name = N'House', @description = N'weekly'",
                MSDB
                        + "sp_add_jobschedule @job_name = N'clean up', @name = N'sundays', @freq_type = 8, @freq_interval = 1,"
                        + " @freq_recurrence_factor = 1, @active_start_date = 20260101, @active_start_time = 30000");
        assertThat(jobs.compare().of("clean up"))
                .extracting(JobDifference::host, JobDifference::field)
                .containsExactlyInAnyOrder(tuple("SQL2", "missing"), tuple("SQL3", "missing"));
        story.forget();

        Ensured<JobComparison> made = jobs.ensure(sync -> sync.only("clean up"));

        assertThat(made.changed()).isTrue();
        assertThat(made.value().same()).isTrue();
        assertThat(story.changes())
                .doesNotHaveDuplicates()
                .filteredOn(change -> change.contains("sp_add_job "))
                .hasSize(2)
                .allMatch(change -> change.contains("@enabled = 0"));
        assertThat(at("SQL2", "clean up").definition())
                .isEqualTo(at("SQL1", "clean up").definition());
        assertThat(at("SQL3", "clean up").runs()).isTrue();
        story.forget();
        assertThat(jobs.ensure(sync -> sync.only("clean up")).changed()).isFalse();
        assertThat(story.changes()).isEmpty();
        assertThat(story.questions()).hasSize(6);
    }

    @Test
    @DisplayName("what differs of a job is named field by field and changed; steps that change places get their names")
    void ensure_whenAJobDiffers_changesWhatDiffers() throws SQLException {
        make("SQL1", "mixed", "a", "b", "c");
        make("SQL2", "mixed", "b", "a");
        story.execute(
                "SQL2",
                MSDB + "sp_update_job @job_name = N'mixed', @enabled = 0, @notify_level_eventlog = 3",
                MSDB + "sp_add_jobschedule @job_name = N'mixed', @name = N'at night', @freq_type = 4");
        story.execute(
                "SQL1",
                MSDB
                        + "sp_add_jobschedule @job_name = N'mixed', @name = N'At Night', @freq_type = 4, @freq_interval = 1,"
                        + " @active_start_time = 10000");
        assertThat(jobs.compare().of("mixed"))
                .filteredOn(one -> one.host().equals("SQL2"))
                .extracting(JobDifference::field)
                .containsExactlyInAnyOrder(
                        "enabled",
                        "event log",
                        "step 1: name",
                        "step 1: command",
                        "step 2: name",
                        "step 2: command",
                        "step 3",
                        "schedule At Night: interval",
                        "schedule At Night: start time");

        JobComparison now = jobs.ensure(sync -> sync.only("mixed")).value();

        assertThat(now.same()).isTrue();
        assertThat(at("SQL2", "mixed").definition().steps())
                .isEqualTo(at("SQL1", "mixed").definition().steps());
    }

    @Test
    @DisplayName("steps and schedules that a job has besides are removed only with a consent, and so is a job")
    void ensure_whenAJobHasMore_takesAConsent() throws SQLException {
        make("SQL1", "lean", "a");
        make("SQL3", "lean", "a", "b");
        story.execute(
                "SQL3",
                MSDB + "sp_add_jobschedule @job_name = N'lean', @name = N'extra', @freq_type = 4, @freq_interval = 1");
        story.forget();
        assertThatThrownBy(() -> jobs.ensure(sync -> sync.only("lean")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("lean@SQL3");
        assertThat(story.changes()).isEmpty();

        jobs.ensure(sync -> sync.only("lean").removing(Consent.to("lean@sql3", "left from a trial")));

        assertThat(at("SQL3", "lean").definition().steps()).hasSize(1);
        assertThat(at("SQL3", "lean").definition().schedules()).isEmpty();
        assertThat(jobs.compare().of("lean")).isEmpty();
        assertThatThrownBy(() -> jobs.remove("SQL3", "lean", null)).isInstanceOf(ConsentRequiredException.class);
        assertThat(jobs.remove("SQL3", "lean", Consent.to("lean@SQL3", "no longer used")))
                .isTrue();
        assertThat(jobs.remove("SQL3", "lean", Consent.to("lean@SQL3", "no longer used")))
                .isFalse();
    }

    @Test
    @DisplayName(
            "an owner that is called otherwise there but for its case is the same; what else differs is set, and shows")
    void ensure_whenNamesDifferByCase_settles() throws SQLException {
        jobs.ensure(job("weekly"));
        story.forget();
        assertThat(jobs.ensure(job("weekly").ownedBy("SA")).changed()).isFalse();
        assertThat(story.changes()).isEmpty();
        assertThat(jobs.ensure(job("weekly").ownedBy("SA").enabled(false)).changed())
                .isTrue();
        assertThat(story.changes()).hasSize(3).noneMatch(sent -> sent.contains("@owner_login_name"));
        assertThat(at("SQL2", "weekly").definition()).isEqualTo(job("weekly").enabled(false));
    }

    @Test
    @DisplayName("a job that asks for the role is the same everywhere, and what it asks is known again when it is read")
    void ensure_ofAJobThatAsks_putsTheQuestionFirst() throws SQLException {
        JobDefinition plain = job("monthly");
        jobs.ensure(plain);
        JobDefinition asking = plain.asking(JobCondition.primary("orders"));
        assertThat(jobs.ensure(asking).changed()).isTrue();
        for (String host : SqlStory.HOSTS) {
            assertThat(at(host, "monthly").definition()).isEqualTo(asking);
        }
        story.forget();
        assertThat(jobs.ensure(asking).changed()).isFalse();
        assertThat(story.changes()).isEmpty();
        JobDefinition backup = job("back up").asking(JobCondition.preferredForBackup("orders"));
        jobs.ensure(backup);
        assertThat(at("SQL2", "back up").definition().asks()).isEqualTo(JobCondition.preferredForBackup("orders"));
        assertThatThrownBy(() -> jobs.ensure(plain))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("question");
        jobs.ensure(plain, sync -> {
            for (String host : SqlStory.HOSTS) {
                sync.removing(Consent.to("monthly@" + host, "works everywhere again"));
            }
        });
        assertThat(at("SQL3", "monthly").definition()).isEqualTo(plain);
    }

    @Test
    @DisplayName(
            "the question that a job asks is answered with yes at the primary alone, and the other one where backups are preferred")
    void question_isAnsweredByTheInstance() throws SQLException {
        jobs.ensure(job("asks").asking(JobCondition.primary("orders")));
        String question =
                "SELECT command FROM msdb.dbo.sysjobsteps AS s JOIN msdb.dbo.sysjobs AS j ON j.job_id = s.job_id"
                        + " WHERE j.name = N'asks' AND s.step_id = 1";
        for (String host : SqlStory.HOSTS) {
            try (Connection connection = story.connect(story.lab.sql().address(host), "", false)) {
                String asks = SqlStory.ask(connection, question).get(0);
                boolean primary = host.equals("SQL1");
                if (primary) {
                    SqlStory.execute(connection, asks);
                } else {
                    assertThatThrownBy(() -> SqlStory.execute(connection, asks))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("Nothing to do");
                }
            }
        }
    }

    @Test
    @DisplayName(
            "an owner that is missing at a replica is named before anything is sent; what belongs to an instance alone is left as it is")
    void plan_whenSomethingIsInTheWay_namesIt() throws SQLException {
        story.execute("SQL1", "CREATE LOGIN [jobowner] WITH PASSWORD = N'App-Passw0rd!'");
        make("SQL1", "owned", "a");
        story.execute("SQL1", MSDB + "sp_update_job @job_name = N'owned', @owner_login_name = N'jobowner'");
        assertThat(jobs.plan(sync -> sync.only("owned")).obstacles())
                .hasSize(2)
                .allMatch(one -> one.contains("jobowner") && one.contains("14234"));
        make("SQL1", "log reader", "a");
        story.execute("SQL1", MSDB + "sp_update_job @job_name = N'log reader', @category_name = N'REPL-LogReader'");
        make("SQL2", "local", "a");
        JobComparison compared = jobs.compare();
        assertThat(compared.leftAlone()).contains("job log reader belongs to replication");
        assertThat(compared.of("log reader")).isEmpty();
        assertThat(compared.of("local")).extracting(JobDifference::field).containsExactly("surplus");
        jobs.remove("SQL1", "owned", Consent.to("owned@SQL1", "only for this test"));
    }

    @Test
    @DisplayName("a schedule that another job has, too, is not changed under it")
    void plan_whenAScheduleIsShared_namesTheOther() throws SQLException {
        make("SQL1", "sharer", "a");
        story.execute(
                "SQL1",
                MSDB
                        + "sp_add_jobschedule @job_name = N'sharer', @name = N'hourly', @freq_type = 4, @freq_interval = 1");
        make("SQL2", "sharer", "a");
        make("SQL2", "neighbour", "a");
        story.execute(
                "SQL2",
                MSDB + "sp_add_schedule @schedule_name = N'hourly', @freq_type = 8",
                MSDB + "sp_attach_schedule @job_name = N'sharer', @schedule_name = N'hourly'",
                MSDB + "sp_attach_schedule @job_name = N'neighbour', @schedule_name = N'hourly'");
        assertThat(jobs.plan(sync -> sync.only("sharer")).obstacles())
                .singleElement()
                .asString()
                .contains("hourly", "neighbour");
    }

    @Test
    @DisplayName("an answer lost at any statement: the job is whole in the end, and nothing of it is there twice")
    void ensure_whenAnAnswerIsLost_settles() {
        for (int n : SWEEP ? new int[] {1, 2, 3, 4, 5, 6, 7} : new int[] {4}) {
            JobDefinition wanted = job("cut" + n).asking(JobCondition.primary("orders"));
            AtomicInteger count = new AtomicInteger();
            int number = n;
            story.lab
                    .faults()
                    .when(
                            "answer of change " + n,
                            request -> SqlStory.changes(request) && count.incrementAndGet() == number)
                    .resetAfter();
            assertThat(jobs.ensure(wanted).changed()).isTrue();
            assertThat(at("SQL1", "cut" + n).definition()).isEqualTo(wanted);
            assertThat(jobs.ensure(wanted).changed()).isFalse();
            assertThat(story.lab.faults().unfired()).isEmpty();
        }
    }

    @Test
    void rehearse_showsEveryStatement() {
        story.forget();
        String explained = story.quorate
                .rehearse(q -> q.availabilityGroups(Lab.SQL)
                        .jobs(GROUP)
                        .ensure(job("shown").asking(JobCondition.primary("orders"))))
                .explain();
        assertThat(story.changes()).isEmpty();
        assertThat(explained)
                .contains(
                        "sp_add_job ", "sp_add_jobstep ", "sp_add_jobserver ", "sp_add_jobschedule ", "sp_update_job ")
                .contains("fn_hadr_is_primary_replica(N''orders'')");
        assertThat(List.of(explained.split("sp_add_job "))).hasSize(4);
    }
}
