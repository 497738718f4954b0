package io.quorate.winrm.auth;

import io.quorate.winrm.token.TokenException;
import io.quorate.winrm.token.TsCredentials;
import io.quorate.winrm.token.TsRequest;
import io.quorate.winrm.wsman.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.jspecify.annotations.Nullable;

/** A host that takes CredSSP, written from [MS-CSSP] for these tests, with a made-up proof inside. */
final class CredSspHost {
    /** The proof: three tokens and a mask that goes up. */
    static final class Toy implements CredSspInner {
        private final boolean client;
        private int out;
        private int in;
        private boolean established;

        Toy(boolean client) {
            this.client = client;
        }

        @Override
        public byte @Nullable [] next(byte @Nullable [] received) throws TokenException {
            String said = received == null ? "" : new String(received, StandardCharsets.US_ASCII);
            established = said.equals("challenge");
            if (!said.isEmpty() && !established) {
                throw new TokenException("no challenge");
            }
            return (established ? "response" : "hello").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public boolean established() {
            return established;
        }

        @Override
        public byte[] wrap(byte[] plain) {
            return masked(plain, client ? 50 + out++ : 90 + out++);
        }

        @Override
        public byte[] unwrap(byte[] sealed) throws TokenException {
            byte[] plain = masked(sealed, client ? 90 + in++ : 50 + in++);
            byte[] head = Arrays.copyOf(plain, 4);
            if (!Arrays.equals(head, new byte[4])) {
                throw new TokenException("the seal is broken");
            }
            return Arrays.copyOfRange(plain, 8, plain.length);
        }

        private static byte[] masked(byte[] text, int mask) {
            boolean opens = text.length >= 8 && text[0] == (byte) mask && text[1] == (byte) mask;
            byte[] result = opens ? text.clone() : new byte[text.length + 8];
            if (!opens) {
                System.arraycopy(text, 0, result, 8, text.length);
            }
            for (int i = 0; i < result.length; i++) {
                result[i] ^= (byte) mask;
            }
            return result;
        }

        @Override
        public String story() {
            return "a toy inside";
        }

        @Override
        public void close() {}
    }

    final List<TsRequest> heard = new ArrayList<>();

    @Nullable
    TsCredentials handed;

    private final SSLEngine engine;
    private final byte[] key;
    private final Toy toy = new Toy(false);
    private int version = 6;
    private @Nullable Long refusal;
    private boolean otherKey;

    CredSspHost(TestIdentity identity) {
        engine = identity.server().createSSLEngine();
        engine.setUseClientMode(false);
        byte[] info = identity.certificate().getPublicKey().getEncoded();
        // SubjectPublicKeyInfo of P-256 ends with the 65 bytes of the point.
        key = Arrays.copyOfRange(info, info.length - 65, info.length);
    }

    CredSspHost version(int value) {
        version = value;
        return this;
    }

    CredSspHost refusing(long status) {
        refusal = status;
        return this;
    }

    /** Stands between: the key it proves is another one than it shows. */
    CredSspHost between() {
        otherKey = true;
        return this;
    }

    CredSspHost onlySuite(String suite) {
        engine.setEnabledCipherSuites(new String[] {suite});
        return this;
    }

    /** Answers a token with the challenge of a 401; null for HTTP 200. */
    @Nullable
    Challenge answer(String authorization) throws Exception {
        byte[] token = Base64.getDecoder().decode(authorization.substring("CredSSP ".length()));
        if (!shaken()) {
            return said(shake(token));
        }
        TsRequest request = TsRequest.parse(open(token));
        heard.add(request);
        if (refusal != null && request.pubKeyAuth() != null) {
            return said(seal(new TsRequest(version, null, null, null, refusal, null).encode()));
        }
        if (request.authInfo() != null) {
            handed = TsCredentials.parse(toy.unwrap(request.authInfo()));
            return null;
        }
        if (request.pubKeyAuth() != null) {
            if (!Arrays.equals(toy.unwrap(request.pubKeyAuth()), hash("Client-To-Server", request)) && !otherKey) {
                return new Challenge("CredSSP", null);
            }
            byte[] proof = toy.wrap(hash("Server-To-Client", request));
            return said(seal(new TsRequest(version, null, null, proof, null, null).encode()));
        }
        return said(seal(new TsRequest(version, "challenge".getBytes(StandardCharsets.US_ASCII), null, null, null, null)
                .encode()));
    }

    private byte[] hash(String direction, TsRequest request) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(("CredSSP " + direction + " Binding Hash\0").getBytes(StandardCharsets.US_ASCII));
        digest.update(request.clientNonce());
        byte[] shown = key.clone();
        shown[20] ^= (byte) (otherKey ? 1 : 0);
        return digest.digest(shown);
    }

    static Challenge said(byte[] token) {
        return new Challenge("CredSSP", Base64.getEncoder().encodeToString(token));
    }

    private boolean shaken() {
        return engine.getSession().getProtocol().equals("TLSv1.2")
                && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    String suite() {
        return engine.getSession().getCipherSuite();
    }

    private byte[] shake(byte[] records) throws Exception {
        ByteBuffer in = ByteBuffer.wrap(records);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            engine.beginHandshake();
        }
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> out.writeBytes(wrapped(ByteBuffer.allocate(0)));
                case NEED_UNWRAP -> {
                    if (!in.hasRemaining()) {
                        return out.toByteArray();
                    }
                    engine.unwrap(in, ByteBuffer.allocate(20_000));
                }
                default -> {
                    return out.toByteArray();
                }
            }
        }
    }

    private byte[] wrapped(ByteBuffer plain) throws Exception {
        ByteBuffer out = ByteBuffer.allocate(40_000);
        engine.wrap(plain, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    byte[] seal(byte[] plain) throws Exception {
        ByteBuffer from = ByteBuffer.wrap(plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        do {
            out.writeBytes(wrapped(from));
        } while (from.hasRemaining());
        return out.toByteArray();
    }

    byte[] open(byte[] records) throws Exception {
        ByteBuffer in = ByteBuffer.wrap(records);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (in.hasRemaining()) {
            ByteBuffer plain = ByteBuffer.allocate(20_000);
            engine.unwrap(in, plain);
            out.write(plain.array(), 0, plain.position());
        }
        return out.toByteArray();
    }
}
