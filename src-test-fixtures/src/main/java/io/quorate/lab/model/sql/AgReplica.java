package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Replica;
import io.quorate.lab.ddl.Replica.AllowConnections;
import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.ddl.Replica.FailoverMode;
import io.quorate.lab.ddl.Replica.SeedingMode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replica's configuration.
 *
 * @param made when, since the lab's start
 * @param given what statements said of it
 */
public record AgReplica(UUID id, Duration made, Duration changed, Replica given) {

    public String server() {
        return given.server();
    }

    public String endpointUrl() {
        String url = given.endpointUrl();
        return url == null ? "" : url;
    }

    public AvailabilityMode mode() {
        AvailabilityMode mode = given.availabilityMode();
        return mode == null ? AvailabilityMode.ASYNCHRONOUS_COMMIT : mode;
    }

    public FailoverMode failover() {
        FailoverMode mode = given.failoverMode();
        return mode == null ? FailoverMode.MANUAL : mode;
    }

    public SeedingMode seeding() {
        SeedingMode mode = given.seedingMode();
        return mode == null ? SeedingMode.MANUAL : mode;
    }

    public int backupPriority() {
        Integer priority = given.backupPriority();
        return priority == null ? 50 : priority;
    }

    /** Returns the session time-out in seconds. */
    public int sessionTimeout() {
        Integer timeout = given.sessionTimeout();
        return timeout == null ? 10 : timeout;
    }

    public AllowConnections asPrimary() {
        Replica.PrimaryRole role = given.primaryRole();
        return role == null || role.allowConnections() == null ? AllowConnections.ALL : role.allowConnections();
    }

    public AllowConnections asSecondary() {
        Replica.SecondaryRole role = given.secondaryRole();
        return role == null || role.allowConnections() == null ? AllowConnections.NO : role.allowConnections();
    }

    /** Returns the sets of servers that read-only log-ins are led to while it is primary. */
    public List<List<String>> routing() {
        Replica.PrimaryRole role = given.primaryRole();
        List<List<String>> list = role == null ? null : role.routingList();
        return list == null ? List.of() : list;
    }

    public @Nullable String readOnlyUrl() {
        Replica.SecondaryRole role = given.secondaryRole();
        return role == null ? null : blankToNull(role.readOnlyRoutingUrl());
    }

    public @Nullable String readWriteUrl() {
        Replica.PrimaryRole role = given.primaryRole();
        return role == null ? null : blankToNull(role.readWriteRoutingUrl());
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Returns it with what a statement names. */
    AgReplica with(Replica more, Duration now) {
        return new AgReplica(id, made, now, merged(given, more));
    }

    private static Replica merged(Replica old, Replica more) {
        return new Replica(
                old.server(),
                or(more.endpointUrl(), old.endpointUrl()),
                or(more.availabilityMode(), old.availabilityMode()),
                or(more.failoverMode(), old.failoverMode()),
                or(more.seedingMode(), old.seedingMode()),
                or(more.backupPriority(), old.backupPriority()),
                or(more.sessionTimeout(), old.sessionTimeout()),
                merged(old.primaryRole(), more.primaryRole()),
                merged(old.secondaryRole(), more.secondaryRole()));
    }

    private static Replica.@Nullable PrimaryRole merged(
            Replica.@Nullable PrimaryRole old, Replica.@Nullable PrimaryRole more) {
        return old == null || more == null
                ? or(more, old)
                : new Replica.PrimaryRole(
                        or(more.allowConnections(), old.allowConnections()),
                        or(more.routingList(), old.routingList()),
                        or(more.readWriteRoutingUrl(), old.readWriteRoutingUrl()));
    }

    private static Replica.@Nullable SecondaryRole merged(
            Replica.@Nullable SecondaryRole old, Replica.@Nullable SecondaryRole more) {
        return old == null || more == null
                ? or(more, old)
                : new Replica.SecondaryRole(
                        or(more.allowConnections(), old.allowConnections()),
                        or(more.readOnlyRoutingUrl(), old.readOnlyRoutingUrl()));
    }

    private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
        return first == null ? second : first;
    }
}
