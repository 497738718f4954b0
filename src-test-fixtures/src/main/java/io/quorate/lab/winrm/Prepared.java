package io.quorate.lab.winrm;

import java.util.List;

/**
 * A request that passed its checks.
 *
 * @param commands the cmdlets of the pipeline that its messages start
 * @param action what it does
 */
record Prepared(List<String> commands, Action action) {

    /** Does what was asked. */
    interface Action {
        Outcome run() throws WsmanFault, InterruptedException;
    }

    /** A request that starts no pipeline. */
    static Prepared simple(Action action) {
        return new Prepared(List.of(), action);
    }
}
