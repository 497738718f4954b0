package io.quorate.lab.tds;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** TLS on a client's wire: inside of packets while hands are shaken (TDS 7), or around everything (TDS 8). */
final class Tls {
    private Tls() {}

    /** Shakes hands around everything that follows, for {@code tds/8.0}. */
    static SSLSocket strict(SSLContext context, Wire wire) throws IOException {
        SSLSocket socket = layered(context, new Carrier(wire, false));
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"tds/8.0"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Shakes hands inside of packets; what follows is TLS alone. */
    static SSLSocket insidePackets(SSLContext context, Wire wire) throws IOException {
        Carrier carrier = new Carrier(wire, true);
        SSLSocket socket = layered(context, carrier);
        // 1.3 sends tickets after the handshake, when clients no longer look into packets.
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            carrier.out.send();
            throw e;
        }
        carrier.unpack();
        return socket;
    }

    private static SSLSocket layered(SSLContext context, Carrier carrier) throws IOException {
        InetAddress peer = carrier.getInetAddress();
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(carrier, peer.getHostAddress(), carrier.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    /** The socket that TLS believes to talk over. */
    private static final class Carrier extends Socket {
        private final Wire wire;
        private final Unpacking in = new Unpacking();
        private final Packing out = new Packing();
        private boolean packed;

        Carrier(Wire wire, boolean packed) {
            this.wire = wire;
            this.packed = packed;
        }

        void unpack() throws IOException {
            out.send();
            if (in.left > 0) {
                throw new TdsProtocolException("more than a handshake in its packet");
            }
            packed = false;
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean isClosed() {
            return wire.socket().isClosed();
        }

        @Override
        public InetAddress getInetAddress() {
            return wire.socket().getInetAddress();
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return wire.socket().getRemoteSocketAddress();
        }

        @Override
        public int getPort() {
            return wire.socket().getPort();
        }

        @Override
        public int getSoTimeout() {
            return 0;
        }

        @Override
        public void setSoTimeout(int millis) {
            // the wire knows how long it waits
        }

        @Override
        public void setTcpNoDelay(boolean on) {
            // is set
        }

        @Override
        public void close() throws IOException {
            wire.socket().close();
        }

        private final class Unpacking extends InputStream {
            private int left;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int at, int count) throws IOException {
                if (!packed) {
                    return wire.read(bytes, at, count);
                }
                out.send();
                while (left == 0) {
                    byte[] header = new byte[PacketReader.HEADER];
                    int read = wire.readNBytes(header, 0, header.length);
                    if (read == 0) {
                        return -1;
                    }
                    if (read < header.length) {
                        throw new EOFException("the connection ends inside a packet");
                    }
                    int length = (header[2] & 0xFF) << 8 | header[3] & 0xFF;
                    if (header[0] != Message.PRELOGIN
                            || length < PacketReader.HEADER
                            || length > PacketReader.LARGEST) {
                        throw new TdsProtocolException("no packet of a handshake");
                    }
                    left = length - PacketReader.HEADER;
                }
                int read = wire.read(bytes, at, Math.min(count, left));
                left -= Math.max(0, read);
                return read;
            }
        }

        private final class Packing extends OutputStream {
            private static final int SIZE = 4096;
            private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int at, int count) throws IOException {
                if (packed) {
                    waiting.write(bytes, at, count);
                } else {
                    wire.out().write(bytes, at, count);
                }
            }

            @Override
            public void flush() throws IOException {
                if (!packed) {
                    wire.out().flush();
                }
            }

            /** All that is said before the client speaks goes into one message: there are clients that expect one. */
            void send() throws IOException {
                if (waiting.size() > 0) {
                    PacketWriter.write(wire.out(), Message.PRELOGIN, 0, SIZE, waiting.toByteArray(), waiting.size());
                    waiting.reset();
                }
            }
        }
    }
}
