package io.quorate.iscsi.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.PduReader;
import io.quorate.iscsi.pdu.SamplePdus;
import io.quorate.iscsi.pdu.TargetPdu;
import io.quorate.iscsi.pdu.TargetPdu.DataIn;
import io.quorate.iscsi.pdu.TargetPdu.LoginResponse;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.iscsi.pdu.TargetPdu.Residual;
import io.quorate.iscsi.pdu.TargetPdu.ScsiResponse;
import io.quorate.iscsi.pdu.TargetPdu.TextResponse;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import io.quorate.nexenta.Seed;
import io.quorate.san.Iqn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Hostile bytes: valid units of every kind with bits, fields and lengths changed, units that nearly fit the conversation, and noise, through
 * the reader, a login and a session. Nothing but the protocol exception may come of it. The seed is in every failure's message; run again
 * with {@code -Dquorate.seed}.
 */
class HostilePdusTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(20260101L);

    private static final int UNITS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 10_000;
    private static final int ROOM = 16;
    private static final byte UNTOUCHED = 0x55;
    private static final String[] KEYS = {
        "AuthMethod",
        "CHAP_A",
        "CHAP_I",
        "CHAP_C",
        "CHAP_N",
        "CHAP_R",
        "HeaderDigest",
        "DataDigest",
        "MaxRecvDataSegmentLength",
        "MaxBurstLength",
        "FirstBurstLength",
        "InitialR2T",
        "ImmediateData",
        "ErrorRecoveryLevel",
        "TargetAddress",
        "TargetName",
        "X-com.example",
        "MaxConnections",
        "IFMarker"
    };
    private static final String[] VALUES = {
        "CHAP",
        "None",
        "5",
        "7",
        "0x00",
        "0b",
        "0b!!",
        "0x0123456789",
        "Yes",
        "No",
        "CRC32C",
        "Reject",
        "Irrelevant",
        "NotUnderstood",
        "-1",
        "8192",
        "99999999999999",
        "[::1]:3260,1",
        "[",
        "a:b",
        "iqn.2026-01.a:b",
        "out",
        ""
    };

    private final long seed = seeds.value();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final List<Pdu> samples = new ArrayList<>();
    private int done;
    private int refused;
    private int steps;
    private int outcomes;

    @Test
    void hostileUnits_raiseNothingButTheProtocolException() {
        System.out.println("hostile units: seed " + seed);
        for (int i = 0; i < 50; i++) {
            samples.addAll(SamplePdus.draw(random).values());
        }
        try {
            while (done < UNITS) {
                login();
                session();
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ", unit " + done, e);
        }
        // it is no test if all of it dies at the door, or nothing does
        assertThat(refused).as("refused").isGreaterThan(UNITS / 50);
        assertThat(steps).as("logins that went on").isGreaterThan(UNITS / 100);
        assertThat(outcomes).as("requests that ended").isGreaterThan(UNITS / 100);
    }

    private void login() {
        Credentials.Chap chap = switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> new Credentials.Chap("in", Secret.of("0123456789ab"), null, null);
            default -> new Credentials.Chap("in", Secret.of("0123456789ab"), "out", Secret.of("ba9876543210"));
        };
        LoginMachine machine = new LoginMachine(new LoginPlan(
                Iqn.of("iqn.2026-01.io.quorate:h"),
                random.nextBoolean() ? null : Iqn.of("iqn.2026-01.io.quorate:t"),
                chap,
                random.nextBoolean(),
                random.nextBoolean(),
                1,
                1,
                1,
                new byte[16],
                1,
                sent -> sent.length == 16));
        PduReader reader = new PduReader(0, SessionParameters.LOGIN_MAX_DATA);
        try {
            Pdu request = machine.begin();
            int statSn = random.nextInt();
            while (true) {
                InitiatorPdu.LoginRequest asked = (InitiatorPdu.LoginRequest) InitiatorPdu.of(request);
                Pdu answer = hostile(new LoginResponse(
                                asked.transit() && random.nextInt(4) > 0,
                                false,
                                asked.stage(),
                                asked.nextStage(),
                                0,
                                0,
                                1,
                                1,
                                1,
                                statSn++,
                                1,
                                9,
                                random.nextInt(30) == 0 ? random.nextInt(5) : 0,
                                random.nextInt(5),
                                text(asked))
                        .toPdu());
                LoginStep step = machine.receive(through(reader, answer));
                steps++;
                if (!(step instanceof LoginStep.Send send)) {
                    return;
                }
                request = send.pdu();
            }
        } catch (IscsiProtocolException e) {
            refused++;
        }
    }

    private byte[] text(InitiatorPdu.LoginRequest asked) throws IscsiProtocolException {
        List<TextPair> pairs = new ArrayList<>();
        for (TextPair pair : Text.parse(asked.data())) {
            switch (pair.key()) {
                case "AuthMethod", "InitialR2T", "ImmediateData" -> pairs.add(pair);
                case "CHAP_A" -> {
                    pairs.add(pair);
                    pairs.add(new TextPair("CHAP_I", "1"));
                    pairs.add(new TextPair("CHAP_C", "0x1234"));
                }
                default -> {}
            }
        }
        while (random.nextInt(3) == 0) {
            pairs.add(new TextPair(KEYS[random.nextInt(KEYS.length)], VALUES[random.nextInt(VALUES.length)]));
        }
        return Text.format(pairs);
    }

    private void session() {
        SessionMachine machine = new SessionMachine(new SessionParameters(
                1,
                1,
                1 + random.nextInt(200),
                false,
                false,
                512 << random.nextInt(6),
                8192,
                4096,
                random.nextBoolean(),
                random.nextBoolean()));
        PduReader reader = new PduReader(0, SessionParameters.OUR_MAX_DATA);
        reader.place(machine);
        List<byte[]> rooms = new ArrayList<>();
        int statSn = 1;
        int tag = 0;
        try {
            for (int i = 0; i < 40; i++) {
                int expected = 0;
                int out = 0;
                if (random.nextInt(4) == 0) { // another that is under way, and stays so
                    machine.reading(0, new byte[10], room(rooms, 500), ROOM, 500);
                    tag++;
                }
                tag++;
                switch (random.nextInt(8)) {
                    case 6, 7 -> {
                        expected = random.nextInt(9000);
                        machine.reading(0, new byte[10], room(rooms, expected), ROOM, expected);
                    }
                    case 0 -> machine.sendTargets();
                    case 1 -> machine.ping();
                    case 2 -> machine.logout();
                    case 3 -> machine.command(0, new byte[10], new byte[out = 512 * random.nextInt(40)], 0);
                    default -> machine.command(0, new byte[10], new byte[0], expected = random.nextInt(9000));
                }
                int at = 0;
                int sn = 0;
                while (machine.outcome() == null) {
                    int sent = 0;
                    while (machine.next() != null) {
                        if (++sent == 1000) {
                            throw new AssertionError("it sends without end");
                        }
                    }
                    TargetPdu next;
                    switch (random.nextInt(8)) {
                        case 0 ->
                            next = new NopIn(
                                    0, Pdu.NO_TAG, random.nextInt(3) - 1, statSn, 1, 300, new byte[random.nextInt(99)]);
                        case 1 -> next = new NopIn(0, tag, Pdu.NO_TAG, statSn++, 1, 300, new byte[0]);
                        case 2, 3 -> {
                            if (out > 0) {
                                int length = Math.min(8192, out - at);
                                next = new ReadyToTransfer(0, tag, 5, statSn, 1, 300, sn++, at, length);
                                at += length;
                            } else {
                                next = new TextResponse(
                                        random.nextBoolean(),
                                        false,
                                        0,
                                        tag,
                                        random.nextBoolean() ? 5 : -1,
                                        statSn++,
                                        1,
                                        300,
                                        new byte[0]);
                            }
                        }
                        case 4, 5 -> {
                            int length = Math.min(random.nextInt(4000), Math.max(0, expected - at));
                            boolean status = at + length == expected;
                            next = new DataIn(
                                    status,
                                    false,
                                    status,
                                    Residual.NONE,
                                    0,
                                    0,
                                    tag,
                                    Pdu.NO_TAG,
                                    status ? statSn++ : 0,
                                    1,
                                    300,
                                    sn++,
                                    at,
                                    new byte[length]);
                            at += length;
                        }
                        default ->
                            next = new ScsiResponse(
                                    Residual.NONE,
                                    random.nextBoolean()
                                            ? Residual.NONE
                                            : new Residual(false, true, random.nextInt(9000)),
                                    0,
                                    random.nextInt(3),
                                    tag,
                                    0,
                                    statSn++,
                                    1,
                                    300,
                                    0,
                                    new byte[random.nextInt(20)],
                                    new byte[0]);
                    }
                    machine.receive(through(reader, random.nextInt(12) == 0 ? hostile(next.toPdu()) : next.toPdu()));
                }
                outcomes++;
            }
        } catch (IscsiProtocolException e) {
            refused++;
        }
        for (byte[] room : rooms) {
            for (int i = 0; i < ROOM; i++) {
                if (room[i] != UNTOUCHED || room[room.length - 1 - i] != UNTOUCHED) {
                    throw new AssertionError("data lie where none belong");
                }
            }
        }
    }

    /** Returns room for data, with walls that nothing may touch. */
    private static byte[] room(List<byte[]> rooms, int length) {
        byte[] room = new byte[ROOM + length + ROOM];
        Arrays.fill(room, UNTOUCHED);
        rooms.add(room);
        return room;
    }

    /** Returns the unit, or another, or a spoilt one. */
    private Pdu hostile(Pdu fitting) {
        Pdu pdu = fitting;
        if (random.nextInt(8) == 0) {
            pdu = samples.get(random.nextInt(samples.size()));
        }
        byte[] header = pdu.header().clone();
        byte[] additional = pdu.additional();
        byte[] data = pdu.data().clone();
        switch (random.nextInt(7)) {
            case 0 -> header[random.nextInt(48)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> header[random.nextInt(48)] = (byte) random.nextInt();
            case 2 -> ByteBuffer.wrap(header).putInt(4 * random.nextInt(12), random.nextInt(3) - 1);
            case 3 -> {
                if (data.length > 0) {
                    data[random.nextInt(data.length)] = (byte) random.nextInt();
                }
            }
            case 4 -> data = Arrays.copyOf(data, random.nextInt(data.length + 600));
            case 5 -> {
                if (random.nextInt(20) == 0) {
                    random.nextBytes(header);
                }
            }
            default -> {}
        }
        return new Pdu(header, additional, data);
    }

    /** Sends a unit through the reader, in pieces; now and then with lengths that lie. */
    private Pdu through(PduReader reader, Pdu pdu) throws IscsiProtocolException {
        done++;
        byte[] bytes = pdu.frame(false, false);
        if (random.nextInt(200) == 0) {
            bytes[4 + random.nextInt(4)] = (byte) random.nextInt();
        }
        int at = 0;
        while (at < bytes.length) {
            at += reader.feed(bytes, at, Math.min(bytes.length - at, 1 + random.nextInt(2000)));
            Pdu got = reader.take();
            if (got != null) {
                return got; // what is left over by a lie is left
            }
        }
        throw new IscsiProtocolException("the connection ended within a unit");
    }
}
