package io.quorate.winrm.psrp;

/** What a client tells about the host that shows things to a user ([MS-PSRP] 2.2.3.14): there is none. */
final class HostInfo {
    private static final int APARTMENT_UNKNOWN = 2;

    private HostInfo() {}

    static PsObject none() {
        return new PsObject()
                .with("_isHostNull", PsValue.bool(true))
                .with("_isHostUINull", PsValue.bool(true))
                .with("_isHostRawUINull", PsValue.bool(true))
                .with("_useRunspaceHost", PsValue.bool(true));
    }

    static PsObject apartmentState() {
        return PsObject.enumeration("System.Threading.ApartmentState", "Unknown", APARTMENT_UNKNOWN);
    }
}
