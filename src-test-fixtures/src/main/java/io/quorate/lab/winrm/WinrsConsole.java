package io.quorate.lab.winrm;

import io.quorate.lab.Traffic;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a program of a WinRS shell sees of the world: its streams, its host, its folder and its variables. */
final class WinrsConsole {
    private final FaceContext face;
    private final WinrsShell shell;
    private final WinrsCommand command;
    private final HostFiles files;
    private final java.util.function.Supplier<Runspace> runspaces;

    WinrsConsole(
            FaceContext face,
            WinrsShell shell,
            WinrsCommand command,
            HostFiles files,
            java.util.function.Supplier<Runspace> runspaces) {
        this.face = face;
        this.shell = shell;
        this.command = command;
        this.files = files;
        this.runspaces = runspaces;
    }

    String host() {
        return face.host();
    }

    OsVersion os() {
        return face.os();
    }

    String locale() {
        return face.settings().locale();
    }

    HostFiles files() {
        return files;
    }

    /** Returns the full path of a file; null if it is none on a drive. */
    @Nullable
    String path(String text) {
        return HostFiles.full(text, shell.workingDirectory());
    }

    /** Returns the environment's variables; names ignore case. */
    Map<String, String> environment() {
        return shell.environment();
    }

    Charset charset() {
        return shell.charset();
    }

    void out(String text) {
        out(text.getBytes(charset()));
    }

    void out(byte[] bytes) {
        command.write(WinrsCommand.STDOUT, bytes);
        face.time().nudge();
    }

    void err(String text) {
        command.write(WinrsCommand.STDERR, text.getBytes(charset()));
        face.time().nudge();
    }

    /** Waits until standard input has ended and returns what came. */
    byte[] input() throws InterruptedException {
        face.time().poll("standard input", () -> command.inputEnded() || command.stopping(), null, null);
        return command.input();
    }

    /** Opens a session of the shell's owner, which is asked to stop when the command is. */
    Runspace session() {
        Runspace session = runspaces.get();
        command.runs(session);
        return session;
    }

    boolean stopping() {
        return command.stopping();
    }

    /** Says loudly that the lab does not simulate something, and counts it. */
    void notSimulated(String what) {
        face.traffic().notSimulated("WinRS: " + what);
        err("LabNotSimulated: the lab's WinRS shell does not simulate " + what + "\r\n");
    }

    Traffic traffic() {
        return face.traffic();
    }
}
