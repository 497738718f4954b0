package io.quorate.winrm.recipe;

import io.quorate.Deadline;
import io.quorate.spi.Cursor;
import io.quorate.winrm.psrp.PsValue;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a way to a host hands out that knows whole answers only. */
final class Whole implements Cursor<PsValue> {
    private final Supplier<List<PsValue>> run;
    private @Nullable Iterator<PsValue> rest;

    Whole(Supplier<List<PsValue>> run) {
        this.run = run;
    }

    @Override
    public @Nullable PsValue next(Deadline deadline) {
        Iterator<PsValue> from = rest;
        if (from == null) {
            from = run.get().iterator();
            rest = from;
        }
        return from.hasNext() ? from.next() : null;
    }

    @Override
    public void close() {
        rest = List.<PsValue>of().iterator();
    }
}
