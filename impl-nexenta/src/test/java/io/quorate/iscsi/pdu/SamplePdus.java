package io.quorate.iscsi.pdu;

import io.quorate.iscsi.pdu.InitiatorPdu.DataOut;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.LogoutRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.NopOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.InitiatorPdu.SnackRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.TaskRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.TextRequest;
import io.quorate.iscsi.pdu.TargetPdu.AsyncMessage;
import io.quorate.iscsi.pdu.TargetPdu.DataIn;
import io.quorate.iscsi.pdu.TargetPdu.LoginResponse;
import io.quorate.iscsi.pdu.TargetPdu.LogoutResponse;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.iscsi.pdu.TargetPdu.Reject;
import io.quorate.iscsi.pdu.TargetPdu.Residual;
import io.quorate.iscsi.pdu.TargetPdu.ScsiResponse;
import io.quorate.iscsi.pdu.TargetPdu.TaskResponse;
import io.quorate.iscsi.pdu.TargetPdu.TextResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Valid units of every kind, their numbers drawn. */
public final class SamplePdus {
    private final RandomGenerator random;

    private SamplePdus(RandomGenerator random) {
        this.random = random;
    }

    /** Returns units by a name for the shape. */
    public static Map<String, Pdu> draw(RandomGenerator random) {
        return new SamplePdus(random).all();
    }

    private Map<String, Pdu> all() {
        Map<String, Pdu> all = new LinkedHashMap<>();
        byte[] text =
                Text.format(List.of(new TextPair("InitiatorName", "iqn.2026-01.io.quorate:a"), new TextPair("X", "")));
        all.put(
                "NOP-Out ping",
                new NopOut(true, lun(), tag(), Pdu.NO_TAG, i(), i(), data(1 + random.nextInt(9))).toPdu());
        all.put("NOP-Out answer", new NopOut(true, lun(), Pdu.NO_TAG, tag(), i(), i(), data(4)).toPdu());
        all.put(
                "SCSI command read",
                new ScsiCommand(false, true, true, false, 1, lun(), tag(), length(), i(), i(), data(16), null, Pdu.NONE)
                        .toPdu());
        all.put(
                "SCSI command write",
                new ScsiCommand(
                                false,
                                random.nextBoolean(),
                                false,
                                true,
                                random.nextInt(5),
                                lun(),
                                tag(),
                                length(),
                                i(),
                                i(),
                                data(16),
                                null,
                                data(512))
                        .toPdu());
        all.put(
                "SCSI command, long CDB",
                new ScsiCommand(false, true, true, false, 1, lun(), tag(), length(), i(), i(), data(32), null, Pdu.NONE)
                        .toPdu());
        all.put(
                "SCSI command, both ways",
                new ScsiCommand(
                                false, true, true, true, 1, lun(), tag(), length(), i(), i(), data(16), length(),
                                Pdu.NONE)
                        .toPdu());
        all.put(
                "task management request, abort",
                new TaskRequest(true, 1, lun(), tag(), tag(), i(), i(), i(), 0).toPdu());
        all.put(
                "task management request, clear",
                new TaskRequest(true, 2 + random.nextInt(2), lun(), tag(), Pdu.NO_TAG, i(), i(), 0, 0).toPdu());
        all.put(
                "task management request, reset",
                new TaskRequest(true, 5, 1L << 48, tag(), Pdu.NO_TAG, i(), i(), i(), 0).toPdu());
        all.put(
                "login request",
                new LoginRequest(
                                true,
                                false,
                                0,
                                1,
                                0,
                                0,
                                0x800000000000L | random.nextLong(1L << 40),
                                0,
                                tag(),
                                1,
                                i(),
                                0,
                                text)
                        .toPdu());
        all.put(
                "login request, continued",
                new LoginRequest(
                                false,
                                true,
                                1,
                                0,
                                0,
                                0,
                                0x400000000000L | random.nextLong(1L << 40),
                                random.nextInt(65536),
                                tag(),
                                random.nextInt(65536),
                                i(),
                                i(),
                                text)
                        .toPdu());
        all.put(
                "text request",
                new TextRequest(random.nextBoolean(), true, false, 0, tag(), Pdu.NO_TAG, i(), i(), text).toPdu());
        all.put(
                "Data-Out",
                new DataOut(
                                random.nextBoolean(),
                                lun(),
                                tag(),
                                tag(),
                                i(),
                                random.nextInt(99),
                                length(),
                                data(random.nextInt(600)))
                        .toPdu());
        all.put("logout request, CID 0", new LogoutRequest(true, 0, tag(), 0, i(), i()).toPdu());
        all.put(
                "logout request, close session, CID not 0",
                new LogoutRequest(true, 0, tag(), 1 + random.nextInt(65535), i(), i()).toPdu());
        all.put(
                "logout request, close connection, CID not 0",
                new LogoutRequest(true, 1, tag(), 1 + random.nextInt(65535), i(), i()).toPdu());
        all.put(
                "SNACK",
                new SnackRequest(1, 0, tag(), Pdu.NO_TAG, i(), random.nextInt(99), random.nextInt(99)).toPdu());
        all.put("NOP-In ping", new NopIn(lun(), Pdu.NO_TAG, tag(), i(), i(), i(), data(8)).toPdu());
        all.put("NOP-In answer", new NopIn(0, tag(), Pdu.NO_TAG, i(), i(), i(), data(random.nextInt(20))).toPdu());
        all.put(
                "SCSI response good",
                new ScsiResponse(
                                Residual.NONE,
                                Residual.NONE,
                                0,
                                0,
                                tag(),
                                0,
                                i(),
                                i(),
                                i(),
                                random.nextInt(9),
                                Pdu.NONE,
                                Pdu.NONE)
                        .toPdu());
        all.put(
                "SCSI response underflow",
                new ScsiResponse(
                                Residual.NONE,
                                new Residual(false, true, length()),
                                0,
                                0,
                                tag(),
                                0,
                                i(),
                                i(),
                                i(),
                                0,
                                Pdu.NONE,
                                Pdu.NONE)
                        .toPdu());
        all.put(
                "SCSI response sense",
                new ScsiResponse(Residual.NONE, Residual.NONE, 0, 2, tag(), 0, i(), i(), i(), 0, data(18), Pdu.NONE)
                        .toPdu());
        all.put(
                "SCSI response reservation conflict",
                new ScsiResponse(
                                Residual.NONE,
                                new Residual(false, true, length()),
                                0,
                                0x18,
                                tag(),
                                0,
                                i(),
                                i(),
                                i(),
                                0,
                                Pdu.NONE,
                                Pdu.NONE)
                        .toPdu());
        all.put("task management response, complete", new TaskResponse(0, tag(), i(), i(), i()).toPdu());
        all.put(
                "task management response, other",
                new TaskResponse(List.of(1, 2, 5, 255).get(random.nextInt(4)), tag(), i(), i(), i()).toPdu());
        all.put(
                "login response",
                new LoginResponse(
                                true,
                                false,
                                1,
                                3,
                                0,
                                0,
                                0x800000000000L | random.nextLong(1L << 40),
                                1 + random.nextInt(65535),
                                tag(),
                                i(),
                                i(),
                                i(),
                                0,
                                0,
                                text)
                        .toPdu());
        all.put(
                "login response refused",
                new LoginResponse(
                                false,
                                false,
                                0,
                                0,
                                0,
                                0,
                                0x800000000000L | random.nextLong(1L << 40),
                                0,
                                tag(),
                                0,
                                i(),
                                i(),
                                2,
                                1,
                                Pdu.NONE)
                        .toPdu());
        all.put("text response", new TextResponse(true, false, 0, tag(), Pdu.NO_TAG, i(), i(), i(), text).toPdu());
        all.put(
                "text response, continued",
                new TextResponse(false, true, 0, tag(), tag(), i(), i(), i(), text).toPdu());
        all.put(
                "Data-In",
                new DataIn(
                                random.nextBoolean(),
                                false,
                                false,
                                Residual.NONE,
                                0,
                                0,
                                tag(),
                                Pdu.NO_TAG,
                                0,
                                i(),
                                i(),
                                random.nextInt(99),
                                length(),
                                data(random.nextInt(600)))
                        .toPdu());
        all.put(
                "Data-In with status",
                new DataIn(
                                true,
                                false,
                                true,
                                Residual.NONE,
                                0,
                                0,
                                tag(),
                                Pdu.NO_TAG,
                                i(),
                                i(),
                                i(),
                                random.nextInt(99),
                                length(),
                                data(random.nextInt(600)))
                        .toPdu());
        all.put(
                "Data-In with status and underflow",
                new DataIn(
                                true,
                                false,
                                true,
                                new Residual(false, true, length()),
                                0,
                                0,
                                tag(),
                                Pdu.NO_TAG,
                                i(),
                                i(),
                                i(),
                                random.nextInt(99),
                                length(),
                                data(random.nextInt(600)))
                        .toPdu());
        all.put(
                "logout response, closed",
                new LogoutResponse(0, tag(), i(), i(), i(), random.nextInt(3600), random.nextInt(3600)).toPdu());
        all.put(
                "logout response, other",
                new LogoutResponse(1 + random.nextInt(3), tag(), i(), i(), i(), 0, 0).toPdu());
        all.put(
                "R2T",
                new ReadyToTransfer(lun(), tag(), tag(), i(), i(), i(), random.nextInt(99), length(), 1 + length())
                        .toPdu());
        all.put("async message, event", new AsyncMessage(lun(), i(), i(), i(), 0, 0, 0, 0, 0, data(20)).toPdu());
        all.put(
                "async message, logout",
                new AsyncMessage(0, i(), i(), i(), 1, 0, 0, 0, random.nextInt(60), Pdu.NONE).toPdu());
        all.put("async message, drop", new AsyncMessage(0, i(), i(), i(), 2, 0, 1, 2, 0, Pdu.NONE).toPdu());
        all.put("reject", new Reject(List.of(4, 5, 9).get(random.nextInt(3)), i(), i(), i(), 0, data(48)).toPdu());
        return all;
    }

    private int i() {
        return random.nextInt();
    }

    private int tag() {
        return random.nextInt() & 0x7fffffff;
    }

    private long length() {
        return random.nextInt(1 << 24);
    }

    private long lun() {
        return Lun.encode(random.nextInt(Lun.MAX + 1));
    }

    private byte[] data(int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }
}
