package io.quorate.call;

import io.quorate.error.QuorateException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a task found.
 *
 * @param <R> the task's result
 */
public sealed interface TaskState<R> {

    /** It goes on. */
    record Running<R>(Progress progress) implements TaskState<R> {
        public Running {
            Objects.requireNonNull(progress, "progress");
        }
    }

    /** It ended well. */
    record Done<R>(@Nullable R result) implements TaskState<R> {}

    /** It ended badly. */
    record Failed<R>(QuorateException failure) implements TaskState<R> {
        public Failed {
            Objects.requireNonNull(failure, "failure");
        }
    }
}
