package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.NicsState.Nic;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The world outside, and the way to it and back: what is bound to an address reaches the machine that has it for its adapter, where that is
 * connected to the outside, runs and has a guest that answers.
 */
public final class Outside {
    private static final int EXTERNAL = 2;

    private final Estate estate;
    private final World world;

    Outside(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
    }

    public OutsideState state() {
        return world.find(OutsideState.KEY).orElse(OutsideState.NOTHING);
    }

    private void change(String what, UnaryOperator<OutsideState> change) {
        world.change(what, () -> world.put(OutsideState.KEY, change.apply(state())));
    }

    /** The provider binds an address to a MAC address. */
    public void bind(String address, String mac) {
        String digits = mac.replaceAll("[-:]", "").toUpperCase(Locale.ROOT);
        change(address + " is bound to " + digits, state -> state.bound(address, digits));
    }

    /** Whoever has the address forwards a port. */
    public void publish(String address, int port) {
        change(address + ":" + port + " is published", state -> state.publishing(address, port));
    }

    /** Somebody outside listens. */
    public void serve(String name, String address, int port) {
        change(name + " serves", state -> state.serving(name.toLowerCase(Locale.ROOT), address, port));
    }

    /** The hosts go out by a machine. */
    public void gateway(String machine) {
        change("the hosts go out by " + machine, state -> state.by(machine));
    }

    /** Tells whether something is published there, whether it is reached or not. */
    public boolean published(String address, int port) {
        return state().published().contains(address + ":" + port);
    }

    /** Tells whether what is published there is reached from outside. */
    public boolean reached(String address, int port) {
        return world.read(() -> {
            String mac = state().bindings().get(address);
            return published(address, port)
                    && mac != null
                    && estate.nics().holders(mac).stream().anyMatch(vm -> outward(vm, mac));
        });
    }

    private boolean outward(VmState vm, String mac) {
        return estate.power(vm.host()) == Power.UP
                && estate.guests().answers(vm)
                && estate.nics().of(vm).stream().anyMatch(nic -> nic.mac().equals(mac) && outward(vm, nic));
    }

    private boolean outward(VmState vm, Nic nic) {
        return nic.vlan().mode() == 0
                && estate.gear(vm.host()).switches().stream()
                        .anyMatch(one ->
                                one.type() == EXTERNAL && one.name().equalsIgnoreCase(String.valueOf(nic.network())));
    }

    /** Finds the address of a name outside, which is known wherever the way out is. An address is its own. */
    public Optional<String> resolve(String target) {
        if (target.matches("[0-9.]+") || target.indexOf(':') >= 0) {
            return Optional.of(target);
        }
        return Optional.ofNullable(state().names().get(target.toLowerCase(Locale.ROOT)));
    }

    /** Tells whether a host comes out. */
    public boolean wayOut(String host) {
        return world.read(() -> {
            String gateway = state().gateway();
            Map<String, String> bindings = state().bindings();
            return estate.power(host) == Power.UP
                    && (gateway.isEmpty()
                            || estate.hypervisor().named(gateway).stream()
                                    .anyMatch(vm -> bindings.values().stream().anyMatch(mac -> outward(vm, mac))));
        });
    }

    /** Tells whether a host reaches somebody outside, or what is published. */
    public boolean reaches(String host, String address, int port) {
        boolean listens = state().servers().contains(address + ":" + port) || reached(address, port);
        return listens && wayOut(host);
    }
}
