package io.quorate.winrm.auth;

import io.quorate.winrm.token.Der;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A domain controller that refuses everybody with the code it is told, once it has seen a proof of the password, and counts those proofs. */
public final class ScriptedKdc {
    private final String realm;
    private final ServerSocket server;
    private volatile int code;
    private volatile boolean silent;
    private volatile CountDownLatch hold = new CountDownLatch(0);

    /** How many requests came. */
    public final AtomicInteger asked = new AtomicInteger();

    /** How many proofs of a password were looked at. */
    public final AtomicInteger judged = new AtomicInteger();

    ScriptedKdc(String realm) throws IOException {
        this.realm = realm;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "scripted-kdc");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Begins to refuse with a code of RFC 4120, 7.5.9. */
    public ScriptedKdc refuseWith(int number) {
        code = number;
        judged.set(0);
        return this;
    }

    /** Hangs up on everybody, or does not any more. */
    public void silent(boolean value) {
        silent = value;
    }

    /** Answers nobody until the latch is down. */
    public void holdUntil(CountDownLatch latch) {
        hold = latch;
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "scripted-kdc-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] request = in.readNBytes(in.readInt());
            asked.incrementAndGet();
            if (silent) {
                return;
            }
            hold.await(60, TimeUnit.SECONDS);
            boolean proven = contains(request, new byte[] {(byte) 0xA1, 3, 2, 1, 2, (byte) 0xA2});
            if (proven) {
                judged.incrementAndGet();
            }
            byte[] answer = error(realm, proven ? code : 25, Instant.now());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(answer.length);
            out.write(answer);
            out.flush();
        } catch (IOException | InterruptedException e) {
            // The client went away.
        }
    }

    /** Writes a KRB-ERROR. */
    public static byte[] error(String realm, int code, Instant now) {
        byte[] time = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'")
                .format(now.atOffset(ZoneOffset.UTC))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] service = Der.sequence(
                Der.value(Der.context(0), Der.integer(2)),
                Der.value(
                        Der.context(1),
                        Der.sequence(
                                Der.value(Der.GENERAL_STRING, "krbtgt".getBytes(StandardCharsets.US_ASCII)),
                                Der.value(Der.GENERAL_STRING, realm.getBytes(StandardCharsets.US_ASCII)))));
        return Der.value(
                Der.application(30),
                Der.sequence(
                        Der.value(Der.context(0), Der.integer(5)),
                        Der.value(Der.context(1), Der.integer(30)),
                        Der.value(Der.context(4), Der.value(0x18, time)),
                        Der.value(Der.context(5), Der.integer(0)),
                        Der.value(Der.context(6), Der.integer(code)),
                        Der.value(
                                Der.context(9),
                                Der.value(Der.GENERAL_STRING, realm.getBytes(StandardCharsets.US_ASCII))),
                        Der.value(Der.context(10), service)));
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (java.util.Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
