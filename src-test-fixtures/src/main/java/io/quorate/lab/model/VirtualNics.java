package io.quorate.lab.model;

import io.quorate.lab.kernel.Index;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.NicsState.Nic;
import io.quorate.lab.model.NicsState.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The network adapters of all virtual machines. What changes one is called inside a {@link World#change}, never waits, and says no by a
 * {@link Refusal}.
 */
public final class VirtualNics {
    private static final int TRUNK = 2;
    private static final int MOST_ADAPTERS = 8;
    private static final int MOST_VLAN = 4094;

    private final Estate estate;
    private final World world;
    private final Index<NicsState> byAddress;

    VirtualNics(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
        this.byAddress = world.index(
                NicsState.class, n -> n.nics().stream().map(Nic::mac).toList());
    }

    /** Returns the machines that have an adapter of an address, wherever they are. */
    List<VmState> holders(String mac) {
        return byAddress.of(mac).stream()
                .flatMap(n -> estate.hypervisor().find(n.vm()).stream())
                .toList();
    }

    // reading

    /** Returns the adapters of a machine. One that nobody has changed has the one that it was made with. */
    public List<Nic> of(VmState vm) {
        return world.find(NicsState.key(vm.id())).map(NicsState::nics).orElseGet(() -> List.of(first(vm)));
    }

    private Nic first(VmState vm) {
        return new Nic(id(vm, 0), "", vm.network(), "", true, Vlan.NONE);
    }

    private String id(VmState vm, int number) {
        return world.random()
                .guid("vm/" + vm.guid() + "/adapter/" + number)
                .toString()
                .toUpperCase(Locale.ROOT);
    }

    /** Tells whether an adapter is on a switch that its machine's host has. */
    public boolean connected(VmState vm, Nic nic) {
        String network = nic.network();
        return network != null && has(vm.host(), network);
    }

    /** Tells whether a host has all switches that a machine's adapters are to be on. */
    boolean fit(VmState vm, String host) {
        return of(vm).stream().allMatch(nic -> {
            String network = nic.network();
            return network == null || has(host, network);
        });
    }

    private boolean has(String host, String network) {
        return find(host, network).isPresent();
    }

    private Optional<String> find(String host, String network) {
        return estate.gear(host).switches().stream()
                .map(HostGear.Switch::name)
                .filter(network::equalsIgnoreCase)
                .findFirst();
    }

    /** Returns the range a host chooses from; one that nobody has set has the last two octets of the host's address in it. */
    public MacRange range(String host) {
        return world.find(MacRange.key(host)).orElseGet(() -> {
            int number = estate.hosts().stream().map(HostSpec::name).toList().indexOf(host);
            String prefix = String.format(Locale.ROOT, "00155D01%02X", 11 + number);
            return new MacRange(host, prefix + "00", prefix + "FF");
        });
    }

    /** Sets the range a host chooses from. */
    public void range(MacRange range) {
        world.put(MacRange.key(range.host()), range);
    }

    // changing

    private void put(VmState vm, List<Nic> nics) {
        world.put(NicsState.key(vm.id()), new NicsState(vm.id(), nics));
    }

    private VmState now(String vm) {
        return estate.hypervisor().find(vm).orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, vm));
    }

    /** A machine of the first generation has to be off; one of the second takes adapters while it runs. */
    private static void requirePluggable(VmState vm) {
        boolean still = vm.state() == VmState.State.OFF;
        if (!still && (vm.generation() == 1 || vm.state() != VmState.State.RUNNING)) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
    }

    /** Adds an adapter; a null address is a dynamic one. */
    public Nic add(String machine, String name, @Nullable String network, @Nullable String mac) {
        VmState vm = now(machine);
        requirePluggable(vm);
        List<Nic> all = new ArrayList<>(of(vm));
        if (all.size() >= MOST_ADAPTERS) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, vm.name());
        }
        String on = network == null ? null : require(vm, network);
        int number = all.size();
        while (isTaken(all, id(vm, number))) {
            number++;
        }
        boolean live = vm.state() == VmState.State.RUNNING;
        Nic made = new Nic(id(vm, number), name, on, mac == null ? "" : address(mac), mac == null, Vlan.NONE);
        all.add(made);
        put(vm, all);
        if (live) {
            started(vm, false);
        }
        return made;
    }

    private static boolean isTaken(List<Nic> all, String id) {
        return all.stream().anyMatch(one -> one.id().equals(id));
    }

    private String require(VmState vm, String network) {
        return find(vm.host(), network).orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_PARAMETER, network));
    }

    private static String address(String given) {
        String digits = given.replaceAll("[-:]", "").toUpperCase(Locale.ROOT);
        if (!digits.matches("[0-9A-F]{12}") || (Integer.parseInt(digits.substring(0, 2), 16) & 1) != 0) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, given);
        }
        return digits;
    }

    private void change(VmState vm, String id, UnaryOperator<Nic> change) {
        List<Nic> all = new ArrayList<>();
        for (Nic one : of(vm)) {
            all.add(one.id().equals(id) ? change.apply(one) : one);
        }
        put(vm, all);
    }

    /** Connects an adapter, or takes it off its switch. */
    public void connect(String machine, String id, @Nullable String network) {
        VmState vm = now(machine);
        String on = network == null ? null : require(vm, network);
        change(vm, id, one -> one.on(on));
    }

    /** Sets the virtual LANs of an adapter. */
    public void vlan(String machine, String id, Vlan vlan) {
        VmState vm = now(machine);
        boolean odd = vlan.mode() == 1 && (vlan.access() < 1 || vlan.access() > MOST_VLAN)
                || vlan.mode() == TRUNK && (vlan.allowed().isEmpty() || vlan.untagged() > MOST_VLAN);
        if (odd) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "VlanId");
        }
        change(vm, id, one -> one.with(vlan));
    }

    /** Sets the address of an adapter whose machine is off; null has Windows choose. */
    public void mac(String machine, String id, @Nullable String mac) {
        VmState vm = now(machine);
        if (vm.state() != VmState.State.OFF) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        String digits = mac == null ? null : address(mac);
        change(vm, id, one -> digits == null ? one.with(one.mac(), true) : one.with(digits, false));
    }

    /** Removes an adapter. */
    public void remove(String machine, String id) {
        VmState vm = now(machine);
        requirePluggable(vm);
        List<Nic> left = of(vm).stream().filter(one -> !one.id().equals(id)).toList();
        put(vm, left);
    }

    /** Gives a copy of a machine its adapters, connected as they were or to nothing. */
    void copy(VmState from, VmState to, boolean connected) {
        if (world.find(NicsState.key(from.id())).isPresent()) {
            put(to, of(from).stream().map(one -> connected ? one : one.on(null)).toList());
        }
    }

    // addresses

    /** Refuses to start a machine whose fixed address another one has that runs on the same host. */
    void starting(VmState vm) {
        for (Nic nic : of(vm)) {
            if (!nic.dynamic() && isUsed(vm, nic.mac())) {
                throw new Refusal(Refusal.Reason.INVALID_ADDRESS, vm.name());
            }
        }
    }

    private boolean isUsed(VmState vm, String mac) {
        return beside(vm, mac).anyMatch(VmState::live);
    }

    /** Returns the other machines on its host that have an address. */
    private Stream<VmState> beside(VmState vm, String mac) {
        return holders(mac).stream()
                .filter(other -> !other.id().equals(vm.id()) && other.host().equalsIgnoreCase(vm.host()));
    }

    /**
     * Chooses the dynamic addresses of a machine that starts: one that is none yet, outside the host's range or used by another machine there.
     * One that goes on from its saved state keeps an address outside the range.
     */
    void started(VmState vm, boolean saved) {
        MacRange range = range(vm.host());
        List<Nic> all = new ArrayList<>();
        for (Nic nic : of(vm)) {
            boolean foreign = nic.mac().isEmpty() || !saved && !range.holds(nic.mac()) || isUsed(vm, nic.mac());
            all.add(nic.dynamic() && foreign ? nic.with(choose(vm, range, all), true) : nic);
        }
        if (!all.equals(of(vm))) {
            put(vm, all);
        }
    }

    private String choose(VmState vm, MacRange range, List<Nic> own) {
        String mac = range.least();
        while (mac != null) {
            String candidate = mac;
            boolean taken = own.stream().anyMatch(one -> one.mac().equals(candidate))
                    || beside(vm, candidate).findAny().isPresent();
            if (!taken) {
                return candidate;
            }
            mac = range.after(mac);
        }
        throw new Refusal(Refusal.Reason.INVALID_ADDRESS, vm.name());
    }
}
