package io.quorate.winrm.auth;

import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.TokenException;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The TLS that CredSSP makes inside of HTTP headers: takes and gives records, moves none. Believes any certificate, because hosts make one for
 * themselves that nobody signs; that it is the host's is proven afterwards, by {@link CredSspCore}, over its {@linkplain #publicKey key}.
 * Version 1.2: the rules for what follows were written for it.
 */
final class InnerTls {
    /** The most plain text that one record holds. */
    static final int RECORD = 16_384;

    private static final int RECORD_HEAD = 5;
    private static final int TAG = 16;

    private final SSLEngine engine;
    private boolean established;

    InnerTls() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform offers no TLS 1.2", e);
        }
    }

    /** Tells whether the handshake is over. */
    boolean established() {
        return established;
    }

    /**
     * Takes what the host says in the handshake, nothing at first, and returns what to say to it; nothing if it is over and the host has had
     * the last word.
     */
    byte[] shake(byte[] records) throws TokenException {
        ByteBuffer in = ByteBuffer.wrap(records);
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                engine.beginHandshake();
            }
            while (!established) {
                HandshakeStatus status = engine.getHandshakeStatus();
                if (status == HandshakeStatus.NEED_TASK) {
                    engine.getDelegatedTask().run();
                } else if (status == HandshakeStatus.NEED_WRAP) {
                    out.writeBytes(record(ByteBuffer.allocate(0)));
                } else if (status == HandshakeStatus.NOT_HANDSHAKING) {
                    established = true;
                } else if (in.hasRemaining()) {
                    SSLEngineResult result = engine.unwrap(in, plain);
                    if (result.getStatus() != SSLEngineResult.Status.OK || plain.position() > 0) {
                        throw new TokenException("the TLS inside of CredSSP is cut off, or says something too early");
                    }
                } else {
                    break;
                }
            }
        } catch (SSLException e) {
            throw new TokenException("the TLS inside of CredSSP failed: " + e.getMessage());
        }
        if (in.hasRemaining()) {
            throw new TokenException("the TLS inside of CredSSP says more than it should");
        }
        return out.toByteArray();
    }

    private byte[] record(ByteBuffer plain) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(plain, out);
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException("it is closed");
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Seals a text; into one record if it is no longer than {@link #RECORD}, into none if it is empty. */
    byte[] seal(byte[] plain) {
        ByteBuffer from = ByteBuffer.wrap(plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + 64);
        try {
            do {
                out.writeBytes(record(from));
            } while (from.hasRemaining());
        } catch (SSLException e) {
            throw new IllegalStateException("the TLS inside of CredSSP cannot seal", e);
        }
        return out.toByteArray();
    }

    /** Opens records. */
    byte[] open(byte[] records) throws TokenException {
        ByteBuffer in = ByteBuffer.wrap(records);
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        ByteArrayOutputStream out = new ByteArrayOutputStream(records.length);
        try {
            while (in.hasRemaining()) {
                SSLEngineResult result = engine.unwrap(in, plain.clear());
                if (result.getStatus() != SSLEngineResult.Status.OK
                        || engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                    throw new TokenException("the TLS inside of CredSSP is cut off or ended");
                }
                out.write(plain.array(), 0, plain.position());
            }
        } catch (SSLException e) {
            throw new TokenException("the TLS inside of CredSSP is broken: " + e.getMessage());
        } finally {
            Arrays.fill(plain.array(), (byte) 0);
        }
        return out.toByteArray();
    }

    /** Returns how many bytes of a sealed record follow its text, as receivers of the multipart body want to be told. */
    int trailer(int plain, int sealed) {
        if (sealed == 0) {
            return 0;
        }
        String suite = engine.getSession().getCipherSuite();
        if (suite.contains("_CBC_")) {
            return sealed - RECORD_HEAD - (suite.contains("3DES") ? 8 : TAG) - plain;
        }
        return suite.endsWith("_CCM_8") ? 8 : TAG;
    }

    /** Returns the key that the host has shown, as CredSSP hashes it: without the algorithm around it. */
    byte[] publicKey() throws TokenException {
        try {
            Der.Reader info = new Der.Reader(engine.getSession()
                            .getPeerCertificates()[0]
                            .getPublicKey()
                            .getEncoded())
                    .enter(Der.SEQUENCE);
            info.enter(Der.SEQUENCE);
            byte[] bits = info.content(Der.BIT_STRING);
            return Arrays.copyOfRange(bits, 1, bits.length);
        } catch (SSLPeerUnverifiedException e) {
            throw new TokenException("the TLS inside of CredSSP has no certificate");
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine asks) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine asks) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
