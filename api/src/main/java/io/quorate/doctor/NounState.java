package io.quorate.doctor;

import java.util.Objects;

/**
 * Whether a noun works on a host.
 *
 * @param noun as code spells it, e.g. {@code host.disks}
 * @param works whether it does
 * @param why what keeps it; empty where nothing does
 * @param cure what to do; empty where nothing is to be done
 */
public record NounState(String noun, Works works, String why, String cure) {
    public NounState {
        Objects.requireNonNull(noun, "noun");
        Objects.requireNonNull(works, "works");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(cure, "cure");
    }

    /** Whether it works. */
    public enum Works {
        /** Nothing speaks against it. */
        YES,
        /** Some of its verbs do not. */
        PARTLY,
        /** It does not. */
        NO,
        /** The host is not one for it: the role is not installed. */
        NOT_HERE,
        /** It cannot be told. */
        UNTOLD
    }

    @Override
    public String toString() {
        return noun + " " + works + (why.isEmpty() ? "" : ": " + why) + (cure.isEmpty() ? "" : "; " + cure);
    }
}
