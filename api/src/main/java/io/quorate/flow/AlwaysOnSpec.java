package io.quorate.flow;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.Span;
import io.quorate.host.HostSqlInstance;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** On which instance Always On is switched on or off. Mutable inside the lambda it is handed to, and of no use outside. */
public final class AlwaysOnSpec {
    private @Nullable String windows;
    private @Nullable String host;
    private String instance = HostSqlInstance.DEFAULT;
    private @Nullable String sql;
    private @Nullable String server;
    private boolean on = true;
    private @Nullable Consent restart;
    private FlowListener progress = step -> {};
    private Duration atMost = Duration.ofMinutes(20);

    AlwaysOnSpec() {}

    /** Sets the endpoint of the Windows hosts, and which of them the instance runs on. Must be given. */
    public AlwaysOnSpec host(String endpoint, String name) {
        windows = Objects.requireNonNull(endpoint, "endpoint");
        host = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Sets the name of a named instance, without the host; the default instance by default. */
    public AlwaysOnSpec instance(String name) {
        instance = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Sets the endpoint of the instances, and what it calls the host of this one: it is asked whether it is a primary. Must be given. */
    public AlwaysOnSpec sql(String endpoint, String name) {
        sql = Objects.requireNonNull(endpoint, "endpoint");
        server = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Has it switched off instead of on. */
    public AlwaysOnSpec off() {
        on = false;
        return this;
    }

    /**
     * Allows the restart that the change needs; bound to host and instance, {@code SQL1/MSSQLSERVER}, the host as it was given to {@link #host}.
     * Refused by default, before anything is changed. One instance of an endpoint at a time, as Microsoft asks for: who comes second waits until the
     * first is up and its copies are in step, and nothing is restarted while another instance of its group does not answer. That holds among the
     * callers of one client; two clients that look at the same moment may both find all well, so have one do it.
     */
    public AlwaysOnSpec restart(Consent value) {
        restart = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets who hears of every step. */
    public AlwaysOnSpec progress(FlowListener value) {
        progress = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets how long the whole may take; 20 minutes by default. A step that is under way when the time is up is not cut short. */
    public AlwaysOnSpec atMost(Duration value) {
        atMost = Objects.requireNonNull(value, "value");
        return this;
    }

    Wanted build() {
        if (windows == null || host == null) {
            throw new IllegalArgumentException("switching Always On: say on which host");
        }
        if (sql == null || server == null) {
            throw new IllegalArgumentException("switching Always On on " + host
                    + ": say which SQL endpoint it is asked through; a primary must not be restarted");
        }
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException(
                    "switching Always On on " + host + ": it takes some time: " + Span.words(atMost));
        }
        return new Wanted(windows, host, instance, sql, server, on, restart, progress, atMost);
    }

    /** The finished specification. */
    record Wanted(
            String windows,
            String host,
            String instance,
            String sql,
            String server,
            boolean on,
            @Nullable Consent restart,
            FlowListener progress,
            Duration atMost) {

        /** Returns what a consent must name. */
        String identity() {
            return host + "/" + instance;
        }
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("windows", windows)
                .with("host", host)
                .with("instance", instance)
                .with("sql", sql)
                .with("server", server)
                .with("on", on)
                .with("restart", restart)
                .with("atMost", atMost)
                .toString();
    }
}
