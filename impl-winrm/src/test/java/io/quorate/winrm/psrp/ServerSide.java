package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a stub host needs to speak PSRP: reads what a client sent, makes what a server says. */
public final class ServerSide {
    private final Defragmenter incoming = Defragmenter.forPool(PsrpLimits.DEFAULT);
    private final Fragmenter outgoing = new Fragmenter();

    /** Takes fragments and returns the messages they complete. */
    public List<PsrpMessage> accept(byte[] fragments) {
        List<PsrpMessage> messages = new ArrayList<>();
        for (PsrpFragment fragment : PsrpFragment.parse(fragments)) {
            Optional<byte[]> whole = incoming.accept(fragment);
            whole.map(PsrpMessage::decode).ifPresent(messages::add);
        }
        return messages;
    }

    /** Makes the fragments of one message. */
    public List<byte[]> say(PsrpMessageType type, UUID pool, UUID pipeline, PsValue value) {
        byte[] body = Clixml.write(value).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        PsrpMessage message = new PsrpMessage(PsrpDestination.CLIENT, type, pool, pipeline, new PsBytes(body));
        return outgoing.split(message.encode(), 32_000).stream()
                .map(PsrpFragment::encode)
                .toList();
    }

    /** Makes a message of a type that the protocol does not know. */
    public byte[] sayUnknown(UUID pool, UUID pipeline) {
        byte[] message = new PsrpMessage(
                        PsrpDestination.CLIENT,
                        PsrpMessageType.USER_EVENT,
                        pool,
                        pipeline,
                        new PsBytes("<S>later</S>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .encode();
        message[4] = 0x77;
        return outgoing.split(message, 32_000).get(0).encode();
    }

    /** A fragment without content of a message that does not end. */
    public static byte[] emptyFragment(long number) {
        return new PsrpFragment(1, number, number == 0, false, new PsBytes(new byte[0])).encode();
    }

    public static PsValue capability(String protocol) {
        return SessionCapability.of(PsrpVersion.parse(protocol)).toValue();
    }

    public static PsValue opened() {
        return new PsObject().with("RunspaceState", PsValue.int32(RunspacePoolState.OPENED.number()));
    }

    public static PsValue state(PsPipelineState state) {
        return new PsObject().with("PipelineState", PsValue.int32(state.number()));
    }

    public static PsValue failed(PsErrorRecord error) {
        return new PsObject()
                .with("PipelineState", PsValue.int32(PsPipelineState.FAILED.number()))
                .with("ExceptionAsErrorRecord", ErrorRecordCodec.encode(error));
    }

    public static PsValue available(PsValue request) {
        RunspaceRequest asked = RunspaceRequest.decode(PsrpMessageType.RESET_RUNSPACE_STATE, request);
        return RunspaceAvailability.done(asked.callId(), true).toValue();
    }

    /** The question for a line of input. */
    public static PsValue hostCall(long callId) {
        return new HostCall(callId, 11, "ReadLine", List.of()).toValue();
    }

    public static String firstCommand(PsValue createPipeline) {
        return PipelineCodec.decode(createPipeline).statements().get(0).get(0).text();
    }
}
