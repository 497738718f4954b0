package io.quorate.winrm.psrp;

/**
 * How much the other side may make us hold. Text of a message counts as it came over the wire.
 *
 * @param maxMessageBytes the longest message, and all that are under way together; 10 MiB by default (the limit Windows itself sets for one object)
 * @param maxPipelineBytes everything one pipeline may send, 50 MiB by default (Windows' own limit for one command)
 * @param maxOpenObjects how many messages may be under way at the same time
 */
public record PsrpLimits(int maxMessageBytes, long maxPipelineBytes, int maxOpenObjects) {
    /** 10 MiB a message, 50 MiB a pipeline, 64 messages under way. */
    public static final PsrpLimits DEFAULT = new PsrpLimits(10 << 20, 50L << 20, 64);

    public PsrpLimits {
        if (maxMessageBytes < PsrpMessage.HEADER_BYTES || maxPipelineBytes < maxMessageBytes || maxOpenObjects < 1) {
            throw new IllegalArgumentException("limits leave no room for a message");
        }
    }

    /** Returns these limits with another bound for everything one pipeline sends. */
    public PsrpLimits withMaxPipelineBytes(long bytes) {
        return new PsrpLimits(maxMessageBytes, bytes, maxOpenObjects);
    }

    /** Returns the limits for reading one message's CLIXML. */
    ClixmlLimits clixml() {
        return new ClixmlLimits(maxMessageBytes, ClixmlLimits.DEFAULT.maxDepth(), ClixmlLimits.DEFAULT.maxElements());
    }
}
