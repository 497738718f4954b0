package io.quorate.sql;

import java.util.Objects;

/**
 * One difference of a job between the instance that is compared with and another.
 *
 * @param host the other instance's host, as the endpoint names it
 * @param job the job
 * @param field in what it differs: {@code missing}, {@code surplus}, {@code enabled}, {@code step 2: command}, {@code schedule nightly} ...
 * @param wanted how it is at the instance that is compared with; empty if there is nothing
 * @param found how it is at the other; empty if there is nothing
 */
public record JobDifference(String host, String job, String field, String wanted, String found) {
    /** The field of a job that the other instance lacks. */
    public static final String MISSING = "missing";

    /** The field of a job that the other instance alone has. */
    public static final String SURPLUS = "surplus";

    public JobDifference {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(wanted, "wanted");
        Objects.requireNonNull(found, "found");
    }
}
