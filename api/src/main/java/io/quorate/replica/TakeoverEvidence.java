package io.quorate.replica;

import io.quorate.Consent;
import io.quorate.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What speaks for it that a machine's primary copy does not run and will not come back by itself. Hyper-V Replica fences nothing: a replica
 * that takes over while the primary runs makes two machines of one. So an unplanned failover takes evidence of grade {@link Grade#E3} or
 * better, bound to the machine and to a time.
 *
 * @param machine the machine's id
 * @param grade how good it is
 * @param witness who says so: an operator's name, or what observed it
 * @param seen what was seen
 * @param until when it stops being worth anything
 */
public record TakeoverEvidence(UUID machine, Grade grade, String witness, String seen, Instant until) {

    /** The ladder of evidence. */
    public enum Grade {
        /** Nothing. */
        E0,
        /** One observer gets no answer. */
        E1,
        /** Two independent observers get no answer, the host that is to take over among them. */
        E2,
        /** Its storage is silent, too: no session, no lock, no lease. */
        E3,
        /** Its power was seen off, or its clean shutdown. */
        E4,
        /** An operator says so, by name. */
        E5
    }

    /** Longer than this nobody knows what a machine does. */
    private static final Duration LONGEST = Duration.ofHours(4);

    public TakeoverEvidence {
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(grade, "grade");
        Objects.requireNonNull(witness, "witness");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(until, "until");
        if (witness.isBlank() || seen.isBlank()) {
            throw new IllegalArgumentException("evidence names who says so and what was seen");
        }
    }

    /**
     * An operator's attestation.
     *
     * @param operator the operator's name
     * @param seen how the operator knows: {@code the rack has no power, I pulled the plug of HV1}
     * @param now when it is said
     * @param valid how long it holds; four hours at most
     */
    public static TakeoverEvidence attestation(
            UUID machine, String operator, String seen, Instant now, Duration valid) {
        if (valid.isNegative() || valid.isZero() || valid.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "an attestation holds for " + Span.words(LONGEST) + " at most: " + Span.words(valid));
        }
        return new TakeoverEvidence(machine, Grade.E5, operator, seen, now.plus(valid));
    }

    /** Tells whether it is good enough for an unplanned failover. */
    public boolean isEnough() {
        return grade.compareTo(Grade.E3) >= 0;
    }

    /** Tells whether its time is over. */
    public boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    /** Returns what a consent on it is bound to: the machine and the time. */
    public String identity() {
        return machine + " until " + until;
    }

    /** Returns the consent that it is; it stands in the audit log. */
    public Consent consent() {
        return Consent.to(identity(), grade + ", " + witness + ": " + seen);
    }
}
