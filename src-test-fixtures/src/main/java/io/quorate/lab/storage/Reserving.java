package io.quorate.lab.storage;

import org.jspecify.annotations.Nullable;

/**
 * SPC-3 5.6: what PERSISTENT RESERVE OUT makes of a logical unit's reservations, and what a nexus may do while they stand. Pure
 * functions, used by the iSCSI face and by the simulated cluster's disks alike.
 */
public final class Reserving {

    /** Write exclusive, registrants only: what Windows clusters take. */
    public static final int WRITE_EXCLUSIVE_REGISTRANTS_ONLY = 5;

    private Reserving() {}

    /** Tells whether a nexus ({@code initiator,isid}) may write. */
    public static boolean mayWrite(ReservationState state, String nexus) {
        throw new UnsupportedOperationException("not built yet: Reserving.mayWrite");
    }

    /** Tells whether a nexus may read. */
    public static boolean mayRead(ReservationState state, String nexus) {
        throw new UnsupportedOperationException("not built yet: Reserving.mayRead");
    }

    /** Registers a key for a nexus, replaces it, or with key 0 unregisters; null is a RESERVATION CONFLICT. */
    public static @Nullable ReservationState register(
            ReservationState state, String nexus, long key, long newKey, boolean ignoreExisting, boolean persists) {
        throw new UnsupportedOperationException("not built yet: Reserving.register");
    }

    /** Reserves for a registered nexus; null is a RESERVATION CONFLICT. */
    public static @Nullable ReservationState reserve(ReservationState state, String nexus, long key, int type) {
        throw new UnsupportedOperationException("not built yet: Reserving.reserve");
    }

    /** Releases; null is a RESERVATION CONFLICT. */
    public static @Nullable ReservationState release(ReservationState state, String nexus, long key, int type) {
        throw new UnsupportedOperationException("not built yet: Reserving.release");
    }

    /** Clears all registrations; null is a RESERVATION CONFLICT. */
    public static @Nullable ReservationState clear(ReservationState state, String nexus, long key) {
        throw new UnsupportedOperationException("not built yet: Reserving.clear");
    }

    /** Preempts the registrations of another key; null is a RESERVATION CONFLICT. */
    public static @Nullable ReservationState preempt(
            ReservationState state, String nexus, long key, long victim, int type) {
        throw new UnsupportedOperationException("not built yet: Reserving.preempt");
    }
}
