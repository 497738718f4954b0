package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import java.util.List;
import java.util.Optional;

/**
 * A handler that takes something away; done when it is gone.
 *
 * @param <C> the command
 * @param <T> what is taken away
 */
abstract class Removal<C extends Command<Void>, T> extends CheckedChange<C, Optional<T>, Void> {

    /** Reads what is there by that name. */
    abstract Optional<T> find(C command, Nef nef);

    /** Returns why it is another than the one meant; empty if it is that one, which it is by default. */
    Optional<Fault> another(C command, T there) {
        return Optional.empty();
    }

    /** Looks at what hangs on it, and refuses where that forbids to take it away; nothing does by default. */
    void spare(C command, T there, Nef nef) {}

    abstract NefRequest delete(C command);

    /** Waits until it is gone, where that takes a moment. */
    void settle(C command, Nef nef) {}

    @Override
    protected Optional<T> read(C command, Nef nef) {
        return find(command, nef);
    }

    @Override
    protected Observation<Void> done(C command, Optional<T> there) {
        if (there.isEmpty()) {
            return Seen.gone();
        }
        return another(command, there.get()).<Observation<Void>>map(Seen::other).orElseGet(Observation::absent);
    }

    @Override
    protected void refuse(C command, Optional<T> there) {
        there.flatMap(found -> another(command, found)).ifPresent(conflict -> {
            throw conflict;
        });
    }

    @Override
    void check(C command, Optional<T> there, Nef nef) {
        there.ifPresent(found -> spare(command, found, nef));
    }

    @Override
    protected List<NefRequest> change(C command, Optional<T> there) {
        return List.of(delete(command));
    }

    @Override
    protected Optional<T> unseen(C command) {
        return Optional.empty();
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    Void send(C command, Optional<T> there, Nef nef) {
        nef.remove(delete(command));
        settle(command, nef);
        return null;
    }
}
