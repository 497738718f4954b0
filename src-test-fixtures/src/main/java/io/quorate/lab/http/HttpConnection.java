package io.quorate.lab.http;

import io.quorate.lab.Traffic;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: reads requests one after another and writes each answer in one piece. */
final class HttpConnection implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

    private static final int HANDSHAKE_STEP_MILLIS = 20;

    /** Twenty seconds. */
    private static final int HANDSHAKE_STEPS = 1_000;

    private final ClientConnection identity;
    private final Socket raw;
    private final @Nullable SSLContext tls;
    private final boolean asks;
    private final HttpLimits limits;
    private final Traffic traffic;
    private final HttpHandler handler;
    private final Consumer<HttpConnection> ended;
    private volatile boolean cut;

    /** @param asks whether the client can be asked for a certificate */
    HttpConnection(
            int number,
            Socket raw,
            @Nullable SSLContext tls,
            boolean asks,
            HttpLimits limits,
            Traffic traffic,
            HttpHandler handler,
            Consumer<HttpConnection> ended) {
        this.identity = new ClientConnection(number);
        this.raw = raw;
        this.tls = tls;
        this.asks = asks;
        this.limits = limits;
        this.traffic = traffic;
        this.handler = handler;
        this.ended = ended;
    }

    @Override
    public void run() {
        try {
            raw.setTcpNoDelay(true);
            raw.setSoTimeout((int) limits.idle().toMillis());
            serve(secured());
        } catch (IOException e) {
            log.debug("connection ended [cause={}]", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            ended.accept(this);
        }
    }

    private Socket secured() throws IOException {
        if (tls == null) {
            return raw;
        }
        InetAddress peer = raw.getInetAddress();
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(raw, peer.getHostAddress(), raw.getPort(), true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.startHandshake();
        return socket;
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        HttpReader reader = new HttpReader(socket.getInputStream(), limits, traffic);
        OutputStream out = socket.getOutputStream();
        boolean open = true;
        while (open && !cut) {
            HttpRequest head;
            Exchange exchange;
            HttpAnswer answer;
            try {
                head = reader.head();
                if (head == null) {
                    return;
                }
                traffic.count(Traffic.REQUESTS);
                exchange = new Exchange(head, socket, reader);
                answer = handler.early(exchange);
                if (answer != null) {
                    open = write(exchange, answer, out) && drain(reader, head);
                    continue;
                }
                if ("100-continue".equalsIgnoreCase(head.headers().first("Expect"))) {
                    out.write(HttpReader.ascii("HTTP/1.1 100 Continue\r\n\r\n"));
                }
                exchange = new Exchange(
                        new HttpRequest(head.method(), head.target(), head.headers(), reader.body(head)),
                        socket,
                        reader);
            } catch (HttpReader.BadRequest e) {
                log.debug("bad request [status={} cause={}]", e.status(), e.getMessage());
                out.write(rendered(new HttpAnswer.Reply(e.status(), new HttpHeaders(), new byte[0], true), "POST"));
                return;
            }
            open = write(exchange, handler.handle(exchange), out);
        }
    }

    private boolean write(Exchange exchange, HttpAnswer answer, OutputStream out)
            throws IOException, InterruptedException {
        try {
            if (answer instanceof HttpAnswer.Paced paced && !cut) {
                return pace(exchange, paced, out);
            }
            if (!(answer instanceof HttpAnswer.Reply reply) || cut) {
                handler.undelivered(exchange);
                reset();
                return false;
            }
            boolean close = reply.close() || exchange.request.headers().hasToken("Connection", "close");
            try {
                out.write(rendered(
                        new HttpAnswer.Reply(reply.status(), reply.headers(), reply.body(), close),
                        exchange.request.method()));
                out.flush();
            } catch (IOException e) {
                handler.undelivered(exchange);
                throw e;
            }
            return !close;
        } finally {
            handler.finished(exchange);
        }
    }

    private boolean pace(Exchange exchange, HttpAnswer.Paced paced, OutputStream out)
            throws IOException, InterruptedException {
        byte[] whole = rendered(paced.reply(), exchange.request.method());
        int sent = 0;
        int more = whole.length - paced.reply().body().length + paced.at();
        try {
            while (sent < whole.length && more > 0 && !cut) {
                int piece = Math.min(more, whole.length - sent);
                out.write(whole, sent, piece);
                out.flush();
                sent += piece;
                more = sent < whole.length ? paced.pace().next() : 0;
            }
        } catch (IOException e) {
            handler.undelivered(exchange);
            throw e;
        }
        if (sent < whole.length) {
            handler.undelivered(exchange);
            reset();
            return false;
        }
        return !paced.reply().close();
    }

    /** Reads and forgets the body of a request that was answered on its head. */
    private static boolean drain(HttpReader reader, HttpRequest head) throws IOException {
        if ("100-continue".equalsIgnoreCase(head.headers().first("Expect"))) {
            return false;
        }
        reader.body(head);
        return true;
    }

    private byte[] rendered(HttpAnswer.Reply reply, String method) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(reply.status())
                .append(' ')
                .append(reason(reply.status()));
        head.append("\r\n");
        reply.headers().writeTo(head);
        head.append("Server: ").append(handler.server()).append("\r\n");
        if (reply.close()) {
            head.append("Connection: close\r\n");
        }
        head.append("Content-Length: ").append(reply.body().length).append("\r\n\r\n");
        byte[] start = HttpReader.ascii(head);
        boolean bodiless = method.equals("HEAD");
        byte[] whole = new byte[start.length + (bodiless ? 0 : reply.body().length)];
        System.arraycopy(start, 0, whole, 0, start.length);
        if (!bodiless) {
            System.arraycopy(reply.body(), 0, whole, start.length, reply.body().length);
        }
        traffic.count(HttpReader.HEAD_BYTES_DOWN, start.length);
        traffic.count(Traffic.BYTES_DOWN, whole.length - start.length);
        return whole;
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Request Entity Too Large";
            case 415 -> "Unsupported Media Type";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }

    /** Cuts the connection: the client sees a TCP reset. */
    void reset() {
        cut = true;
        try {
            raw.setSoLinger(true, 0);
        } catch (SocketException e) {
            log.trace("already closed", e);
        }
        close();
    }

    private void close() {
        try {
            raw.close();
        } catch (IOException e) {
            log.trace("close failed", e);
        }
    }

    private final class Exchange implements HttpExchange {
        private final HttpRequest request;
        private final Socket socket;
        private final HttpReader reader;

        Exchange(HttpRequest request, Socket socket, HttpReader reader) {
            this.request = request;
            this.socket = socket;
            this.reader = reader;
        }

        @Override
        public HttpRequest request() {
            return request;
        }

        @Override
        public ClientConnection connection() {
            return identity;
        }

        @Override
        public String clientAddress() {
            return raw.getInetAddress().getHostAddress();
        }

        @Override
        public int clientPort() {
            return raw.getPort();
        }

        @Override
        public boolean encrypted() {
            return tls != null;
        }

        @Override
        public @Nullable SSLSession session() {
            return socket instanceof SSLSocket secured ? secured.getSession() : null;
        }

        @Override
        public void askForCertificate() {
            if (!asks
                    || !(socket instanceof SSLSocket secured)
                    || !secured.getSession().getProtocol().equals("TLSv1.2")
                    || certified(secured)) {
                return;
            }
            try {
                // A client that only may show one would be let in again by its old session.
                secured.setNeedClientAuth(true);
                secured.startHandshake();
                secured.setSoTimeout(HANDSHAKE_STEP_MILLIS);
                for (int i = 0; i < HANDSHAKE_STEPS && !certified(secured) && !reader.ended(); i++) {
                    log.trace("waiting for a certificate");
                }
                secured.setSoTimeout((int) limits.idle().toMillis());
            } catch (IOException e) {
                log.debug("no certificate [cause={}]", e.toString());
            }
        }

        private boolean certified(SSLSocket secured) {
            try {
                return secured.getSession().getPeerCertificates().length > 0;
            } catch (SSLPeerUnverifiedException e) {
                return false;
            }
        }

        @Override
        public boolean gone() {
            if (cut) {
                return true;
            }
            try {
                socket.setSoTimeout(1);
                boolean ended = reader.ended();
                socket.setSoTimeout((int) limits.idle().toMillis());
                return ended;
            } catch (IOException e) {
                return true;
            }
        }
    }
}
