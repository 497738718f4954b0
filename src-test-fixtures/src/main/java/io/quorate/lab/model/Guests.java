package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the guests of all virtual machines have, and what their hosts offer them. Changes are made inside a {@link World#change}. */
public final class Guests {
    private final Estate estate;
    private final World world;

    Guests(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
    }

    /** Returns a machine's guest; one that nobody has changed has all it needs. */
    public GuestState of(VmState vm) {
        return world.find(GuestState.key(vm.id())).orElseGet(() -> GuestState.fresh(vm.id()));
    }

    /** Changes a guest; one that answers from now on, or no longer, does so at once. */
    public void change(VmState vm, UnaryOperator<GuestState> change) {
        world.put(GuestState.key(vm.id()), change.apply(of(vm)));
        estate.hypervisor().guestChanged(vm.id());
    }

    /** Tells whether a guest that runs says that it lives. */
    boolean beats(VmState vm) {
        GuestState guest = of(vm);
        return guest.services() && guest.offered(GuestState.HEARTBEAT);
    }

    /** Tells whether a guest answers to its host just now. */
    public boolean answers(VmState vm) {
        return vm.state() == VmState.State.RUNNING
                && of(vm).services()
                && vm.heartbeat() != VmState.Heartbeat.LOST_COMMUNICATION
                && booted(vm);
    }

    private boolean booted(VmState vm) {
        java.time.Duration started = vm.startedAt();
        return started != null
                && (vm.heartbeat() == VmState.Heartbeat.OK_APPLICATIONS_HEALTHY
                        || vm.heartbeat() == VmState.Heartbeat.OK_APPLICATIONS_UNKNOWN
                        || !of(vm).offered(GuestState.HEARTBEAT)
                                && world.time()
                                                .now()
                                                .minus(started)
                                                .compareTo(estate.timings().guestBoot())
                                        >= 0);
    }

    /** Returns whom a guest tells that an adapter asks for names. */
    public List<String> names(VmState vm, String adapter) {
        GuestState guest = of(vm);
        return answers(vm) && guest.offered(GuestState.KEY_VALUE_PAIRS)
                ? guest.names().getOrDefault(adapter, List.of())
                : List.of();
    }

    /** Returns the addresses that a guest tells of an adapter. */
    public List<String> addresses(VmState vm, String adapter) {
        GuestState guest = of(vm);
        return answers(vm) && guest.offered(GuestState.KEY_VALUE_PAIRS)
                ? guest.addresses().getOrDefault(adapter, List.of())
                : List.of();
    }
}
