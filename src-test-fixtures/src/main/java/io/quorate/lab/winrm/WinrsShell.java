package io.quorate.lab.winrm;

import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A WinRS shell (resource {@code shell/cmd}). What changes is guarded by its table's lock. */
final class WinrsShell {
    private final String id;
    private final String owner;
    private final Duration idleTimeout;
    private final String workingDirectory;
    private final Map<String, String> environment;
    private final Charset charset;
    private final Map<String, String> details;
    private final Instant created;
    private final Map<String, WinrsCommand> commands = new LinkedHashMap<>();
    private Instant lastActivity;
    private int parked;

    /**
     * @param environment by name; names ignore case
     * @param charset of what its programs read and write
     * @param details the elements that answers tell of it, in order, with their content as XML; without those that change
     */
    WinrsShell(
            String id,
            String owner,
            Duration idleTimeout,
            String workingDirectory,
            Map<String, String> environment,
            Charset charset,
            Map<String, String> details,
            Instant now) {
        this.id = id;
        this.owner = owner;
        this.idleTimeout = idleTimeout;
        this.workingDirectory = workingDirectory;
        this.environment = Collections.unmodifiableMap(environment);
        this.charset = charset;
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        this.created = now;
        this.lastActivity = now;
    }

    String id() {
        return id;
    }

    String owner() {
        return owner;
    }

    String workingDirectory() {
        return workingDirectory;
    }

    Map<String, String> environment() {
        return environment;
    }

    Charset charset() {
        return charset;
    }

    Map<String, WinrsCommand> commands() {
        return commands;
    }

    void touch(Instant now) {
        lastActivity = now;
    }

    void receiveStarted() {
        parked++;
    }

    void receiveEnded(Instant now) {
        parked--;
        lastActivity = now;
    }

    /** Looks whether it has been idle for too long; while a command runs or is received it is not. */
    boolean expired(Instant now) {
        Instant since = lastActivity;
        for (WinrsCommand command : commands.values()) {
            Instant ended = command.endedAt();
            if (ended == null) {
                return false;
            }
            since = ended.isAfter(since) ? ended : since;
        }
        return parked == 0 && Duration.between(since, now).compareTo(idleTimeout) > 0;
    }

    /** Writes the Shell element as recorded. */
    String xml(Instant now) {
        StringBuilder out =
                new StringBuilder("<rsp:Shell xmlns:rsp=\"").append(Ns.SHELL).append("\">");
        details.forEach((name, xml) -> element(out, name, xml));
        element(out, "ShellRunTime", Shell.days(Duration.between(created, now)));
        element(out, "ShellInactivity", Shell.days(Duration.between(lastActivity, now)));
        return out.append("</rsp:Shell>").toString();
    }

    private static void element(StringBuilder out, String name, String xml) {
        out.append("<rsp:").append(name).append('>').append(xml);
        out.append("</rsp:").append(name).append('>');
    }
}
