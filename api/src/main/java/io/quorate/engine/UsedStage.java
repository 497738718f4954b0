package io.quorate.engine;

import io.quorate.call.Order;
import java.util.function.Consumer;

/** Writes down every order of a rehearsal, reads included, whatever becomes of it. */
final class UsedStage implements Stage {
    private final Consumer<Order<?>> used;

    UsedStage(Consumer<Order<?>> used) {
        this.used = used;
    }

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        used.accept(passage.redactor.clean(passage.order));
        return rest.run(passage);
    }
}
