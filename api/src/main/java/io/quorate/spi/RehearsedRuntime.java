package io.quorate.spi;

import io.quorate.QuorateRuntime;
import java.util.Optional;
import java.util.function.Supplier;

/** The runtime of a rehearsal, where waiting for what was not sent is of no use. */
public interface RehearsedRuntime extends QuorateRuntime {

    /**
     * Begins to watch what the calling thread reads. What is returned tells, on the same thread, why looking once more would show the same;
     * empty if it may show something else.
     */
    Supplier<Optional<String>> watch();
}
