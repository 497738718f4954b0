package io.quorate.lab.shell;

/**
 * Who runs the pipeline, where.
 *
 * @param host the host's name whose session it is
 * @param user the account the session runs as
 * @param delegatable whether its token is accepted by another machine: false for a plain network log-on, true for a run-as endpoint
 * @param process the number of the process that runs it
 */
public record Caller(String host, String user, boolean delegatable, int process) {

    /** Makes one in a process that nobody asks for. */
    public Caller(String host, String user, boolean delegatable) {
        this(host, user, delegatable, 0);
    }
}
