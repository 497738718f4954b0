package io.quorate.winrm.psrp;

/** The input streams of a shell over WS-Man. Windows keeps a message's fragments apart by stream, so none may change it half-way. */
public enum PsrpInput {
    /** Everything but answers to host calls. */
    STDIN("stdin"),
    /** Answers to host calls, which overtake input. */
    PROMPT("pr");

    private final String wsmanName;

    PsrpInput(String wsmanName) {
        this.wsmanName = wsmanName;
    }

    /** Returns the stream's name in a Send. */
    public String wsmanName() {
        return wsmanName;
    }
}
