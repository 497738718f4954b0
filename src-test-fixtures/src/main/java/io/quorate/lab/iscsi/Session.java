package io.quorate.lab.iscsi;

import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.InitiatorPdu.DataOut;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.LogoutRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.NopOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.InitiatorPdu.TaskRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.TextRequest;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Lun;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.SerialNumber;
import io.quorate.iscsi.pdu.TargetPdu.AsyncMessage;
import io.quorate.iscsi.pdu.TargetPdu.DataIn;
import io.quorate.iscsi.pdu.TargetPdu.LogoutResponse;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.iscsi.pdu.TargetPdu.Reject;
import io.quorate.iscsi.pdu.TargetPdu.Residual;
import io.quorate.iscsi.pdu.TargetPdu.ScsiResponse;
import io.quorate.iscsi.pdu.TargetPdu.TaskResponse;
import io.quorate.iscsi.pdu.TargetPdu.TextResponse;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import io.quorate.lab.Traffic;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.scsi.Nexus;
import io.quorate.lab.scsi.ScsiAnswer;
import io.quorate.lab.scsi.ScsiDevice;
import io.quorate.lab.storage.TargetState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The full feature phase of a session: numbering, tasks in their order, data both ways, task management. Everything but {@link #abort},
 * {@link #ping} and {@link #announce} runs on the connection's thread.
 */
final class Session {
    /** How many commands may be under way. */
    static final int WINDOW = 64;

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    /** Bytes that one command may move: what the device takes at most, and room for parameter lists. */
    private static final long MAX_DATA = 16_384 * 512L;

    private static final byte[] NONE = {};
    private static final byte[] BAD_DATA = sense(0x0B, 0x4B, 0x00);
    private static final byte[] UNEXPECTED_DATA = sense(0x0B, 0x0C, 0x0C);
    private static final byte[] BAD_FIELD = sense(0x05, 0x24, 0x00);
    private static final int BUSY = 0x08;

    // reasons of a Reject
    private static final int SNACK = 3;
    private static final int PROTOCOL = 4;
    private static final int TASK_IN_PROGRESS = 7;
    private static final int INVALID_FIELD = 9;

    // responses of task management
    private static final int COMPLETE = 0;
    private static final int NO_TASK = 1;
    private static final int NO_UNIT = 2;
    private static final int NO_REASSIGNMENT = 4;
    private static final int NOT_SUPPORTED = 5;

    private static final int PING_TAG = 0x70000000;
    private static final String PORTAL_GROUP = ",1";

    private final Connection connection;
    private final IscsiFace face;
    private final Parameters parameters;
    private final boolean discovery;
    private final Nexus nexus;
    private final int tsih;
    private final Map<Integer, Pdu> ahead = new HashMap<>();
    private final Deque<Task> queue = new ArrayDeque<>();
    private final Map<Integer, Task> tasks = new ConcurrentHashMap<>();
    private volatile int expCmdSn;
    private volatile int advertised;
    private int nextTransferTag = 1;
    private byte[] restOfText = NONE;
    private int textTag = Pdu.NO_TAG;

    Session(Connection connection, IscsiFace face, Login login, LoginRequest request, int tsih) {
        this.connection = connection;
        this.face = face;
        this.parameters = login.parameters();
        this.discovery = login.discovery();
        this.nexus = new Nexus(
                login.initiator().toLowerCase(Locale.ROOT),
                String.format(Locale.ROOT, "%012x", request.isid()),
                login.target());
        this.tsih = tsih;
        this.expCmdSn = request.cmdSn();
        this.advertised = request.cmdSn() + WINDOW - 1;
    }

    private static byte[] sense(int key, int asc, int ascq) {
        byte[] sense = new byte[18];
        sense[0] = 0x70;
        sense[2] = (byte) key;
        sense[7] = 10;
        sense[12] = (byte) asc;
        sense[13] = (byte) ascq;
        return sense;
    }

    Connection connection() {
        return connection;
    }

    Nexus nexus() {
        return nexus;
    }

    boolean discovery() {
        return discovery;
    }

    int tsih() {
        return tsih;
    }

    private int maxCmdSn() {
        int now = expCmdSn + WINDOW - 1 - Math.min(WINDOW, queue.size());
        if (SerialNumber.before(advertised, now)) {
            advertised = now; // it never goes back
        }
        return advertised;
    }

    // numbering

    void handle(Pdu pdu) throws IOException {
        InitiatorPdu unit;
        try {
            unit = InitiatorPdu.of(pdu);
        } catch (IscsiProtocolException e) {
            log.debug("unit rejected [appliance={} cause={}]", face.machine(), e.getMessage());
            reject(INVALID_FIELD, pdu);
            return;
        }
        if (unit instanceof DataOut data) {
            take(data);
        } else if (isImmediate(pdu) || unit instanceof InitiatorPdu.SnackRequest) {
            execute(unit, pdu);
        } else {
            int cmdSn = cmdSn(unit);
            if (SerialNumber.before(cmdSn, expCmdSn) || SerialNumber.before(maxCmdSn(), cmdSn)) {
                return; // outside of the window: ignored without a word (RFC 7143 4.2.2.1)
            }
            ahead.put(cmdSn, pdu);
            Pdu next;
            while ((next = ahead.remove(expCmdSn)) != null) {
                expCmdSn++;
                try {
                    execute(InitiatorPdu.of(next), next);
                } catch (IscsiProtocolException e) {
                    throw new IllegalStateException("was read before", e);
                }
            }
        }
        pump();
    }

    private static boolean isImmediate(Pdu pdu) {
        return (pdu.header()[0] & 0x40) != 0;
    }

    private static int cmdSn(InitiatorPdu unit) {
        if (unit instanceof ScsiCommand command) {
            return command.cmdSn();
        } else if (unit instanceof NopOut nop) {
            return nop.cmdSn();
        } else if (unit instanceof TaskRequest request) {
            return request.cmdSn();
        } else if (unit instanceof TextRequest request) {
            return request.cmdSn();
        } else if (unit instanceof LogoutRequest request) {
            return request.cmdSn();
        }
        return 0;
    }

    private void execute(InitiatorPdu unit, Pdu pdu) throws IOException {
        if (unit instanceof NopOut nop) {
            nop(nop);
        } else if (unit instanceof TextRequest request) {
            text(request, pdu);
        } else if (unit instanceof LogoutRequest request) {
            logout(request);
        } else if (unit instanceof InitiatorPdu.SnackRequest) {
            reject(SNACK, pdu);
        } else if (unit instanceof ScsiCommand command && !discovery) {
            command(command, pdu);
        } else if (unit instanceof TaskRequest request && !discovery) {
            manage(request);
        } else {
            reject(PROTOCOL, pdu);
        }
    }

    private void reject(int reason, Pdu pdu) throws IOException {
        connection.send(new Reject(
                reason,
                connection.nextStatSn(),
                expCmdSn,
                maxCmdSn(),
                0,
                pdu.header().clone()));
    }

    // NOP, text, logout

    private void nop(NopOut nop) throws IOException {
        if (nop.taskTag() == Pdu.NO_TAG) {
            if (nop.transferTag() != Pdu.NO_TAG) {
                face.traffic().count(IscsiFace.PONGS);
            }
            return;
        }
        if (passes("NOP", List.of())) {
            connection.send(new NopIn(
                    nop.lun(),
                    nop.taskTag(),
                    Pdu.NO_TAG,
                    connection.nextStatSn(),
                    expCmdSn,
                    maxCmdSn(),
                    Arrays.copyOf(nop.data(), Math.min(nop.data().length, parameters.initiatorReceives))));
        }
    }

    /** Asks a fault declaration about a request that changes nothing; false if it is not to be answered. */
    private boolean passes(String action, List<String> commands) {
        Optional<Faults.Hit> hit = face.fault(action, commands, nexus.initiator());
        hit.ifPresent(h -> {
            if (h.kind() != Faults.Kind.HUNG && h.kind() != Faults.Kind.LOST_ANSWER) {
                connection.reset();
            } else {
                connection.keepsWaiting();
            }
        });
        return hit.isEmpty();
    }

    private void text(TextRequest request, Pdu pdu) throws IOException {
        if (!passes("Text", List.of())) {
            return;
        }
        if (request.transferTag() == Pdu.NO_TAG) {
            if (request.more()) {
                reject(PROTOCOL, pdu); // no text request needs more than one unit
                return;
            }
            try {
                restOfText = Text.format(answers(Text.parse(request.data())));
            } catch (IscsiProtocolException e) {
                reject(INVALID_FIELD, pdu);
                return;
            }
        } else if (request.transferTag() != textTag) {
            reject(PROTOCOL, pdu);
            return;
        }
        int part = Math.min(restOfText.length, parameters.initiatorReceives);
        byte[] now = Arrays.copyOf(restOfText, part);
        restOfText = Arrays.copyOfRange(restOfText, part, restOfText.length);
        boolean more = restOfText.length > 0;
        textTag = more ? transferTag() : Pdu.NO_TAG;
        connection.send(new TextResponse(
                !more,
                more,
                request.lun(),
                request.taskTag(),
                textTag,
                connection.nextStatSn(),
                expCmdSn,
                maxCmdSn(),
                now));
    }

    private List<TextPair> answers(List<TextPair> asked) {
        List<TextPair> answers = new ArrayList<>();
        for (TextPair pair : asked) {
            if (pair.key().equals("SendTargets")) {
                String wanted = pair.value().isEmpty() ? nexus.target() : pair.value();
                boolean all = wanted.equals("All");
                if (all && !discovery) {
                    answers.add(new TextPair("SendTargets", "Reject"));
                    continue;
                }
                face.appliance().targets().stream()
                        .filter(TargetState::online)
                        .filter(t -> all || t.name().equalsIgnoreCase(wanted))
                        .forEach(t -> tell(t, answers));
            } else {
                String answer = new Parameters().answer(pair);
                answers.add(new TextPair(pair.key(), answer == null ? "Reject" : answer));
            }
        }
        return answers;
    }

    private void tell(TargetState target, List<TextPair> answers) {
        answers.add(new TextPair("TargetName", target.name()));
        List<String> portals = target.portals().stream()
                .map(p -> isHere(p) ? connection.localAddress() : p)
                .distinct()
                .toList();
        (portals.isEmpty() ? List.of(connection.localAddress()) : portals)
                .forEach(p -> answers.add(new TextPair("TargetAddress", p + PORTAL_GROUP)));
    }

    /** Tells whether a portal was declared as whatever the lab listens on. */
    private static boolean isHere(String portal) {
        String address = portal.substring(0, portal.lastIndexOf(':'));
        return address.startsWith("127.")
                || address.equals("0.0.0.0")
                || address.equals("[::]")
                || address.equals("[::1]")
                || address.equalsIgnoreCase("localhost");
    }

    private void logout(LogoutRequest request) throws IOException {
        if (!passes("Logout", List.of())) {
            return;
        }
        boolean recovery = request.reason() == 2;
        connection.send(new LogoutResponse(
                recovery ? 2 : 0, request.taskTag(), connection.nextStatSn(), expCmdSn, maxCmdSn(), 2, 0));
        if (!recovery) {
            connection.end();
        }
    }

    // commands

    private void command(ScsiCommand command, Pdu pdu) throws IOException {
        face.traffic().count(IscsiFace.COMMANDS);
        if (tasks.containsKey(command.taskTag())) {
            reject(TASK_IN_PROGRESS, pdu);
            return;
        }
        int lun;
        try {
            lun = Lun.decode(command.lun());
        } catch (IscsiProtocolException e) {
            lun = ScsiDevice.NO_LUN;
        }
        boolean both = command.read() && command.write();
        if (both || command.expectedLength() > MAX_DATA && command.write()) {
            answer(command, new ScsiAnswer(ScsiAnswer.CHECK_CONDITION, NONE, BAD_FIELD, 0));
            return;
        }
        int wanted = command.write() ? (int) command.expectedLength() : 0;
        byte[] immediate = command.data();
        int allowed = parameters.immediateData ? Math.min(wanted, parameters.firstBurst) : 0;
        if (immediate.length > allowed) {
            answer(command, new ScsiAnswer(ScsiAnswer.CHECK_CONDITION, NONE, UNEXPECTED_DATA, 0));
            return;
        }
        boolean unsolicited = command.write() && !command.last() && !parameters.initialR2t;
        Task task = new Task(command, lun, wanted, unsolicited, immediate);
        tasks.put(command.taskTag(), task);
        if (command.immediate() || command.attribute() == 3) {
            queue.addFirst(task); // head of queue
        } else {
            queue.addLast(task);
        }
    }

    private void take(DataOut data) throws IOException {
        Task task = tasks.get(data.taskTag());
        if (task == null || task.aborted) {
            pump();
            return; // the rest of a task that has ended
        }
        try {
            task.take(
                    data.transferTag(), data.dataSn(), data.offset(), data.last(), data.data(), parameters.firstBurst);
        } catch (Task.Broken e) {
            log.debug("task ended [appliance={} cause={}]", face.machine(), e.getMessage());
            forget(task);
            answer(task.command, new ScsiAnswer(ScsiAnswer.CHECK_CONDITION, NONE, BAD_DATA, 0));
        }
        pump();
    }

    private void forget(Task task) {
        tasks.remove(task.command.taskTag());
        queue.remove(task);
    }

    /** Goes on with the tasks in their order, as far as what arrived allows. */
    private void pump() throws IOException {
        Task head;
        while ((head = queue.peekFirst()) != null) {
            if (head.aborted) {
                forget(head);
            } else if (head.complete()) {
                queue.removeFirst();
                run(head);
            } else {
                if (head.wantsBurst()) {
                    int offset = head.received();
                    int length = head.burst(transferTag(), parameters.maxBurst);
                    connection.send(new ReadyToTransfer(
                            head.command.lun(),
                            head.command.taskTag(),
                            head.transferTag,
                            connection.statSn(),
                            expCmdSn,
                            maxCmdSn(),
                            head.r2tSn++,
                            offset,
                            length));
                }
                return;
            }
        }
    }

    private int transferTag() {
        int tag = nextTransferTag++;
        return tag == Pdu.NO_TAG ? nextTransferTag++ : tag;
    }

    private void run(Task task) throws IOException {
        ScsiCommand command = task.command;
        String opcode = String.format(Locale.ROOT, "SCSI 0x%02X", command.cdb()[0] & 0xFF);
        Optional<Faults.Hit> hit = face.fault(opcode, ScsiDevice.names(command.cdb()), nexus.initiator());
        if (hit.isEmpty()) {
            tasks.remove(command.taskTag());
            answer(command, perform(task));
            return;
        }
        switch (hit.get().kind()) {
            case QUOTA -> {
                tasks.remove(command.taskTag());
                answer(command, new ScsiAnswer(BUSY, NONE, NONE, 0));
            }
            // stays a task that can be aborted and is never answered
            case HUNG -> task.hung = true;
            case LOST_ANSWER -> {
                task.hung = true;
                perform(task);
            }
            case RESET_AFTER, DONE_BUT_ANSWERED, DELAYED -> {
                perform(task);
                connection.reset();
            }
            case LATE -> {
                face.later(hit.get().delay(), () -> perform(task));
                connection.reset();
            }
            case RESET_BEFORE, REFUSED, ANSWERED -> connection.reset();
        }
    }

    /** Tells whether all that was asked for is answered, but for what never will be. */
    boolean onlyHangs() {
        return queue.isEmpty() && tasks.values().stream().anyMatch(t -> t.hung && !t.aborted);
    }

    private ScsiAnswer perform(Task task) {
        if (ScsiDevice.changes(task.command.cdb())) {
            face.traffic().count(Traffic.CHANGES);
        }
        return face.device().execute(nexus, task.lun, task.command.cdb(), task.data());
    }

    private void answer(ScsiCommand command, ScsiAnswer answer) throws IOException {
        long expected = command.expectedLength();
        int length = command.read() ? (int) Math.min(expected, answer.data().length) : 0;
        long moved = answer.data().length > 0 || !command.write() ? answer.data().length : answer.taken();
        boolean good = answer.status() == ScsiAnswer.GOOD;
        Residual residual = Residual.NONE;
        if (good ? moved != expected : command.read() && expected > 0) {
            residual = new Residual(moved > expected, moved < expected, Math.abs(moved - expected));
        }
        if (length > 0 && good) {
            dataIn(command, answer, length, residual);
            return;
        }
        connection.send(new ScsiResponse(
                Residual.NONE,
                residual,
                0,
                answer.status(),
                command.taskTag(),
                0,
                connection.nextStatSn(),
                expCmdSn,
                maxCmdSn(),
                0,
                answer.sense(),
                NONE));
    }

    private void dataIn(ScsiCommand command, ScsiAnswer answer, int length, Residual residual) throws IOException {
        int sn = 0;
        int inBurst = 0;
        for (int offset = 0; offset < length; ) {
            int part = Math.min(Math.min(parameters.initiatorReceives, length - offset), parameters.maxBurst - inBurst);
            inBurst += part;
            boolean last = offset + part == length;
            boolean burstEnds = last || inBurst == parameters.maxBurst;
            connection.send(new DataIn(
                    burstEnds,
                    false,
                    last,
                    last ? residual : Residual.NONE,
                    last ? answer.status() : 0,
                    command.lun(),
                    command.taskTag(),
                    Pdu.NO_TAG,
                    last ? connection.nextStatSn() : 0,
                    expCmdSn,
                    maxCmdSn(),
                    sn++,
                    offset,
                    Arrays.copyOfRange(answer.data(), offset, offset + part)));
            offset += part;
            inBurst = burstEnds ? 0 : inBurst;
        }
    }

    // task management

    private void manage(TaskRequest request) throws IOException {
        if (!passes("Task", List.of())) {
            return;
        }
        int lun;
        try {
            lun = Lun.decode(request.lun());
        } catch (IscsiProtocolException e) {
            lun = ScsiDevice.NO_LUN;
        }
        boolean drop = false;
        int response;
        switch (request.function()) {
            case 1 -> response = abortTask(request);
            case 2 -> {
                abort(lun);
                response = COMPLETE;
            }
            case 4 -> {
                face.abort(nexus, lun);
                response = COMPLETE;
            }
            case 5 -> {
                boolean there = face.device().reset(nexus, lun);
                if (there) {
                    face.abort(nexus, lun);
                }
                response = there ? COMPLETE : NO_UNIT;
            }
            case 6, 7 -> {
                face.device().resetAll(nexus);
                face.abort(nexus, ScsiDevice.NO_LUN);
                drop = request.function() == 7;
                response = COMPLETE;
            }
            case 8 -> response = NO_REASSIGNMENT;
            default -> response = NOT_SUPPORTED;
        }
        connection.send(new TaskResponse(response, request.taskTag(), connection.nextStatSn(), expCmdSn, maxCmdSn()));
        if (drop) {
            connection.flush();
            face.dropTarget(nexus.target());
        }
    }

    private int abortTask(TaskRequest request) {
        Task task = tasks.get(request.referencedTag());
        if (task != null) {
            forget(task);
            return COMPLETE;
        }
        boolean notYetHere = !SerialNumber.before(request.refCmdSn(), expCmdSn)
                && SerialNumber.notAfter(request.refCmdSn(), maxCmdSn());
        return notYetHere && ahead.remove(request.refCmdSn()) != null ? COMPLETE : NO_TASK;
    }

    /** Aborts the tasks of a logical unit, or all; from any thread. */
    void abort(int lun) {
        tasks.values().stream()
                .filter(t -> lun == ScsiDevice.NO_LUN || t.lun == lun)
                .forEach(t -> t.aborted = true);
    }

    // unasked

    /** Pings the initiator; from any thread. */
    void ping() throws IOException {
        connection.interject(() ->
                connection.send(new NopIn(0, Pdu.NO_TAG, PING_TAG, connection.statSn(), expCmdSn, advertised, NONE)));
    }

    /** Tells the initiator that the target drops its connections; from any thread. */
    void announce() throws IOException {
        connection.interject(() -> connection.send(
                new AsyncMessage(0, connection.nextStatSn(), expCmdSn, advertised, 3, 0, 0, 2, 0, NONE)));
    }

    String brief() {
        return nexus.initiator() + (discovery ? " (discovery)" : " at " + nexus.target());
    }
}
