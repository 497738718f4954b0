package io.quorate.winrm.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The third message of NTLM, from the client ([MS-NLMP] 2.2.1.3). Prints nothing of it.
 *
 * @param lmResponse 24 bytes, or none
 * @param ntResponse the proof, and with NTLMv2 what was proven: see {@link NtlmV2Response}
 * @param sessionKey the session key that the client has drawn, encrypted; empty if none was exchanged
 * @param version eight bytes; null if left out
 * @param mic sixteen bytes that prove that none of the three messages was touched; null if left out
 * @param offsets where the parts lie, in the order in which they are named here; empty to lay them as Windows does
 */
public record NtlmAuthenticate(
        byte[] lmResponse,
        byte[] ntResponse,
        String domain,
        String user,
        String workstation,
        byte[] sessionKey,
        int flags,
        byte @Nullable [] version,
        byte @Nullable [] mic,
        List<Integer> offsets) {
    private static final int SHORTEST = 64;

    /** Where the MIC stands in a message that has one. */
    public static final int MIC_AT = 72;

    public static final int MIC_LENGTH = 16;

    public NtlmAuthenticate {
        offsets = List.copyOf(offsets);
    }

    public static NtlmAuthenticate parse(byte[] message) throws TokenException {
        NtlmLayout.Reader in = new NtlmLayout.Reader(message, 3, SHORTEST);
        int flags = in.flags(60);
        boolean unicode = NtlmFlags.has(flags, NtlmFlags.UNICODE);
        byte[] lm = in.part(12);
        byte[] nt = in.part(20);
        byte[] domain = in.part(28);
        byte[] user = in.part(36);
        byte[] workstation = in.part(44);
        byte[] key = in.part(52);
        return new NtlmAuthenticate(
                lm,
                nt,
                NtlmLayout.text(domain, unicode),
                NtlmLayout.text(user, unicode),
                NtlmLayout.text(workstation, unicode),
                key,
                flags,
                in.head(64, 8),
                in.head(MIC_AT, MIC_LENGTH),
                in.offsets());
    }

    public byte[] encode() {
        boolean unicode = NtlmFlags.has(flags, NtlmFlags.UNICODE);
        int head = mic != null ? MIC_AT + MIC_LENGTH : version != null ? 72 : 64;
        NtlmLayout.Writer out = new NtlmLayout.Writer(3, head, offsets)
                .flags(60, flags)
                .part(28, 2, NtlmLayout.bytes(domain, unicode))
                .part(36, 3, NtlmLayout.bytes(user, unicode))
                .part(44, 4, NtlmLayout.bytes(workstation, unicode))
                .part(12, 0, lmResponse)
                .part(20, 1, ntResponse)
                .part(52, 5, sessionKey);
        if (version != null) {
            out.fixed(64, version);
        }
        if (mic != null) {
            out.fixed(MIC_AT, mic);
        }
        return out.message();
    }

    @Override
    public String toString() {
        return String.format("NtlmAuthenticate[flags=%08x]", flags);
    }
}
