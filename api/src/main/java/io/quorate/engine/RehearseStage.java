package io.quorate.engine;

import io.quorate.Consent;
import io.quorate.RehearsedStep;
import io.quorate.spi.Destructive;
import io.quorate.spi.Placement;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands where sending stands: reads go out, what changes something is written down and answered with what the command pretends. */
final class RehearseStage implements Stage {
    private final Consumer<RehearsedStep> steps;
    private final Stage reads;

    RehearseStage(Consumer<RehearsedStep> steps, Stage reads) {
        this.steps = steps;
        this.reads = reads;
    }

    @Override
    public <R> R run(Passage<R> passage) {
        if (!passage.changesSomething()) {
            return reads.run(passage);
        }
        Destructive destructive = passage.command instanceof Destructive d ? d : null;
        Consent consent = destructive == null ? null : destructive.consent();
        Redactor redactor = passage.redactor;
        String host = knownHost(passage);
        steps.accept(new RehearsedStep(
                passage.command.name(),
                passage.command.target(),
                passage.site.endpoint.name(),
                host == null ? where(passage) : host,
                passage.safety,
                destructive == null ? null : destructive.identity(),
                consent == null ? null : redactor.clean(consent.reason()),
                redactor.clean(passage.site.backend.explain(
                        passage.command, host == null ? passage.site.firstGate().host : host))));
        return passage.command.rehearsed();
    }

    /** Returns the host if it is settled already; nobody is asked. */
    private static @Nullable String knownHost(Passage<?> passage) {
        Placement placement = passage.command.placement();
        return switch (placement.kind()) {
            case ANY -> null;
            case HOST -> Objects.requireNonNull(placement.host());
            case OWNER -> passage.site.owner(passage.command.target());
        };
    }

    private static String where(Passage<?> passage) {
        String hosts = String.join(", ", passage.site.hosts());
        if (passage.site.hosts().size() == 1) {
            return hosts;
        }
        return passage.command.placement().kind() == Placement.Kind.OWNER
                ? "its owner among " + hosts
                : "any of " + hosts;
    }
}
