package io.quorate.lab.storage;

import io.quorate.lab.storage.ReservationState.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * SPC-3 5.6: what PERSISTENT RESERVE OUT makes of a logical unit's reservations, and what a nexus may do while they stand. Pure
 * functions, used by the iSCSI face and by the simulated cluster's disks alike.
 */
public final class Reserving {

    public static final int WRITE_EXCLUSIVE = 1;
    public static final int EXCLUSIVE_ACCESS = 3;

    /** Write exclusive, registrants only: what Windows clusters take. */
    public static final int WRITE_EXCLUSIVE_REGISTRANTS_ONLY = 5;

    public static final int EXCLUSIVE_ACCESS_REGISTRANTS_ONLY = 6;
    public static final int WRITE_EXCLUSIVE_ALL_REGISTRANTS = 7;
    public static final int EXCLUSIVE_ACCESS_ALL_REGISTRANTS = 8;

    private Reserving() {}

    /** Returns the state of a logical unit that nobody has registered with. */
    public static ReservationState none(String naa) {
        return new ReservationState(naa, 0, List.of(), null, 0, false);
    }

    /** Tells whether a type is one of SPC-3's six. */
    public static boolean validType(int type) {
        return type == WRITE_EXCLUSIVE
                || type == EXCLUSIVE_ACCESS
                || type >= WRITE_EXCLUSIVE_REGISTRANTS_ONLY && type <= EXCLUSIVE_ACCESS_ALL_REGISTRANTS;
    }

    /** Tells whether every registrant holds a reservation of this type. */
    public static boolean allRegistrants(int type) {
        return type == WRITE_EXCLUSIVE_ALL_REGISTRANTS || type == EXCLUSIVE_ACCESS_ALL_REGISTRANTS;
    }

    /** Returns the key a nexus has registered. */
    public static Optional<Long> keyOf(ReservationState state, String nexus) {
        return state.registrations().stream()
                .filter(r -> r.nexus().equals(nexus))
                .map(Registration::key)
                .findFirst();
    }

    /** Tells whether a nexus is registered. */
    public static boolean registered(ReservationState state, String nexus) {
        return keyOf(state, nexus).isPresent();
    }

    /** Tells whether a nexus holds the reservation. */
    public static boolean holds(ReservationState state, String nexus) {
        return state.type() != 0
                && (nexus.equals(state.holder()) || allRegistrants(state.type()) && registered(state, nexus));
    }

    /** Tells whether a nexus ({@code initiator,isid}) may write. */
    public static boolean mayWrite(ReservationState state, String nexus) {
        return state.type() == 0
                || holds(state, nexus)
                || state.type() >= WRITE_EXCLUSIVE_REGISTRANTS_ONLY && registered(state, nexus);
    }

    /** Tells whether a nexus may read. */
    public static boolean mayRead(ReservationState state, String nexus) {
        return switch (state.type()) {
            case EXCLUSIVE_ACCESS, EXCLUSIVE_ACCESS_REGISTRANTS_ONLY, EXCLUSIVE_ACCESS_ALL_REGISTRANTS ->
                mayWrite(state, nexus);
            default -> true;
        };
    }

    /** Registers a key for a nexus, replaces it, or with key 0 unregisters; null is a RESERVATION CONFLICT. */
    public static @Nullable ReservationState register(
            ReservationState state, String nexus, long key, long newKey, boolean ignoreExisting, boolean persists) {
        Optional<Long> existing = keyOf(state, nexus);
        if (!ignoreExisting && existing.orElse(0L) != key) {
            return null;
        }
        if (existing.isEmpty() && newKey == 0) {
            return state;
        }
        List<Registration> registrations = new ArrayList<>(state.registrations());
        if (existing.isEmpty()) {
            registrations.add(new Registration(nexus, newKey));
        } else if (newKey != 0) {
            registrations.replaceAll(r -> r.nexus().equals(nexus) ? new Registration(nexus, newKey) : r);
        } else {
            registrations.removeIf(r -> r.nexus().equals(nexus));
        }
        return settled(state, registrations, state.holder(), state.type(), persists);
    }

    /** Reserves for a registered nexus; null is a RESERVATION CONFLICT. */
    public static @Nullable ReservationState reserve(ReservationState state, String nexus, long key, int type) {
        if (!known(state, nexus, key) || !validType(type)) {
            return null;
        }
        if (state.type() != 0) {
            return holds(state, nexus) && state.type() == type ? state : null;
        }
        return new ReservationState(
                state.naa(), state.generation(), state.registrations(), nexus, type, state.persists());
    }

    /**
     * Tells whether a release names another type than what the nexus holds: a CHECK CONDITION, INVALID RELEASE OF PERSISTENT RESERVATION,
     * rather than a conflict.
     */
    public static boolean releaseInvalid(ReservationState state, String nexus, long key, int type) {
        return known(state, nexus, key) && holds(state, nexus) && state.type() != type;
    }

    /** Releases; null is a RESERVATION CONFLICT. Without a reservation of its own nothing happens. */
    public static @Nullable ReservationState release(ReservationState state, String nexus, long key, int type) {
        if (!known(state, nexus, key) || releaseInvalid(state, nexus, key, type)) {
            return null;
        }
        if (!holds(state, nexus)) {
            return state;
        }
        return new ReservationState(state.naa(), state.generation(), state.registrations(), null, 0, state.persists());
    }

    /** Clears all registrations; null is a RESERVATION CONFLICT. */
    public static @Nullable ReservationState clear(ReservationState state, String nexus, long key) {
        if (!known(state, nexus, key)) {
            return null;
        }
        return settled(state, List.of(), null, 0, state.persists());
    }

    /** Preempts the registrations of another key; null is a RESERVATION CONFLICT. */
    public static @Nullable ReservationState preempt(
            ReservationState state, String nexus, long key, long victim, int type) {
        if (!known(state, nexus, key)) {
            return null;
        }
        boolean all = allRegistrants(state.type());
        boolean takesOver = state.type() != 0
                && (all
                        ? victim == 0
                        : keyOf(state, Objects.requireNonNull(state.holder())).orElse(0L) == victim);
        if (takesOver) {
            if (!validType(type)) {
                return null;
            }
            return settled(
                    state,
                    without(state, r -> !r.nexus().equals(nexus) && (all || r.key() == victim)),
                    nexus,
                    type,
                    state.persists());
        }
        if (victim == 0 || state.registrations().stream().noneMatch(r -> r.key() == victim)) {
            return null;
        }
        return settled(state, without(state, r -> r.key() == victim), state.holder(), state.type(), state.persists());
    }

    private static boolean known(ReservationState state, String nexus, long key) {
        return keyOf(state, nexus).filter(k -> k == key).isPresent();
    }

    private static List<Registration> without(ReservationState state, Predicate<Registration> gone) {
        return state.registrations().stream().filter(gone.negate()).toList();
    }

    /** Counts the generation up and lets a reservation go whose holder is gone. */
    private static ReservationState settled(
            ReservationState state,
            List<Registration> registrations,
            @Nullable String holder,
            int type,
            boolean persists) {
        String left = holder;
        if (registrations.stream().noneMatch(r -> r.nexus().equals(holder))) {
            left = allRegistrants(type) && !registrations.isEmpty()
                    ? registrations.get(0).nexus()
                    : null;
        }
        return new ReservationState(
                state.naa(),
                state.generation() + 1 & 0xFFFFFFFFL,
                registrations,
                left,
                left == null ? 0 : type,
                persists);
    }
}
