package io.quorate.winrm.token;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The response of NTLMv2: the proof, and what it proves besides the password ([MS-NLMP] 2.2.2.7, 2.2.2.8). Prints nothing of it.
 *
 * @param proof sixteen bytes, the NTProofStr
 * @param time in the units of Windows: 100 ns since 1601
 * @param clientChallenge eight random bytes
 * @param targetInfo what the server told about itself, and what the client added
 * @param rest what stands behind it, usually four zero bytes
 */
public record NtlmV2Response(byte[] proof, long time, byte[] clientChallenge, AvPairs targetInfo, byte[] rest) {
    private static final int HEAD = 16 + 28;

    public static NtlmV2Response parse(byte[] response) throws TokenException {
        if (response.length < HEAD + 4 || response[16] != 1 || response[17] != 1) {
            throw new TokenException("not a response of NTLMv2");
        }
        ByteBuffer in = NtlmLayout.little(response);
        AvPairs pairs = AvPairs.beginning(response, HEAD);
        return new NtlmV2Response(
                Arrays.copyOf(response, 16),
                in.getLong(24),
                Arrays.copyOfRange(response, 32, 40),
                pairs,
                Arrays.copyOfRange(response, HEAD + pairs.encode().length, response.length));
    }

    /** Writes what the proof proves. */
    public static byte[] proven(long time, byte[] clientChallenge, AvPairs targetInfo, byte[] rest) {
        byte[] pairs = targetInfo.encode();
        ByteBuffer out = NtlmLayout.little(new byte[28 + pairs.length + rest.length]);
        out.put((byte) 1).put((byte) 1).putShort((short) 0).putInt(0).putLong(time);
        out.put(clientChallenge).putInt(0).put(pairs).put(rest);
        return out.array();
    }

    /** Writes what the proof proves. */
    public byte[] proven() {
        return proven(time, clientChallenge, targetInfo, rest);
    }

    @Override
    public String toString() {
        return "NtlmV2Response";
    }
}
