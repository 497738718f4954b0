package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.call.Order;
import io.quorate.spi.Command;
import io.quorate.sql.command.SetJob;
import io.quorate.sql.command.TrimJob;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What differs between jobs of instances, and what makes them the same. */
class JobDiffTest {
    private static final JobStep STEP = JobStep.tsql("work", "orders", "EXECUTE dbo.work");
    private static final JobSchedule NIGHTLY = JobSchedule.daily("nightly", LocalTime.of(2, 30));
    private static final JobDefinition JOB = JobDefinition.of("clean", STEP).scheduled(NIGHTLY);

    private final List<AgentJob> here = new ArrayList<>();
    private final List<AgentJob> there = new ArrayList<>();
    private List<String> logins = List.of("sa", "LAB\\dba");
    private List<String> operators = List.of("DBA on call");
    private List<String> proxies = List.of("copier");

    private static AgentJob job(JobDefinition definition, String... shared) {
        return new AgentJob(
                UUID.nameUUIDFromBytes(definition.name().getBytes()), definition, true, List.of(shared), null);
    }

    private static AgentJob foreign(String name) {
        JobDefinition definition = JobDefinition.of(name, STEP);
        return new AgentJob(new UUID(7, 7), definition, true, List.of(), "is a maintenance plan's");
    }

    /** All that a job is, to change one thing of it. */
    private static JobDefinition with(
            JobDefinition of,
            String description,
            String category,
            int start,
            List<JobStep> steps,
            JobNotice eventLog,
            JobNotice mail,
            String operator,
            JobNotice delete) {
        return new JobDefinition(
                of.name(),
                of.enabled(),
                description,
                category,
                of.owner(),
                of.asks(),
                start,
                steps,
                of.schedules(),
                eventLog,
                mail,
                operator,
                delete);
    }

    private static JobDefinition steps(JobStep... steps) {
        return with(
                JOB,
                JOB.description(),
                JOB.category(),
                1,
                List.of(steps),
                JOB.eventLog(),
                JOB.mail(),
                null,
                JOB.delete());
    }

    private static JobDefinition step(UnaryOperator<JobStep> change) {
        return steps(change.apply(JOB.steps().get(0)));
    }

    private JobDiff.Found found(Consumer<JobSync> wish) {
        JobSync sync = new JobSync();
        wish.accept(sync);
        return JobDiff.of(
                "sql",
                "AG1",
                sync.wish(),
                new JobInventory("sql1", here, logins, List.of(), operators, proxies),
                List.of(new JobInventory("sql2", there, logins, List.of(), operators, proxies)));
    }

    private JobDiff.Found found() {
        return found(wish -> {});
    }

    private static List<Command<?>> commands(JobDiff.Found found) {
        return found.plan().steps().stream()
                .map(GroupStep::order)
                .<Command<?>>map(Order::command)
                .toList();
    }

    private static List<String> fields(JobDiff.Found found) {
        return found.comparison().differences().stream()
                .map(JobDifference::field)
                .toList();
    }

    @Test
    void sameJobs_giveNothing() {
        here.add(job(JOB));
        there.add(job(JOB));
        assertThat(found().comparison().differences()).isEmpty();
        assertThat(found().plan().satisfied()).isTrue();
        assertThat(found().plan().hints()).isEmpty();
    }

    @Test
    @DisplayName("names that Agent finds whatever their case are no difference")
    void namesOfOtherCase_areTheSame() {
        here.add(job(named("sa", "DBA on call", "Backups", "tsql", "orders", "copier")));
        there.add(job(named("SA", "dba ON CALL", "BACKUPS", "TSQL", "Orders", "Copier")));
        assertThat(found().comparison().differences()).isEmpty();
        assertThat(found().plan().satisfied()).isTrue();
    }

    private static JobDefinition named(
            String owner, String operator, String category, String subsystem, String database, String proxy) {
        JobStep step = new JobStep(
                "work",
                subsystem,
                "EXECUTE dbo.work",
                JobAction.SUCCESS,
                JobAction.FAILURE,
                database,
                null,
                0,
                0,
                null,
                0,
                0,
                proxy);
        return with(
                JOB.ownedBy(owner),
                "d",
                category,
                1,
                List.of(step),
                JobNotice.NEVER,
                JobNotice.ALWAYS,
                operator,
                JobNotice.NEVER);
    }

    @Test
    void missing_isCreated() {
        here.add(job(JOB));
        assertThat(fields(found())).containsExactly(JobDifference.MISSING);
        assertThat(commands(found())).containsExactly(new SetJob("sql2", JOB));
    }

    @Test
    void surplus_isNamedAndStays() {
        there.add(job(JOB));
        assertThat(fields(found())).containsExactly(JobDifference.SURPLUS);
        assertThat(found().plan().satisfied()).isTrue();
    }

    @Test
    @DisplayName("a job that belongs to an instance alone is left alone on either side, and is no surplus")
    void foreignJobs_areLeftAlone() {
        here.add(foreign("plan"));
        there.add(foreign("plan"));
        there.add(foreign("other plan"));
        assertThat(found().comparison().leftAlone()).containsExactly("job plan is a maintenance plan's");
        assertThat(found().comparison().differences()).isEmpty();
        here.add(job(JOB));
        there.add(foreign("CLEAN"));
        assertThat(commands(found())).isEmpty();
        assertThat(found().plan().hints()).singleElement().asString().contains("left as it is");
    }

    static Stream<Arguments> aspects() {
        JobStep one = JOB.steps().get(0);
        List<JobStep> same = JOB.steps();
        String text = JOB.description();
        String none = JobDefinition.NO_CATEGORY;
        JobNotice never = JobNotice.NEVER;
        JobNotice log = JOB.eventLog();
        return Stream.of(
                Arguments.of("enabled", JOB.enabled(false)),
                Arguments.of("description", with(JOB, "another", none, 1, same, log, never, null, never)),
                Arguments.of("category", with(JOB, text, "Backups", 1, same, log, never, null, never)),
                Arguments.of("owner", JOB.ownedBy("LAB\\dba")),
                Arguments.of("event log", with(JOB, text, none, 1, same, JobNotice.ALWAYS, never, null, never)),
                Arguments.of("mail", with(JOB, text, none, 1, same, log, JobNotice.ON_FAILURE, null, never)),
                Arguments.of("operator", with(JOB, text, none, 1, same, log, never, "DBA on call", never)),
                Arguments.of("delete", with(JOB, text, none, 1, same, log, never, null, JobNotice.ON_SUCCESS)),
                Arguments.of("condition", JOB.asking(JobCondition.primary("orders"))),
                Arguments.of("step 1: name", step(s -> step(s, "other", s.subsystem(), s.command(), 0))),
                Arguments.of("step 1: subsystem", step(s -> step(s, s.name(), "CmdExec", s.command(), 0))),
                Arguments.of("step 1: command", step(s -> step(s, s.name(), s.subsystem(), "execute dbo.work", 0))),
                Arguments.of("step 1: retries", step(s -> step(s, s.name(), s.subsystem(), s.command(), 3))),
                Arguments.of("step 1: on failure", step(s -> s.then(s.onSuccess(), JobAction.SUCCESS))),
                Arguments.of("step 1: on success", step(s -> s.then(JobAction.FAILURE, s.onFailure()))),
                Arguments.of(
                        "step 1: database",
                        steps(JobStep.tsql("work", "stock", one.command()).then(one.onSuccess(), one.onFailure()))),
                Arguments.of("step 1: user", step(s -> more(s, "dbo", 0, null, 0, 0, null))),
                Arguments.of("step 1: retry minutes", step(s -> more(s, null, 5, null, 0, 0, null))),
                Arguments.of("step 1: output file", step(s -> more(s, null, 0, "C:\\log\\work.txt", 0, 0, null))),
                Arguments.of("step 1: flags", step(s -> more(s, null, 0, null, 4, 0, null))),
                Arguments.of("step 1: success code", step(s -> more(s, null, 0, null, 0, 1, null))),
                Arguments.of("step 1: proxy", step(s -> more(s, null, 0, null, 0, 0, "copier"))),
                Arguments.of("schedule hourly", JOB.scheduled(NIGHTLY, JobSchedule.everyMinutes("hourly", 60))),
                Arguments.of("schedule nightly: enabled", scheduled(false, 4, 1, 1, 0, 0, 0, 20000101, 99991231, 0, 0)),
                Arguments.of("schedule nightly: type", scheduled(true, 8, 1, 1, 0, 0, 0, 20000101, 99991231, 0, 0)),
                Arguments.of("schedule nightly: interval", scheduled(true, 4, 2, 1, 0, 0, 0, 20000101, 99991231, 0, 0)),
                Arguments.of(
                        "schedule nightly: subday type", scheduled(true, 4, 1, 4, 0, 0, 0, 20000101, 99991231, 0, 0)),
                Arguments.of(
                        "schedule nightly: subday interval",
                        scheduled(true, 4, 1, 1, 9, 0, 0, 20000101, 99991231, 0, 0)),
                Arguments.of(
                        "schedule nightly: relative interval",
                        scheduled(true, 4, 1, 1, 0, 2, 0, 20000101, 99991231, 0, 0)),
                Arguments.of(
                        "schedule nightly: recurrence", scheduled(true, 4, 1, 1, 0, 0, 1, 20000101, 99991231, 0, 0)),
                Arguments.of(
                        "schedule nightly: start date", scheduled(true, 4, 1, 1, 0, 0, 0, 20260101, 99991231, 0, 0)),
                Arguments.of("schedule nightly: end date", scheduled(true, 4, 1, 1, 0, 0, 0, 20000101, 20271231, 0, 0)),
                Arguments.of(
                        "schedule nightly: start time", scheduled(true, 4, 1, 1, 0, 0, 0, 20000101, 99991231, 1, 0)),
                Arguments.of(
                        "schedule nightly: end time", scheduled(true, 4, 1, 1, 0, 0, 0, 20000101, 99991231, 0, 1)));
    }

    /** The nightly schedule with something else; times are told as what is added. */
    private static JobDefinition scheduled(
            boolean enabled,
            int type,
            int interval,
            int subday,
            int subdayInterval,
            int relative,
            int recurrence,
            int from,
            int to,
            int start,
            int end) {
        return JOB.scheduled(new JobSchedule(
                "nightly",
                enabled,
                type,
                interval,
                subday,
                subdayInterval,
                relative,
                recurrence,
                from,
                to,
                NIGHTLY.startTime() + start,
                NIGHTLY.endTime() - end));
    }

    private static JobStep step(JobStep of, String name, String subsystem, String command, int retries) {
        return new JobStep(
                name,
                subsystem,
                command,
                of.onSuccess(),
                of.onFailure(),
                of.database(),
                of.user(),
                retries,
                of.retryMinutes(),
                of.outputFile(),
                of.flags(),
                of.successCode(),
                of.proxy());
    }

    private static JobStep more(
            JobStep of, String user, int minutes, String output, int flags, int code, String proxy) {
        return new JobStep(
                of.name(),
                of.subsystem(),
                of.command(),
                of.onSuccess(),
                of.onFailure(),
                of.database(),
                user,
                of.retries(),
                minutes,
                output,
                flags,
                code,
                proxy);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("aspects")
    @DisplayName("each thing that differs is named by itself, and one step sets the whole job")
    void whatDiffers_isNamedAndSet(String field, JobDefinition wanted) {
        here.add(job(wanted));
        there.add(job(JOB));
        assertThat(fields(found())).containsExactly(field);
        assertThat(commands(found())).containsExactly(new SetJob("sql2", wanted));
        assertThat(found().plan().steps().get(0).reason()).contains(field);
        assertThat(found().plan().obstacles()).isEmpty();
    }

    @Test
    void startStep_thatDiffers_isSet() {
        JobStep second =
                JobStep.tsql("again", "orders", "EXECUTE dbo.again").then(JobAction.SUCCESS, JobAction.FAILURE);
        JobDefinition two = steps(STEP, second);
        here.add(job(
                with(two, "clean", two.category(), 2, two.steps(), two.eventLog(), two.mail(), null, two.delete())));
        there.add(job(two));
        assertThat(fields(found())).containsExactly("start step");
    }

    @Test
    void stepThatIsMissing_isSet() {
        JobStep second =
                JobStep.tsql("again", "orders", "EXECUTE dbo.again").then(JobAction.SUCCESS, JobAction.FAILURE);
        here.add(job(steps(STEP, second)));
        there.add(job(steps(STEP)));
        assertThat(fields(found())).containsExactly("step 2");
        assertThat(commands(found())).hasSize(1);
    }

    @Test
    @DisplayName("a job that runs at no server is set, so that it runs")
    void jobWithoutAServer_isSet() {
        here.add(job(JOB));
        there.add(new AgentJob(new UUID(1, 1), JOB, false, List.of(), null));
        assertThat(fields(found())).containsExactly("server");
        assertThat(commands(found())).containsExactly(new SetJob("sql2", JOB));
    }

    @Test
    @DisplayName(
            "what a job has besides goes only with a consent that names it; without, nothing of the job is touched")
    void whatIsThereBesides_takesAConsent() {
        JobStep second =
                JobStep.tsql("again", "orders", "EXECUTE dbo.again").then(JobAction.SUCCESS, JobAction.FAILURE);
        here.add(job(JOB.enabled(false)));
        there.add(job(steps(STEP.then(JobAction.SUCCESS, JobAction.FAILURE), second)
                .asking(JobCondition.preferredForBackup("orders"))
                .scheduled(NIGHTLY, JobSchedule.everyMinutes("hourly", 60))));
        assertThat(fields(found())).containsExactly("enabled", "condition", "step 2", "schedule hourly");
        assertThat(commands(found())).isEmpty();
        assertThat(found().plan().obstacles()).singleElement().asString().contains("consent to clean@sql2");
        assertThat(found(wish -> wish.removing(Consent.to("clean@sql1", "the wrong one")))
                        .plan()
                        .obstacles())
                .hasSize(1);

        JobDiff.Found agreed = found(wish -> wish.removing(Consent.to("clean@sql2", "as planned")));
        assertThat(agreed.plan().obstacles()).isEmpty();
        assertThat(commands(agreed)).hasSize(2).last().isEqualTo(new SetJob("sql2", JOB.enabled(false)));
        assertThat(commands(agreed)).first().isInstanceOf(TrimJob.class);
        assertThat(agreed.plan().steps().get(0).order().consent()).isNotNull();
        assertThat(agreed.plan().steps().get(1).order().consent()).isNull();
    }

    @Test
    void trimmingAlone_isEnoughWhereNothingElseDiffers() {
        here.add(job(JOB));
        there.add(job(JOB.scheduled(NIGHTLY, JobSchedule.everyMinutes("hourly", 60))));
        assertThat(commands(found(wish -> wish.removing(Consent.to("clean@sql2", "as planned")))))
                .singleElement()
                .isInstanceOf(TrimJob.class);
    }

    @Test
    @DisplayName("whom a job names must be there: owner, operator, proxy; each is told once")
    void whomAJobNames_mustBeThere() {
        JobStep proxied = more(JOB.steps().get(0), null, 0, null, 0, 0, "copier");
        JobStep second = step(proxied, "second", proxied.subsystem(), proxied.command(), 0);
        here.add(job(with(
                JOB.ownedBy("LAB\\gone"),
                "d",
                JobDefinition.NO_CATEGORY,
                1,
                List.of(proxied, second),
                JobNotice.NEVER,
                JobNotice.ALWAYS,
                "Nobody",
                JobNotice.NEVER)));
        proxies = List.of();
        JobDiff.Found found = found();
        assertThat(commands(found)).isEmpty();
        assertThat(found.plan().obstacles())
                .hasSize(3)
                .anyMatch(why -> why.contains("LAB\\gone") && why.contains("14234"))
                .anyMatch(why -> why.contains("operator Nobody"))
                .anyMatch(why -> why.contains("proxy copier"));
    }

    @Test
    void ownerThatIsGone_isInTheWay() {
        here.add(job(JOB.ownedBy(null)));
        assertThat(found().plan().obstacles()).singleElement().asString().contains("no log-in of sql1 any more");
    }

    @Test
    @DisplayName("a schedule that another job has, too, is not changed under it, unless both are meant to have it so")
    void sharedSchedule_isNotChangedUnderAnother() {
        JobSchedule earlier = JobSchedule.daily("nightly", LocalTime.of(1, 0));
        JobDefinition other = JobDefinition.of("other", STEP).scheduled(NIGHTLY);
        here.add(job(JOB.scheduled(earlier)));
        there.add(job(JOB, "nightly"));
        there.add(job(other, "NIGHTLY"));
        assertThat(found().plan().obstacles()).singleElement().asString().contains("is job other's, too");
        here.add(job(other.scheduled(earlier)));
        assertThat(found().plan().obstacles()).isEmpty();
        assertThat(commands(found())).hasSize(2);
    }

    @Test
    void wish_choosesByName() {
        here.add(job(JOB));
        here.add(job(JobDefinition.of("other", STEP)));
        assertThat(commands(found(wish -> wish.only("CLEAN")))).containsExactly(new SetJob("sql2", JOB));
        assertThat(commands(found(wish -> wish.except("CLEAN", "Other")))).isEmpty();
        assertThat(found(wish -> wish.only("nobody")).plan().obstacles()).containsExactly("sql1 has no job nobody");
    }

    @Test
    @DisplayName("one job as it is meant to be is compared with all instances, the same as a source's")
    void oneDefinition_isComparedWithAll() {
        there.add(job(JOB.enabled(false)));
        JobInventory empty = new JobInventory("sql1", List.of(), logins, List.of(), operators, proxies);
        JobInventory other = new JobInventory("sql2", there, logins, List.of(), operators, proxies);
        JobDiff.Found found = JobDiff.of("sql", "AG1", new JobSync().wish(), JOB, List.of(empty, other));
        assertThat(fields(found)).containsExactly(JobDifference.MISSING, "enabled");
        assertThat(commands(found)).containsExactly(new SetJob("sql1", JOB), new SetJob("sql2", JOB));
    }
}
