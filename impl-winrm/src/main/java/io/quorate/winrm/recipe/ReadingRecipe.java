package io.quorate.winrm.recipe;

import io.quorate.spi.ReadCommand;
import java.util.List;

/**
 * A recipe that reads, so it has nothing to explain.
 *
 * @param <C> the command
 * @param <R> its result
 */
public interface ReadingRecipe<C extends ReadCommand<R>, R> extends Recipe<C, R> {
    @Override
    default List<PipelineStep> steps(C command, WindowsHost host) {
        return List.of();
    }

    @Override
    default List<PipelineStep> foreseen(C command, String host) {
        return List.of();
    }
}
