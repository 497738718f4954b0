package io.quorate.lab;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** The seed of random tests: {@code -Dquorate.seed=7} sets it. A test that used it and fails tells it. */
public final class Seed implements TestExecutionExceptionHandler {
    private final long value;
    private boolean used;

    private Seed(long otherwise) {
        this.value = Long.getLong("quorate.seed", otherwise);
    }

    /** Returns one that is the same each time, unless it is set. */
    public static Seed usually(long value) {
        return new Seed(value);
    }

    /** Returns one that is another each time, unless it is set. */
    public static Seed fresh() {
        return new Seed(new Random().nextLong());
    }

    /** Returns the seeds of so many runs, from 1 on; only the one that is set, if one is. */
    public static LongStream ofRuns(int runs) {
        Long set = Long.getLong("quorate.seed");
        return set == null ? LongStream.rangeClosed(1, runs) : LongStream.of(set);
    }

    /** Tells whether one is set: somebody takes a run again. */
    public static boolean isSet() {
        return Long.getLong("quorate.seed") != null;
    }

    public long value() {
        used = true;
        return value;
    }

    public Random random() {
        return new Random(value());
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (!used || failure instanceof TestAbortedException) {
            throw failure;
        }
        throw new AssertionError("again with -Dquorate.seed=" + value + ": " + failure.getMessage(), failure);
    }
}
