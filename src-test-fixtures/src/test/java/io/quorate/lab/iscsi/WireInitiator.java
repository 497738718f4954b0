package io.quorate.lab.iscsi;

import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.InitiatorPdu.DataOut;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.InitiatorPdu.TextRequest;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Lun;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.PduReader;
import io.quorate.iscsi.pdu.TargetPdu;
import io.quorate.iscsi.pdu.TargetPdu.LoginResponse;
import io.quorate.iscsi.pdu.TargetPdu.TextResponse;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A scripted initiator: sends what a test says, understands nothing by itself. */
final class WireInitiator implements AutoCloseable {
    static final String NAME = "iqn.1991-05.com.microsoft:hv1.lab";

    private final Socket socket = new Socket();
    private final PduReader reader = new PduReader(1020, 1 << 20);
    private final byte[] chunk = new byte[65_536];
    private int have;
    private int used;
    private boolean headerDigest;
    private boolean dataDigest;
    long isid = 0x400001370001L;
    int cmdSn = 100;
    int tag = 1;

    WireInitiator(int port) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
    }

    void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(InitiatorPdu pdu) throws IOException {
        raw(pdu.toPdu().frame(headerDigest, dataDigest));
    }

    /** Returns the next unit; an {@link EOFException} when the target closed. */
    TargetPdu receive() throws IOException, IscsiProtocolException {
        while (true) {
            if (used == have) {
                have = socket.getInputStream().read(chunk);
                used = 0;
                if (have < 0) {
                    have = 0;
                    throw new EOFException();
                }
            }
            used += reader.feed(chunk, used, have - used);
            Pdu pdu = reader.take();
            if (pdu != null) {
                return TargetPdu.of(pdu);
            }
        }
    }

    <T extends TargetPdu> T receive(Class<T> type) throws IOException, IscsiProtocolException {
        TargetPdu pdu = receive();
        if (!type.isInstance(pdu)) {
            throw new AssertionError("expected " + type.getSimpleName() + " but got " + pdu);
        }
        return type.cast(pdu);
    }

    // login

    static byte[] keys(String... pairs) {
        List<TextPair> keys = new ArrayList<>();
        for (String pair : pairs) {
            int equal = pair.indexOf('=');
            keys.add(new TextPair(pair.substring(0, equal), pair.substring(equal + 1)));
        }
        return Text.format(keys);
    }

    static Map<String, String> keys(byte[] data) throws IscsiProtocolException {
        Map<String, String> keys = new LinkedHashMap<>();
        Text.parse(data).forEach(p -> keys.put(p.key(), p.value()));
        return keys;
    }

    LoginResponse step(int stage, int next, int tsih, byte[] data) throws IOException, IscsiProtocolException {
        send(new LoginRequest(next >= 0, false, stage, Math.max(0, next), 0, 0, isid, tsih, 7, 1, cmdSn, 0, data));
        return receive(LoginResponse.class);
    }

    /** Logs in without CHAP, straight at the operational stage. */
    LoginResponse login(String target, String... more) throws IOException, IscsiProtocolException {
        List<String> all = new ArrayList<>(List.of("InitiatorName=" + NAME, "TargetName=" + target));
        all.addAll(Arrays.asList(more));
        LoginResponse response = step(1, 3, 0, keys(all.toArray(String[]::new)));
        Map<String, String> agreed = keys(response.data());
        headerDigest = "CRC32C".equals(agreed.get("HeaderDigest"));
        dataDigest = "CRC32C".equals(agreed.get("DataDigest"));
        reader.negotiated(1 << 20, headerDigest, dataDigest);
        return response;
    }

    LoginResponse discover() throws IOException, IscsiProtocolException {
        return step(1, 3, 0, keys("InitiatorName=" + NAME, "SessionType=Discovery"));
    }

    Map<String, List<String>> sendTargets(String which) throws IOException, IscsiProtocolException {
        Map<String, List<String>> targets = new LinkedHashMap<>();
        Text text = new Text(1 << 20);
        int transfer = Pdu.NO_TAG;
        byte[] data = keys("SendTargets=" + which);
        while (true) {
            send(new TextRequest(false, true, false, 0, ++tag, transfer, cmdSn++, 0, data));
            TextResponse response = receive(TextResponse.class);
            text.add(response.data());
            if (response.last()) {
                break;
            }
            transfer = response.transferTag();
            data = new byte[0];
        }
        String current = "";
        for (TextPair pair : text.finish()) {
            if (pair.key().equals("TargetName")) {
                current = pair.value();
                targets.put(current, new ArrayList<>());
            } else if (pair.key().equals("TargetAddress")) {
                targets.get(current).add(pair.value());
            }
        }
        return targets;
    }

    // commands

    ScsiCommand command(int lun, String cdb, int expectedIn, int expectedOut, boolean last, byte[] immediate) {
        return new ScsiCommand(
                false,
                last,
                expectedIn > 0,
                expectedOut > 0,
                1,
                Lun.encode(lun),
                ++tag,
                Math.max(expectedIn, expectedOut),
                cmdSn++,
                0,
                HexFormat.of().parseHex(cdb.replace(" ", "")),
                null,
                immediate);
    }

    void read(int lun, String cdb, int expected) throws IOException {
        send(command(lun, cdb, expected, 0, true, new byte[0]));
    }

    void none(int lun, String cdb) throws IOException {
        send(command(lun, cdb, 0, 0, true, new byte[0]));
    }

    void write(int lun, String cdb, byte[] immediate) throws IOException {
        send(command(lun, cdb, 0, immediate.length, true, immediate));
    }

    void data(int task, int transfer, int sn, long offset, boolean last, byte[] bytes) throws IOException {
        send(new DataOut(last, 0, task, transfer, 0, sn, offset, bytes));
    }

    /** Sends TEST UNIT READY until no unit attention waits. */
    WireInitiator ready(int lun) throws IOException, IscsiProtocolException {
        for (int i = 0; i < 4; i++) {
            none(lun, "00 00 00 00 00 00");
            if (receive(TargetPdu.ScsiResponse.class).status() == 0) {
                return this;
            }
        }
        throw new AssertionError("the unit does not become ready");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
