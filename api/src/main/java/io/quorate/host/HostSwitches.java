package io.quorate.host;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.host.command.CreateSwitch;
import io.quorate.host.command.CreateSwitchOver;
import io.quorate.host.command.ListSwitches;
import io.quorate.host.command.RemoveSwitch;
import io.quorate.host.command.RemoveSwitchOver;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host's virtual switches. Rights and common errors are those of {@link HostClient}; every method throws {@code UnsupportedException} where
 * Hyper-V is not installed. Immutable and thread-safe.
 */
public final class HostSwitches {
    private final Calls calls;
    private final String host;

    HostSwitches(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Lists them. Changes nothing. */
    public List<VirtualSwitch> list() {
        return calls.run(new ListSwitches(host));
    }

    /** Finds one by its name, ignoring case. Changes nothing. */
    public Optional<VirtualSwitch> find(String name) {
        return list().stream().filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
    }

    /**
     * Has a switch ({@code New-VMSwitch}). May be repeated; a lost answer is settled by reading back.
     *
     * @throws io.quorate.error.NotFoundException if there is no such adapter
     * @throws io.quorate.error.ConflictException if there is one of that name and another type, or another switch has the adapter
     * @throws io.quorate.error.RejectedException if the adapter has addresses, so that it may carry this connection: {@link
     *     #ensure(SwitchSpec, Consent)} takes it over. Nothing was changed then
     */
    public Ensured<VirtualSwitch> ensure(SwitchSpec wanted) {
        return calls.ensure(new CreateSwitch(host, wanted));
    }

    /**
     * Has an external switch on an adapter that may carry this connection: it breaks for some seconds while the addresses move. May be repeated;
     * a lost answer is settled by reading back.
     *
     * @param consent bound to host and adapter, {@code HV1/LAN}
     * @throws io.quorate.error.NotFoundException if there is no such adapter
     * @throws io.quorate.error.ConflictException if there is one of that name and another type, or another switch has the adapter
     * @throws io.quorate.error.RejectedException if the host gives up the only adapter by which anybody reaches it, so that this connection would
     *     be cut for good, consent or not. Nothing was changed then
     */
    public Ensured<VirtualSwitch> ensure(SwitchSpec wanted, @Nullable Consent consent) {
        return calls.give(Order.ensure(calls.endpoint(), new CreateSwitchOver(host, wanted))
                .with(consent));
    }

    /**
     * Has no switch of a name ({@code Remove-VMSwitch}): the host's own adapter on it goes, too, with its addresses. Already gone is fine. May be
     * repeated; a lost answer is settled by reading back.
     *
     * @throws io.quorate.error.ConflictException if virtual machines are connected to it; they are named
     * @throws io.quorate.error.RejectedException if management comes in by the host's adapter on it, or may do so. Nothing was changed then
     */
    public void remove(String name) {
        calls.run(new RemoveSwitch(host, name));
    }

    /**
     * The same where whether management comes in by the host's adapter on it cannot be told.
     *
     * @param consent bound to host and switch, {@code HV1/DMZ}
     * @throws io.quorate.error.ConflictException if virtual machines are connected to it; they are named
     * @throws io.quorate.error.RejectedException if all management comes in by the host's adapter on it, consent or not. Nothing was changed then
     */
    public void remove(String name, @Nullable Consent consent) {
        calls.run(new RemoveSwitchOver(host, name), consent);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}
