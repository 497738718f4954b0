package io.quorate.iscsi.machine;

import io.quorate.iscsi.pdu.TextPair;
import java.util.List;

/** How what a session was asked for ended. */
public sealed interface Outcome {

    /**
     * A SCSI command ended.
     *
     * @param response 0 if the target completed it; something else says that it could not, whatever the status
     * @param untransferred how many of the expected bytes the target says it did not transfer
     * @param sense empty if none
     */
    record Scsi(int response, int status, byte[] data, byte[] sense, long untransferred) implements Outcome {}

    /** SendTargets was answered. */
    record Discovered(List<TextPair> pairs) implements Outcome {}

    /** The session is closed; response 0 says cleanly. */
    record LoggedOut(int response) implements Outcome {}

    /** The target lives. */
    record Alive() implements Outcome {}

    /**
     * The target rejected a unit of what it was asked.
     *
     * @param reason why (RFC 7143 11.17.1)
     * @param ofTheRequest whether it rejected the request itself, which is not done then
     */
    record Rejected(int reason, boolean ofTheRequest) implements Outcome {}
}
