package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts fragments together again, several messages at a time if they come interleaved. What is held is bounded by what was received and by
 * the limits, which count all messages under way together; after an exception the defragmenter is of no further use. Not safe for use by several threads.
 */
public final class Defragmenter {
    private static final Logger log = LoggerFactory.getLogger(Defragmenter.class);

    private final int maxMessage;
    private final int maxOpen;
    private final Map<Long, Partial> open = new HashMap<>();
    private final long maxTotal;
    private long total;
    private int held;

    private Defragmenter(PsrpLimits limits, long maxTotal) {
        this.maxMessage = limits.maxMessageBytes();
        this.maxOpen = limits.maxOpenObjects();
        this.maxTotal = maxTotal;
    }

    /** Makes one for a stream that lives as long as its pool: each message is bounded, their sum is not. */
    public static Defragmenter forPool(PsrpLimits limits) {
        return new Defragmenter(limits, Long.MAX_VALUE);
    }

    /** Makes one for what a single pipeline sends. */
    public static Defragmenter forPipeline(PsrpLimits limits) {
        return new Defragmenter(limits, limits.maxPipelineBytes());
    }

    /**
     * Takes the bytes of a stream, which hold whole fragments, and returns the messages they complete, in order. Those of a type that
     * the protocol does not know are passed over.
     *
     * @throws PsrpProtocolException if a fragment is malformed, out of order or beyond a limit
     */
    public List<PsrpMessage> accept(byte[] bytes) {
        List<PsrpMessage> messages = new ArrayList<>();
        for (PsrpFragment fragment : PsrpFragment.parse(bytes)) {
            Optional<byte[]> whole = accept(fragment);
            if (whole.isPresent() && PsrpMessage.isOfUnknownType(whole.get())) {
                log.debug("passed over a message of unknown type [bytes={}]", whole.get().length);
            } else {
                whole.map(PsrpMessage::decode).ifPresent(messages::add);
            }
        }
        return messages;
    }

    /**
     * Takes a fragment and returns the message it completes, undecoded.
     *
     * @throws PsrpProtocolException if it is out of order or beyond a limit
     */
    public Optional<byte[]> accept(PsrpFragment fragment) {
        if (fragment.objectId() == 0) {
            throw new PsrpProtocolException("object id 0 is not allowed");
        }
        Partial partial = fragment.start() ? begin(fragment) : resume(fragment);
        total += fragment.blob().length();
        if (total > maxTotal) {
            throw new PsrpProtocolException("more than " + maxTotal + " bytes from one pipeline");
        }
        partial.checkNext(fragment);
        if (fragment.blob().length() > maxMessage - held) {
            throw new PsrpProtocolException("what is under way is longer than " + maxMessage + " bytes");
        }
        held += fragment.blob().length();
        partial.add(fragment.blob());
        if (!fragment.end()) {
            return Optional.empty();
        }
        open.remove(fragment.objectId());
        held -= partial.length;
        return Optional.of(partial.join());
    }

    private Partial begin(PsrpFragment fragment) {
        if (open.containsKey(fragment.objectId())) {
            throw new PsrpProtocolException("object " + name(fragment) + " starts a second time");
        }
        if (open.size() >= maxOpen) {
            throw new PsrpProtocolException("more than " + maxOpen + " messages are under way at the same time");
        }
        Partial partial = new Partial();
        open.put(fragment.objectId(), partial);
        return partial;
    }

    private Partial resume(PsrpFragment fragment) {
        Partial partial = open.get(fragment.objectId());
        if (partial == null) {
            throw new PsrpProtocolException("object " + name(fragment) + " goes on without a start");
        }
        return partial;
    }

    private static String name(PsrpFragment fragment) {
        return Long.toUnsignedString(fragment.objectId());
    }

    private static final class Partial {
        private final List<PsBytes> blobs = new ArrayList<>();
        private long nextFragmentId;
        private int length;

        void checkNext(PsrpFragment fragment) {
            if (fragment.fragmentId() != nextFragmentId) {
                throw new PsrpProtocolException("object " + name(fragment) + " is at fragment " + nextFragmentId
                        + ", but fragment " + Long.toUnsignedString(fragment.fragmentId()) + " came");
            }
            nextFragmentId++;
        }

        void add(PsBytes blob) {
            length += blob.length();
            if (blob.length() > 0) {
                blobs.add(blob);
            }
        }

        byte[] join() {
            byte[] message = new byte[length];
            int at = 0;
            for (PsBytes blob : blobs) {
                System.arraycopy(blob.array(), 0, message, at, blob.length());
                at += blob.length();
            }
            return message;
        }
    }
}
