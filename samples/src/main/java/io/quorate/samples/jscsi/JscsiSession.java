package io.quorate.samples.jscsi;

import io.quorate.Deadline;
import io.quorate.iscsi.InitiatorFeature;
import io.quorate.iscsi.InitiatorSession;
import io.quorate.iscsi.ScsiReply;
import io.quorate.san.Iqn;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jscsi.initiator.Configuration;
import org.jscsi.initiator.Initiator;
import org.jscsi.initiator.LinkFactory;
import org.jscsi.initiator.connection.Connection;
import org.jscsi.initiator.connection.Session;
import org.jspecify.annotations.Nullable;

/**
 * A session of jSCSI on one thread of its own. The caller waits for it until the deadline and no longer; then the thread is interrupted,
 * which closes the socket under it, and the session is of no more use.
 */
final class JscsiSession implements InitiatorSession {
    /** What jSCSI reads and writes in one command of its first stage. */
    private static final int CHUNK = 64;

    private static final long LOGOUT_SECONDS = 2;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final ExecutorService worker;
    private final boolean writable;
    private @Nullable Session session;
    private @Nullable Connection connection;

    private JscsiSession(ExecutorService worker, boolean writable) {
        this.worker = worker;
        this.writable = writable;
    }

    static JscsiSession open(
            Iqn initiator,
            Iqn target,
            InetSocketAddress address,
            boolean writable,
            ThreadFactory threads,
            Deadline deadline) {
        ExecutorService worker =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        JscsiSession made = new JscsiSession(worker, writable);
        Callable<Session> login = () -> {
            Configuration configuration = JscsiConfiguration.of(initiator, target, address);
            LinkFactory factory = new LinkFactory(new Initiator(configuration));
            return new Session(factory, configuration, target.value(), address, worker);
        };
        Session session = made.await(worker.submit(login), deadline, "the login");
        made.session = session;
        // Taken while it is free: jSCSI hides a connection that is in use.
        made.connection = session.getConnection((short) 1);
        return made;
    }

    @Override
    public int blockSize(Deadline deadline) {
        long size = live().getBlockSize();
        if (size < 512 || size > 1 << 20) {
            throw lost("the capacity", "a block of " + size + " bytes cannot be", null);
        }
        return (int) size;
    }

    /** What jSCSI calls the capacity is the number of the last block, with a sign. */
    @Override
    public long blocks(Deadline deadline) {
        long last = live().getCapacity() & UNSIGNED;
        if (last == UNSIGNED) {
            throw Fault.lasting(ErrorKind.UNSUPPORTED)
                    .because("the logical unit is larger than READ CAPACITY (10) can say, and jSCSI knows no other");
        }
        return last + 1;
    }

    @Override
    public byte[] read(long firstBlock, int count, Deadline deadline) {
        int size = blockSize(deadline);
        checkReach(firstBlock, count, deadline);
        byte[] all = new byte[Math.multiplyExact(count, size)];
        for (int done = 0; done < count; done += CHUNK) {
            int blocks = Math.min(CHUNK, count - done);
            ByteBuffer into = ByteBuffer.allocate(blocks * size);
            int from = (int) firstBlock + done;
            move(() -> live().read(into, from, (long) blocks * size), deadline, "reading");
            if (into.hasRemaining()) {
                throw lost("reading", into.remaining() + " bytes did not come", null);
            }
            System.arraycopy(into.array(), 0, all, done * size, blocks * size);
        }
        return all;
    }

    @Override
    public void write(long firstBlock, byte[] data, Deadline deadline) {
        if (!writable) {
            throw JscsiInitiator.unsent(ErrorKind.REJECTED, "this session may only read", null);
        }
        int size = blockSize(deadline);
        if (data.length % size != 0) {
            throw JscsiInitiator.unsent(ErrorKind.REJECTED, data.length + " bytes are no whole number of blocks", null);
        }
        int count = data.length / size;
        checkReach(firstBlock, count, deadline);
        for (int done = 0; done < count; done += CHUNK) {
            int blocks = Math.min(CHUNK, count - done);
            ByteBuffer from = ByteBuffer.wrap(data, done * size, blocks * size).slice();
            int to = (int) firstBlock + done;
            try {
                move(() -> live().write(from, to, (long) blocks * size), deadline, "writing");
            } catch (Fault fault) {
                // What was written before stays written.
                throw done == 0 ? fault : fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage()));
            }
        }
    }

    /** Beyond the end jSCSI would wait for data that never comes. */
    private void checkReach(long firstBlock, int count, Deadline deadline) {
        if (firstBlock < 0 || count < 0 || firstBlock + count > Integer.MAX_VALUE) {
            throw JscsiInitiator.unsent(
                    ErrorKind.UNSUPPORTED, "jSCSI does not reach block " + (firstBlock + count), null);
        }
        if (firstBlock + count > blocks(deadline)) {
            throw JscsiInitiator.unsent(
                    ErrorKind.REJECTED, count + " blocks from " + firstBlock + " lie beyond the end", null);
        }
    }

    @Override
    public ScsiReply execute(byte[] cdb, byte[] out, int expectedIn, Deadline deadline) {
        throw JscsiInitiator.cannot(InitiatorFeature.SCSI);
    }

    @Override
    public void close() {
        Session open = session;
        if (open != null && !worker.isShutdown()) {
            try {
                worker.submit(() -> {
                            open.logout();
                            return null;
                        })
                        .get(LOGOUT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
                // It goes all the same; a target frees a session whose connection is gone.
            }
        }
        giveUp();
    }

    private Session live() {
        if (session == null || worker.isShutdown()) {
            throw JscsiInitiator.unsent(ErrorKind.UNREACHABLE, "the session was given up", null);
        }
        return session;
    }

    /** Something of jSCSI that its own worker runs. */
    private interface Transfer {
        Future<Void> start() throws Exception;
    }

    private void move(Transfer transfer, Deadline deadline, String what) {
        Future<Void> work;
        try {
            work = transfer.start();
        } catch (Fault fault) {
            throw fault;
        } catch (Exception e) {
            giveUp();
            throw JscsiInitiator.unsent(ErrorKind.UNREACHABLE, "jSCSI did not begin " + what + ": " + e, e);
        }
        await(work, deadline, what);
    }

    private <T> T await(Future<T> work, Deadline deadline, String what) {
        try {
            return work.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp();
            throw Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED)
                    .cause(e)
                    .because(what + " by jSCSI did not end in time; its connection was closed");
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
            throw lost(what, "interrupted", e);
        } catch (ExecutionException e) {
            giveUp();
            throw lost(what, "jSCSI failed without saying why: " + root(e), e);
        }
    }

    private static Fault lost(String what, String why, @Nullable Throwable cause) {
        return Fault.unanswered(root(cause) instanceof IOException ? ErrorKind.UNREACHABLE : ErrorKind.BAD_REPLY)
                .hint(
                        "jSCSI tells no status of a login or a command, and does not understand the UNIT ATTENTION that most targets tell"
                                + " every new session; the option initiator=quorate does")
                .cause(cause)
                .because(what + ": " + why);
    }

    private static @Nullable Throwable root(@Nullable Throwable e) {
        Throwable root = e;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Ends the thread and the connection, whatever they are at: both ways close the socket. */
    private void giveUp() {
        worker.shutdownNow();
        Connection open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
