package io.quorate.winrm.wsman;

import java.nio.charset.StandardCharsets;

/** Reads a recorded answer for tests outside this package. */
public final class RecordedReply {
    private RecordedReply() {}

    public static Reply read(String xml) {
        return ReplyReader.read(xml.getBytes(StandardCharsets.UTF_8));
    }
}
