package io.quorate.winrm.auth;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.TokenException;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One login by CredSSP: first TLS, then what goes through it, all of it in headers; afterwards that TLS seals bodies over plain HTTP. */
final class CredSspLogin implements Login {
    static final String SCHEME = "CredSSP";

    /** A flight of TLS with its certificates has some thousand letters. */
    private static final int LONGEST_TOKEN = 256 * 1024;

    private final String host;
    private final boolean seals;
    private final CredSspInner inner;
    private final CredSspCore.Account account;
    private final byte[] nonce;
    private final InnerTls tls = new InnerTls();
    private @Nullable CredSspCore core;
    private boolean begun;

    /**
     * @param host as messages name it
     * @param seals whether bodies are sealed afterwards
     * @param inner what proves both sides; closed with this
     * @param nonce 32 random bytes
     */
    CredSspLogin(String host, boolean seals, CredSspInner inner, CredSspCore.Account account, byte[] nonce) {
        this.host = host;
        this.seals = seals;
        this.inner = inner;
        this.account = account;
        this.nonce = nonce.clone();
    }

    @Override
    public @Nullable Leg next(List<Challenge> challenges) {
        try {
            if (!begun) {
                begun = true;
                return leg(tls.shake(new byte[0]));
            }
            byte[] token = token(challenges);
            return token == null ? null : leg(answer(token));
        } catch (TokenException e) {
            throw Fault.neverSent(ErrorKind.BAD_REPLY)
                    .cause(e)
                    .hint("does something else than WinRM answer there, or a proxy?")
                    .because(host + " does not keep to CredSSP: " + e.getMessage());
        }
    }

    private static byte @Nullable [] token(List<Challenge> challenges) throws TokenException {
        for (Challenge challenge : challenges) {
            if (challenge.of(SCHEME) && challenge.token() != null) {
                if (challenge.token().length() > LONGEST_TOKEN) {
                    throw new TokenException("a token is too long");
                }
                try {
                    return Base64.getDecoder().decode(challenge.token());
                } catch (IllegalArgumentException e) {
                    throw new TokenException("a token is no base64");
                }
            }
        }
        return null;
    }

    private byte[] answer(byte[] token) throws TokenException {
        if (!tls.established()) {
            byte[] records = tls.shake(token);
            if (records.length > 0) {
                return records;
            }
            if (!tls.established()) {
                throw new TokenException("the TLS inside of CredSSP does not go on");
            }
            core = new CredSspCore(host, inner, tls.publicKey(), nonce, account);
            return sealed(core.first());
        }
        if (core == null) {
            // Ours was the last word of the handshake, and this is the host's first of what follows: too early.
            throw new TokenException("CredSSP goes on out of turn");
        }
        return sealed(core.next(tls.open(token)));
    }

    private byte[] sealed(byte[] message) {
        try {
            return tls.seal(message);
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    private static Leg leg(byte[] token) {
        return new Leg(SCHEME + " " + Base64.getEncoder().encodeToString(token), false);
    }

    @Override
    public boolean accepted(List<Challenge> challenges) {
        return core != null && core.done();
    }

    @Override
    public boolean seals() {
        return seals;
    }

    @Override
    public Body wrap(Body plain) {
        byte[] all = plain.content();
        List<SealedBody.Part> parts = new ArrayList<>();
        int at = 0;
        do {
            byte[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + InnerTls.RECORD));
            byte[] record = tls.seal(piece);
            int trailer = tls.trailer(piece.length, record.length);
            // The length told is that of the trailer, although the record stands behind it from its beginning.
            parts.add(new SealedBody.Part(
                    plain.type(),
                    piece.length,
                    Arrays.copyOf(record, trailer),
                    Arrays.copyOfRange(record, trailer, record.length)));
            at += piece.length;
        } while (at < all.length);
        SealedBody sealed = new SealedBody(SealedBody.CREDSSP, parts);
        return new Body(sealed.contentType(), sealed.encode());
    }

    @Override
    public @Nullable Body unwrap(Body sealed) throws GeneralSecurityException {
        if (!SealedBody.is(sealed.type())) {
            return null;
        }
        SealedBody body = SealedBody.parse(sealed.type(), sealed.content());
        if (!body.protocol().equalsIgnoreCase(SealedBody.CREDSSP)) {
            throw new TokenException("the body is sealed by another protocol than the login's");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(sealed.content().length);
        String type = "";
        for (SealedBody.Part part : body.parts()) {
            byte[] record = Arrays.copyOf(part.token(), part.token().length + part.data().length);
            System.arraycopy(part.data(), 0, record, part.token().length, part.data().length);
            byte[] piece = tls.open(record);
            if (piece.length != part.length()) {
                throw new TokenException("a part of a sealed body hides another length than it tells");
            }
            all.writeBytes(piece);
            type = part.type();
        }
        return new Body(type, all.toByteArray());
    }

    @Override
    public Boolean judged(List<Challenge> offered) {
        return inner.established();
    }

    @Override
    public String story() {
        String where = core == null
                ? "in its TLS"
                : core.done() ? "the password handed over" : inner.established() ? "both sides proven" : "proving";
        return "CredSSP, as " + (account.domain().isEmpty() ? "" : account.domain() + "\\") + account.user() + ", "
                + inner.story() + ", " + where + (seals ? ", sealed" : "");
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public String toString() {
        return "CredSspLogin[hidden]";
    }
}
