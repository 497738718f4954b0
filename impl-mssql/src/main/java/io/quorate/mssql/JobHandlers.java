package io.quorate.mssql;

import io.quorate.spi.Handler;
import io.quorate.spi.Observation;
import io.quorate.spi.Step;
import io.quorate.sql.AgentJob;
import io.quorate.sql.JobDefinition;
import io.quorate.sql.JobInventory;
import io.quorate.sql.JobSchedule;
import io.quorate.sql.JobStep;
import io.quorate.sql.command.GetJobs;
import io.quorate.sql.command.RemoveJob;
import io.quorate.sql.command.SetJob;
import io.quorate.sql.command.TrimJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How Agent jobs are read, and made the same. */
final class JobHandlers {
    private JobHandlers() {}

    static List<Handler<?, ?, SqlLink>> handlers() {
        return List.of(new Reading(), new Setting(), new Trimming(), new Removing());
    }

    /** Reads them. */
    private static final class Reading implements Handler<GetJobs, JobInventory, SqlLink> {
        @Override
        public Class<GetJobs> handles() {
            return GetJobs.class;
        }

        @Override
        public JobInventory run(GetJobs command, SqlLink link) {
            return JobReading.read(link).inventory();
        }

        @Override
        public List<Step> steps(GetJobs command, SqlLink link) {
            return List.of();
        }

        @Override
        public List<Step> foreseen(GetJobs command, String host) {
            return List.of();
        }
    }

    /** Creates a job, or changes what differs. */
    private static final class Setting extends SettledChange<SetJob, SeenJobs, Void> {
        Setting() {
            super(SetJob.class);
        }

        @Override
        protected SeenJobs read(SetJob command, SqlLink link) {
            return JobReading.read(link);
        }

        @Override
        protected SeenJobs unseen(SetJob command) {
            return SeenJobs.nobody(command.job().category());
        }

        @Override
        protected Observation<Void> done(SetJob command, SeenJobs seen) {
            Optional<SeenJobs.One> there = seen.job(command.job().name());
            if (there.isPresent() && there.get().job().foreign() != null) {
                return Seen.other(Seen.conflict("job " + command.job().name() + " of "
                        + seen.inventory().host() + " is left as it is: it "
                        + there.get().job().foreign()));
            }
            return Seen.so(there.isPresent() && change(command, seen).isEmpty());
        }

        @Override
        protected List<SqlStep> change(SetJob command, SeenJobs seen) {
            JobDefinition job = command.job();
            List<SqlStep> all = new ArrayList<>();
            if (seen.inventory().categories().stream().noneMatch(job.category()::equalsIgnoreCase)) {
                all.add(JobTSql.category(job.category()));
            }
            Optional<SeenJobs.One> there = seen.job(job.name());
            if (there.isPresent()) {
                update(job, there.get(), all);
            } else {
                create(job, all);
            }
            return all;
        }

        private static void create(JobDefinition job, List<SqlStep> all) {
            SeenJobs.Details wanted = SeenJobs.Details.of(job);
            all.add(JobTSql.add(job));
            for (int i = 0; i < wanted.steps().size(); i++) {
                all.add(JobTSql.addStep(job.name(), i + 1, wanted.steps().get(i)));
            }
            if (wanted.start() != 1) {
                all.add(JobTSql.update(job.name(), Map.of("@start_step_id", String.valueOf(wanted.start()))));
            }
            all.add(JobTSql.server(job.name()));
            job.schedules().forEach(schedule -> all.add(JobTSql.addSchedule(job.name(), schedule)));
            if (job.enabled()) {
                all.add(JobTSql.update(job.name(), Map.of("@enabled", "1")));
            }
        }

        /** Disables it first, if it is to be disabled, and enables it last. */
        private static void update(JobDefinition job, SeenJobs.One is, List<SqlStep> all) {
            AgentJob there = is.job();
            Map<String, String> fields = new LinkedHashMap<>();
            if (there.definition().enabled() && !job.enabled()) {
                fields.put("@enabled", "0");
            }
            Map<String, String> before = JobTSql.fields(there.definition());
            JobTSql.fields(job).forEach((name, value) -> {
                String now = before.get(name);
                // What is looked up by name is told as it is called there.
                boolean same =
                        now != null && JobTSql.NAMES.contains(name) ? value.equalsIgnoreCase(now) : value.equals(now);
                if (!same) {
                    fields.put(name, value);
                }
            });
            if (!fields.isEmpty()) {
                all.add(JobTSql.update(there.name(), fields));
            }
            SeenJobs.Details wanted = SeenJobs.Details.of(job);
            steps(there.name(), job.asks() != null, wanted.steps(), is.details().steps(), all);
            if (wanted.start() != is.details().start()) {
                all.add(JobTSql.update(there.name(), Map.of("@start_step_id", String.valueOf(wanted.start()))));
            }
            if (!there.runs()) {
                all.add(JobTSql.server(there.name()));
            }
            schedules(job, is, all);
            if (job.enabled() && !there.definition().enabled()) {
                all.add(JobTSql.update(there.name(), Map.of("@enabled", "1")));
            }
        }

        private static void steps(
                String job, boolean asks, List<JobStep> wanted, List<JobStep> found, List<SqlStep> all) {
            List<JobStep> is = new ArrayList<>(found);
            boolean asked = !is.isEmpty()
                    && (JobConditions.of(is.get(0)).isPresent()
                            || is.get(0).name().equalsIgnoreCase(wanted.get(0).name()));
            if (asks && !asked && !is.isEmpty()) {
                // Put in before the first, it moves the others, and where they go to.
                all.add(JobTSql.addStep(job, 1, wanted.get(0)));
                is.replaceAll(step -> SeenJobs.Details.moved(step, 1));
                is.add(0, wanted.get(0));
            }
            for (int i = 0; i < wanted.size(); i++) {
                JobStep step = wanted.get(i);
                makeRoom(job, i, step.name(), is, all);
                if (i >= is.size()) {
                    all.add(JobTSql.addStep(job, i + 1, step));
                } else if (!JobTSql.same(step, is.get(i))) {
                    all.add(JobTSql.updateStep(job, i + 1, step, is.get(i)));
                    is.set(i, step);
                }
            }
        }

        /** A name that a later step has until it gets its own is free after that one is called otherwise. */
        private static void makeRoom(String job, int at, String name, List<JobStep> is, List<SqlStep> all) {
            for (int j = at + 1; j < is.size(); j++) {
                if (is.get(j).name().equalsIgnoreCase(name)) {
                    String other = "step " + (j + 1) + " on its way: " + name;
                    JobStep step = is.get(j);
                    is.set(
                            j,
                            new JobStep(
                                    other.substring(0, Math.min(other.length(), Sql.LONGEST_NAME)),
                                    step.subsystem(),
                                    step.command(),
                                    step.onSuccess(),
                                    step.onFailure(),
                                    step.database(),
                                    step.user(),
                                    step.retries(),
                                    step.retryMinutes(),
                                    step.outputFile(),
                                    step.flags(),
                                    step.successCode(),
                                    step.proxy()));
                    all.add(JobTSql.renameStep(job, j + 1, is.get(j).name()));
                }
            }
        }

        private static void schedules(JobDefinition job, SeenJobs.One is, List<SqlStep> all) {
            List<JobSchedule> there = is.job().definition().schedules();
            for (JobSchedule schedule : job.schedules()) {
                int at = at(there, schedule.name());
                if (at < 0) {
                    all.add(JobTSql.addSchedule(is.job().name(), schedule));
                } else if (!same(schedule, there.get(at))) {
                    all.add(JobTSql.updateSchedule(is.details().schedules().get(at), schedule));
                }
            }
        }

        /** Names are the same without case; the first one's stays. */
        private static boolean same(JobSchedule one, JobSchedule other) {
            return one.equals(new JobSchedule(
                    one.name(),
                    other.enabled(),
                    other.type(),
                    other.interval(),
                    other.subdayType(),
                    other.subdayInterval(),
                    other.relativeInterval(),
                    other.recurrence(),
                    other.startDate(),
                    other.endDate(),
                    other.startTime(),
                    other.endTime()));
        }

        private static int at(List<JobSchedule> schedules, String name) {
            for (int i = 0; i < schedules.size(); i++) {
                if (schedules.get(i).name().equalsIgnoreCase(name)) {
                    return i;
                }
            }
            return -1;
        }
    }

    private static Optional<SeenJobs.One> known(String job, UUID id, SeenJobs seen) {
        return seen.job(job).filter(one -> one.job().id().equals(id));
    }

    /** What is there of the name is another job now. */
    private static boolean other(String job, UUID id, SeenJobs seen) {
        return seen.job(job).isPresent() && known(job, id, seen).isEmpty();
    }

    private static Observation<Void> another(String job, SeenJobs seen) {
        return Seen.other(Seen.conflict(
                "job " + job + " of " + seen.inventory().host() + " has another id now: it was made anew"));
    }

    /** Removes steps and schedules that a job has besides. */
    private static final class Trimming extends SettledChange<TrimJob, SeenJobs, Void> {
        Trimming() {
            super(TrimJob.class);
        }

        @Override
        protected SeenJobs read(TrimJob command, SqlLink link) {
            return JobReading.read(link);
        }

        @Override
        protected SeenJobs unseen(TrimJob command) {
            return SeenJobs.nobody(null);
        }

        @Override
        protected Observation<Void> done(TrimJob command, SeenJobs seen) {
            return other(command.job(), command.id(), seen)
                    ? another(command.job(), seen)
                    : Seen.so(steps(command, seen).isEmpty());
        }

        @Override
        protected List<SqlStep> change(TrimJob command, SeenJobs seen) {
            if (seen.inventory().host().isEmpty()) {
                // Nobody has looked: what it would take is told by an example.
                return List.of(
                        JobTSql.deleteStep(command.job(), command.steps() + (command.asks() ? 2 : 1)),
                        JobTSql.detach(command.job(), 1));
            }
            return steps(command, seen);
        }

        private static List<SqlStep> steps(TrimJob command, SeenJobs seen) {
            SeenJobs.One there = known(command.job(), command.id(), seen).orElse(null);
            List<SqlStep> all = new ArrayList<>();
            if (there == null) {
                return all;
            }
            boolean asks = there.job().definition().asks() != null;
            int last = command.steps() + (asks ? 1 : 0);
            for (int i = there.details().steps().size(); i > last; i--) {
                all.add(JobTSql.deleteStep(there.job().name(), i));
            }
            if (asks && !command.asks()) {
                all.add(JobTSql.deleteStep(there.job().name(), 1));
            }
            List<JobSchedule> schedules = there.job().definition().schedules();
            for (int i = 0; i < schedules.size(); i++) {
                String name = schedules.get(i).name();
                if (command.schedules().stream().noneMatch(name::equalsIgnoreCase)) {
                    all.add(JobTSql.detach(
                            there.job().name(), there.details().schedules().get(i)));
                }
            }
            return all;
        }
    }

    /** Deletes a job. */
    private static final class Removing extends SettledChange<RemoveJob, SeenJobs, Void> {
        Removing() {
            super(RemoveJob.class);
        }

        @Override
        protected SeenJobs read(RemoveJob command, SqlLink link) {
            return JobReading.read(link);
        }

        @Override
        protected SeenJobs unseen(RemoveJob command) {
            return SeenJobs.nobody(null);
        }

        @Override
        protected Observation<Void> done(RemoveJob command, SeenJobs seen) {
            return other(command.job(), command.id(), seen)
                    ? another(command.job(), seen)
                    : Seen.so(seen.job(command.job()).isEmpty());
        }

        @Override
        protected List<SqlStep> change(RemoveJob command, SeenJobs seen) {
            return List.of(JobTSql.delete(command.id()));
        }
    }
}
