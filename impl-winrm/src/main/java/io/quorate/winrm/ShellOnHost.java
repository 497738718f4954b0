package io.quorate.winrm;

import io.quorate.WinRmRestart;
import java.util.Map;

/**
 * A shell as a host lists it ([MS-WSMV] 2.2.4.37).
 *
 * @param id its id
 * @param resource what it is a shell of: a session configuration's URI, or WinRS
 * @param owner the account that opened it
 * @param client the address it was opened from; empty if it is not told
 * @param process the process it lives in; empty if it is not told
 * @param state whether its client still listens, {@code Connected} or {@code Disconnected}; empty if it is not told
 */
record ShellOnHost(String id, String resource, String owner, String client, String process, String state) {

    static ShellOnHost of(Map<String, String> values) {
        return new ShellOnHost(
                values.getOrDefault("ShellId", ""),
                values.getOrDefault("ResourceUri", ""),
                values.getOrDefault("Owner", ""),
                values.getOrDefault("ClientIP", ""),
                values.getOrDefault("ProcessId", ""),
                values.getOrDefault("State", ""));
    }

    /** Returns the last part of its resource: the session configuration's name. */
    String configuration() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    /** Tells whether nobody listens to it any more: Windows finds that out minutes after its client has died. */
    boolean isDisconnected() {
        return state.equalsIgnoreCase("Disconnected");
    }

    WinRmRestart.Shell shown() {
        return new WinRmRestart.Shell(id, owner, client, configuration(), !isDisconnected());
    }
}
