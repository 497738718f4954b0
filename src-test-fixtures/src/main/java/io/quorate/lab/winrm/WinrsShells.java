package io.quorate.lab.winrm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The WinRS shells of a host with their commands. Thread-safe. */
final class WinrsShells {
    /** winrm/config/winrs/MaxShellsPerUser; the plug-in of PowerShell has a quota of its own. */
    static final int MOST_A_USER = 30;

    private final FaceContext face;
    private final Object lock = new Object();
    private final Map<String, WinrsShell> shells = new LinkedHashMap<>();

    WinrsShells(FaceContext face) {
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

    void add(WinrsShell shell) throws WsmanFault {
        expire();
        synchronized (lock) {
            if (shells.containsKey(key(shell.id()))) {
                throw WsmanFault.of(FaultKind.ALREADY_EXISTS);
            }
            if (shells.values().stream()
                            .filter(s -> s.owner().equals(shell.owner()))
                            .count()
                    >= MOST_A_USER) {
                throw WsmanFault.of(FaultKind.MAX_SHELLS, MOST_A_USER);
            }
            shells.put(key(shell.id()), shell);
        }
    }

    String owner(String user) {
        return face.host() + "\\" + user;
    }

    /** Finds the shell that a request names if it is the user's. */
    @Nullable
    WinrsShell find(WsmanRequest request, String user) {
        String id = request.shellId();
        if (id == null) {
            return null;
        }
        expire();
        synchronized (lock) {
            WinrsShell shell = shells.get(key(id));
            return shell == null || !shell.owner().equals(owner(user)) ? null : shell;
        }
    }

    /** Returns the shell that a request names, which counts as used. */
    WinrsShell get(WsmanRequest request, String user) throws WsmanFault {
        if (request.shellId() == null) {
            throw WsmanFault.of(FaultKind.INSUFFICIENT_SELECTORS);
        }
        WinrsShell shell = find(request, user);
        if (shell == null) {
            throw WsmanFault.of(FaultKind.SHELL_NOT_FOUND);
        }
        Instant now = face.time().now();
        synchronized (lock) {
            shell.touch(now);
        }
        return shell;
    }

    /** Writes all shells. */
    List<String> xml() {
        expire();
        Instant now = face.time().now();
        synchronized (lock) {
            return shells.values().stream().map(shell -> shell.xml(now)).toList();
        }
    }

    String xml(WinrsShell shell) {
        Instant now = face.time().now();
        synchronized (lock) {
            return shell.xml(now);
        }
    }

    void add(WinrsShell shell, WinrsCommand command) throws WsmanFault {
        synchronized (lock) {
            if (!shells.containsKey(key(shell.id()))) {
                throw WsmanFault.of(FaultKind.SHELL_NOT_FOUND);
            }
            if (shell.commands().containsKey(key(command.id()))) {
                throw WsmanFault.of(FaultKind.ALREADY_EXISTS);
            }
            shell.commands().put(key(command.id()), command);
        }
    }

    /** Finds a command of a shell. */
    @Nullable
    WinrsCommand find(WinrsShell shell, String commandId) {
        synchronized (lock) {
            return shell.commands().get(key(commandId));
        }
    }

    WinrsCommand command(WinrsShell shell, String commandId) throws WsmanFault {
        WinrsCommand command = find(shell, commandId);
        if (command == null) {
            throw ShellTable.noCommand();
        }
        return command;
    }

    void receiveStarted(WinrsShell shell) {
        synchronized (lock) {
            shell.receiveStarted();
        }
    }

    void receiveEnded(WinrsShell shell) {
        Instant now = face.time().now();
        synchronized (lock) {
            shell.receiveEnded(now);
        }
    }

    void forget(WinrsShell shell, WinrsCommand command) {
        synchronized (lock) {
            shell.commands().remove(key(command.id()));
        }
    }

    /** Ends a shell and its commands. */
    void remove(WinrsShell shell) {
        synchronized (lock) {
            shells.remove(key(shell.id()));
        }
        end(shell);
    }

    /** Takes all shells out; they are to be {@linkplain #end ended}. */
    List<WinrsShell> takeAll() {
        synchronized (lock) {
            List<WinrsShell> all = new ArrayList<>(shells.values());
            shells.clear();
            return all;
        }
    }

    void end(WinrsShell shell) {
        List<WinrsCommand> commands;
        synchronized (lock) {
            commands = new ArrayList<>(shell.commands().values());
            shell.commands().clear();
        }
        commands.forEach(WinrsCommand::close);
        face.time().nudge();
    }

    private void expire() {
        Instant now = face.time().now();
        List<WinrsShell> ended = new ArrayList<>();
        synchronized (lock) {
            for (WinrsShell shell : shells.values()) {
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
