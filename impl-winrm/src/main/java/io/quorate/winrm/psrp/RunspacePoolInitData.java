package io.quorate.winrm.psrp;

/** RUNSPACEPOOL_INIT_DATA ([MS-PSRP] 2.2.2.30): what the server tells of the pool that a client connected to. */
public record RunspacePoolInitData(int minRunspaces, int maxRunspaces) {
    private static final String MESSAGE = "RUNSPACEPOOL_INIT_DATA";

    /** Reads the message's content. */
    public static RunspacePoolInitData decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        return new RunspacePoolInitData(fields.int32("MinRunspaces"), fields.int32("MaxRunspaces"));
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        return new PsObject()
                .with("MinRunspaces", PsValue.int32(minRunspaces))
                .with("MaxRunspaces", PsValue.int32(maxRunspaces));
    }
}
