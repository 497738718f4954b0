package io.quorate.winrm;

import io.quorate.winrm.psrp.RunspacePoolOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How a session is opened and kept.
 *
 * @param configurationName the session configuration on the host, {@code Microsoft.PowerShell} by default
 * @param runspaces size, limits, protocol and what answers host calls
 * @param quiet how long the server may stay quiet before it answers a command's Receive, 20 s by default
 * @param standing the same for the pool's standing Receive, 60 s by default; Windows disconnects a shell after 4 minutes without one
 * @param maxEnvelope the largest envelope in bytes; 0, the default, starts small and grows when the host's protocol is 2.2 or later
 * @param shellOptions further options of the shell, e.g. {@code WINRS_NOPROFILE}
 */
record SessionOptions(
        String configurationName,
        RunspacePoolOptions runspaces,
        Duration quiet,
        Duration standing,
        int maxEnvelope,
        Map<String, String> shellOptions) {
    static final SessionOptions DEFAULT = new SessionOptions(
            "Microsoft.PowerShell",
            RunspacePoolOptions.DEFAULT,
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            0,
            Map.of());

    SessionOptions {
        Objects.requireNonNull(configurationName, "configurationName");
        Objects.requireNonNull(runspaces, "runspaces");
        if (configurationName.isBlank() || configurationName.contains("/")) {
            throw new IllegalArgumentException("not the name of a session configuration: " + configurationName);
        }
        shellOptions = Map.copyOf(shellOptions);
    }

    SessionOptions withConfigurationName(String name) {
        return new SessionOptions(name, runspaces, quiet, standing, maxEnvelope, shellOptions);
    }

    SessionOptions withRunspaces(RunspacePoolOptions other) {
        return new SessionOptions(configurationName, other, quiet, standing, maxEnvelope, shellOptions);
    }

    SessionOptions withQuiet(Duration other) {
        return new SessionOptions(configurationName, runspaces, other, standing, maxEnvelope, shellOptions);
    }

    SessionOptions withMaxEnvelope(int bytes) {
        return new SessionOptions(configurationName, runspaces, quiet, standing, bytes, shellOptions);
    }

    SessionOptions withShellOption(String name, String value) {
        Map<String, String> more = new java.util.LinkedHashMap<>(shellOptions);
        more.put(name, value);
        return new SessionOptions(configurationName, runspaces, quiet, standing, maxEnvelope, more);
    }
}
