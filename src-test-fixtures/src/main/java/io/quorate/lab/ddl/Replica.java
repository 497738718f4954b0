package io.quorate.lab.ddl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replica, as a statement adds or modifies it; null is what the statement does not name.
 *
 * @param server as {@code @@SERVERNAME} names it
 * @param sessionTimeout in seconds
 */
public record Replica(
        String server,
        @Nullable String endpointUrl,
        @Nullable AvailabilityMode availabilityMode,
        @Nullable FailoverMode failoverMode,
        @Nullable SeedingMode seedingMode,
        @Nullable Integer backupPriority,
        @Nullable Integer sessionTimeout,
        @Nullable PrimaryRole primaryRole,
        @Nullable SecondaryRole secondaryRole) {

    /** When a commit is told. */
    public enum AvailabilityMode {
        SYNCHRONOUS_COMMIT,
        ASYNCHRONOUS_COMMIT,
        CONFIGURATION_ONLY
    }

    /** Who may fail over. */
    public enum FailoverMode {
        AUTOMATIC,
        MANUAL,
        EXTERNAL
    }

    /** How a database gets there. */
    public enum SeedingMode {
        AUTOMATIC,
        MANUAL
    }

    /** Which connections a role takes. */
    public enum AllowConnections {
        /** Primary. */
        READ_WRITE,
        /** Secondary. */
        NO,
        /** Secondary. */
        READ_ONLY,
        /** Either. */
        ALL
    }

    /**
     * What holds while it is primary.
     *
     * @param routingList sets of servers, in order; a set of several is balanced over. Empty: NONE
     * @param readWriteRoutingUrl empty: NONE
     */
    public record PrimaryRole(
            @Nullable AllowConnections allowConnections,
            @Nullable List<List<String>> routingList,
            @Nullable String readWriteRoutingUrl) {
        public PrimaryRole {
            routingList = routingList == null
                    ? null
                    : routingList.stream().map(List::copyOf).toList();
        }
    }

    /**
     * What holds while it is secondary.
     *
     * @param readOnlyRoutingUrl empty: NONE
     */
    public record SecondaryRole(
            @Nullable AllowConnections allowConnections,
            @Nullable String readOnlyRoutingUrl) {}
}
