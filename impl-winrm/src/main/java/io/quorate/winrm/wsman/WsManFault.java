package io.quorate.winrm.wsman;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the server said when it refused ([MS-WSMV] 2.2.4.43, SOAP 1.2 fault). The text is localised: decide by code and subcode.
 *
 * @param code the outermost WSManFault code, a Windows error or a {@code 0x8033....} of WinRM; 0 if none came
 * @param subcode the SOAP subcode without its prefix, e.g. {@code InvalidSelectors}
 * @param provider which provider raised it, e.g. {@code Shell provider}
 * @param machine where it was raised
 * @param text what it says, the innermost message
 */
public record WsManFault(
        long code,
        @Nullable String subcode,
        @Nullable String provider,
        @Nullable String machine,
        String text) {
    /** No output came within the OperationTimeout: ask again. */
    public static final long OPERATION_TIMEOUT = 2150858793L;

    /** The shell, or the command in it, does not exist (any more). */
    public static final long SHELL_NOT_FOUND = 2150858843L;

    /** There is no such resource, such as a session configuration. */
    public static final long NO_RESOURCE = 2150858811L;

    /** The gMSA that a session configuration runs as could not log on. */
    static final long MANAGED_ACCOUNT = 2150859261L;

    private static final long SHELL_DISCONNECTED = 2150859204L;
    private static final long STREAM_DISCONNECTED = 2150859230L;

    /** No more commands fit into the shell. */
    public static final long MAX_COMMANDS = 2150859241L;

    public WsManFault {
        Objects.requireNonNull(text, "text");
    }

    /** Tells whether this only says that there is no output yet. */
    public boolean isQuiet() {
        return code == OPERATION_TIMEOUT;
    }

    /** Tells whether the host has disconnected the shell, which its client may take up again. */
    public boolean isDisconnected() {
        return code == SHELL_DISCONNECTED || code == STREAM_DISCONNECTED;
    }

    /** Returns the code as administrators look it up: {@code 0x8033805B}, {@code 5}; the subcode where there is no code. */
    public @Nullable String shortCode() {
        if (code == 0) {
            return subcode;
        }
        return code >= 0x8000_0000L ? String.format(Locale.ROOT, "0x%08X", code) : Long.toString(code);
    }
}
