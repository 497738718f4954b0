package io.quorate.lab.winrm;

import java.time.Duration;
import java.util.Base64;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Receive: the long poll that brings what a pool or a pipeline has to say. */
final class ReceiveRequests {
    private static final Duration DEFAULT_OPERATION_TIMEOUT = Duration.ofSeconds(60);
    private static final int DEFAULT_ENVELOPE = 153_600;
    private static final int ANSWER_OVERHEAD = 2048;
    private static final int STREAM_OVERHEAD = 128;
    /** How long an answer waits, in real time, for a running pipeline to say more. */
    private static final Duration COALESCE = Duration.ofMillis(250);

    private final FaceContext face;
    private final ShellTable shells;
    private final Parking parking;

    ReceiveRequests(FaceContext face, ShellTable shells, Parking parking) {
        this.face = face;
        this.shells = shells;
        this.parking = parking;
    }

    Outcome receive(Incoming in) throws WsmanFault, InterruptedException {
        WsmanRequest request = in.request();
        Shell shell = shells.connected(request, in.user());
        XmlNode stream = Fields.required(request.body(), "Receive").child(Ns.SHELL, "DesiredStream");
        if (stream == null) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        String commandId = stream.attribute(Ns.SHELL, "CommandId");
        Shell.Command command = commandId == null ? null : shells.command(shell, commandId);
        Outbox box =
                command == null ? shell.pool().output() : command.pipeline().output();
        int number = box.nextReceive();
        if (number > 1) {
            // the one before waits no more
            face.time().nudge(box);
        }
        shells.receiveStarted(shell);
        try {
            if (!box.isRepeat(request.messageId())) {
                waitForOutput(in, box, number, command != null);
            }
            in.ticket().takesFrom(box, request.messageId());
            Outbox.Batch batch = box.take(request.messageId(), room(request), STREAM_OVERHEAD);
            return face.answer(request, streams(batch, commandId));
        } finally {
            shells.receiveEnded(shell);
        }
    }

    private void waitForOutput(Incoming in, Outbox box, int number, boolean pipeline)
            throws WsmanFault, InterruptedException {
        await(in, box, box::available, box::ended, () -> box.closed() || box.superseded(number), pipeline);
    }

    /**
     * Waits until there is something to say, for as long as the client waits.
     *
     * @param subject what all this depends on, see {@link FaceTime#nudge(Object)}
     * @param lost whether nothing more will be said, because the command is gone or another Receive has come
     * @param pipeline whether it is worth to wait a little for the end of what has begun to speak
     */
    void await(
            Incoming in,
            Object subject,
            BooleanSupplier available,
            BooleanSupplier ended,
            BooleanSupplier lost,
            boolean pipeline)
            throws WsmanFault, InterruptedException {
        Duration asked = in.request().operationTimeout();
        Duration limit = asked == null ? DEFAULT_OPERATION_TIMEOUT : asked;
        if (limit.compareTo(face.settings().minimumOperationTimeout()) < 0) {
            limit = face.settings().minimumOperationTimeout();
        }
        BooleanSupplier over = () -> ended.getAsBoolean() || lost.getAsBoolean() || parking.closed();
        face.traffic().count(WinRmFace.PARKED_RECEIVES);
        boolean heard;
        try {
            heard = parking.await(
                    subject, "a Receive", () -> available.getAsBoolean() || over.getAsBoolean(), in.exchange(), limit);
            if (heard && pipeline && !over.getAsBoolean()) {
                face.time().poll(subject, "the rest of the output", over, null, COALESCE);
            }
        } finally {
            face.traffic().count(WinRmFace.PARKED_RECEIVES, -1);
        }
        if (!heard) {
            throw WsmanFault.of(FaultKind.TIMED_OUT);
        }
        if (lost.getAsBoolean() || parking.closed()) {
            throw WsmanFault.of(FaultKind.ABORTED);
        }
    }

    int room(WsmanRequest request) {
        Integer asked = request.maxEnvelopeBytes();
        return Math.min(asked == null ? DEFAULT_ENVELOPE : asked, face.envelopeBytes()) - ANSWER_OVERHEAD;
    }

    private static String streams(Outbox.Batch batch, @Nullable String commandId) {
        String command = commandId == null ? "" : " CommandId=\"" + Envelope.text(commandId) + "\"";
        StringBuilder out = new StringBuilder("<rsp:ReceiveResponse>");
        for (byte[] fragment : batch.fragments()) {
            out.append("<rsp:Stream Name=\"stdout\"").append(command).append('>');
            out.append(Base64.getEncoder().encodeToString(fragment)).append("</rsp:Stream>");
        }
        if (batch.done() && commandId != null) {
            out.append("<rsp:CommandState").append(command).append(" State=\"").append(Ns.COMMAND_DONE);
            out.append("\"><rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState>");
        }
        return out.append("</rsp:ReceiveResponse>").toString();
    }
}
