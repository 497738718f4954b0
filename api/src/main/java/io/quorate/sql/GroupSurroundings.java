package io.quorate.sql;

import io.quorate.Span;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a group's instances and is told by none of them: of the cluster and of the directory. What is null, or missing in the map,
 * nobody has looked at, and a plan says that it cannot be told.
 *
 * @param lease the lease between an instance and its cluster: {@code LeaseTimeout} of the group's resource
 * @param failoverThreshold how many failovers the cluster allows the group within the period: {@code FailoverThreshold} of its role
 * @param failoverPeriod that period: {@code FailoverPeriod}
 * @param principals the service principal names that are registered, by the account they are registered for; null where nobody has looked
 * @param listenerObject what the directory has of the listener's computer object
 */
public record GroupSurroundings(
        @Nullable Duration lease,
        @Nullable Integer failoverThreshold,
        @Nullable Duration failoverPeriod,
        @Nullable Map<String, List<String>> principals,
        @Nullable ListenerObject listenerObject) {
    /** Nobody has looked at anything. */
    public static final GroupSurroundings UNKNOWN = new GroupSurroundings(null, null, null, null, null);

    /** How many computer objects an account may create in a domain by default. */
    public static final int USUAL_QUOTA = 10;

    /**
     * The computer object that a listener needs in the directory, and whether the cluster's own may make it.
     *
     * @param there whether it is there already
     * @param controlled whether the cluster's computer object has full control of it; counts where it is there
     * @param delegated whether the cluster's computer object was given the right to create computer objects where its own is, which knows no limit
     * @param created how many computer objects the cluster's own has created, those of removed groups included; null where that is not told
     * @param quota how many it may create without such a right: {@code ms-DS-MachineAccountQuota}
     */
    public record ListenerObject(
            boolean there,
            boolean controlled,
            boolean delegated,
            @Nullable Integer created,
            int quota) {}

    public GroupSurroundings {
        if (principals != null) {
            Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            principals.forEach((account, names) -> copy.put(account, List.copyOf(names)));
            principals = java.util.Collections.unmodifiableMap(copy);
        }
        if (lease != null && (lease.isNegative() || lease.isZero())) {
            throw new IllegalArgumentException("a lease lasts a while, not " + Span.words(lease));
        }
        if (failoverThreshold != null && failoverThreshold < 0) {
            throw new IllegalArgumentException("failovers are counted from 0, not " + failoverThreshold);
        }
    }

    /** Returns it with the lease. */
    public GroupSurroundings lease(Duration value) {
        return new GroupSurroundings(
                Objects.requireNonNull(value, "value"), failoverThreshold, failoverPeriod, principals, listenerObject);
    }

    /** Returns it with how many failovers the cluster allows within a period. */
    public GroupSurroundings failovers(int threshold, Duration period) {
        return new GroupSurroundings(
                lease, threshold, Objects.requireNonNull(period, "period"), principals, listenerObject);
    }

    /** Returns it with the service principal names that an account has, none for none; what was told of others stays. */
    public GroupSurroundings principals(String account, String... names) {
        Map<String, List<String>> all = new LinkedHashMap<>(principals == null ? Map.of() : principals);
        all.put(Objects.requireNonNull(account, "account"), List.of(names));
        return new GroupSurroundings(lease, failoverThreshold, failoverPeriod, all, listenerObject);
    }

    /** Returns it with what the directory has of the listener's computer object. */
    public GroupSurroundings listenerObject(ListenerObject value) {
        return new GroupSurroundings(
                lease, failoverThreshold, failoverPeriod, principals, Objects.requireNonNull(value, "value"));
    }
}
