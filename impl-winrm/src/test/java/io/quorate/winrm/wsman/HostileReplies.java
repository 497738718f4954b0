package io.quorate.winrm.wsman;

/** Hands documents to the reader of replies. */
public final class HostileReplies {
    private HostileReplies() {}

    /** Reads it or refuses it; whatever else is thrown comes out. */
    public static void readOrRefused(byte[] document) {
        try {
            ReplyReader.read(document);
        } catch (MalformedReplyException e) {
            // refused
        }
    }
}
