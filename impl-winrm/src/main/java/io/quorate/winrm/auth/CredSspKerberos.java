package io.quorate.winrm.auth;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.KerberosFailure;
import io.quorate.winrm.token.Spnego;
import io.quorate.winrm.token.TokenException;
import java.util.Arrays;
import java.util.List;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/** Kerberos inside of CredSSP, in SPNEGO: the host proves itself, too, which is what plain HTTP needs. */
final class CredSspKerberos implements CredSspInner {
    private static final List<String> MECHANISMS = List.of(Spnego.KERBEROS);

    private final KerberosContext context;
    private final String host;
    private @Nullable KerberosError error;

    /** @param host as messages name it */
    CredSspKerberos(KerberosContext context, String host) {
        this.context = context;
        this.host = host;
    }

    @Override
    public byte @Nullable [] next(byte @Nullable [] received) throws TokenException {
        if (received == null) {
            return Spnego.Init.of(MECHANISMS, context.first()).encode();
        }
        error = KerberosError.in(received);
        if (error != null) {
            throw Fault.lasting(ErrorKind.ACCESS_DENIED)
                    .answered()
                    .refusingLogin()
                    .code(KerberosFailure.code(error.code()).asCode())
                    .hint(TicketRefused.hint(context.service(), null, false))
                    .because(host + " refused the ticket for " + context.service() + " with the code " + error.code()
                            + "; the password was not sent");
        }
        byte[] token = received;
        byte[] mic = null;
        if (Spnego.looksLike(received)) {
            if (!(Spnego.parse(received) instanceof Spnego.Resp resp)
                    || resp.responseToken() == null
                    || resp.state() != Spnego.State.ACCEPT_COMPLETED && resp.state() != null) {
                throw new TokenException("Kerberos is not taken");
            }
            token = resp.responseToken();
            mic = resp.mechListMic();
        }
        try {
            context.finish(token);
            if (mic != null) {
                context.verify(mic, Spnego.mechTypeList(MECHANISMS));
            }
        } catch (GSSException e) {
            throw Fault.neverSent(ErrorKind.UNTRUSTED)
                    .cause(e)
                    .because(host + " has not proven to be " + context.service() + "; the password was not sent");
        }
        return null;
    }

    @Override
    public boolean established() {
        return context.established();
    }

    @Override
    public byte[] wrap(byte[] plain) {
        KerberosContext.Sealed sealed;
        try {
            sealed = context.wrap(plain);
        } catch (GSSException e) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE).cause(e).because("a message to " + host + " cannot be sealed");
        }
        if (sealed == null) {
            throw Fault.neverSent(ErrorKind.UNSUPPORTED)
                    .hint(
                            "give the accounts of host and user AES keys (msDS-SupportedEncryptionTypes, then a new password)")
                    .because("the key for " + context.service() + " is one of RC4, with which nothing is handed over");
        }
        byte[] both = Arrays.copyOf(sealed.header(), sealed.header().length + sealed.data().length);
        System.arraycopy(sealed.data(), 0, both, sealed.header().length, sealed.data().length);
        return both;
    }

    @Override
    public byte[] unwrap(byte[] sealed) throws TokenException {
        return context.unwrap(sealed, new byte[0]);
    }

    @Override
    public String story() {
        return "Kerberos inside, to " + context.service();
    }

    @Override
    public void close() {
        context.close();
    }

    @Override
    public String toString() {
        return "CredSspKerberos[hidden]";
    }
}
