package io.quorate.lab.scsi;

/** Ends a command with a check condition. */
final class CheckCondition extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Sense sense;

    CheckCondition(Sense sense) {
        super(sense.toString(), null, false, false);
        this.sense = sense;
    }

    Sense sense() {
        return sense;
    }

    /** Throws unless something holds. */
    static void unless(boolean holds, Sense otherwise) throws CheckCondition {
        if (!holds) {
            throw new CheckCondition(otherwise);
        }
    }
}
