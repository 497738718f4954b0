package io.quorate.winrm.psrp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A server for tests: turns messages into the bytes a client's machine receives, and reads what it sends. */
final class PoolScript {
    static final UUID POOL = UUID.fromString("4cefba69-02ad-4a95-acc0-091a5794e3d2");
    static final UUID PIPELINE = UUID.fromString("bdad31fd-7b2c-467a-9b04-4924f3db5c4f");

    private final Fragmenter fragmenter = new Fragmenter();
    private final Defragmenter received = Defragmenter.forPool(PsrpLimits.DEFAULT);

    /** The bytes of a message, in fragments of at most 100 bytes. */
    byte[] bytes(PsrpMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        fragmenter.split(message.encode(), 100).forEach(fragment -> bytes.writeBytes(fragment.encode()));
        return bytes.toByteArray();
    }

    byte[] pool(PsrpMessageType type, PsValue value) {
        return bytes(PsrpMessage.toClient(type, POOL, PsrpMessage.NONE, value));
    }

    byte[] pipeline(PsrpMessageType type, PsValue value) {
        return bytes(PsrpMessage.toClient(type, POOL, PIPELINE, value));
    }

    byte[] state(PsPipelineState state) {
        return pipeline(PsrpMessageType.PIPELINE_STATE, new PipelineStateChange(state, null).toValue());
    }

    List<PsrpMessage> read(byte[] sent) {
        return received.accept(sent);
    }

    /** Everything a machine still has to send, taken in small pieces. */
    List<PsrpMessage> readRest(PipelineMachine machine) {
        List<PsrpMessage> messages = new ArrayList<>();
        while (machine.hasMoreToSend()) {
            messages.addAll(read(machine.nextToSend(60)));
        }
        return messages;
    }

    RunspacePoolMachine opened(PsrpVersion version, RunspacePoolOptions options) {
        RunspacePoolMachine pool = new RunspacePoolMachine(POOL, options);
        read(pool.open(100_000));
        pool.receive(pool(
                PsrpMessageType.SESSION_CAPABILITY,
                SessionCapability.of(version).toValue()));
        pool.receive(pool(
                PsrpMessageType.RUNSPACEPOOL_STATE,
                new RunspacePoolStateChange(RunspacePoolState.OPENED, null).toValue()));
        return pool;
    }

    PipelineMachine running(PsPipeline pipeline) {
        PipelineMachine machine =
                opened(PsrpVersion.V2_3, RunspacePoolOptions.DEFAULT).pipeline(PIPELINE, pipeline);
        machine.start(100_000);
        return machine;
    }
}
