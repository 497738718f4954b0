package io.quorate.vm;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.error.ConflictException;
import io.quorate.error.ErrorReport;
import io.quorate.error.NotFoundException;
import io.quorate.spi.Candidates;
import io.quorate.text.Shown;
import io.quorate.vm.command.AddVirtualAdapter;
import io.quorate.vm.command.ConnectVirtualAdapter;
import io.quorate.vm.command.DisconnectVirtualAdapter;
import io.quorate.vm.command.GetVirtualAdapters;
import io.quorate.vm.command.RemoveVirtualAdapter;
import io.quorate.vm.command.SetAdapterMac;
import io.quorate.vm.command.SetAdapterVlan;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The network adapters of one virtual machine, wherever it is.
 *
 * <p>An adapter is addressed by its id: names are shared and translated. What is changed may be changed while the machine runs, but for the
 * address, which takes a machine that is off, and for a machine of generation 1, which gets and loses adapters only while it is off; Windows
 * refuses both otherwise, as {@link io.quorate.error.RejectedException}. Every change may be repeated, and changes nothing where it is so
 * already. Rights and common errors are those of {@link VirtualMachineClient}; an adapter that is not there is a {@link NotFoundException}.
 *
 * {@snippet file="io/quorate/samples/RouterMachine.java" region="adapters"}
 *
 * <p>Immutable and thread-safe; navigation does no I/O.
 */
public final class VirtualAdapters {
    private static final Duration TURN = Duration.ofMinutes(10);

    private final Calls calls;
    private final UUID machine;

    VirtualAdapters(Calls calls, UUID machine) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.machine = Objects.requireNonNull(machine, "machine");
    }

    /** Lists them, in the order Windows has them. Changes nothing. */
    public List<VirtualAdapter> list() {
        return calls.run(new GetVirtualAdapters(machine));
    }

    /** Finds one by its id. Changes nothing. */
    public Optional<VirtualAdapter> find(String adapter) {
        return list().stream().filter(one -> one.hasId(adapter)).findFirst();
    }

    /** Finds those of a name, ignoring case. Changes nothing. */
    public List<VirtualAdapter> named(String name) {
        return list().stream().filter(one -> one.name().equalsIgnoreCase(name)).toList();
    }

    /**
     * Reads one by its id. Changes nothing.
     *
     * @throws NotFoundException if the machine has none of that id
     */
    public VirtualAdapter get(String adapter) {
        List<VirtualAdapter> all = list();
        return all.stream()
                .filter(one -> one.hasId(adapter))
                .findFirst()
                .orElseThrow(() -> new NotFoundException(
                        report(
                                "vm.adapter.get",
                                adapter,
                                "the machine has no such network adapter",
                                Candidates.among(
                                        "adapters go by their ids; it has",
                                        adapter,
                                        all.stream()
                                                .map(one -> one.name() + " (" + one.id() + ")")
                                                .toList())),
                        null));
    }

    /**
     * Has an adapter of a name as it should be: adds it if the machine has none of that name, and sets what differs. What is not said stays as
     * it is. The order is: added with its address, connected, its address, its virtual LANs.
     *
     * @param name its name; the name that Windows gives a machine's first adapter is translated
     * @throws ConflictException if several adapters have the name, or another machine or host has the address, as far as the hosts that answer
     *     tell ({@link VirtualMachineClient#whoHas}); the message names it, and nothing was changed
     * @throws io.quorate.error.RejectedException if Windows refuses: the switch is not there, the machine runs
     */
    public Ensured<VirtualAdapter> ensure(String name, Consumer<AdapterSpec> spec) {
        AdapterSpec wanted = new AdapterSpec();
        spec.accept(wanted);
        String whose = "(" + machine + ") " + name;
        return calls.inTurn("network adapter of virtual machine", whose, TURN, () -> ensure(name, wanted));
    }

    private Ensured<VirtualAdapter> ensure(String name, AdapterSpec wanted) {
        List<VirtualAdapter> there = named(name);
        if (there.size() > 1) {
            throw new ConflictException(
                    report(
                            "vm.adapter.ensure",
                            name,
                            "several adapters have the name: "
                                    + there.stream().map(VirtualAdapter::id).collect(Collectors.joining(", ")),
                            "address it by its id"),
                    null);
        }
        String to = wanted.virtualSwitch();
        VirtualAdapter now = there.isEmpty() ? null : there.get(0);
        boolean changed = false;
        if (now == null) {
            refuseTaken(wanted.mac(), null, name);
            Ensured<VirtualAdapter> added = calls.ensure(
                    new AddVirtualAdapter(machine, name, to == null || to.isEmpty() ? null : to, wanted.mac()));
            now = added.value();
            changed = added.changed();
        }
        if (to != null && !now.isOn(to)) {
            Ensured<VirtualAdapter> moved = to.isEmpty() ? disconnect(now.id()) : connect(now.id(), to);
            now = moved.value();
            changed |= moved.changed();
        }
        if (wanted.saysMac() && !now.hasMac(wanted.mac())) {
            Ensured<VirtualAdapter> addressed = setMac(now.id(), wanted.mac());
            now = addressed.value();
            changed |= addressed.changed();
        }
        AdapterVlan vlan = wanted.vlan();
        if (vlan != null && !now.vlan().equals(vlan)) {
            Ensured<VirtualAdapter> tagged = setVlan(now.id(), vlan);
            now = tagged.value();
            changed |= tagged.changed();
        }
        return new Ensured<>(now, changed);
    }

    /**
     * Refuses an address that somebody else has, as far as the hosts that answer tell.
     *
     * @param adapter the id of the adapter that is to have it; null for a new one
     * @param name the name of a new one: somebody else may have made it meanwhile
     */
    private void refuseTaken(@Nullable MacAddress mac, @Nullable String adapter, @Nullable String name) {
        if (mac == null) {
            return;
        }
        List<MacHolder> others = new VirtualMachineClient(calls)
                .whoHas(mac).holders().stream()
                        .filter(one -> !isOwn(one, adapter, name))
                        .toList();
        if (!others.isEmpty()) {
            throw new ConflictException(
                    report(
                            "vm.adapter.set-mac",
                            adapter == null ? "a new adapter" : adapter,
                            mac + " belongs to "
                                    + others.stream().map(MacHolder::toString).collect(Collectors.joining(", ")),
                            "two adapters with one address answer for each other: choose another one"),
                    null);
        }
    }

    /** The adapter itself has it already, and so has the machine's copy at a replica server. */
    private boolean isOwn(MacHolder one, @Nullable String adapter, @Nullable String name) {
        return machine.equals(one.machine())
                && (one.adapterId().equalsIgnoreCase(adapter) || one.adapter().equalsIgnoreCase(name));
    }

    /**
     * Connects an adapter to a switch of the machine's host, by its name. What went over the switch before ends.
     *
     * @throws io.quorate.error.RejectedException if the host has no such switch
     */
    public Ensured<VirtualAdapter> connect(String adapter, String virtualSwitch) {
        return calls.ensure(new ConnectVirtualAdapter(machine, adapter, virtualSwitch));
    }

    /** Takes an adapter off its switch: what goes over it ends. */
    public Ensured<VirtualAdapter> disconnect(String adapter) {
        return calls.ensure(new DisconnectVirtualAdapter(machine, adapter));
    }

    /** Sets the virtual LANs of an adapter. What went over the ones before ends. */
    public Ensured<VirtualAdapter> setVlan(String adapter, AdapterVlan vlan) {
        return calls.ensure(new SetAdapterVlan(machine, adapter, vlan));
    }

    /**
     * Gives an adapter an address for good, which goes with the machine wherever it moves, or lets Windows choose one again. The machine has to
     * be off.
     *
     * @param mac the address; null lets Windows choose
     * @throws ConflictException if another machine or host has the address, as far as the hosts that answer tell; the message names it
     * @throws io.quorate.error.RejectedException if the machine is not off
     */
    public Ensured<VirtualAdapter> setMac(String adapter, @Nullable MacAddress mac) {
        refuseTaken(mac, adapter, null);
        return calls.ensure(new SetAdapterMac(machine, adapter, mac));
    }

    /**
     * Removes an adapter, with its address and all that is set on it; one that is not there is no failure. May be repeated.
     *
     * @param consent bound to the adapter's id; without it nothing is sent
     * @return the adapters that are left
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another adapter
     * @throws io.quorate.error.RejectedException if the machine is of generation 1 and runs
     */
    public List<VirtualAdapter> remove(String adapter, @Nullable Consent consent) {
        return calls.run(new RemoveVirtualAdapter(machine, adapter), consent);
    }

    private ErrorReport report(String operation, String what, String said, @Nullable String hint) {
        return new ErrorReport(
                operation,
                "network adapter " + what + " of virtual machine " + machine,
                null,
                null,
                calls.endpoint(),
                1,
                Duration.ZERO,
                said,
                null,
                hint,
                null);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("machine", machine)
                .toString();
    }
}
