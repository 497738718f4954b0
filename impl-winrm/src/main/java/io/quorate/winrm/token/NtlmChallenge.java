package io.quorate.winrm.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The second message of NTLM, from the server ([MS-NLMP] 2.2.1.2).
 *
 * @param targetName the server's domain, or its own name
 * @param serverChallenge eight random bytes
 * @param reserved eight bytes, of nothing today
 * @param targetInfo null if there is none
 * @param version eight bytes; null if left out
 * @param offsets where target name and target info lie; empty for one after the other
 */
public record NtlmChallenge(
        int flags,
        String targetName,
        byte[] serverChallenge,
        byte[] reserved,
        @Nullable AvPairs targetInfo,
        byte @Nullable [] version,
        List<Integer> offsets) {
    private static final int SHORTEST = 48;

    public NtlmChallenge {
        offsets = List.copyOf(offsets);
    }

    /** Makes the usual one. */
    public static NtlmChallenge of(
            int flags, String targetName, byte[] serverChallenge, AvPairs targetInfo, byte[] version) {
        return new NtlmChallenge(flags, targetName, serverChallenge, new byte[8], targetInfo, version, List.of());
    }

    public static NtlmChallenge parse(byte[] message) throws TokenException {
        NtlmLayout.Reader in = new NtlmLayout.Reader(message, 2, SHORTEST);
        int flags = in.flags(20);
        byte[] name = in.part(12);
        byte[] info = in.part(40);
        return new NtlmChallenge(
                flags,
                NtlmLayout.text(name, NtlmFlags.has(flags, NtlmFlags.UNICODE)),
                in.fixed(24, 8),
                in.fixed(32, 8),
                info.length == 0 ? null : AvPairs.parse(info),
                in.head(48, 8),
                in.offsets());
    }

    public byte[] encode() {
        NtlmLayout.Writer out = new NtlmLayout.Writer(2, version == null ? 48 : 56, offsets)
                .flags(20, flags)
                .fixed(24, serverChallenge)
                .fixed(32, reserved)
                .part(12, 0, NtlmLayout.bytes(targetName, NtlmFlags.has(flags, NtlmFlags.UNICODE)))
                .part(40, 1, targetInfo == null ? new byte[0] : targetInfo.encode());
        if (version != null) {
            out.fixed(48, version);
        }
        return out.message();
    }

    @Override
    public String toString() {
        return String.format("NtlmChallenge[flags=%08x]", flags);
    }
}
