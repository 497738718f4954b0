package io.quorate.lab.nef;

import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.kernel.Scheduled;
import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Changes that run longer than their request. A job does its work at its end. Used inside reads and changes of the world only. */
final class NefJobs {
    private static final String COLLECTION = "jobStatus";

    private static final class Job {
        final String id;
        final String method;
        final String url;
        final Duration start;
        final Duration end;

        @Nullable
        Scheduled task;

        @Nullable
        NefAnswer answer;

        Job(String id, String method, String url, Duration start, Duration end) {
            this.id = id;
            this.method = method;
            this.url = url;
            this.start = start;
            this.end = end;
        }
    }

    private final World world;
    private final String appliance;
    private final NefSettings settings;
    private final RandomGenerator random;
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    NefJobs(World world, String appliance, NefSettings settings, RandomGenerator random) {
        this.world = world;
        this.appliance = appliance;
        this.settings = settings;
        this.random = random;
    }

    /** Starts a job and answers 202. */
    NefAnswer start(String method, String url, Supplier<NefAnswer> work) {
        return world.change("job for " + method + " " + url, () -> {
            forget();
            Duration now = world.time().now();
            Duration delay = settings.jobDelay();
            Job job = new Job(
                    new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | 1L << 63)
                            .toString(),
                    method,
                    url,
                    now,
                    now.plus(delay));
            jobs.put(job.id, job);
            job.task = world.schedule(delay, "appliance/" + appliance, "end of job for " + method + " " + url, () -> {
                job.answer = work.get();
            });
            return running(job);
        });
    }

    /** Answers a poll: 202 while it runs, then what the call itself would have answered. */
    NefAnswer status(NefCall call) {
        call.allow();
        forget();
        Job job = jobs.get(call.id());
        if (job == null) {
            throw NefRefusal.notFound("No such job");
        }
        NefAnswer answer = job.answer;
        return answer == null ? running(job) : answer;
    }

    NefAnswer list(NefCall call) {
        forget();
        return new NefSchema<Job>(COLLECTION, settings, j -> j.id)
                .with("jobId", j -> j.id)
                .with("progress", this::progress)
                .with("originalMethod", j -> j.method)
                .with("originalUrl", j -> j.url)
                .with("startTime", j -> NefStorage.time(instant(j.start)))
                .with("finishTime", j -> j.answer == null ? null : NefStorage.time(instant(j.end)))
                .with("done", j -> j.answer != null)
                .with("description", j -> "")
                .list(new ArrayList<>(jobs.values()), call.query(), Set.of());
    }

    /** Forgets all jobs, as a power cut does; those that run are not done. */
    void clear() {
        world.change("jobs lost", () -> {
            jobs.values().forEach(job -> {
                if (job.task != null) {
                    job.task.cancel();
                }
            });
            jobs.clear();
        });
    }

    private NefAnswer running(Job job) {
        String href = NefPath.href(COLLECTION, job.id);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("jobId", job.id);
        body.put("progress", progress(job));
        body.put("done", false);
        body.put("links", List.of(NefSchema.link("self", href), NefSchema.link("monitor", href)));
        return new NefAnswer(202, body, href);
    }

    private int progress(Job job) {
        if (job.answer != null) {
            return 100;
        }
        long whole = job.end.minus(job.start).toNanos();
        long past = world.time().now().minus(job.start).toNanos();
        return whole <= 0 ? 0 : (int) Math.min(99, past * 100 / whole);
    }

    private void forget() {
        Duration now = world.time().now();
        jobs.values().removeIf(job -> job.answer != null && now.compareTo(job.end.plus(settings.jobRetention())) >= 0);
    }

    private static Instant instant(Duration time) {
        return LabTime.START.plus(time);
    }
}
