package io.quorate.lab.winrm;

import java.util.List;

/** What a command line of a WinRS shell runs. */
interface WinrsProgram {

    /** Runs on the calling thread and returns the exit code. */
    int run(WinrsConsole console) throws InterruptedException;

    /** Returns the cmdlets it runs, as far as that is known beforehand. */
    default List<String> cmdlets() {
        return List.of();
    }

    /** Says on standard error that the lab does not simulate something, and counts it. */
    static WinrsProgram notSimulated(String what) {
        return console -> {
            console.notSimulated(what);
            return 1;
        };
    }
}
