package io.quorate.lab.iscsi;

import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.PduReader;
import io.quorate.iscsi.pdu.TargetPdu;
import io.quorate.iscsi.pdu.TargetPdu.LoginResponse;
import io.quorate.iscsi.pdu.Text;
import io.quorate.lab.Traffic;
import io.quorate.lab.kernel.Activity;
import io.quorate.lab.kernel.Faults;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One initiator's connection: reads units, logs in, then hands over to its {@link Session}. */
final class Connection implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /** Real time a login, or the rest of a unit that has begun, may pause. */
    private static final int PATIENCE_MILLIS = 15_000;

    /** How often it is said again that an initiator waits in vain, which may have heard other answers meanwhile. */
    private static final int IN_VAIN_MILLIS = 20;

    private static final int INTERJECT_MILLIS = 250;
    private static final int CHUNK = 65_536;

    private final Socket socket;
    private final IscsiFace face;
    private final PduReader reader = new PduReader(Pdu.MAX_ADDITIONAL, Parameters.DEFAULT_RECEIVES);
    private final ReentrantLock sending = new ReentrantLock();
    private volatile @Nullable Session session;
    private volatile boolean cut;
    private @Nullable Login login;
    private @Nullable OutputStream out;
    private boolean headerDigest;
    private boolean dataDigest;
    private int statSn = 1;
    private Faults.@Nullable Hit loginFault;
    private boolean muted;

    Connection(Socket socket, IscsiFace face) {
        this.socket = socket;
        this.face = face;
    }

    /** Tells whether it is about to end. */
    boolean isCut() {
        return cut;
    }

    @Override
    public void run() {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream raw = socket.getOutputStream();
            locked(() -> out = new BufferedOutputStream(raw, CHUNK));
            serve(socket.getInputStream());
        } catch (IscsiProtocolException e) {
            log.debug("connection dropped [appliance={} cause={}]", face.machine(), e.getMessage());
        } catch (IOException e) {
            log.debug("connection ended [appliance={} cause={}]", face.machine(), e.toString());
        } catch (RuntimeException e) {
            log.warn("connection failed [appliance={}]", face.machine(), e);
        } finally {
            close();
            face.ended(this);
        }
    }

    private void serve(InputStream in) throws IOException, IscsiProtocolException {
        byte[] chunk = new byte[CHUNK];
        while (!cut) {
            int count;
            Session full = session;
            boolean inVain = full != null && full.onlyHangs();
            try {
                socket.setSoTimeout(inVain ? IN_VAIN_MILLIS : PATIENCE_MILLIS);
                count = in.read(chunk);
            } catch (SocketTimeoutException e) {
                if (inVain) {
                    keepsWaiting();
                    continue;
                }
                if (session == null || !reader.idle()) {
                    throw new IOException("the initiator is too slow", e);
                }
                continue;
            }
            if (count < 0) {
                return;
            }
            int taken = 0;
            while (taken < count && !cut) {
                taken += reader.feed(chunk, taken, count - taken);
                Pdu pdu = reader.take();
                if (pdu != null) {
                    handle(pdu);
                }
            }
        }
    }

    private void handle(Pdu pdu) throws IOException, IscsiProtocolException {
        if (face.silent()) {
            keepsWaiting();
            return;
        }
        try (Activity activity = face.enter()) {
            Session full = session;
            if (full != null) {
                full.handle(pdu);
            } else if (InitiatorPdu.of(pdu) instanceof LoginRequest request) {
                logIn(request);
            } else {
                throw new IscsiProtocolException("a " + pdu.opcode() + " before the login");
            }
            flush();
        }
        Session full = session;
        if (muted || full != null && full.onlyHangs()) {
            keepsWaiting();
        }
    }

    /** Says that no answer will come to what was asked last. */
    void keepsWaiting() {
        face.keepsWaiting(socket.getPort());
    }

    // login

    private void logIn(LoginRequest request) throws IOException {
        Login current = login;
        if (current == null) {
            current = new Login(face.appliance());
            login = current;
            loginFault = face.fault("Login", List.of(), null).orElse(null);
        }
        Faults.Hit fault = loginFault;
        if (fault != null) {
            switch (fault.kind()) {
                case QUOTA -> {
                    refuse(request, Login.OUT_OF_RESOURCES);
                    return;
                }
                case HUNG -> {
                    keepsWaiting();
                    return;
                }
                case RESET_BEFORE, LATE, REFUSED, ANSWERED -> {
                    reset();
                    return;
                }
                case RESET_AFTER, LOST_ANSWER, DONE_BUT_ANSWERED, DELAYED -> {
                    // it is the last answer that gets lost
                }
            }
        }
        try {
            Login.Step step = current.step(request);
            int tsih = request.tsih();
            boolean full = step.next() == Login.FULL_FEATURE;
            if (full) {
                if (tsih != 0) {
                    throw new Login.Refused(face.knows(tsih) ? Login.TOO_MANY_CONNECTIONS : Login.NO_SUCH_SESSION);
                }
                tsih = face.nextTsih();
            }
            LoginResponse response = new LoginResponse(
                    step.next() >= 0,
                    false,
                    request.stage(),
                    Math.max(0, step.next()),
                    0,
                    0,
                    request.isid(),
                    tsih,
                    request.taskTag(),
                    nextStatSn(),
                    request.cmdSn(),
                    request.cmdSn() + Session.WINDOW - 1,
                    0,
                    0,
                    Text.format(step.keys()));
            if (full) {
                begin(current, request, tsih, response);
            } else {
                send(response);
            }
        } catch (Login.Refused e) {
            refuse(request, e.status());
        } catch (IscsiProtocolException e) {
            log.debug("login refused [appliance={} cause={}]", face.machine(), e.getMessage());
            refuse(request, Login.INITIATOR_ERROR);
        }
    }

    private void begin(Login done, LoginRequest request, int tsih, LoginResponse response) throws IOException {
        Session begun = new Session(this, face, done, request, tsih);
        face.begin(begun);
        Faults.Hit fault = loginFault;
        if (fault != null
                && fault.kind() != Faults.Kind.LOST_ANSWER
                && fault.kind().executed()) {
            session = begun;
            reset();
            return;
        }
        if (fault == null) {
            send(response);
            flush();
        } else {
            muted = true; // the answer is lost, and all that could follow it
        }
        Parameters agreed = done.parameters();
        locked(() -> {
            headerDigest = agreed.headerDigest;
            dataDigest = agreed.dataDigest;
        });
        reader.negotiated(Parameters.RECEIVES, agreed.headerDigest, agreed.dataDigest);
        session = begun;
    }

    private void refuse(LoginRequest request, int status) throws IOException {
        face.traffic().count(Traffic.REFUSED_LOGINS);
        send(new LoginResponse(
                false,
                false,
                request.stage(),
                0,
                0,
                0,
                request.isid(),
                request.tsih(),
                request.taskTag(),
                nextStatSn(),
                request.cmdSn(),
                request.cmdSn(),
                status >> 8,
                status & 0xFF,
                new byte[0]));
        flush();
        end();
    }

    // sending

    private void locked(Runnable action) {
        sending.lock();
        try {
            action.run();
        } finally {
            sending.unlock();
        }
    }

    /** Returns the number of the next status, and counts. */
    int nextStatSn() {
        sending.lock();
        try {
            return statSn++;
        } finally {
            sending.unlock();
        }
    }

    /** Returns the number of the next status without counting. */
    int statSn() {
        sending.lock();
        try {
            return statSn;
        } finally {
            sending.unlock();
        }
    }

    void send(TargetPdu pdu) throws IOException {
        sending.lock();
        try {
            OutputStream to = out;
            if (!muted && to != null) {
                to.write(pdu.toPdu().frame(headerDigest, dataDigest));
            }
        } finally {
            sending.unlock();
        }
    }

    void flush() throws IOException {
        sending.lock();
        try {
            OutputStream to = out;
            if (to != null) {
                to.flush();
            }
        } finally {
            sending.unlock();
        }
    }

    interface Say {
        void run() throws IOException;
    }

    /**
     * Says something from another thread, once the login is answered, unless the connection keeps busy sending: its initiator may not be
     * reading.
     */
    void interject(Say words) throws IOException {
        try {
            if (session == null || !sending.tryLock(INTERJECT_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            words.run();
            flush();
        } finally {
            sending.unlock();
        }
    }

    /** Returns the address and port that the initiator connected to. */
    String localAddress() {
        return socket.getLocalSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress() + ":" + address.getPort()
                : "127.0.0.1:" + face.port();
    }

    // ending

    /** Ends the connection once what was sent is out. */
    void end() {
        cut = true;
    }

    /** Closes the connection behind what was sent, from any thread. */
    void finish() {
        cut = true;
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            log.trace("already closed", e);
        }
        try {
            socket.shutdownInput(); // wakes its own thread, which closes
        } catch (IOException e) {
            log.trace("already closed", e);
        }
    }

    /** Cuts the connection: the initiator sees a TCP reset. */
    void reset() {
        cut = true;
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            log.trace("already closed", e);
        }
        close();
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            log.trace("close failed", e);
        }
    }
}
