package io.quorate.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Seed;
import io.quorate.lab.Traffic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What no client sends, or only a hostile one. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TdsHostileTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
    private static final int CONNECTIONS = Boolean.getBoolean("quorate.sweep") ? 500 : 60;
    private static final InetSocketAddress AT = new InetSocketAddress("127.0.0.1", 1433);

    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_128);

    private interface Parser {
        void read(byte[] data) throws Exception;
    }

    // what a client sends, made by hand

    private static byte[] headers(byte[] rest) {
        Tokens all = new Tokens(1 << 20);
        all.i32(22);
        all.i32(18);
        all.u16(2);
        all.i64(0);
        all.i32(1);
        all.bytes(rest);
        return Arrays.copyOf(all.data(), all.size());
    }

    private static byte[] prelogin() {
        return new byte[] {0, 0, 11, 0, 6, 1, 0, 17, 0, 1, (byte) 0xFF, 16, 0, 16, 15, 0, 0, 2};
    }

    private static byte[] login(String user, String password) {
        return login(user, password, new byte[0]);
    }

    /** A log-in, of a Windows account if there is a token; one that is too long for the short length has it in the long one. */
    private static byte[] login(String user, String password, byte[] token) {
        Tokens fixed = new Tokens(1 << 17);
        String[] texts = {"web1", user, password, "app", "sql1", "", "library", "", "orders"};
        int length = 94;
        for (String text : texts) {
            length += 2 * text.length();
        }
        int extension = length;
        fixed.i32(length + 4 + 6 + token.length);
        fixed.i32(0x7400_0004);
        fixed.i32(8_000);
        fixed.i64(0);
        fixed.i32(0);
        fixed.bytes(new byte[] {0, (byte) (token.length > 0 ? 0x80 : 0), 0x20, 0x10});
        fixed.i64(0);
        int at = 94;
        for (int i = 0; i < texts.length; i++) {
            if (i == 5) {
                fixed.u16(extension);
                fixed.u16(4);
            } else {
                fixed.u16(at);
                fixed.u16(texts[i].length());
                at += 2 * texts[i].length();
            }
        }
        fixed.bytes(new byte[78 - fixed.size()]);
        fixed.u16(extension + 4 + 6);
        fixed.u16(Math.min(0xFFFF, token.length));
        fixed.i64(0);
        fixed.i32(token.length < 0xFFFF ? 0 : token.length);
        for (int i = 0; i < texts.length; i++) {
            byte[] bytes = texts[i].getBytes(StandardCharsets.UTF_16LE);
            for (int j = 0; i == 2 && j < bytes.length; j++) {
                bytes[j] = (byte) (((bytes[j] & 0x0F) << 4 | (bytes[j] & 0xF0) >> 4) ^ 0xA5);
            }
            fixed.bytes(bytes);
        }
        fixed.i32(extension + 4);
        fixed.bytes(new byte[] {0x0A, 0, 0, 0, 0, (byte) 0xFF});
        fixed.bytes(token);
        return Arrays.copyOf(fixed.data(), fixed.size());
    }

    private static byte[] batch(String text) {
        return headers(text.getBytes(StandardCharsets.UTF_16LE));
    }

    private static byte[] call() {
        Tokens call = new Tokens(1 << 16);
        call.u16(0xFFFF);
        call.u16(10);
        call.u16(0);
        for (String text :
                List.of("SELECT @P0, @P1, @P2, @P3", "@P0 int, @P1 decimal(10,2), @P2 nvarchar(max), @P3 datetime2")) {
            call.u16(0);
            call.u8(0xE7);
            call.u16(8_000);
            call.bytes(Tokens.LATIN1);
            call.u16(2 * text.length());
            call.text(text);
        }
        call.u16(0);
        call.bytes(new byte[] {0x26, 4, 4, 1, 0, 0, 0});
        call.u16(0);
        call.bytes(new byte[] {0x6C, 17, 10, 2, 5, 1, 1, 2, 3, 4});
        call.u16(0);
        call.u8(0xE7);
        call.u16(0xFFFF);
        call.bytes(Tokens.LATIN1);
        call.i64(-2);
        call.i32(4);
        call.text("ab");
        call.i32(0);
        call.u16(0);
        call.bytes(new byte[] {0x2A, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8});
        return headers(Arrays.copyOf(call.data(), call.size()));
    }

    private static byte[] transaction() {
        return headers(new byte[] {8, 0, 2, 'a', 0, 1, 2, 4, 'b', 0, 'c', 0});
    }

    private static byte[] packet(int type, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PacketWriter.write(out, type, 0, 512, data, data.length);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static byte[] spoilt(byte[] good, Random random) {
        byte[] bad = good.clone();
        switch (random.nextInt(5)) {
            case 0 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
            case 1 -> bad = Arrays.copyOf(bad, bad.length + random.nextInt(64));
            case 2 -> random.nextBytes(bad);
            default -> {
                for (int i = 0; i <= random.nextInt(8); i++) {
                    int at = random.nextInt(bad.length);
                    bad[at] = switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> (byte) 0xFF;
                        case 2 -> (byte) 0x7F;
                        default -> (byte) random.nextInt();
                    };
                }
            }
        }
        return bad;
    }

    @Test
    void goodMessages_areRead() throws Exception {
        assertThat(Prelogin.read(prelogin())).isEqualTo(new Prelogin(Prelogin.NOT_SUPPORTED, false));
        Login7 login = Login7.read(login("sa", "pässword"), false, AT);
        assertThat(login.login().user()).isEqualTo("sa");
        assertThat(login.login().password()).isEqualTo("pässword".toCharArray());
        assertThat(login.login().database()).isEqualTo("orders");
        assertThat(login.login().readIntent()).isTrue();
        assertThat(login.features()).containsExactly(0x0A);
        assertThat(login.toString()).doesNotContain("pässword");
        assertThat(Batch.read(batch("SELECT 1"))).isEqualTo("SELECT 1");
        assertThat(RemoteCall.read(call()).get(0).parameters()).hasSize(6);
        assertThat(TransactionRequest.read(transaction()).statement())
                .isEqualTo(
                        "ROLLBACK TRANSACTION a; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; BEGIN TRANSACTION bc");
    }

    @Test
    void tokenOfAWindowsAccount_isRead_howeverLong() throws Exception {
        for (int length : new int[] {1, 1_500, 0xFFFF, 70_000}) {
            byte[] token = new byte[length];
            Arrays.fill(token, (byte) 7);
            Login7 login = Login7.read(login("", "", token), true, AT);
            assertThat(login.integrated()).isTrue();
            assertThat(login.token()).isEqualTo(token);
            assertThat(login.login().proven()).isFalse();
        }
        assertThat(Login7.read(login("sa", "secret"), true, AT).token()).isEmpty();
    }

    @Test
    @DisplayName("2 000 hostile inputs, 100 000 in a sweep: each is read, or is one protocol exception")
    void messages_thatAreSpoilt_areReadOrRefused() {
        Random random = seeds.random();
        List<byte[]> good = List.of(
                prelogin(),
                login("sa", "secret"),
                login("", "", new byte[300]),
                batch("EXEC sp_unprepare 1;"),
                call(),
                transaction(),
                packet(Message.BATCH, batch("x".repeat(2_000))));
        List<Parser> parsers = List.of(
                Prelogin::read,
                data -> Login7.read(data, true, AT),
                data -> assertThat(Login7.read(data, true, AT).token()).hasSizeLessThanOrEqualTo(data.length),
                data -> Batch.unprepared(Batch.read(data)),
                data -> RemoteCall.read(data).forEach(RemoteCall::asStatement),
                TransactionRequest::read,
                data -> {
                    InputStream in = new ByteArrayInputStream(data);
                    while (PacketReader.read(() -> in, 10_000) != null) {
                        assertThat(in.available()).isLessThan(data.length);
                    }
                });
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            int which = random.nextInt(good.size());
            byte[] bad = spoilt(good.get(which), random);
            try {
                parsers.get(which).read(bad);
            } catch (IOException | Parameters.Refused | TransactionRequest.Refused e) {
                refused++;
            } catch (Exception e) {
                throw new AssertionError("input " + i + " of kind " + which, e);
            }
        }
        assertThat(refused).isGreaterThan(INPUTS / 4);
    }

    // on the wire

    private static Socket connected(TdsRig rig) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.face.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static Socket loggedIn(TdsRig rig) throws IOException {
        Socket socket = connected(rig);
        socket.getOutputStream().write(packet(Message.PRELOGIN, prelogin()));
        read(socket);
        socket.getOutputStream().write(packet(Message.LOGIN7, login(ScriptedDoor.USER, ScriptedDoor.PASSWORD)));
        read(socket);
        return socket;
    }

    private static byte[] read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        Message message = PacketReader.read(() -> in, 1 << 20);
        return message == null ? new byte[0] : message.data();
    }

    private static void still(TdsRig rig) throws Exception {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void connections_thatTalkNonsense_endAndHarmNobody() throws Exception {
        TdsLimits short_ = new TdsLimits(64, 1 << 20, 1 << 20, Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (TdsRig rig =
                new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED).limits(short_))) {
            Random random = seeds.random();
            List<Socket> open = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = i % 3 == 0 ? connected(rig) : loggedIn(rig);
                open.add(socket);
                byte[] good = switch (i % 6) {
                    case 0 -> packet(Message.PRELOGIN, prelogin());
                    case 1 -> packet(Message.BATCH, batch("SELECT 1"));
                    case 2, 5 -> packet(Message.RPC, call());
                    case 3 -> packet(Message.LOGIN7, login("sa", "secret"));
                    default -> packet(Message.TRANSACTION, transaction());
                };
                try {
                    socket.getOutputStream().write(spoilt(good, random));
                    socket.shutdownOutput();
                    read(socket);
                } catch (SocketException e) {
                    // was cut
                } catch (IOException e) {
                    assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
                }
                if (i % 2 == 0) {
                    socket.close();
                }
            }
            still(rig);
            for (Socket socket : open) {
                socket.close();
            }
            Soon.until(() -> rig.face.traffic().openConnections() == 0);
            Soon.until(() -> rig.door.sessions.stream().allMatch(s -> s.closed));
        }
    }

    @Test
    void message_thatIsNotKnown_isAnErrorAndCounted() throws Exception {
        try (TdsRig rig = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED));
                Socket socket = loggedIn(rig)) {
            for (int type : new int[] {0x07, 0x08, 0x11, 0x42}) {
                socket.getOutputStream().write(packet(type, new byte[] {1, 2, 3}));
                assertThat(read(socket)[0] & 0xFF).isEqualTo(0xAA);
            }
            socket.getOutputStream().write(packet(Message.BATCH, batch("SELECT 1")));
            assertThat(read(socket)[0] & 0xFF).isEqualTo(0x81);
            assertThat(rig.face.traffic().notSimulated()).containsKeys("TDS message 0x07", "TDS message 0x42");
        }
    }

    @Test
    void message_thatIsBroken_isError4002AndTheEnd() throws Exception {
        try (TdsRig rig = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED));
                Socket socket = loggedIn(rig)) {
            socket.getOutputStream().write(packet(Message.RPC, headers(new byte[] {1, 2, 3})));
            byte[] answer = read(socket);
            assertThat(answer[0] & 0xFF).isEqualTo(0xAA);
            assertThat(new Bytes(answer).part(3, 4).i32()).isEqualTo(4002);
            assertThat(read(socket)).isEmpty();
            assertThat(rig.face.traffic().get(TdsFace.MALFORMED)).isEqualTo(1);
        }
    }

    @Test
    void attention_withoutARequest_isAcknowledged() throws Exception {
        try (TdsRig rig = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED));
                Socket socket = loggedIn(rig)) {
            socket.getOutputStream().write(packet(Message.ATTENTION, new byte[0]));
            Bytes answer = new Bytes(read(socket));
            assertThat(answer.u8()).isEqualTo(Tokens.DONE);
            assertThat(answer.u16()).isEqualTo(Tokens.ATTENTION);
        }
    }

    @Test
    void attention_duringARequest_isTwoMessages() throws Exception {
        try (TdsRig rig = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED));
                Socket socket = loggedIn(rig)) {
            socket.getOutputStream().write(packet(Message.BATCH, batch("HANG")));
            assertThat(rig.door.hanging.await(60, TimeUnit.SECONDS)).isTrue();
            socket.getOutputStream().write(packet(Message.ATTENTION, new byte[0]));
            Bytes first = new Bytes(read(socket));
            assertThat(first.u8()).isEqualTo(Tokens.DONE);
            assertThat(first.u16()).isEqualTo(Tokens.ERROR);
            Bytes second = new Bytes(read(socket));
            assertThat(second.u8()).isEqualTo(Tokens.DONE);
            assertThat(second.u16()).isEqualTo(Tokens.ATTENTION);
        }
    }

    @Test
    void transaction_ofTheManagersKind_isToldByItsDescriptor() throws Exception {
        try (TdsRig rig = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED));
                Socket socket = loggedIn(rig)) {
            socket.getOutputStream().write(packet(Message.TRANSACTION, headers(new byte[] {5, 0, 0, 0})));
            Bytes begun = new Bytes(read(socket));
            assertThat(begun.u8()).isEqualTo(0xE3);
            begun.skip(2);
            assertThat(begun.u8()).isEqualTo(Tokens.BEGIN);
            assertThat(begun.u8()).isEqualTo(8);
            long descriptor = begun.i64();
            assertThat(descriptor).isNotZero();
            socket.getOutputStream().write(packet(Message.TRANSACTION, headers(new byte[] {7, 0, 0, 0})));
            Bytes committed = new Bytes(read(socket));
            committed.skip(3);
            assertThat(committed.u8()).isEqualTo(Tokens.COMMIT);
            assertThat(committed.u8()).isZero();
            assertThat(committed.u8()).isEqualTo(8);
            assertThat(committed.i64()).isEqualTo(descriptor);
            assertThat(rig.door.batches).containsExactly("BEGIN TRANSACTION", "COMMIT TRANSACTION");
        }
    }

    @Test
    void login_thatDawdles_isCut() throws Exception {
        TdsLimits quick = new TdsLimits(8, 1 << 20, 1 << 20, Duration.ofMillis(300), Duration.ofMillis(300));
        try (TdsRig rig = new TdsRig(
                        o -> o.encryption(TdsEncryption.NOT_SUPPORTED).limits(quick));
                Socket silent = connected(rig);
                Socket half = connected(rig)) {
            half.getOutputStream().write(new byte[] {0x12, 1, 0});
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(half.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void requests_thatDoNotWaitForAnswers_endTheConnection() throws Exception {
        try (TdsRig rig = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED));
                Socket socket = loggedIn(rig)) {
            for (int i = 0; i < 40; i++) {
                try {
                    socket.getOutputStream().write(packet(Message.BATCH, batch("HANG")));
                } catch (SocketException e) {
                    break;
                }
            }
            Soon.until(() -> rig.door.sessions.get(0).closed);
            assertThat(rig.face.traffic().get(Traffic.LOGINS)).isEqualTo(1);
        }
    }

    @Test
    void client_thatDoesNotSayPrelogin_isCut() throws Exception {
        try (TdsRig rig = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED));
                Socket old = connected(rig);
                Socket browser = connected(rig)) {
            old.getOutputStream().write(packet(Message.LOGIN7, login("sa", "secret")));
            assertThat(old.getInputStream().read()).isEqualTo(-1);
            browser.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try {
                assertThat(browser.getInputStream().read()).isEqualTo(-1);
            } catch (SocketException e) {
                // cut with what it had not read
            }
        }
    }
}
