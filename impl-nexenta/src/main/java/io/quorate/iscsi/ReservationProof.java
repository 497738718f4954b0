package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.iscsi.PublicationProof.Finding;
import io.quorate.iscsi.scsi.PersistentReserve;
import io.quorate.iscsi.scsi.ScsiRequest;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.san.Reservations;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays two cluster nodes on one logical unit: both register, the first reserves as Windows does, the second takes the disk over, the
 * first can no longer write. Nothing is written. Goes near the unit only when nobody else has registered, and takes away what it
 * registered, whatever happens in between; should even that fail, the next run knows the keys by their first half.
 */
final class ReservationProof {
    private static final Logger log = LoggerFactory.getLogger(ReservationProof.class);

    /** {@code QRVR}, the first half of our keys. */
    private static final long PREFIX = 0x51525652L << 32;

    /** Write exclusive, registrants only: what a Windows cluster takes. */
    private static final int TYPE = PersistentReserve.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    /** A write of no block at all: a reservation refuses it as it would any write, and where none does nothing is written. */
    private static final ScsiRequest WRITE_NOTHING = ScsiRequest.write(0, 0, new byte[0]);

    /** How long the keys of a proof that is under way stay the same at most; each of its steps takes milliseconds. */
    private static final Duration STANDSTILL = Duration.ofSeconds(2);

    /** How long taking away may take when nobody waits for the rest of it any more. */
    private static final Duration LAST_WORDS = Duration.ofMillis(400);

    private final PublicationProof proof;
    private final Portal first;
    private final Portal second;
    private final QuorateRuntime runtime;
    private final Deadline whole;
    private final Deadline working;
    private final long ours;
    private final long theirs;

    /** A target does not honour reservations. */
    private static final class NotHonoured extends Exception {
        private static final long serialVersionUID = 1L;

        NotHonoured(String message) {
            super(message);
        }
    }

    /** Somebody else came meanwhile. */
    private static final class Disturbed extends Exception {
        private static final long serialVersionUID = 1L;

        Disturbed(Set<Long> keys) {
            super("somebody else registered meanwhile " + words(keys) + ": a running cluster is not disturbed");
        }
    }

    ReservationProof(PublicationProof proof, Portal first, Portal second, QuorateRuntime runtime, Deadline deadline) {
        this.proof = proof;
        this.first = first;
        this.second = second;
        this.runtime = runtime;
        this.whole = deadline;
        // A third of the time is kept for cleaning up.
        this.working = Deadline.in(deadline.remaining().multipliedBy(2).dividedBy(3), runtime);
        this.ours = newKey();
        long other = newKey();
        this.theirs = other == ours ? other ^ 1 : other;
    }

    Finding prove() {
        Iqn one = proof.options().name();
        Iqn two = proof.options().secondName();
        try (ScsiUnit a = enter(first, one, working)) {
            Finding obstacle = makeWay(a);
            if (obstacle != null) {
                return obstacle;
            }
            try (ScsiUnit b = enter(second, two, working)) {
                return act(a, b);
            } catch (Fault fault) {
                return refused(fault, two);
            }
        } catch (Fault fault) {
            return refused(fault, one);
        }
    }

    /** Opens a session and makes sure that it leads to the right unit. */
    private ScsiUnit enter(Portal portal, Iqn as, Deadline until) {
        ScsiUnit unit = proof.enter(portal, as, proof.publication().lun(), true, until);
        try {
            unit.inquiry();
            unit.awaken();
            if (!proof.publication().naa().equals(unit.naa())) {
                throw Fault.lasting(ErrorKind.CONFLICT)
                        .because("as " + as + " another logical unit is seen at LUN "
                                + proof.publication().lun());
            }
            return unit;
        } catch (RuntimeException e) {
            unit.close();
            throw e;
        }
    }

    private Finding refused(Fault fault, Iqn as) {
        if (ScsiUnit.isUnknown(fault)) {
            return Finding.failed("the target knows no persistent reservations: " + PublicationProof.said(fault));
        }
        Finding finding = proof.refused(fault, as);
        return Finding.notTested("as " + as + ": " + finding.detail());
    }

    /** Returns why the unit is left alone, or nothing once it is free; keys of an interrupted proof are taken away. */
    private @Nullable Finding makeWay(ScsiUnit a) {
        Reservations seen = a.reservations();
        if (!seen.any()) {
            return null;
        }
        if (!allOurs(seen)) {
            return inUse(seen);
        }
        try {
            runtime.sleep(STANDSTILL, proof::ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (proof.ended()) {
            return Finding.notTested("it was broken off");
        }
        Reservations later = a.reservations();
        if (!later.any()) {
            return null;
        }
        if (!allOurs(later)) {
            return inUse(later);
        }
        if (later.generation() != seen.generation() || !later.keys().equals(seen.keys())) {
            return Finding.notTested("another proof of this logical unit is under way " + words(later.keys()));
        }
        try {
            sweep(a, new TreeSet<>(later.keys()));
            Reservations after = a.reservations();
            return after.any() ? inUse(after) : null;
        } catch (NotHonoured e) {
            return Finding.notTested("an interrupted proof left keys " + words(later.keys())
                    + ", which could not be taken away: " + e.getMessage());
        }
    }

    private static Finding inUse(Reservations seen) {
        return Finding.notTested("somebody uses the logical unit with reservations " + words(seen.keys())
                + ": a running cluster is not disturbed");
    }

    private static boolean allOurs(Reservations seen) {
        return seen.keys().stream().allMatch(ReservationProof::isOurs)
                && (seen.holder() == null || isOurs(seen.holder()));
    }

    private static boolean isOurs(long key) {
        return (key & 0xFFFF_FFFF_0000_0000L) == PREFIX;
    }

    private long newKey() {
        return PREFIX | Integer.toUnsignedLong(runtime.random().nextInt());
    }

    private Finding act(ScsiUnit a, ScsiUnit b) {
        Finding finding = Finding.notTested("it was broken off");
        String left = "";
        try {
            play(a, b);
            finding = Finding.passed("two initiators through " + first + " and " + second
                    + ": register, reserve, preempt; who lost can write no more; all withdrawn");
        } catch (NotHonoured e) {
            finding = Finding.failed(String.valueOf(e.getMessage()));
        } catch (Disturbed e) {
            finding = Finding.notTested(String.valueOf(e.getMessage()));
        } catch (Fault fault) {
            finding = Finding.notTested("it could not be told: " + PublicationProof.said(fault));
        } finally {
            left = restore(a, b);
        }
        return left.isEmpty() ? finding : Finding.failed(finding.detail() + "; " + left);
    }

    private void play(ScsiUnit a, ScsiUnit b) throws NotHonoured, Disturbed {
        long before = a.reservations().generation();
        good("registering the first key", a.run(ScsiRequest.register(0, ours)));
        good("registering the second key", b.run(ScsiRequest.register(0, theirs)));
        long registered = advanced("two registrations", before, keysAre("after both registered", b, ours, theirs));

        good("reserving", a.run(ScsiRequest.reserve(ours, TYPE)));
        held(keysAre("after the reserve", b, ours, theirs), ours);
        conflict("a second reserve", b.run(ScsiRequest.reserve(theirs, TYPE)));
        mayWrite(b.run(ScsiRequest.synchronizeCache()));

        good("preempting", b.run(ScsiRequest.preempt(theirs, ours, TYPE)));
        Reservations taken = keysAre("after the preempt", b, theirs);
        held(taken, theirs);
        advanced("a preempt", registered, taken);
        conflict("a write of the initiator that lost its registration", a.run(WRITE_NOTHING));
        conflict("a reserve of the initiator that lost its registration", a.run(ScsiRequest.reserve(ours, TYPE)));

        good("releasing", b.run(ScsiRequest.release(theirs, TYPE)));
        good("withdrawing the key", b.run(ScsiRequest.register(theirs, 0)));
        if (keysAre("after all was withdrawn", a).holder() != null) {
            throw new NotHonoured("a reservation is still held after its release");
        }
    }

    private static void good(String what, ScsiReply reply) throws NotHonoured {
        if (reply.status() != ScsiUnit.GOOD) {
            throw new NotHonoured(what + " was " + ScsiUnit.words(reply));
        }
    }

    private static void conflict(String what, ScsiReply reply) throws NotHonoured {
        if (reply.status() != ScsiUnit.RESERVATION_CONFLICT) {
            throw new NotHonoured(
                    what + " must meet a reservation conflict (status 0x18), but was " + ScsiUnit.words(reply));
        }
    }

    /** By a command that reservations treat like a write; some targets hang on a write of no block that they let through. */
    private static void mayWrite(ScsiReply reply) throws NotHonoured {
        if (reply.status() == ScsiUnit.RESERVATION_CONFLICT) {
            throw new NotHonoured("a registrant cannot write: " + ScsiUnit.words(reply));
        }
    }

    private Reservations keysAre(String when, ScsiUnit unit, long... expected) throws NotHonoured, Disturbed {
        Reservations seen = unit.reservations();
        List<Long> missing = new ArrayList<>();
        List<Long> others = new ArrayList<>(seen.keys());
        for (long key : expected) {
            if (!others.remove(key)) {
                missing.add(key);
            }
        }
        Set<Long> strangers = new TreeSet<>(others);
        strangers.removeAll(Set.of(ours, theirs));
        if (!strangers.isEmpty()) {
            throw new Disturbed(strangers);
        }
        if (!missing.isEmpty() || !others.isEmpty()) {
            throw new NotHonoured(when + " registered are " + words(seen.keys()) + ", not " + words(wanted(expected)));
        }
        return seen;
    }

    private static List<Long> wanted(long... keys) {
        return Arrays.stream(keys).boxed().toList();
    }

    private static void held(Reservations seen, long by) throws NotHonoured {
        if (!Objects.equals(seen.holder(), by) || !Objects.equals(seen.type(), TYPE)) {
            throw new NotHonoured("the reservation is not held by who took it: holder "
                    + (seen.holder() == null ? "none" : hex(seen.holder())) + ", type " + seen.type());
        }
    }

    /** The generation is a counter of 32 bits that starts again at 0. */
    private static long advanced(String what, long before, Reservations seen) throws NotHonoured {
        if ((int) (seen.generation() - before) <= 0) {
            throw new NotHonoured("the generation did not count " + what);
        }
        return seen.generation();
    }

    /** Takes our two keys away; whoever interrupted us, or closed the client, waits half a second for it. Returns what is left, in words. */
    private String restore(ScsiUnit a, ScsiUnit b) {
        Duration left = whole.remaining();
        boolean hurried = proof.ended() && left.compareTo(LAST_WORDS) > 0;
        boolean interrupted = Thread.interrupted();
        try {
            return restore(a, b, hurried ? Deadline.in(LAST_WORDS, runtime) : whole);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes our two keys away, by whichever session still works. */
    private String restore(ScsiUnit a, ScsiUnit b, Deadline until) {
        withdraw(b.until(part(until, 5)), theirs);
        withdraw(a.until(part(until, 4)), ours);
        Set<Long> keys = new TreeSet<>(Set.of(ours, theirs));
        String problem;
        try {
            sweep(b.until(part(until, 3)), keys);
            return "";
        } catch (Fault | NotHonoured e) {
            problem = String.valueOf(e.getMessage());
        }
        try {
            sweep(a.until(part(until, 2)), keys);
            return "";
        } catch (Fault | NotHonoured e) {
            problem = String.valueOf(e.getMessage());
        }
        try (ScsiUnit again = enter(first, proof.options().name(), until)) {
            sweep(again, keys);
            return "";
        } catch (Fault | NotHonoured e) {
            problem = String.valueOf(e.getMessage());
        }
        return "our keys " + words(keys) + " may be left on the logical unit (" + problem
                + "); the next run takes them away";
    }

    /** Takes the key of a session away as its owner, the way every target knows; what fails is looked at afterwards. */
    private static void withdraw(ScsiUnit unit, long key) {
        try {
            Reservations now = unit.reservations();
            if (Objects.equals(now.holder(), key)) {
                unit.run(ScsiRequest.release(key, TYPE));
            }
            if (now.keys().contains(key)) {
                unit.run(ScsiRequest.register(key, 0));
            }
        } catch (Fault fault) {
            log.debug("a key was not withdrawn by its own session [why={}]", fault.getMessage());
        }
    }

    private Deadline part(Deadline until, int of) {
        return Deadline.in(until.remaining().dividedBy(of), runtime);
    }

    /** Takes keys away by a session that has none, with the reservation one of them may hold; touches no other key. */
    private void sweep(ScsiUnit unit, Set<Long> keys) throws NotHonoured {
        Reservations before = unit.reservations();
        if (!anyOf(before, keys)) {
            return;
        }
        long broom = newKey();
        good("registering a key to clean up with", unit.run(ScsiRequest.register(0, broom)));
        for (long key : before.keys()) {
            if (keys.contains(key)) {
                // Refused if it went meanwhile; what counts is what is read afterwards.
                unit.run(ScsiRequest.preempt(broom, key, TYPE));
            }
        }
        Reservations left = unit.reservations();
        if (anyOf(left, keys) && allOurs(left)) {
            // A target that mixes up whose key is whose (istgt does) still knows how to forget all of them.
            unit.run(ScsiRequest.clear(broom));
        }
        withdraw(unit, broom);
        Set<Long> mine = new TreeSet<>(keys);
        mine.add(broom);
        if (anyOf(unit.reservations(), mine)) {
            throw new NotHonoured("keys stay registered though they were withdrawn");
        }
    }

    private static boolean anyOf(Reservations seen, Set<Long> keys) {
        return seen.keys().stream().anyMatch(keys::contains) || (seen.holder() != null && keys.contains(seen.holder()));
    }

    private static String words(Iterable<Long> keys) {
        List<String> words = new ArrayList<>();
        keys.forEach(key -> words.add(hex(key)));
        return words.isEmpty() ? "(no key)" : "(keys " + String.join(", ", words) + ")";
    }

    private static String hex(long key) {
        return String.format("0x%016X", key);
    }
}
