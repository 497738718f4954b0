package io.quorate.lab;

import io.quorate.Shown;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.GuestState;
import io.quorate.lab.model.NicsState.Nic;
import io.quorate.lab.model.VmState;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The guest of a virtual machine, for a test to plant what it has. Found by the machine's name, wherever that is. Thread-safe. */
public final class LabGuest {
    private final Estate estate;
    private final String machine;

    LabGuest(Estate estate, String machine) {
        this.estate = Objects.requireNonNull(estate, "estate");
        this.machine = Objects.requireNonNull(machine, "machine");
    }

    private VmState machine() {
        return estate.hypervisor().all().stream()
                .filter(vm -> vm.name().equalsIgnoreCase(machine))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such virtual machine: " + machine));
    }

    private void change(String what, UnaryOperator<GuestState> change) {
        estate.world()
                .change(
                        "the guest of " + machine + " " + what,
                        () -> estate.guests().change(machine(), change));
    }

    /** Gives it integration services, or takes them away; a guest without them answers nothing. */
    public void services(boolean present) {
        change(present ? "has integration services" : "has none", guest -> guest.with(present, guest.outdated()));
    }

    /** Has its integration services speak another version than the host, or the host's. */
    public void outdated(boolean old) {
        change(old ? "has old integration services" : "has current ones", guest -> guest.with(guest.services(), old));
    }

    /** Has the host offer a service by its GUID, or not. */
    public void offered(String service, boolean offered) {
        change("is offered another service", guest -> guest.offering(service, offered));
    }

    /** Has only these nodes be possible owners of its machine's resources in its cluster. */
    public void owners(String... hosts) {
        String id = machine().id();
        estate.world()
                .change(
                        machine + " has other possible owners",
                        () -> estate.clusters()
                                .forEach(cluster -> cluster.resources().stream()
                                        .filter(one -> id.equalsIgnoreCase(one.vm()))
                                        .forEach(one -> cluster.owners(one, List.of(hosts)))));
    }

    /** Adds an adapter of a name, which others may have, too, behind everybody's back; empty is the name of the first one. */
    public void plug(String name) {
        estate.world()
                .change(
                        machine + " gets an adapter",
                        () -> estate.nics().add(machine().id(), name, null, null));
    }

    /**
     * Sets the addresses of the adapter of a name.
     *
     * @throws IllegalArgumentException if the machine has no such adapter
     */
    public void addresses(String adapter, List<String> addresses) {
        String id = id(adapter);
        change("has addresses", guest -> guest.with(id, addresses));
    }

    /**
     * Sets whom the adapter of a name asks for names.
     *
     * @throws IllegalArgumentException if the machine has no such adapter
     */
    public void dnsServers(String adapter, List<String> servers) {
        String id = id(adapter);
        change("asks other DNS servers", guest -> guest.asking(id, servers));
    }

    private String id(String adapter) {
        return estate.nics().of(machine()).stream()
                .filter(nic -> nic.name().equalsIgnoreCase(adapter))
                .map(Nic::id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(machine + " has no adapter " + adapter));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("machine", machine).toString();
    }
}
