package io.quorate.iscsi.peer;

import io.quorate.iscsi.pdu.Opcode;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.san.Portal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between an initiator and a target and keeps every byte of both. */
final class Recorder implements AutoCloseable {
    private final Portal behind;
    private final ServerSocket server;
    private final List<Conversation> conversations = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** What a connection carried each way. */
    private record Conversation(ByteArrayOutputStream initiator, ByteArrayOutputStream target) {}

    Recorder(Portal behind) throws IOException {
        this.behind = behind;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    Portal portal() {
        return Portal.of("127.0.0.1", server.getLocalPort());
    }

    private void start(Runnable body) {
        Thread thread = new Thread(body, "test-recorder");
        threads.add(thread);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket initiator = server.accept();
                Socket target = new Socket(behind.address(), behind.port());
                for (Socket socket : List.of(initiator, target)) {
                    socket.setTcpNoDelay(true);
                    sockets.add(socket);
                }
                Conversation conversation = new Conversation(new ByteArrayOutputStream(), new ByteArrayOutputStream());
                conversations.add(conversation);
                start(() -> pump(initiator, target, conversation.initiator()));
                start(() -> pump(target, initiator, conversation.target()));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void pump(Socket from, Socket to, ByteArrayOutputStream copy) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copy.write(buffer, 0, read);
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            try {
                from.close();
                to.close();
            } catch (IOException closing) {
                // gone
            }
        }
    }

    /** Returns every unit of every conversation, both ways; ask when the conversations are over. */
    List<Pdu> units() throws Exception {
        close();
        List<Pdu> units = new ArrayList<>();
        for (Conversation conversation : conversations) {
            byte[] target = conversation.target().toByteArray();
            String agreed = new String(target, StandardCharsets.ISO_8859_1);
            boolean header = agreed.contains("HeaderDigest=CRC32C");
            boolean data = agreed.contains("DataDigest=CRC32C");
            cut(conversation.initiator().toByteArray(), header, data, units);
            cut(target, header, data, units);
        }
        return units;
    }

    /** Cuts a stream by the lengths its headers state (RFC 7143 11.2); digests are agreed in the login and begin behind it. */
    private static void cut(byte[] stream, boolean headerDigest, boolean dataDigest, List<Pdu> units) throws Exception {
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.remaining() >= Pdu.HEADER) {
            byte[] header = new byte[Pdu.HEADER];
            in.get(header);
            Opcode opcode = Opcode.of(header[0]);
            boolean login = opcode == Opcode.LOGIN_REQUEST || opcode == Opcode.LOGIN_RESPONSE;
            int lengths = ByteBuffer.wrap(header).getInt(4);
            byte[] additional = new byte[(lengths >>> 24) * 4];
            in.get(additional);
            skip(in, headerDigest && !login ? 4 : 0);
            byte[] data = new byte[lengths & 0xFFFFFF];
            in.get(data);
            skip(in, -data.length & 3);
            skip(in, dataDigest && !login && data.length > 0 ? 4 : 0);
            units.add(new Pdu(header, additional, data));
        }
        if (in.hasRemaining()) {
            throw new IllegalStateException("the stream ends inside a unit: "
                    + Arrays.toString(Arrays.copyOfRange(stream, in.position(), stream.length)));
        }
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(in.position() + bytes);
    }

    @Override
    public void close() throws Exception {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        for (Thread thread : threads) {
            thread.join(5_000);
        }
    }
}
