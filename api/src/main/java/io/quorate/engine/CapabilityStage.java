package io.quorate.engine;

import java.util.List;

/** Stops a command that the backend has no way to run, with the remedies it knows, before anything is sent. */
final class CapabilityStage implements Stage {
    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        List<String> missing = passage.site.backend.missingFor(passage.command);
        if (!missing.isEmpty()) {
            throw Failures.unsupported(passage, missing);
        }
        return rest.run(passage);
    }
}
