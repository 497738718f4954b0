package io.quorate.san;

import java.util.List;
import java.util.Objects;

/**
 * Whether a publication is fit for a failover cluster: what Windows' own validation would find out later, seen from here.
 *
 * @param publication what was looked at
 * @param checks every check with its verdict, in the order they were made
 */
public record FitnessReport(Publication publication, List<Check> checks) {
    /** A portal of the publication was logged in to. */
    public static final String PORTAL = "portal";

    /** The target shows the logical unit to us. */
    public static final String LUN = "lun";

    /** The logical unit has the publication's NAA identifier. */
    public static final String NAA = "naa";

    /** The logical unit has the volume's size. */
    public static final String CAPACITY = "capacity";

    /** Its blocks are of 512 or 4096 bytes, the sizes Windows takes. */
    public static final String BLOCK_SIZE = "block size";

    /** It can be written. */
    public static final String WRITABLE = "writable";

    /** A login without CHAP is refused and one with CHAP is not; where the publication wants none, a login without it is accepted. */
    public static final String CHAP = "chap";

    /** Persistent reservations are honoured between two initiators. */
    public static final String RESERVATIONS = "reservations";

    /** How a check ended. */
    public enum Verdict {
        /** It is as a cluster needs it. */
        PASSED,
        /** It is not. */
        FAILED,
        /** It could not be told, or must not be tried on this LUN; the detail says why. */
        NOT_TESTED
    }

    /**
     * One check.
     *
     * @param name what was checked, one of the constants
     * @param subject on what, e.g. a portal
     * @param detail what was seen, for a person
     */
    public record Check(String name, String subject, Verdict verdict, String detail) {
        public Check {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(verdict, "verdict");
            Objects.requireNonNull(detail, "detail");
        }
    }

    public FitnessReport {
        Objects.requireNonNull(publication, "publication");
        checks = List.copyOf(checks);
    }

    /** Tells whether every check passed. A check that could not be made is no pass. */
    public boolean fit() {
        return !checks.isEmpty() && checks.stream().allMatch(c -> c.verdict() == Verdict.PASSED);
    }

    /** Returns the checks that did not pass. */
    public List<Check> findings() {
        return checks.stream().filter(c -> c.verdict() != Verdict.PASSED).toList();
    }
}
