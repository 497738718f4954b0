package io.quorate.winrm.psrp;

import java.util.List;
import java.util.Objects;

/**
 * What one CREATE_PIPELINE message runs: one or more statements, each a pipeline of commands, and the objects fed into the first.
 *
 * @param statements the statements, each with at least one command; they run in order and share variables
 * @param input objects for the first statement's first command; empty means the pipeline has no input
 */
public record PsPipeline(List<List<PsCommand>> statements, List<PsValue> input) {
    public PsPipeline {
        statements = statements.stream().map(List::copyOf).toList();
        if (statements.isEmpty() || statements.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a pipeline needs at least one command in every statement");
        }
        input = List.copyOf(Objects.requireNonNull(input, "input"));
    }

    /** Makes one statement of the given commands, each piped into the next. */
    public static PsPipeline of(PsCommand... commands) {
        return new PsPipeline(List.of(List.of(commands)), List.of());
    }

    /** Makes several statements. */
    public static PsPipeline of(List<List<PsCommand>> statements) {
        return new PsPipeline(statements, List.of());
    }
}
