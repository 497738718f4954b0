package io.quorate.lab.tds;

import io.quorate.lab.Traffic;
import io.quorate.lab.kernel.Activity;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlSession;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a session's requests out, one after another, on a thread of its own, so that an attention is heard meanwhile. It alone writes
 * once the client is logged in. An attention is answered by two messages: the end of the request that it cancels, then its own.
 */
final class Worker implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    /** A client waits for each answer; it may have sent the next request before this thread has seen that it wrote. */
    private static final int WAITING = 8;

    /** @param attentions how many came before it */
    private record Item(Message message, int attentions) {}

    private static final Message END = new Message(-1, 0, new byte[0]);

    private final Connection connection;
    private final TdsFace face;
    private final SqlSession session;
    private final Requests requests;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private volatile int attentions;
    private volatile boolean running;
    private volatile boolean gone;
    private boolean muted;

    Worker(Connection connection, TdsFace face, SqlSession session) {
        this.connection = connection;
        this.face = face;
        this.session = session;
        this.requests = new Requests(session, face.door().server());
    }

    // from the connection's thread

    /** Takes a request. Returns whether there was room. */
    boolean offer(Message message) {
        return queue.size() < WAITING && queue.offer(new Item(message, attentions));
    }

    /** The client cancels what it asked for. Returns whether there was room to remember it. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes it
    boolean attention(Message message) {
        boolean room = queue.size() < WAITING;
        attentions = attentions + 1;
        if (running) {
            session.cancel();
        }
        return room && queue.offer(new Item(message, attentions));
    }

    /** The client is gone: what runs for it ends. */
    void gone() {
        gone = true;
        if (running) {
            session.cancel();
        }
        queue.add(new Item(END, attentions));
    }

    // the worker's own thread

    @Override
    public void run() {
        try {
            while (true) {
                Item item = queue.take();
                if (item.message() == END) {
                    return;
                }
                serve(item);
            }
        } catch (IOException e) {
            log.debug("session ended [machine={} cause={}]", face.machine(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("session failed [machine={}]", face.machine(), e);
        } finally {
            connection.reset();
            session.close();
        }
    }

    private void serve(Item item) throws IOException, InterruptedException {
        if (muted || face.silent()) {
            face.keepsWaiting(connection.clientPort());
            return;
        }
        Message message = item.message();
        if (message.type() == Message.ATTENTION) {
            Tokens done = new Tokens(64);
            done.done(Tokens.DONE, Tokens.ATTENTION, 0, 0);
            connection.send(done);
            return;
        }
        try (Activity activity = face.enter("SQL request", connection.clientPort())) {
            request(message, item.attentions());
        }
        if (muted) {
            face.keepsWaiting(connection.clientPort());
        }
    }

    private void request(Message message, int before) throws IOException, InterruptedException {
        if (session.ended()) {
            connection.reset();
            return;
        }
        Tokens out = new Tokens(face.limits().answer());
        Requests.Request request;
        try {
            if (message.resets()) {
                requests.reset(message.keepsTransaction(), out);
            }
            request = requests.understand(message);
        } catch (TdsProtocolException e) {
            log.debug("request is no TDS [machine={} cause={}]", face.machine(), e.getMessage());
            face.traffic().count(TdsFace.MALFORMED);
            refuse(out, incorrect(e));
            connection.finish();
            return;
        } catch (Requests.NotSimulated e) {
            face.traffic().notSimulated(String.valueOf(e.getMessage()));
            refuse(out, new SqlMessage(50000, 16, 1, "The lab does not simulate: " + e.getMessage() + ".", 1));
            return;
        }
        face.traffic().action("tds " + request.action());
        Optional<Faults.Hit> hit = face.fault(request.action(), request.statements(), null);
        if (hit.isEmpty()) {
            answer(carryOut(request, out, before));
        } else {
            carryOut(hit.get(), request, out, before);
        }
    }

    private static SqlMessage incorrect(TdsProtocolException why) {
        return new SqlMessage(
                4002,
                16,
                1,
                "The incoming tabular data stream (TDS) protocol stream is incorrect. The stream ended unexpectedly. ("
                        + why.getMessage() + ")",
                1);
    }

    private void refuse(Tokens out, SqlMessage why) throws IOException {
        out.message(why, face.door().server());
        out.done(Tokens.DONE, Tokens.ERROR, 0, 0);
        connection.send(out);
    }

    /**
     * An answer that is ready.
     *
     * @param last whether the connection ends with it
     */
    private record Ready(Tokens tokens, boolean last) {}

    private Ready carryOut(Requests.Request request, Tokens out, int before) {
        BooleanSupplier cancelled = () -> attentions != before || gone;
        running = true;
        try {
            if (cancelled.getAsBoolean()) {
                out.done(Tokens.DONE, Tokens.ERROR, 0, 0);
                return new Ready(out, false);
            }
            return new Ready(out, request.run().run(out, cancelled));
        } catch (Tokens.AnswerTooLong e) {
            return failed(new SqlMessage(50000, 16, 1, "The lab keeps no answer as long as this one.", 1), false);
        } catch (RuntimeException e) {
            log.warn("a SQL request failed in the lab [machine={}]", face.machine(), e);
            return failed(new SqlMessage(50000, 20, 1, "The lab failed: " + e, 1), true);
        } finally {
            running = false;
        }
    }

    private Ready failed(SqlMessage why, boolean last) {
        Tokens out = new Tokens(65_536);
        out.message(why, face.door().server());
        out.done(Tokens.DONE, Tokens.ERROR, 0, 0);
        return new Ready(out, last);
    }

    private void answer(Ready ready) throws IOException {
        if (session.ended()) {
            connection.reset();
            return;
        }
        face.traffic().count(Traffic.BYTES_DOWN, ready.tokens().size());
        connection.send(ready.tokens());
        if (ready.last()) {
            connection.finish();
        }
    }

    private void carryOut(Faults.Hit hit, Requests.Request request, Tokens out, int before)
            throws IOException, InterruptedException {
        switch (hit.kind()) {
            case QUOTA -> refuse(out, SqlFault.NO_MEMORY);
            case ANSWERED -> refuse(out, SqlFault.of(hit.code()));
            case HUNG -> muted = true;
            case RESET_BEFORE, REFUSED -> connection.reset();
            case RESET_AFTER -> {
                carryOut(request, out, before);
                connection.reset();
            }
            case LOST_ANSWER -> {
                carryOut(request, out, before);
                muted = true;
            }
            case DONE_BUT_ANSWERED -> {
                carryOut(request, out, before);
                refuse(new Tokens(65_536), SqlFault.of(hit.code()));
            }
            case LATE -> {
                connection.reset();
                face.sleep(hit.delay(), () -> false);
                request.run().run(out, () -> false);
            }
            case DELAYED -> {
                Ready ready = carryOut(request, out, before);
                face.sleep(hit.delay(), () -> attentions != before || gone);
                answer(ready);
            }
        }
    }
}
