package io.quorate.lab.tds;

import io.quorate.lab.Traffic;
import io.quorate.lab.kernel.Activity;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.sql.SqlEntry;
import io.quorate.lab.sql.SqlLogin;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: agrees on TLS, logs in, then reads requests for its {@link Worker}. */
final class Connection implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_DATA = 0x17;
    private static final int LONGEST_PRELOGIN = 4_096;
    private static final int LONGEST_LOGIN = 131_072;
    private static final int LONGEST_TOKEN = 65_535;
    private static final int MOST_TOKENS = 8;
    private static final int FIRST_PACKET_SIZE = 4_096;
    private static final int PARTING = 65_536;

    private final Socket raw;
    private final TdsFace face;
    private final int spid;
    private volatile boolean cut;
    private volatile boolean finished;
    private volatile @Nullable SqlSession session;
    private @Nullable Worker worker;
    private int packetSize = FIRST_PACKET_SIZE;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    /** Of a log-in by TLS alone, for as long as the connection lasts: a collected one would say good-bye in the middle of what is plain by then. */
    private @Nullable SSLSocket loginOnly;

    Connection(Socket raw, TdsFace face, int spid) {
        this.raw = raw;
        this.face = face;
        this.spid = spid;
    }

    int clientPort() {
        return raw.getPort();
    }

    /** Tells whether the server has ended the session. */
    boolean isSessionEnded() {
        SqlSession current = session;
        return current != null && current.ended();
    }

    @Override
    public void run() {
        try {
            raw.setTcpNoDelay(true);
            Wire wire = new Wire(raw, face.limits());
            in = wire;
            out = wire.out();
            if (logIn(wire)) {
                read(wire);
            }
        } catch (TdsProtocolException e) {
            log.debug("connection dropped [machine={} cause={}]", face.machine(), e.getMessage());
            face.traffic().count(TdsFace.MALFORMED);
        } catch (IOException e) {
            log.debug("connection ended [machine={} cause={}]", face.machine(), e.toString());
        } catch (RuntimeException e) {
            log.warn("connection failed [machine={}]", face.machine(), e);
        } finally {
            Worker working = worker;
            SqlSession left = session;
            if (working != null) {
                working.gone();
            } else if (left != null) {
                left.close();
            }
            close();
            Reference.reachabilityFence(loginOnly);
            face.ended(this);
        }
    }

    // the log-in

    private boolean logIn(Wire wire) throws IOException {
        int first = wire.peek();
        if (first < 0) {
            return false;
        }
        SSLContext tls = face.tls();
        boolean strict = first == TLS_HANDSHAKE;
        if (strict) {
            if (tls == null) {
                throw new TdsProtocolException("TLS, and there is no certificate");
            }
            through(Tls.strict(tls, wire));
        }
        Message message = next(LONGEST_PRELOGIN, Message.PRELOGIN);
        Prelogin prelogin = Prelogin.read(message.data());
        TdsEncryption offered = tls == null ? TdsEncryption.NOT_SUPPORTED : face.encryption();
        int agreed = strict ? prelogin.encryption() : prelogin.agreed(offered);
        send(prelogin.answer(agreed, ProductVersion.of(face.door().version())));
        if (agreed == Prelogin.REQUIRED && prelogin.encryption() == Prelogin.NOT_SUPPORTED) {
            part();
            return false;
        }
        if (strict || tls == null || agreed == Prelogin.NOT_SUPPORTED) {
            return logIn(wire, next(LONGEST_LOGIN, Message.LOGIN7), strict);
        }
        SSLSocket secured = Tls.insidePackets(tls, wire);
        through(secured);
        if (agreed != Prelogin.OFF) {
            return logIn(wire, next(LONGEST_LOGIN, Message.LOGIN7), true);
        }
        loginOnly = secured;
        Message login = next(LONGEST_LOGIN, Message.LOGIN7, new LoginOnly(wire, secured.getInputStream()));
        in = wire;
        out = wire.out();
        return logIn(wire, login, false);
    }

    /** TLS for the log-in alone: for its first packet, say the specification and some clients; for all of it, say others. */
    private record LoginOnly(Wire wire, InputStream secured) implements PacketReader.Source {
        @Override
        public InputStream next() throws IOException {
            return wire.peek() == TLS_DATA ? secured : wire;
        }
    }

    private void through(SSLSocket secured) throws IOException {
        in = secured.getInputStream();
        out = secured.getOutputStream();
    }

    private Message next(int most, int type) throws IOException {
        return next(most, type, this::in);
    }

    private static Message next(int most, int type, PacketReader.Source source) throws IOException {
        Message message = PacketReader.read(source, most);
        if (message == null || message.type() != type) {
            throw new TdsProtocolException("no log-in, but " + message);
        }
        return message;
    }

    private InputStream in() throws IOException {
        InputStream current = in;
        if (current == null) {
            throw new IOException("not open yet");
        }
        return current;
    }

    private boolean logIn(Wire wire, Message message, boolean encrypted) throws IOException {
        Login7 asked = Login7.read(
                message.data(), encrypted, new InetSocketAddress(raw.getLocalAddress(), raw.getLocalPort()));
        Arrays.fill(message.data(), (byte) 0);
        if (asked.integrated() && asked.spoken()) {
            asked = prove(asked);
        }
        SqlLogin login = asked.login();
        boolean in = false;
        try (Activity activity = face.enter("SQL log-in", clientPort())) {
            face.traffic().count(Traffic.REQUESTS);
            Faults.Hit hit = face.fault("Login", List.of(), login.user()).orElse(null);
            in = hit == null ? admit(asked) : carryOut(hit, asked);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Arrays.fill(login.password(), '\0');
        }
        if (!in) {
            return false;
        }
        wire.loggedIn();
        packetSize = asked.packetSize();
        SqlSession admitted = session;
        if (admitted == null) {
            // The answer to the log-in is lost: the client waits, and nobody is there.
            face.keepsWaiting(clientPort());
            wire.idle();
            this.in().skip(Long.MAX_VALUE);
            return false;
        }
        Worker started = new Worker(this, face, admitted);
        worker = started;
        face.start("tds-session-" + spid, started);
        return true;
    }

    /** Has a Windows account prove itself; returns the log-in as it was if it does not. */
    private Login7 prove(Login7 asked) throws IOException {
        TdsWindows windows = face.windows();
        if (windows == null) {
            face.traffic().notSimulated("integrated log-in");
            return asked;
        }
        byte[] token = asked.token();
        try (TdsWindows.Visit visit = windows.begin()) {
            for (int i = 0; i < MOST_TOKENS; i++) {
                TdsWindows.Said said;
                try (Activity activity = face.enter("SQL log-in", clientPort())) {
                    said = visit.take(token);
                }
                if (said instanceof TdsWindows.Said.Proven proven) {
                    return asked.provenBy(proven.account(), proven.token());
                }
                if (!(said instanceof TdsWindows.Said.GoOn on)) {
                    log.debug("no proof [machine={} said={}]", face.machine(), said);
                    return asked;
                }
                send(LoginReply.goesOn(on.token()));
                token = next(LONGEST_TOKEN, Message.SSPI).data();
            }
        }
        throw new TdsProtocolException("a log-in that does not end");
    }

    private SqlEntry decide(Login7 asked) {
        if (!asked.spoken()) {
            return new SqlEntry.Refused(new SqlMessage(
                    17832,
                    20,
                    2,
                    "The login packet used to open the connection is structurally invalid; the lab speaks TDS 7.3 and later.",
                    1));
        }
        if (asked.integrated() && !asked.login().proven()) {
            return new SqlEntry.Refused(new SqlMessage(
                    18452,
                    14,
                    1,
                    "Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.",
                    1));
        }
        return face.door().login(asked.login(), (InetSocketAddress) raw.getLocalSocketAddress());
    }

    private boolean admit(Login7 asked) throws IOException {
        return admit(asked, decide(asked));
    }

    private boolean admit(Login7 asked, SqlEntry entry) throws IOException {
        if (entry instanceof SqlEntry.Accepted accepted) {
            session = accepted.session();
            face.traffic().count(Traffic.LOGINS);
            send(LoginReply.accepted(asked, face.door(), accepted.session().database()));
            return true;
        }
        if (entry instanceof SqlEntry.Routed routed) {
            face.traffic().count(TdsFace.ROUTED);
            send(LoginReply.routed(asked, face.door(), routed));
        } else if (entry instanceof SqlEntry.Refused refused) {
            face.traffic().count(Traffic.REFUSED_LOGINS);
            send(LoginReply.refused(refused.why(), face.door().server()));
        }
        part();
        return false;
    }

    private boolean refuse(SqlMessage why) throws IOException {
        send(LoginReply.refused(why, face.door().server()));
        part();
        return false;
    }

    private boolean carryOut(Faults.Hit hit, Login7 asked) throws IOException, InterruptedException {
        switch (hit.kind()) {
            case QUOTA -> {
                return refuse(SqlFault.NO_MEMORY);
            }
            case ANSWERED -> {
                return refuse(SqlFault.of(hit.code()));
            }
            case RESET_BEFORE, REFUSED, LATE -> reset();
            case HUNG -> {
                return true;
            }
            case RESET_AFTER -> {
                forget(decide(asked));
                reset();
            }
            case LOST_ANSWER -> {
                forget(decide(asked));
                return true;
            }
            case DONE_BUT_ANSWERED -> {
                forget(decide(asked));
                return refuse(SqlFault.of(hit.code()));
            }
            case DELAYED -> {
                SqlEntry entry = decide(asked);
                face.sleep(hit.delay(), () -> cut);
                return admit(asked, entry);
            }
        }
        return false;
    }

    private static void forget(SqlEntry entry) {
        if (entry instanceof SqlEntry.Accepted accepted) {
            accepted.session().close();
        }
    }

    // requests

    private void read(Wire wire) throws IOException {
        Worker working = worker;
        while (!cut && working != null) {
            wire.idle();
            Message message = PacketReader.read(this::in, face.limits().message());
            if (message == null || finished) {
                return;
            }
            face.traffic().count(Traffic.REQUESTS);
            face.traffic().count(Traffic.BYTES_UP, message.data().length);
            boolean room = message.type() == Message.ATTENTION ? working.attention(message) : working.offer(message);
            if (!room) {
                throw new TdsProtocolException("requests that do not wait for answers");
            }
        }
    }

    // what is written

    /** Writes a message: by the connection's thread until the client is in, by the worker's from then on. */
    void send(Tokens tokens) throws IOException {
        OutputStream current = out;
        if (current != null) {
            PacketWriter.write(current, Message.ANSWER, spid, packetSize, tokens.data(), tokens.size());
        }
    }

    /** Ends the connection so that what was written still arrives. */
    void finish() throws IOException {
        finished = true;
        raw.shutdownOutput();
    }

    /** Does the same and waits until the client has gone, or for as long as a log-in may take. */
    private void part() throws IOException {
        finish();
        this.in().readNBytes(PARTING);
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
}
