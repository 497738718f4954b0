package io.quorate.engine;

import java.util.List;

/** Stops a command that the backend has no way to run, with the remedies it knows, before anything is sent. */
final class CapabilityStage implements Stage {
    private final Stage next;

    CapabilityStage(Stage next) {
        this.next = next;
    }

    @Override
    public <R> R run(Passage<R> passage) {
        List<String> missing = passage.site.backend.missingFor(passage.command);
        if (!missing.isEmpty()) {
            throw Failures.unsupported(passage, missing);
        }
        return next.run(passage);
    }
}
