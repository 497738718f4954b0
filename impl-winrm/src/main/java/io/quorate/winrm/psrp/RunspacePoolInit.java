package io.quorate.winrm.psrp;

/**
 * INIT_RUNSPACEPOOL ([MS-PSRP] 2.2.2.2): asks for a pool, without a host that could show anything.
 *
 * @param minRunspaces how many runspaces are kept, at least
 * @param maxRunspaces how many may exist; live objects can only be kept between pipelines if it is 1
 */
public record RunspacePoolInit(int minRunspaces, int maxRunspaces) {
    private static final String MESSAGE = "INIT_RUNSPACEPOOL";

    /** Reads the message's content. */
    public static RunspacePoolInit decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        return new RunspacePoolInit(fields.int32("MinRunspaces"), fields.int32("MaxRunspaces"));
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        return new PsObject()
                .with("MinRunspaces", PsValue.int32(minRunspaces))
                .with("MaxRunspaces", PsValue.int32(maxRunspaces))
                .with(
                        "PSThreadOptions",
                        PsObject.enumeration("System.Management.Automation.Runspaces.PSThreadOptions", "Default", 0))
                .with("ApartmentState", HostInfo.apartmentState())
                .with("HostInfo", HostInfo.none())
                .with("ApplicationArguments", PsNil.NIL);
    }
}
