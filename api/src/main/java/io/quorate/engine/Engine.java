package io.quorate.engine;

import io.quorate.QuorateRuntime;
import io.quorate.spi.Command;
import java.time.Duration;
import java.util.List;

/** Runs commands through the stages. */
public final class Engine {

    /** Runs a command on an endpoint with the command's own deadline. */
    public <R> R run(String endpoint, Command<R> command) {
        return run(endpoint, command, command.deadline());
    }

    /** Runs a command on an endpoint. */
    public <R> R run(String endpoint, Command<R> command, Duration deadline) {
        throw new UnsupportedOperationException("the stages");
    }

    /** Returns the host names of an endpoint, in the order they were given. */
    public List<String> hosts(String endpoint) {
        throw new UnsupportedOperationException("the stages");
    }

    public QuorateRuntime runtime() {
        throw new UnsupportedOperationException("the stages");
    }
}
