package io.quorate.mssql.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Opens the driver's sockets from where all of ours come. The driver connects them itself, to the address that was resolved before. */
public final class QuorateSockets extends SocketFactory {
    private final Attempt attempt;

    /**
     * Made by the driver.
     *
     * @param token tells for which attempt
     */
    public QuorateSockets(String token) {
        this.attempt = Attempt.of(token);
    }

    @Override
    public Socket createSocket() throws IOException {
        return attempt.open();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("addresses are resolved before");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw new IOException("addresses are resolved before");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("the driver opens first and connects then");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw new IOException("the driver opens first and connects then");
    }
}
