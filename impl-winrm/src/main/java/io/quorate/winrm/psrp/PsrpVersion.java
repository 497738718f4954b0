package io.quorate.winrm.psrp;

/**
 * A version of the remoting protocol: 2.1 came with PowerShell 2, 2.2 with 3 (merging of single streams, disconnect, several statements),
 * 2.3 with 5 (information stream, reset of a runspace's state), 2.4 with 7.6 (no session key: the transport protects secure strings).
 */
public record PsrpVersion(int major, int minor) implements Comparable<PsrpVersion> {
    public static final PsrpVersion V2_1 = new PsrpVersion(2, 1);
    public static final PsrpVersion V2_2 = new PsrpVersion(2, 2);
    public static final PsrpVersion V2_3 = new PsrpVersion(2, 3);
    public static final PsrpVersion V2_4 = new PsrpVersion(2, 4);

    /**
     * Reads {@code major.minor}; further parts are ignored.
     *
     * @throws PsrpProtocolException if it is not a version
     */
    public static PsrpVersion parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length >= 2 && parts.length <= 4) {
            try {
                PsrpVersion version = new PsrpVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                if (version.major >= 0 && version.minor >= 0) {
                    return version;
                }
            } catch (NumberFormatException e) {
                throw new PsrpProtocolException("not a protocol version");
            }
        }
        throw new PsrpProtocolException("not a protocol version");
    }

    /** Tells whether this version has what came with the given one. */
    public boolean atLeast(PsrpVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(PsrpVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
