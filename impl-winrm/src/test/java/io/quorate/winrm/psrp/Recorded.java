package io.quorate.winrm.psrp;

import java.util.List;
import java.util.UUID;

/** Lets the replay tests look into recorded messages, and send script text as the recorded client did. */
public final class Recorded {
    private Recorded() {}

    /** A message that a recorded client or server sent. */
    public record Message(PsrpMessageType type, PsValue value) {}

    /** Puts the fragments of one direction of a pool or a pipeline together. */
    public static List<Message> messages(List<byte[]> streams) {
        return messages(streams, SecureCodec.none());
    }

    /** Puts the fragments of one direction of a pool or a pipeline together, and decrypts what is secret in them. */
    public static List<Message> messages(List<byte[]> streams, SecureCodec secure) {
        Defragmenter defragmenter = Defragmenter.forPool(PsrpLimits.DEFAULT);
        return streams.stream()
                .flatMap(bytes -> defragmenter.accept(bytes).stream())
                .map(message -> new Message(message.type(), message.value(ClixmlLimits.DEFAULT, secure)))
                .toList();
    }

    /** Makes a pipeline of anything that was recorded, script text included. */
    public static PipelineMachine pipeline(
            RunspacePoolMachine pool, UUID id, WirePipeline pipeline, List<PsValue> input) {
        return pool.pipeline(id, PipelineCodec.encode(pipeline, pool.protocol()), input, null);
    }

    /** Tells how many messages the fragments complete. */
    public static final class Counter {
        private final Defragmenter defragmenter = Defragmenter.forPool(PsrpLimits.DEFAULT);
        private int count;

        public int add(byte[] bytes) {
            count += defragmenter.accept(bytes).size();
            return count;
        }
    }
}
