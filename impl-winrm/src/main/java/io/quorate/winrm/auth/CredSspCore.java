package io.quorate.winrm.auth;

import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.Logins;
import io.quorate.winrm.token.TokenException;
import io.quorate.winrm.token.TsCredentials;
import io.quorate.winrm.token.TsRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The client's half of CredSSP inside of its TLS ([MS-CSSP] 3.1.5): the two ends prove themselves, then that both see the same TLS key, and only
 * then is the password handed over. Knows neither HTTP nor TLS. Belongs to one login, whose keys
 * are closed elsewhere; is given up after any failure.
 */
final class CredSspCore {
    /** The oldest version whose proof of the key cannot be relayed (CVE-2018-0886). */
    static final int OLDEST = 5;

    /** How many random bytes a login takes. */
    static final int NONCE = 32;

    private static final String TO_SERVER = "CredSSP Client-To-Server Binding Hash\0";
    private static final String TO_CLIENT = "CredSSP Server-To-Client Binding Hash\0";

    private enum Stage {
        NEGOTIATING,
        BINDING,
        DONE
    }

    private final String host;
    private final CredSspInner inner;
    private final byte[] publicKey;
    private final byte[] nonce;
    private final Account account;
    private Stage stage = Stage.NEGOTIATING;

    /**
     * Whose password is handed over.
     *
     * @param domain empty where the user's name tells
     */
    record Account(String domain, String user, Secret password) {
        /** Takes {@code DOMAIN\\user} apart; {@code user@realm} stays whole. */
        static Account of(String username, Secret password) {
            int backslash = username.indexOf('\\');
            return backslash < 0
                    ? new Account("", username, password)
                    : new Account(username.substring(0, backslash), username.substring(backslash + 1), password);
        }
    }

    /**
     * @param host as messages name it
     * @param publicKey the key that the host has shown in TLS
     * @param nonce 32 random bytes
     */
    CredSspCore(String host, CredSspInner inner, byte[] publicKey, byte[] nonce, Account account) {
        if (nonce.length != NONCE) {
            throw new IllegalArgumentException("a nonce has " + NONCE + " bytes");
        }
        this.host = host;
        this.inner = inner;
        this.publicKey = publicKey.clone();
        this.nonce = nonce.clone();
        this.account = account;
    }

    /** Tells whether the password was handed over. */
    boolean done() {
        return stage == Stage.DONE;
    }

    /** Returns the first message. */
    byte[] first() throws TokenException {
        byte[] token = inner.next(null);
        if (token == null) {
            throw new TokenException("there is nothing to begin CredSSP with");
        }
        return TsRequest.negotiating(token).encode();
    }

    /**
     * Returns the next message; wipe it.
     *
     * @throws TokenException if the host does not keep to the protocol
     * @throws Fault if it refused, or is not to be trusted with the password
     */
    byte[] next(byte[] received) throws TokenException {
        TsRequest reply = TsRequest.parse(received);
        if (reply.errorCode() != null && reply.errorCode() != 0) {
            throw CredSspRefusals.of(host, reply.errorCode());
        }
        if (reply.version() < OLDEST) {
            throw Fault.neverSent(ErrorKind.UNTRUSTED)
                    .hint("install Windows updates of May 2018 or later there")
                    .because(host + " speaks version " + reply.version() + " of CredSSP, and less than " + OLDEST
                            + " lets somebody in between use the login (CVE-2018-0886); the password was not sent");
        }
        return switch (stage) {
            case NEGOTIATING -> negotiated(reply);
            case BINDING -> bound(reply);
            case DONE -> throw new TokenException("CredSSP goes on after its end");
        };
    }

    private byte[] negotiated(TsRequest reply) throws TokenException {
        if (reply.negoToken() == null) {
            throw new TokenException("CredSSP holds no token where one is due");
        }
        byte[] token = inner.next(reply.negoToken());
        if (!inner.established()) {
            if (token == null) {
                throw new TokenException("CredSSP ends before the two sides have proven themselves");
            }
            return TsRequest.negotiating(token).encode();
        }
        stage = Stage.BINDING;
        return new TsRequest(TsRequest.VERSION, token, null, inner.wrap(hash(TO_SERVER)), null, nonce).encode();
    }

    private byte[] bound(TsRequest reply) throws TokenException {
        if (reply.pubKeyAuth() == null) {
            throw new TokenException("CredSSP holds no proof of the key where one is due");
        }
        if (!MessageDigest.isEqual(inner.unwrap(reply.pubKeyAuth()), hash(TO_CLIENT))) {
            throw Fault.neverSent(ErrorKind.UNTRUSTED)
                    .hint("does somebody stand between, or a proxy that ends TLS?")
                    .because("whoever shows the TLS key of CredSSP to us is not who has logged us in at " + host
                            + "; the password was not sent");
        }
        stage = Stage.DONE;
        char[] password = Logins.reveal(account.password());
        byte[] credentials = {};
        try {
            credentials = new TsCredentials(account.domain(), account.user(), password).encode();
            return new TsRequest(TsRequest.VERSION, null, inner.wrap(credentials), null, null, null).encode();
        } finally {
            Arrays.fill(password, '\0');
            Arrays.fill(credentials, (byte) 0);
        }
    }

    private byte[] hash(String direction) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(direction.getBytes(StandardCharsets.US_ASCII));
            digest.update(nonce);
            return digest.digest(publicKey);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java platform offers no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "CredSspCore[" + stage + "]";
    }
}
