package io.quorate.storage;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.spi.Find;
import io.quorate.storage.command.GetInitiator;
import io.quorate.storage.command.SetChap;
import java.util.Objects;
import java.util.Optional;

/**
 * The initiators that the appliance knows by name. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class RemoteInitiators {
    private final Calls calls;

    RemoteInitiators(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Reads one; empty if the appliance does not know it. Changes nothing. */
    public Optional<RemoteInitiator> find(Iqn name) {
        return calls.run(new Find<>(new GetInitiator(name)));
    }

    /**
     * Sets the CHAP name and secret an initiator logs in with; makes the initiator known if it is not. Who is logged in stays so. The
     * secret is sent each time, because the one that is set cannot be read. May be repeated.
     *
     * @return it as read back
     */
    public RemoteInitiator setChap(Iqn name, ChapLogin login) {
        return calls.run(new SetChap(name, login, true));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
