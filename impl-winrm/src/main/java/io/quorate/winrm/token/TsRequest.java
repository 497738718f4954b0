package io.quorate.winrm.token;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TSRequest, the one message of CredSSP ([MS-CSSP] 2.2.1). Prints nothing of what it carries.
 *
 * @param version of the protocol that its sender speaks
 * @param negoToken of SPNEGO, NTLM or Kerberos
 * @param authInfo sealed {@link TsCredentials}
 * @param pubKeyAuth the sealed proof that both ends see the same TLS key
 * @param errorCode an NTSTATUS of the server, unsigned; null if there is none
 * @param clientNonce 32 bytes, from version 5 on
 */
public record TsRequest(
        int version,
        byte @Nullable [] negoToken,
        byte @Nullable [] authInfo,
        byte @Nullable [] pubKeyAuth,
        @Nullable Long errorCode,
        byte @Nullable [] clientNonce) {
    /** The newest version. */
    public static final int VERSION = 6;

    private static final int LARGEST_VERSION = 0xFFFF;

    /** Makes one with the next token. */
    public static TsRequest negotiating(byte[] negoToken) {
        return new TsRequest(VERSION, negoToken, null, null, null, null);
    }

    /** Writes it. */
    public byte[] encode() {
        List<byte[]> parts = new ArrayList<>();
        parts.add(Der.value(Der.context(0), Der.integer(version)));
        if (negoToken != null) {
            byte[] one = Der.sequence(Der.value(Der.context(0), Der.octets(negoToken)));
            parts.add(Der.value(Der.context(1), Der.sequence(one)));
        }
        add(parts, 2, authInfo);
        add(parts, 3, pubKeyAuth);
        if (errorCode != null) {
            // Servers write the status as the signed number that it is for them.
            parts.add(Der.value(Der.context(4), Der.integer(errorCode.intValue())));
        }
        add(parts, 5, clientNonce);
        return Der.sequence(parts.toArray(byte[][]::new));
    }

    private static void add(List<byte[]> parts, int number, byte @Nullable [] octets) {
        if (octets != null) {
            parts.add(Der.value(Der.context(number), Der.octets(octets)));
        }
    }

    /** Reads one. */
    public static TsRequest parse(byte[] bytes) throws TokenException {
        Der.Reader outside = new Der.Reader(bytes);
        Der.Reader in = outside.enter(Der.SEQUENCE);
        outside.end();
        long version = integer(in, 0);
        if (version < 0 || version > LARGEST_VERSION) {
            throw new TokenException("CredSSP has a version that cannot be");
        }
        byte[] negoToken = in.next(Der.context(1)) ? negoToken(in.enter(Der.context(1))) : null;
        byte[] authInfo = octets(in, 2);
        byte[] pubKeyAuth = octets(in, 3);
        Long errorCode = in.next(Der.context(4)) ? status(integer(in, 4)) : null;
        byte[] clientNonce = octets(in, 5);
        in.end();
        return new TsRequest((int) version, negoToken, authInfo, pubKeyAuth, errorCode, clientNonce);
    }

    private static byte[] negoToken(Der.Reader data) throws TokenException {
        Der.Reader list = data.enter(Der.SEQUENCE);
        data.end();
        Der.Reader one = list.enter(Der.SEQUENCE);
        list.end();
        byte[] token = one.only(0, Der.OCTET_STRING);
        one.end();
        return token;
    }

    private static long integer(Der.Reader in, int number) throws TokenException {
        Der.Reader inside = in.enter(Der.context(number));
        long value = inside.integer();
        inside.end();
        return value;
    }

    private static byte @Nullable [] octets(Der.Reader in, int number) throws TokenException {
        return in.next(Der.context(number)) ? in.only(number, Der.OCTET_STRING) : null;
    }

    private static long status(long number) throws TokenException {
        if (number < Integer.MIN_VALUE || number > 0xFFFFFFFFL) {
            throw new TokenException("CredSSP has an error code that is no status");
        }
        return number & 0xFFFFFFFFL;
    }

    @Override
    public String toString() {
        return "TSRequest[version " + version + "]";
    }
}
