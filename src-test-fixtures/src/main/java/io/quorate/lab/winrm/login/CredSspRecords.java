package io.quorate.lab.winrm.login;

import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.TokenException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** The server's end of the TLS that CredSSP makes inside of headers and bodies. Belongs to one log-in. */
final class CredSspRecords {
    /** The most text of one record. */
    static final int TEXT = 16_384;

    /** Of the suites that are taken, which all have a tag. */
    private static final int TAG = 16;

    private static final ByteBuffer NO_TEXT = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private boolean begun;

    CredSspRecords(SSLContext tls) {
        engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        engine.setEnabledCipherSuites(Arrays.stream(engine.getSupportedCipherSuites())
                .filter(suite -> suite.startsWith("TLS_ECDHE_") && suite.contains("_GCM_"))
                .toArray(String[]::new));
    }

    boolean established() {
        return begun && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Takes a flight of the handshake and returns the answer to it. */
    byte[] shake(byte[] flight) throws TokenException {
        ByteBuffer in = ByteBuffer.wrap(flight);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            if (!begun) {
                begun = true;
                engine.beginHandshake();
            }
            HandshakeStatus status = engine.getHandshakeStatus();
            while (status != HandshakeStatus.NOT_HANDSHAKING) {
                switch (status) {
                    case NEED_TASK -> engine.getDelegatedTask().run();
                    case NEED_WRAP -> answer.writeBytes(record(NO_TEXT));
                    default -> {
                        if (!in.hasRemaining()) {
                            return answer.toByteArray();
                        }
                        checked(engine.unwrap(in, room()));
                    }
                }
                status = engine.getHandshakeStatus();
            }
        } catch (SSLException e) {
            throw new TokenException("TLS: " + e.getMessage());
        }
        return answer.toByteArray();
    }

    private ByteBuffer room() {
        return ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    private byte[] record(ByteBuffer text) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        checked(engine.wrap(text, out));
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void checked(SSLEngineResult result) throws SSLException {
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException(result.getStatus().toString());
        }
    }

    byte[] seal(byte[] text) throws TokenException {
        ByteBuffer from = ByteBuffer.wrap(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            do {
                out.writeBytes(record(from));
            } while (from.hasRemaining());
        } catch (SSLException e) {
            throw new TokenException("TLS: " + e.getMessage());
        }
        return out.toByteArray();
    }

    byte[] open(byte[] records) throws TokenException {
        ByteBuffer in = ByteBuffer.wrap(records);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            while (in.hasRemaining()) {
                ByteBuffer room = room();
                checked(engine.unwrap(in, room));
                text.write(room.array(), 0, room.position());
            }
        } catch (SSLException e) {
            throw new TokenException("TLS: " + e.getMessage());
        }
        return text.toByteArray();
    }

    /** Returns how many bytes follow the text in a record. */
    int trailer() {
        return TAG;
    }

    /** Returns the key it has shown, without what names its algorithm; a copy. */
    byte[] publicKey() throws TokenException {
        Der.Reader info = new Der.Reader(engine.getSession()
                        .getLocalCertificates()[0]
                        .getPublicKey()
                        .getEncoded())
                .enter(Der.SEQUENCE);
        info.enter(Der.SEQUENCE);
        byte[] bits = info.content(Der.BIT_STRING);
        return Arrays.copyOfRange(bits, 1, bits.length);
    }
}
