package io.quorate.winrm.psrp;

/** Whom a message is for ([MS-PSRP] 2.2.1). */
public enum PsrpDestination {
    CLIENT(1),
    SERVER(2);

    private final int id;

    PsrpDestination(int id) {
        this.id = id;
    }

    /** Returns the number on the wire. */
    public int id() {
        return id;
    }

    static PsrpDestination of(int id) {
        return switch (id) {
            case 1 -> CLIENT;
            case 2 -> SERVER;
            default -> throw new PsrpProtocolException("message destination " + id + " is neither client nor server");
        };
    }
}
