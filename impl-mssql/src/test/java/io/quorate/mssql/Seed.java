package io.quorate.mssql;

import java.util.Random;
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
