package io.quorate.sql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an instance's Agent has, as it was read.
 *
 * @param host the instance's host, as the endpoint names it
 * @param jobs its jobs
 * @param logins the log-ins that may own a job
 * @param categories its categories of jobs
 * @param operators whom it can notify
 * @param proxies the accounts that steps can run as
 */
public record JobInventory(
        String host,
        List<AgentJob> jobs,
        List<String> logins,
        List<String> categories,
        List<String> operators,
        List<String> proxies) {
    public JobInventory {
        Objects.requireNonNull(host, "host");
        jobs = List.copyOf(jobs);
        logins = List.copyOf(logins);
        categories = List.copyOf(categories);
        operators = List.copyOf(operators);
        proxies = List.copyOf(proxies);
    }

    /** Returns the job of this name. */
    public Optional<AgentJob> job(String name) {
        return jobs.stream().filter(job -> job.name().equalsIgnoreCase(name)).findFirst();
    }
}
