package io.quorate.sql;

import io.quorate.Shown;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An Agent job of an instance.
 *
 * @param id its id, another one at each instance
 * @param definition what it is
 * @param runs whether it runs at this instance: a job without a server never does
 * @param shared its schedules that other jobs of the instance have, too
 * @param foreign why it belongs to this instance alone and is left as it is; null if it does not
 */
public record AgentJob(
        UUID id,
        JobDefinition definition,
        boolean runs,
        List<String> shared,
        @Nullable String foreign) {
    public AgentJob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(definition, "definition");
        shared = List.copyOf(shared);
    }

    /** Returns its name. */
    public String name() {
        return definition.name();
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
