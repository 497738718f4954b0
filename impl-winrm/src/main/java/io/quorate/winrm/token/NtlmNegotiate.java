package io.quorate.winrm.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first message of NTLM, from the client ([MS-NLMP] 2.2.1.1).
 *
 * @param domain empty in all but old clients
 * @param version eight bytes; null if left out
 * @param head how many bytes the fixed part has; 0 for all of it
 * @param offsets where domain and workstation lie; empty for one after the other
 */
public record NtlmNegotiate(
        int flags, String domain, String workstation, byte @Nullable [] version, int head, List<Integer> offsets) {
    private static final int SHORTEST = 16;
    private static final int FULL = 40;

    public NtlmNegotiate {
        offsets = List.copyOf(offsets);
    }

    /** Makes the usual one, of 40 bytes: some hosts refuse a shorter one. */
    public static NtlmNegotiate of(int flags, byte[] version) {
        return new NtlmNegotiate(flags, "", "", version, 0, List.of());
    }

    public static NtlmNegotiate parse(byte[] message) throws TokenException {
        NtlmLayout.Reader in = new NtlmLayout.Reader(message, 1, SHORTEST);
        byte[] domain = message.length < 24 ? new byte[0] : in.part(16);
        byte[] workstation = message.length < 32 ? new byte[0] : in.part(24);
        byte[] version = in.head(32, 8);
        int head = version != null ? FULL : message.length < 24 ? SHORTEST : message.length < 32 ? 24 : 32;
        return new NtlmNegotiate(
                in.flags(12),
                NtlmLayout.text(domain, false),
                NtlmLayout.text(workstation, false),
                version,
                head,
                in.offsets());
    }

    public byte[] encode() {
        int size = head == 0 ? FULL : head;
        NtlmLayout.Writer out = new NtlmLayout.Writer(1, size, offsets).flags(12, flags);
        if (size >= 24) {
            out.part(16, 0, NtlmLayout.bytes(domain, false));
        }
        if (size >= 32) {
            out.part(24, 1, NtlmLayout.bytes(workstation, false));
        }
        if (version != null) {
            out.fixed(32, version);
        }
        return out.message();
    }

    @Override
    public String toString() {
        return String.format("NtlmNegotiate[flags=%08x]", flags);
    }
}
