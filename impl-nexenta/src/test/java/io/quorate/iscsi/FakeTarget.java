package io.quorate.iscsi;

import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.InitiatorPdu.DataOut;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.LogoutRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.NopOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.InitiatorPdu.TextRequest;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.PduReader;
import io.quorate.iscsi.pdu.TargetPdu;
import io.quorate.iscsi.pdu.TargetPdu.DataIn;
import io.quorate.iscsi.pdu.TargetPdu.LoginResponse;
import io.quorate.iscsi.pdu.TargetPdu.LogoutResponse;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.iscsi.pdu.TargetPdu.Residual;
import io.quorate.iscsi.pdu.TargetPdu.ScsiResponse;
import io.quorate.iscsi.pdu.TargetPdu.TextResponse;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import io.quorate.san.Portal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A target that follows a script, on a real loopback port: one thread a connection, all gone after close. */
final class FakeTarget implements AutoCloseable {

    /** What it does with a connection. */
    interface Script {
        void run(Peer peer) throws Exception;
    }

    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    /** What connections sent, without Data-Out. */
    final List<InitiatorPdu> seen = new CopyOnWriteArrayList<>();
    /** What went wrong in a script, but for the end of a connection. */
    final List<Throwable> troubles = new CopyOnWriteArrayList<>();

    FakeTarget(Script script) throws IOException {
        this(0, script);
    }

    FakeTarget(int receiveBuffer, Script script) throws IOException {
        server = new ServerSocket();
        if (receiveBuffer > 0) {
            server.setReceiveBufferSize(receiveBuffer);
        }
        server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(() -> {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                open.incrementAndGet();
                start(() -> {
                    try (socket) {
                        script.run(new Peer(socket));
                    } finally {
                        open.decrementAndGet();
                    }
                });
            }
        });
    }

    /** How many connections the target still has. */
    final AtomicInteger open = new AtomicInteger();

    private interface Body {
        void run() throws Exception;
    }

    private void start(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException | InterruptedException e) {
                // the end of a connection, or of the test
            } catch (Exception | Error e) {
                troubles.add(e);
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    Portal portal() {
        return Portal.of(server.getInetAddress().getHostAddress(), server.getLocalPort());
    }

    /** Ends all connections. */
    void sever() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    int connections() {
        return sockets.size();
    }

    @Override
    public void close() throws Exception {
        server.close();
        sever();
        for (Thread thread : threads) {
            thread.interrupt(); // a script may sleep
            thread.join(5000);
        }
        if (!troubles.isEmpty()) {
            throw new AssertionError("the fake target's script failed", troubles.get(0));
        }
    }

    /** A connection, and what a well-behaved target would do with it. */
    final class Peer {
        final InputStream in;
        final OutputStream out;
        final PduReader reader = new PduReader(Pdu.MAX_ADDITIONAL, Pdu.MAX_DATA);
        private final byte[] buffer = new byte[65536];
        private int position;
        private int limit;
        boolean headerDigest;
        boolean dataDigest;
        int statSn = 0x7ffffffe; // wraps around soon
        int expCmdSn;
        int window = 8;
        Map<String, String> agreed = new LinkedHashMap<>();
        /** What came while data were awaited. */
        private final Deque<InitiatorPdu> ahead = new ArrayDeque<>();

        Peer(Socket socket) throws IOException {
            in = socket.getInputStream();
            out = socket.getOutputStream();
            socket.setTcpNoDelay(true);
        }

        InitiatorPdu receive() throws Exception {
            while (true) {
                while (position < limit) {
                    position += reader.feed(buffer, position, limit - position);
                    Pdu pdu = reader.take();
                    if (pdu != null) {
                        InitiatorPdu unit = InitiatorPdu.of(pdu);
                        if (!(unit instanceof DataOut)) {
                            seen.add(unit);
                        }
                        return unit;
                    }
                }
                int read = in.read(buffer);
                if (read < 0) {
                    throw new EOFException();
                }
                position = 0;
                limit = read;
            }
        }

        void send(TargetPdu unit) throws IOException {
            out.write(unit.toPdu().frame(headerDigest, dataDigest));
        }

        int maxCmdSn() {
            return expCmdSn + window - 1;
        }

        /** Answers login requests without authentication; {@code answers} override what a key is answered with. */
        void login(Map<String, String> answers) throws Exception {
            while (true) {
                LoginRequest request = (LoginRequest) receive();
                expCmdSn = request.cmdSn();
                List<TextPair> said = new ArrayList<>();
                for (TextPair pair : Text.parse(request.data())) {
                    String answer = answers.getOrDefault(pair.key(), answer(pair));
                    if (!answer.isEmpty()) {
                        said.add(new TextPair(pair.key(), answer));
                        agreed.put(pair.key(), answer);
                    }
                }
                send(response(request, request.transit(), said));
                if (request.transit() && request.nextStage() == 3) {
                    headerDigest = "CRC32C".equals(agreed.get("HeaderDigest"));
                    dataDigest = "CRC32C".equals(agreed.get("DataDigest"));
                    reader.negotiated(Pdu.MAX_DATA, headerDigest, dataDigest);
                    return;
                }
            }
        }

        LoginResponse response(LoginRequest request, boolean transit, List<TextPair> said) {
            return new LoginResponse(
                    transit,
                    false,
                    request.stage(),
                    transit ? request.nextStage() : 0,
                    0,
                    0,
                    request.isid(),
                    transit && request.nextStage() == 3 ? 1 : 0,
                    request.taskTag(),
                    statSn++,
                    expCmdSn,
                    maxCmdSn(),
                    0,
                    0,
                    Text.format(said));
        }

        LoginResponse refusal(LoginRequest request, int statusClass, int detail, TextPair... said) {
            return new LoginResponse(
                    false,
                    false,
                    request.stage(),
                    0,
                    0,
                    0,
                    request.isid(),
                    0,
                    request.taskTag(),
                    0,
                    0,
                    0,
                    statusClass,
                    detail,
                    Text.format(List.of(said)));
        }

        private String answer(TextPair pair) {
            return switch (pair.key()) {
                case "AuthMethod" -> "None";
                case "HeaderDigest", "DataDigest" -> pair.value().split(",")[0];
                case "InitiatorName", "SessionType", "TargetName" -> "";
                default -> pair.value();
            };
        }

        /** Takes the next command; answers pings on the way. */
        ScsiCommand command() throws Exception {
            while (true) {
                InitiatorPdu unit = ahead.isEmpty() ? receive() : ahead.remove();
                if (unit instanceof ScsiCommand command) {
                    expCmdSn = command.cmdSn() + 1;
                    return command;
                }
                answer(unit);
            }
        }

        /** Takes the next data; what else comes meanwhile has its turn later. */
        private DataOut dataOut() throws Exception {
            while (true) {
                InitiatorPdu unit = receive();
                if (unit instanceof DataOut data) {
                    return data;
                }
                ahead.add(unit);
            }
        }

        /** Answers what is no command. */
        void answer(InitiatorPdu unit) throws IOException {
            if (unit instanceof LogoutRequest logout) {
                send(new LogoutResponse(0, logout.taskTag(), statSn++, expCmdSn, maxCmdSn(), 0, 0));
            } else if (unit instanceof NopOut nop && nop.taskTag() != Pdu.NO_TAG) {
                send(new NopIn(0, nop.taskTag(), Pdu.NO_TAG, statSn++, expCmdSn, maxCmdSn(), nop.data()));
            } else if (unit instanceof TextRequest text) {
                expCmdSn = text.cmdSn() + 1;
                byte[] answer = Text.format(List.of(
                        new TextPair("TargetName", "iqn.2026-01.io.quorate:t1"),
                        new TextPair("TargetAddress", portal() + ",1"),
                        new TextPair("TargetAddress", "[2001:db8::1]:3261,2"),
                        new TextPair("TargetName", "iqn.2026-01.io.quorate:t2")));
                send(new TextResponse(
                        true, false, 0, text.taskTag(), Pdu.NO_TAG, statSn++, expCmdSn, maxCmdSn(), answer));
            }
        }

        void good(ScsiCommand command) throws IOException {
            status(command, 0, new byte[0]);
        }

        void status(ScsiCommand command, int status, byte[] sense) throws IOException {
            send(new ScsiResponse(
                    Residual.NONE,
                    Residual.NONE,
                    0,
                    status,
                    command.taskTag(),
                    0,
                    statSn++,
                    expCmdSn,
                    maxCmdSn(),
                    0,
                    sense,
                    new byte[0]));
        }

        void sense(ScsiCommand command, int key, int asc, int ascq) throws IOException {
            byte[] sense = new byte[18];
            sense[0] = 0x70;
            sense[2] = (byte) key;
            sense[7] = 10;
            sense[12] = (byte) asc;
            sense[13] = (byte) ascq;
            status(command, 2, sense);
        }

        /** Sends data in units of at most {@code size} bytes, the status with the last. */
        void data(ScsiCommand command, byte[] all, int size) throws IOException {
            byte[] data =
                    all.length > command.expectedLength() ? Arrays.copyOf(all, (int) command.expectedLength()) : all;
            long left = command.expectedLength() - data.length;
            Residual residual = left > 0 ? new Residual(false, true, left) : Residual.NONE;
            int dataSn = 0;
            for (int at = 0; at == 0 || at < data.length; at += size) {
                int end = Math.min(data.length, at + size);
                boolean last = end == data.length;
                send(new DataIn(
                        last,
                        false,
                        last,
                        last ? residual : Residual.NONE,
                        0,
                        0,
                        command.taskTag(),
                        Pdu.NO_TAG,
                        last ? statSn++ : 0,
                        expCmdSn,
                        maxCmdSn(),
                        dataSn++,
                        at,
                        Arrays.copyOfRange(data, at, end)));
            }
        }

        /** Collects what a command writes, asking for at most {@code burst} bytes at once. */
        byte[] collect(ScsiCommand command, int burst) throws Exception {
            byte[] all = Arrays.copyOf(command.data(), (int) command.expectedLength());
            int have = command.data().length;
            boolean unsolicited = !command.last();
            int r2tSn = 0;
            while (unsolicited || have < all.length) {
                int end = all.length;
                if (!unsolicited) {
                    int length = Math.min(burst, all.length - have);
                    end = have + length;
                    send(new ReadyToTransfer(
                            command.lun(),
                            command.taskTag(),
                            7 + r2tSn,
                            statSn,
                            expCmdSn,
                            maxCmdSn(),
                            r2tSn++,
                            have,
                            length));
                }
                boolean last = false;
                while (!last) {
                    DataOut data = dataOut();
                    if (data.offset() != have || have + data.data().length > end) {
                        throw new IllegalStateException("data at " + data.offset() + " instead of " + have);
                    }
                    System.arraycopy(data.data(), 0, all, have, data.data().length);
                    have += data.data().length;
                    last = data.last();
                }
                unsolicited = false;
            }
            return all;
        }

        /** Serves a disk of blocks of 512 bytes until the initiator logs out. */
        void serve(byte[] disk) throws Exception {
            while (true) {
                ScsiCommand command = command();
                ByteBuffer cdb = ByteBuffer.wrap(command.cdb());
                switch (cdb.get(0) & 0xff) {
                    case 0x00 -> good(command);
                    case 0x12 -> sense(command, 5, 0x24, 0);
                    case 0x25 ->
                        data(
                                command,
                                ByteBuffer.allocate(8)
                                        .putInt(disk.length / 512 - 1)
                                        .putInt(512)
                                        .array(),
                                8);
                    case 0x28 -> {
                        int at = cdb.getInt(2) * 512;
                        int length = (cdb.getShort(7) & 0xffff) * 512;
                        data(command, Arrays.copyOfRange(disk, at, at + length), 65536);
                    }
                    case 0x2a -> {
                        byte[] data = collect(command, 131072);
                        System.arraycopy(data, 0, disk, cdb.getInt(2) * 512, data.length);
                        good(command);
                    }
                    default -> sense(command, 5, 0x20, 0);
                }
            }
        }
    }
}
