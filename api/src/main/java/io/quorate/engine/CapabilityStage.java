package io.quorate.engine;

import io.quorate.spi.Command;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Stops a command that the backend has no way to run, with the remedies it knows, before anything is sent. */
final class CapabilityStage implements Stage {
    private final Collection<Site> sites;

    /**
     * @param sites all endpoints: where this one has no remedy, those that run the command are named
     */
    CapabilityStage(Collection<Site> sites) {
        this.sites = sites;
    }

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        List<String> missing = passage.site.backend.missingFor(passage.command);
        if (!missing.isEmpty()) {
            throw Failures.unsupported(passage, missing.size() == 1 ? withOthers(missing, passage.command) : missing);
        }
        return rest.run(passage);
    }

    private List<String> withOthers(List<String> missing, Command<?> command) {
        List<String> others = sites.stream()
                .filter(site -> site.backend.missingFor(command).isEmpty())
                .map(site -> site.endpoint.name() + " (" + site.endpoint.scheme() + ")")
                .toList();
        if (others.isEmpty()) {
            return missing;
        }
        List<String> all = new ArrayList<>(missing);
        all.add((others.size() == 1 ? "an endpoint that has: " : "endpoints that have: ") + String.join(", ", others));
        return all;
    }
}
