package io.quorate.lab.winrm;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shell: one runspace pool as WS-Man sees it. Guarded by its face's lock, except what it holds. */
final class Shell {

    /**
     * A command of a shell.
     *
     * @param id as the client spelt it; answers repeat it
     */
    record Command(String id, ServerPipeline pipeline) {}

    private final String id;
    private final SessionConfiguration configuration;
    private final String owner;
    private final String clientAddress;
    private final int processId;
    private final Duration idleTimeout;
    private final String inputStreams;
    private final String outputStreams;
    private final @Nullable String name;
    private final @Nullable String session;
    private final PsrpServer pool;
    private final Instant created;
    private final Map<String, Command> commands = new LinkedHashMap<>();
    private Instant lastActivity;
    private Instant lastReceive;
    private int parked;
    private boolean disconnected;

    Shell(
            String id,
            SessionConfiguration configuration,
            String owner,
            String clientAddress,
            int processId,
            Duration idleTimeout,
            String inputStreams,
            String outputStreams,
            @Nullable String name,
            @Nullable String session,
            PsrpServer pool,
            Instant now) {
        this.id = id;
        this.configuration = configuration;
        this.owner = owner;
        this.clientAddress = clientAddress;
        this.processId = processId;
        this.idleTimeout = idleTimeout;
        this.inputStreams = inputStreams;
        this.outputStreams = outputStreams;
        this.name = name;
        this.session = session;
        this.pool = pool;
        this.created = now;
        this.lastActivity = now;
        this.lastReceive = now;
    }

    String id() {
        return id;
    }

    String owner() {
        return owner;
    }

    SessionConfiguration configuration() {
        return configuration;
    }

    PsrpServer pool() {
        return pool;
    }

    Map<String, Command> commands() {
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
        lastReceive = now;
        lastActivity = now;
    }

    /** Looks whether its creator has neglected it so long that it ended. */
    boolean expired(Instant now) {
        return parked == 0 && neglected(lastActivity, now).compareTo(idleTimeout) > 0;
    }

    /** Looks whether nobody has listened so long that it counts as disconnected; stays so. */
    boolean disconnected(Instant now, Duration gap) {
        if (parked == 0 && neglected(lastReceive, now).compareTo(gap) > 0) {
            disconnected = true;
        }
        return disconnected;
    }

    /** Tells whether a client's session made it; one that says none passes. */
    boolean isOf(@Nullable String client) {
        return session == null || client == null || session.equalsIgnoreCase(client);
    }

    void disconnect() {
        disconnected = true;
    }

    void reconnect(Instant now) {
        disconnected = false;
        lastReceive = now;
        lastActivity = now;
    }

    /**
     * Returns how long nothing has happened. While a pipeline runs nothing counts: a skipping clock may jump to its end before the client's
     * Receive is here.
     */
    private Duration neglected(Instant since, Instant now) {
        Instant last = since;
        for (Command command : commands.values()) {
            Instant ended = command.pipeline().endedAt();
            if (ended == null) {
                return Duration.ZERO;
            }
            last = ended.isAfter(last) ? ended : last;
        }
        return Duration.between(last, now);
    }

    /** Writes the Shell element ([MS-WSMV] 2.2.4.37). */
    String xml(Instant now, String locale, boolean details) {
        StringBuilder out =
                new StringBuilder("<rsp:Shell xmlns:rsp=\"").append(Ns.SHELL).append("\">");
        element(out, "ShellId", id);
        if (name != null) {
            element(out, "Name", name);
        }
        element(out, "ResourceUri", Ns.POWERSHELL + "/" + configuration.name());
        element(out, "Owner", owner);
        element(out, "ClientIP", clientAddress);
        element(out, "ProcessId", Integer.toString(processId));
        element(out, "IdleTimeOut", seconds(idleTimeout));
        element(out, "InputStreams", inputStreams);
        element(out, "OutputStreams", outputStreams);
        element(out, "MaxIdleTimeOut", "PT2147483.647S");
        element(out, "Locale", locale);
        element(out, "DataLocale", locale);
        element(out, "CompressionMode", "NoCompression");
        element(out, "ProfileLoaded", "Yes");
        element(out, "Encoding", "UTF8");
        element(out, "BufferMode", "Block");
        element(out, "State", disconnected ? "Disconnected" : "Connected");
        element(out, "ShellRunTime", days(Duration.between(created, now)));
        element(out, "ShellInactivity", days(Duration.between(lastActivity, now)));
        if (details) {
            element(out, "MemoryUsed", "59MB");
            element(out, "ChildProcesses", "0");
        }
        return out.append("</rsp:Shell>").toString();
    }

    private static void element(StringBuilder out, String name, String value) {
        out.append("<rsp:")
                .append(name)
                .append('>')
                .append(Envelope.text(value))
                .append("</rsp:")
                .append(name)
                .append('>');
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "PT%d.%03dS", duration.toSeconds(), duration.toMillisPart());
    }

    static String days(Duration duration) {
        return "P" + duration.toDays() + "DT" + duration.toHoursPart() + "H" + duration.toMinutesPart() + "M"
                + duration.toSecondsPart() + "S";
    }
}
