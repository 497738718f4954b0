package io.quorate.lab.winrm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The shells of a host with their commands: quotas, who may use which, how neglected ones end. Thread-safe. */
final class ShellTable {
    private final FaceContext face;
    private final Object lock = new Object();
    private final Map<String, Shell> shells = new LinkedHashMap<>();
    private int processId = 1868;

    /** Makes a shell once it has the id of its process. */
    interface Maker {
        Shell make(int processId);
    }

    ShellTable(FaceContext face) {
        this.face = face;
    }

    /** Returns the number of open shells; idle ones that have timed out are gone. */
    int size() {
        expire();
        synchronized (lock) {
            return shells.size();
        }
    }

    /** Returns the number of commands, over all shells, that were not terminated. */
    int commands() {
        synchronized (lock) {
            return shells.values().stream().mapToInt(s -> s.commands().size()).sum();
        }
    }

    /** Runs something while no shell changes; it must not wait. */
    <T> T locked(Supplier<T> action) {
        synchronized (lock) {
            return action.get();
        }
    }

    /** Adds a shell within the quota of its owner. */
    Shell add(String id, String user, Maker maker) throws WsmanFault {
        expire();
        synchronized (lock) {
            if (shells.containsKey(key(id))) {
                throw WsmanFault.of(FaultKind.ALREADY_EXISTS);
            }
            String owner = owner(user);
            int most = face.settings().maxShellsPerUser();
            if (shells.values().stream().filter(s -> s.owner().equals(owner)).count() >= most) {
                throw WsmanFault.of(FaultKind.MAX_SHELLS, most);
            }
            processId += 4;
            Shell shell = maker.make(processId);
            shells.put(key(id), shell);
            return shell;
        }
    }

    String owner(String user) {
        return user.indexOf('\\') < 0 ? face.host() + "\\" + user : user;
    }

    /** Adds a command to a shell that is still there, within the shell's quota. */
    void add(Shell shell, String id, ServerPipeline pipeline) throws WsmanFault {
        synchronized (lock) {
            if (!shells.containsKey(key(shell.id()))) {
                throw WsmanFault.of(FaultKind.SHELL_NOT_FOUND);
            }
            if (shell.commands().containsKey(key(id))) {
                throw WsmanFault.of(FaultKind.ALREADY_EXISTS);
            }
            if (shell.commands().size() >= face.settings().maxCommandsPerShell()) {
                throw WsmanFault.of(FaultKind.MAX_COMMANDS);
            }
            shell.commands().put(key(id), new Shell.Command(id, pipeline));
        }
    }

    /** Finds the shell that a request names if it is the user's. */
    Optional<Shell> find(WsmanRequest request, String user) throws WsmanFault {
        String id = request.shellId();
        if (id == null) {
            throw WsmanFault.of(FaultKind.INSUFFICIENT_SELECTORS);
        }
        expire();
        synchronized (lock) {
            Shell shell = shells.get(key(id));
            return shell == null || !shell.owner().equals(owner(user)) ? Optional.empty() : Optional.of(shell);
        }
    }

    /** Returns the shell that a request names, which counts as used. */
    Shell get(WsmanRequest request, String user) throws WsmanFault {
        String id = request.shellId();
        Shell shell = find(request, user)
                .orElseThrow(() -> WsmanFault.of(
                        FaultKind.SHELL_NOT_FOUND,
                        "The request for the Windows Remote Shell with ShellId " + id
                                + " failed because the shell was not found on the server. Possible causes are: the specified"
                                + " ShellId is incorrect or the shell no longer exists on the server. Provide the correct"
                                + " ShellId or create a new shell and try the operation again. ",
                        "Fehler bei der Anforderung für die Windows-Remoteshell mit der Shell-ID " + id
                                + ", da die Shell auf dem Server nicht gefunden wurde. "));
        Instant now = face.time().now();
        synchronized (lock) {
            shell.touch(now);
        }
        return shell;
    }

    /** Returns the shell that a request names; one that nobody has listened to for too long answers no more. */
    Shell connected(WsmanRequest request, String user) throws WsmanFault {
        Shell shell = get(request, user);
        Instant now = face.time().now();
        synchronized (lock) {
            if (shell.disconnected(now, face.settings().receiveGap())) {
                throw WsmanFault.badRequest();
            }
            shell.touch(now);
        }
        return shell;
    }

    Shell.Command command(Shell shell, String commandId) throws WsmanFault {
        synchronized (lock) {
            Shell.Command command = shell.commands().get(key(commandId));
            if (command != null) {
                return command;
            }
        }
        throw noCommand();
    }

    /** Says that a shell has no such command. */
    static WsmanFault noCommand() {
        return WsmanFault.of(
                FaultKind.SHELL_NOT_FOUND,
                "The Windows Remote Shell received a request to perform an operation on a command identifier that does not"
                        + " exist. Either the command has completed execution or the client specified an invalid command"
                        + " identifier. ",
                "Die Windows-Remoteshell hat eine Anforderung für eine Befehls-ID erhalten, die nicht vorhanden ist. ");
    }

    /** Returns the cmdlets of the pipeline that a Receive or a Signal concerns. */
    List<String> pipelineAskedFor(WsmanRequest request, String user) throws WsmanFault {
        XmlNode about = request.verb().equals("Receive") && request.body() != null
                ? request.body().child(Ns.SHELL, "DesiredStream")
                : request.body();
        String commandId = about == null ? null : about.attribute(Ns.SHELL, "CommandId");
        if (commandId == null
                || !request.verb().equals("Receive") && !request.verb().equals("Signal")) {
            return List.of();
        }
        Optional<Shell> shell = find(request, user);
        synchronized (lock) {
            Shell.Command command =
                    shell.isEmpty() ? null : shell.get().commands().get(key(commandId));
            return command == null ? List.of() : command.pipeline().cmdlets();
        }
    }

    void receiveStarted(Shell shell) {
        synchronized (lock) {
            shell.receiveStarted();
        }
    }

    void receiveEnded(Shell shell) {
        Instant now = face.time().now();
        synchronized (lock) {
            shell.receiveEnded(now);
        }
    }

    void forget(Shell shell, String commandId) {
        synchronized (lock) {
            shell.commands().remove(key(commandId));
        }
    }

    /** Ends a shell and its commands. */
    void remove(Shell shell) {
        synchronized (lock) {
            shells.remove(key(shell.id()));
        }
        end(shell);
    }

    /** Returns the open shells; idle ones that have timed out are gone. */
    List<Shell> all() {
        expire();
        synchronized (lock) {
            return List.copyOf(shells.values());
        }
    }

    /** Takes all shells out; they are to be {@linkplain #end ended}. */
    List<Shell> takeAll() {
        synchronized (lock) {
            List<Shell> all = new ArrayList<>(shells.values());
            shells.clear();
            return all;
        }
    }

    void end(Shell shell) {
        shell.pool().close();
        List<Shell.Command> commands;
        synchronized (lock) {
            commands = new ArrayList<>(shell.commands().values());
            shell.commands().clear();
        }
        commands.forEach(c -> c.pipeline().terminate());
        face.time().nudge();
    }

    private void expire() {
        Instant now = face.time().now();
        List<Shell> ended = new ArrayList<>();
        synchronized (lock) {
            for (Shell shell : shells.values()) {
                if (shell.expired(now)) {
                    ended.add(shell);
                }
            }
            ended.forEach(s -> shells.remove(key(s.id())));
        }
        ended.forEach(this::end);
    }

    private static String key(String id) {
        return id.toUpperCase(Locale.ROOT);
    }
}
