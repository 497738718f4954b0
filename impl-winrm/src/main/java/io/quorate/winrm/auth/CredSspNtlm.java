package io.quorate.winrm.auth;

import io.quorate.winrm.token.NtlmSeal;
import io.quorate.winrm.token.TokenException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** NTLM inside of CredSSP, its messages as they are: Windows takes them without SPNEGO around, and needs one leg less. */
final class CredSspNtlm implements CredSspInner {
    private final NtlmClient client;
    private final String host;
    private final String service;
    private final String why;

    /**
     * @param host as messages name it
     * @param service the name of the service it is for
     * @param why it is not Kerberos; empty if nobody asks
     */
    CredSspNtlm(NtlmClient client, String host, String service, String why) {
        this.client = client;
        this.host = host;
        this.service = service;
        this.why = why;
    }

    @Override
    public byte @Nullable [] next(byte @Nullable [] received) throws TokenException {
        if (received == null) {
            return client.negotiate();
        }
        if (client.proven()) {
            throw new TokenException("NTLM goes on after its end");
        }
        return client.authenticate(received, host);
    }

    @Override
    public boolean established() {
        return client.proven();
    }

    @Override
    public byte[] wrap(byte[] plain) {
        NtlmSeal.Sealed sealed = client.seal().seal(plain);
        byte[] both = Arrays.copyOf(sealed.signature(), sealed.signature().length + sealed.data().length);
        System.arraycopy(sealed.data(), 0, both, sealed.signature().length, sealed.data().length);
        return both;
    }

    @Override
    public byte[] unwrap(byte[] sealed) throws TokenException {
        if (sealed.length < NtlmSeal.SIGNATURE) {
            throw new TokenException("a seal of NTLM is cut off");
        }
        return client.seal()
                .unseal(
                        Arrays.copyOf(sealed, NtlmSeal.SIGNATURE),
                        Arrays.copyOfRange(sealed, NtlmSeal.SIGNATURE, sealed.length));
    }

    @Override
    public String story() {
        String told = client.host();
        return "NTLM inside" + (why.isEmpty() ? "" : " (Kerberos could not begin: " + why + ")") + ", to " + service
                + (told.isEmpty() ? "" : ", " + told);
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "CredSspNtlm[hidden]";
    }
}
