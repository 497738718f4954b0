package io.quorate.lab.winrm.login;

import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.TokenException;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Reads out of a Kerberos token what the JDK does not tell a server: the channel bindings that its client has sent (RFC 4120 5.5.1, RFC 4121
 * 4.1.1). The JDK can compare them only with those of another address type than Windows' clients take.
 */
final class ApRequest {
    /** Behind the mechanism's identifier, which has eleven bytes, and the token's, which has two. */
    private static final int REQUEST_AT = 13;

    private static final int TICKET_USAGE = 2;
    private static final int AUTHENTICATOR_USAGE = 11;
    private static final int GSS_CHECKSUM = 0x8003;

    private ApRequest() {}

    /** Returns the sixteen bytes of the bindings' hash, all zero if there were none. */
    static byte[] channelBindings(byte[] token, ServiceKeys keys) throws GeneralSecurityException {
        byte[] wrapped = new Der.Reader(token).content(Der.application(0));
        if (wrapped.length < REQUEST_AT) {
            throw new TokenException("not a Kerberos token");
        }
        Der.Reader request = new Der.Reader(Arrays.copyOfRange(wrapped, REQUEST_AT, wrapped.length))
                .enter(Der.application(14))
                .enter(Der.SEQUENCE);
        Der.Reader ticket = DerFields.to(request, 3).enter(Der.application(1)).enter(Der.SEQUENCE);
        String realm = DerFields.to(ticket, 1).text(Der.GENERAL_STRING);
        Der.Reader name = DerFields.to(ticket, 2).enter(Der.SEQUENCE);
        String principal = name(DerFields.to(name, 1).enter(Der.SEQUENCE)) + "@" + realm;
        Encrypted sealedTicket = Encrypted.of(DerFields.to(ticket, 3));
        Encrypted sealedAuthenticator = Encrypted.of(DerFields.to(request, 4));
        byte[] ticketKey = keys.key(principal, sealedTicket.type());
        if (ticketKey == null) {
            throw new TokenException("a ticket for somebody else");
        }
        Der.Reader part = new Der.Reader(KerberosCipher.open(ticketKey, TICKET_USAGE, sealedTicket.cipher()))
                .enter(Der.application(3))
                .enter(Der.SEQUENCE);
        Der.Reader key = DerFields.to(part, 1).enter(Der.SEQUENCE);
        byte[] sessionKey = DerFields.to(key, 1).octets();
        Der.Reader authenticator = new Der.Reader(
                        KerberosCipher.open(sessionKey, AUTHENTICATOR_USAGE, sealedAuthenticator.cipher()))
                .enter(Der.application(2))
                .enter(Der.SEQUENCE);
        return bindings(authenticator);
    }

    private static byte[] bindings(Der.Reader authenticator) throws TokenException {
        while (authenticator.more() && !authenticator.next(Der.context(3))) {
            authenticator.whole();
        }
        if (!authenticator.more()) {
            return new byte[16];
        }
        Der.Reader sum = authenticator.enter(Der.context(3)).enter(Der.SEQUENCE);
        long type = DerFields.to(sum, 0).integer();
        byte[] content = DerFields.to(sum, 1).octets();
        return type == GSS_CHECKSUM && content.length >= 20 ? Arrays.copyOfRange(content, 4, 20) : new byte[16];
    }

    private static String name(Der.Reader parts) throws TokenException {
        StringBuilder name = new StringBuilder();
        while (parts.more()) {
            name.append(name.isEmpty() ? "" : "/").append(parts.text(Der.GENERAL_STRING));
        }
        return name.toString();
    }

    private record Encrypted(int type, byte[] cipher) {
        static Encrypted of(Der.Reader holder) throws TokenException {
            Der.Reader in = holder.enter(Der.SEQUENCE);
            return new Encrypted(
                    (int) DerFields.to(in, 0).integer(), DerFields.to(in, 2).octets());
        }
    }
}
