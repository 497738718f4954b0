package io.quorate.lab.storage;

import static io.quorate.lab.storage.Reserving.EXCLUSIVE_ACCESS;
import static io.quorate.lab.storage.Reserving.EXCLUSIVE_ACCESS_ALL_REGISTRANTS;
import static io.quorate.lab.storage.Reserving.EXCLUSIVE_ACCESS_REGISTRANTS_ONLY;
import static io.quorate.lab.storage.Reserving.WRITE_EXCLUSIVE;
import static io.quorate.lab.storage.Reserving.WRITE_EXCLUSIVE_ALL_REGISTRANTS;
import static io.quorate.lab.storage.Reserving.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of SPC-3 5.6 (and SPC-4 5.13, which says the same more clearly). */
class ReservingTest {
    private static final String A = "iqn.a,000000000001";
    private static final String B = "iqn.b,000000000002";
    private static final String C = "iqn.c,000000000003";
    private static final ReservationState NONE = Reserving.none("600144F0");

    private static ReservationState ok(@Nullable ReservationState state) {
        assertThat(state).isNotNull();
        return state;
    }

    /** A and B are registered with 0xA and 0xB, A holds. */
    private static ReservationState held(int type) {
        return ok(Reserving.reserve(both(), A, 0xA, type));
    }

    private static ReservationState both() {
        ReservationState one = ok(Reserving.register(NONE, A, 0, 0xA, false, false));
        return ok(Reserving.register(one, B, 0, 0xB, false, false));
    }

    @ParameterizedTest
    @CsvSource({
        // type, holder reads/writes, other registrant reads/writes, stranger reads/writes
        "0, rw, rw, rw",
        "1, rw, r, r",
        "3, rw, '', ''",
        "5, rw, rw, r",
        "6, rw, rw, ''",
        "7, rw, rw, r",
        "8, rw, rw, ''"
    })
    void access_followsTheTable(int type, String holder, String registrant, String stranger) {
        ReservationState state = type == 0 ? both() : held(type);
        assertThat(access(state, A)).isEqualTo(holder);
        assertThat(access(state, B)).isEqualTo(registrant);
        assertThat(access(state, C)).isEqualTo(stranger);
    }

    private static String access(ReservationState state, String nexus) {
        return (Reserving.mayRead(state, nexus) ? "r" : "") + (Reserving.mayWrite(state, nexus) ? "w" : "");
    }

    @Test
    void register_needsTheKeyThatIsThere() {
        assertThat(Reserving.register(NONE, A, 7, 1, false, false)).isNull();
        ReservationState one = ok(Reserving.register(NONE, A, 0, 1, false, false));
        assertThat(one.generation()).isEqualTo(1);
        assertThat(Reserving.register(one, A, 0, 2, false, false)).isNull();
        assertThat(Reserving.register(one, A, 9, 2, false, false)).isNull();
        ReservationState two = ok(Reserving.register(one, A, 1, 2, false, true));
        assertThat(Reserving.keyOf(two, A)).contains(2L);
        assertThat(two.generation()).isEqualTo(2);
        assertThat(two.persists()).isTrue();
        assertThat(ok(Reserving.register(two, A, 99, 3, true, false)).registrations())
                .hasSize(1);
    }

    @Test
    void register_ofNothing_changesNothing() {
        assertThat(Reserving.register(NONE, A, 0, 0, false, true)).isEqualTo(NONE);
        assertThat(Reserving.register(NONE, A, 5, 0, true, true)).isEqualTo(NONE);
    }

    @Test
    void unregister_ofTheHolder_releases() {
        ReservationState left = ok(Reserving.register(held(WRITE_EXCLUSIVE), A, 0xA, 0, false, false));
        assertThat(left.type()).isZero();
        assertThat(left.holder()).isNull();
        assertThat(left.registrations()).hasSize(1);
    }

    @Test
    void unregister_ofOneOfAllRegistrants_releasesWithTheLast() {
        ReservationState state = held(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        ReservationState left = ok(Reserving.register(state, A, 0xA, 0, false, false));
        assertThat(left.type()).isEqualTo(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(Reserving.holds(left, B)).isTrue();
        assertThat(ok(Reserving.register(left, B, 0xB, 0, false, false)).type()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 6, 7, 8})
    void reserve_isForRegistrantsAndOnce(int type) {
        assertThat(Reserving.reserve(both(), C, 0xC, type)).isNull();
        assertThat(Reserving.reserve(both(), A, 0xB, type)).isNull();
        ReservationState state = held(type);
        assertThat(state.generation()).as("reserving does not count").isEqualTo(2);
        assertThat(Reserving.reserve(state, A, 0xA, type)).isEqualTo(state);
        assertThat(Reserving.reserve(state, A, 0xA, type == 1 ? 3 : 1)).isNull();
        boolean all = Reserving.allRegistrants(type);
        assertThat(Reserving.reserve(state, B, 0xB, type) == null).isEqualTo(!all);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 9, 15})
    void otherTypes_areNone(int type) {
        assertThat(Reserving.validType(type)).isFalse();
        assertThat(Reserving.reserve(both(), A, 0xA, type)).isNull();
    }

    @Test
    void release_isTheHoldersWithTheSameType() {
        ReservationState state = held(EXCLUSIVE_ACCESS);
        assertThat(Reserving.release(state, C, 0, EXCLUSIVE_ACCESS)).isNull();
        assertThat(Reserving.release(state, A, 0xB, EXCLUSIVE_ACCESS)).isNull();
        assertThat(Reserving.release(state, B, 0xB, EXCLUSIVE_ACCESS)).isEqualTo(state);
        assertThat(Reserving.releaseInvalid(state, A, 0xA, WRITE_EXCLUSIVE)).isTrue();
        assertThat(Reserving.releaseInvalid(state, B, 0xB, WRITE_EXCLUSIVE)).isFalse();
        ReservationState released = ok(Reserving.release(state, A, 0xA, EXCLUSIVE_ACCESS));
        assertThat(released.type()).isZero();
        assertThat(released.generation()).isEqualTo(2);
        assertThat(released.registrations()).hasSize(2);
    }

    @Test
    void release_ofAllRegistrants_isAnybodys() {
        ReservationState state = held(EXCLUSIVE_ACCESS_ALL_REGISTRANTS);
        assertThat(ok(Reserving.release(state, B, 0xB, EXCLUSIVE_ACCESS_ALL_REGISTRANTS))
                        .type())
                .isZero();
    }

    @Test
    void clear_isAnyRegistrants_andKeepsTheGeneration() {
        assertThat(Reserving.clear(held(1), C, 0)).isNull();
        assertThat(Reserving.clear(held(1), B, 0xA)).isNull();
        ReservationState cleared = ok(Reserving.clear(held(1), B, 0xB));
        assertThat(cleared.registrations()).isEmpty();
        assertThat(cleared.type()).isZero();
        assertThat(cleared.generation()).isEqualTo(3);
    }

    @Test
    void preempt_ofTheHolder_takesTheReservation() {
        ReservationState state = ok(Reserving.preempt(
                held(WRITE_EXCLUSIVE_REGISTRANTS_ONLY), B, 0xB, 0xA, EXCLUSIVE_ACCESS_REGISTRANTS_ONLY));
        assertThat(state.holder()).isEqualTo(B);
        assertThat(state.type()).isEqualTo(EXCLUSIVE_ACCESS_REGISTRANTS_ONLY);
        assertThat(Reserving.registered(state, A)).isFalse();
        assertThat(state.generation()).isEqualTo(3);
        assertThat(access(state, A)).isEmpty();
    }

    @Test
    void preempt_ofAnotherRegistrant_leavesTheReservation() {
        ReservationState three = ok(Reserving.register(held(WRITE_EXCLUSIVE), C, 0, 0xC, false, false));
        ReservationState state = ok(Reserving.preempt(three, B, 0xB, 0xC, EXCLUSIVE_ACCESS));
        assertThat(state.holder()).isEqualTo(A);
        assertThat(state.type()).isEqualTo(WRITE_EXCLUSIVE);
        assertThat(Reserving.registered(state, C)).isFalse();
    }

    @Test
    void preempt_ofAKeyNobodyHas_orByAStranger_conflicts() {
        assertThat(Reserving.preempt(held(5), B, 0xB, 0xDD, 5)).isNull();
        assertThat(Reserving.preempt(held(5), C, 0xC, 0xA, 5)).isNull();
        assertThat(Reserving.preempt(held(5), B, 0xA, 0xA, 5)).isNull();
        assertThat(Reserving.preempt(both(), B, 0xB, 0, 5)).isNull();
    }

    @Test
    void preempt_ofOneself_changesTheType() {
        ReservationState state = ok(Reserving.preempt(held(5), A, 0xA, 0xA, EXCLUSIVE_ACCESS));
        assertThat(state.holder()).isEqualTo(A);
        assertThat(state.type()).isEqualTo(EXCLUSIVE_ACCESS);
        assertThat(state.registrations()).hasSize(2);
    }

    @Test
    void preempt_ofAllRegistrants_needsKeyZeroToTakeOver() {
        ReservationState all = held(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        ReservationState taken = ok(Reserving.preempt(all, B, 0xB, 0, EXCLUSIVE_ACCESS));
        assertThat(taken.holder()).isEqualTo(B);
        assertThat(taken.registrations()).hasSize(1);
        ReservationState thinned = ok(Reserving.preempt(all, B, 0xB, 0xA, EXCLUSIVE_ACCESS));
        assertThat(thinned.type()).isEqualTo(WRITE_EXCLUSIVE_ALL_REGISTRANTS);
        assertThat(Reserving.holds(thinned, B)).isTrue();
        assertThat(Reserving.holds(thinned, A)).isFalse();
    }

    @Test
    void generation_wrapsAt32Bits() {
        ReservationState old = new ReservationState("n", 0xFFFFFFFFL, NONE.registrations(), null, 0, false);
        assertThat(ok(Reserving.register(old, A, 0, 1, false, false)).generation())
                .isZero();
    }
}
