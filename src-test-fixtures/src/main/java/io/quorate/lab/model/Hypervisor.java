package io.quorate.lab.model;

import io.quorate.lab.kernel.Index;
import io.quorate.lab.kernel.Tally;
import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The virtual machines of all hosts. Every operation that changes one is called inside a {@link World#change}, never waits, and says no by
 * a {@link Refusal}; what takes time goes on by itself.
 */
public final class Hypervisor {
    /** Where a host keeps virtual machines by default. */
    public static final String DEFAULT_PATH = "C:\\ProgramData\\Microsoft\\Windows\\Hyper-V";

    /** Where a host keeps virtual hard disks by default. */
    public static final String DEFAULT_DISKS = "C:\\Users\\Public\\Documents\\Hyper-V\\Virtual Hard Disks";

    private static final String VOLUMES = "c:\\clusterstorage\\";

    private final Estate estate;
    private final World world;
    private final Index<VmState> byHost;

    /** Those alone that occupy memory. */
    private final Index<VmState> live;

    private final Index<VmState> byName;
    private final Index<VmState> byGuid;
    private final Index<VmState> byGroup;

    /** Those alone whose host holds their disks open. */
    private final Index<VmState> writers;

    private final Tally<VmState> memory;

    /** How many have a name, as it is spelt. */
    private final Tally<VmState> called;

    Hypervisor(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
        this.byHost = world.index(VmState.class, v -> List.of(lower(v.host())));
        this.live = world.index(VmState.class, v -> v.live() ? List.of(lower(v.host())) : List.of());
        this.byName = world.index(VmState.class, v -> List.of(lower(v.name())));
        this.byGuid = world.index(VmState.class, v -> List.of(lower(v.guid())));
        this.byGroup = world.index(VmState.class, v -> {
            String group = v.group();
            return group == null ? List.of() : List.of(group);
        });
        this.writers = world.index(
                VmState.class,
                v -> v.handles()
                        ? Stream.concat(
                                        Stream.of("host " + v.host()),
                                        v.disks().stream().map(Hypervisor::disk))
                                .toList()
                        : List.of());
        this.called = world.tally(VmState.class, VmState::name, v -> 1);
        this.memory = world.tally(VmState.class, v -> lower(v.host()), v -> v.live() ? v.memory() : 0);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String disk(String path) {
        return "disk " + lower(path);
    }

    // reading

    /** Returns all virtual machines, in the order of creation. */
    public List<VmState> all() {
        return world.all(VmState.class);
    }

    /** Returns the virtual machines registered on a host. */
    public List<VmState> on(String host) {
        return byHost.of(lower(host));
    }

    /** Returns those on a host that occupy memory. */
    public List<VmState> live(String host) {
        return live.of(lower(host));
    }

    /** Returns the virtual machines of a name, ignoring case, wherever they are. */
    public List<VmState> named(String name) {
        return byName.of(lower(name));
    }

    /** Returns a machine and its replicas, by the GUID that they show, ignoring case. */
    public List<VmState> copies(String guid) {
        return byGuid.of(lower(guid));
    }

    /** Returns the machine of a cluster group. */
    List<VmState> inGroup(String group) {
        return byGroup.of(group);
    }

    /** Returns those whose host holds a disk of this path open. */
    List<VmState> writersOf(String path) {
        return writers.of(disk(path));
    }

    /** Returns those whose disks a host holds open. */
    List<VmState> writersOn(String host) {
        return writers.of("host " + host);
    }

    /** Finds a virtual machine by id, ignoring case. */
    public Optional<VmState> find(String id) {
        return world.find(VmState.key(id));
    }

    /** Finds the copy of a machine that a host has, by the GUID that it shows. */
    public Optional<VmState> find(String guid, String host) {
        return copies(guid).stream()
                .filter(v -> v.host().equalsIgnoreCase(host))
                .findFirst();
    }

    /** Returns the size of a machine's disks but some. */
    long bytes(VmState vm, List<String> without) {
        return vm.disks().stream()
                .filter(disk -> without.stream().noneMatch(disk::equalsIgnoreCase))
                .flatMap(disk -> world.find(VhdState.key(scope(vm.host(), disk), disk)).stream())
                .mapToLong(VhdState::size)
                .sum();
    }

    /** Makes the copy of a machine that a replica server receives, off. */
    VmState receive(VmState vm, String host, String storage) {
        return copy(vm, vm.guid() + "@" + host, vm.name(), host, storage, vm.network());
    }

    /** Makes a machine of a replica, off and connected to nothing. */
    VmState clone(VmState vm, String name) {
        long nth = called.of(name);
        String id = world.random().guid("vm/" + name + "/" + nth).toString();
        return copy(vm, id, name, vm.host(), vm.path() + "\\Test", null);
    }

    private VmState copy(VmState vm, String id, String name, String host, String storage, @Nullable String network) {
        List<String> disks = new ArrayList<>();
        for (String disk : vm.disks()) {
            String file = storage + "\\" + vm.guid() + "\\" + disk.substring(disk.lastIndexOf('\\') + 1);
            long size = world.find(VhdState.key(scope(vm.host(), disk), disk))
                    .map(VhdState::size)
                    .orElse(0L);
            VhdState made = new VhdState(scope(host, file), file, size);
            world.put(VhdState.key(made.scope(), made.path()), made);
            disks.add(file);
        }
        VmState copy = new VmState(
                id,
                name,
                host,
                VmState.State.OFF,
                vm.generation(),
                vm.version(),
                vm.processors(),
                vm.memory(),
                storage,
                disks,
                network,
                null,
                VmState.Heartbeat.NONE,
                false,
                null,
                VmState.NORMAL,
                world.time().now());
        world.put(copy.key(), copy);
        estate.nics().copy(vm, copy, network != null || vm.network() == null);
        return copy;
    }

    private VmState require(String id) {
        return find(id).orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, id));
    }

    /** Tells whether a path is on a cluster's shared volume. */
    public static boolean shared(String path) {
        return path.toLowerCase(Locale.ROOT).startsWith(VOLUMES);
    }

    /** Returns the memory of a host that no virtual machine occupies. */
    public long freeMemory(String host) {
        return estate.host(host).memory().bytes() - memory.of(lower(host));
    }

    /** Tells whether a virtual machine could run on a host: its files, its switch and its memory are there. */
    boolean canRun(VmState vm, String host) {
        boolean files =
                vm.host().equals(host) && !shared(vm.path()) || shared(vm.path()) && volumeReachable(host, vm.path());
        boolean switches = estate.nics().fit(vm, host);
        boolean memory = vm.live() && vm.host().equals(host) || freeMemory(host) >= vm.memory();
        return files && switches && memory;
    }

    private List<String> switches(String host) {
        return estate.gear(host).switches().stream().map(HostGear.Switch::name).toList();
    }

    private boolean volumeReachable(String host, String path) {
        String wanted = path.toLowerCase(Locale.ROOT) + "\\";
        return estate.clusterOf(host)
                .map(c -> c.volumes().stream()
                        .anyMatch(r -> wanted.startsWith(r.mountPoint().toLowerCase(Locale.ROOT) + "\\")
                                && c.storage().serves(r, host)))
                .orElse(false);
    }

    /** Tells whether a host reaches all files of a virtual machine that are on shared volumes. */
    boolean filesReachable(VmState vm) {
        return (!shared(vm.path()) || volumeReachable(vm.host(), vm.path()))
                && vm.disks().stream().allMatch(d -> !shared(d) || volumeReachable(vm.host(), d));
    }

    String scope(String host, String path) {
        return shared(path) ? estate.clusterOf(host).map(Cluster::name).orElse(host) : host;
    }

    // changing

    /** Makes a virtual machine, off. */
    public VmState create(String host, VmSpec spec) {
        String wanted = spec.network();
        String network = wanted == null
                ? null
                : switches(host).stream()
                        .filter(wanted::equalsIgnoreCase)
                        .findFirst()
                        .orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_PARAMETER, wanted));
        HyperVNames.requireName(spec.name());
        HyperVNames.requireMemory(spec.memory(), spec.name());
        if (spec.generation() < 1 || spec.generation() > 2) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, spec.name());
        }
        String path = spec.path();
        String folder = path == null
                ? estate.gear(host).hyperV().machines()
                : HyperVNames.folder(HyperVNames.path(path), spec.name());
        requireFolder(host, folder);
        List<String> disks = new ArrayList<>();
        for (String existing : spec.existingDisks()) {
            String disk = HyperVNames.path(existing);
            disks.add(disk);
            if (world.find(VhdState.key(scope(host, disk), disk)).isEmpty()) {
                throw new Refusal(Refusal.Reason.FILE_NOT_FOUND, disk);
            }
        }
        String newDisk = spec.newDisk();
        if (newDisk != null) {
            if (newDisk.indexOf('\\') < 0 && newDisk.indexOf('/') < 0) {
                newDisk = (spec.path() == null ? estate.gear(host).hyperV().disks() : folder + "\\Virtual Hard Disks")
                        + "\\" + newDisk;
            }
            newDisk = HyperVNames.path(newDisk);
            HyperVNames.requireDisk(newDisk, spec.newDiskSize());
            requireFolder(host, newDisk);
            VhdState file = new VhdState(scope(host, newDisk), newDisk, spec.newDiskSize());
            if (world.find(VhdState.key(file.scope(), file.path())).isPresent()) {
                throw new Refusal(Refusal.Reason.FILE_EXISTS, newDisk);
            }
            world.put(VhdState.key(file.scope(), file.path()), file);
            disks.add(newDisk);
        }
        long nth = called.of(spec.name());
        String id = world.random().guid("vm/" + spec.name() + "/" + nth).toString();
        VmState vm = new VmState(
                id,
                spec.name(),
                estate.host(host).name(),
                VmState.State.OFF,
                spec.generation(),
                estate.host(host).vmVersion(),
                spec.processors(),
                spec.memory(),
                folder,
                disks,
                network,
                null,
                VmState.Heartbeat.NONE,
                false,
                null,
                VmState.NORMAL,
                world.time().now());
        world.put(vm.key(), vm);
        return vm;
    }

    private void requireFolder(String host, String path) {
        String plain = path.startsWith("\\\\?\\") || path.startsWith("\\\\.\\") ? path.substring(4) : path;
        boolean local = plain.length() > 3 && plain.charAt(1) == ':' && plain.charAt(2) == '\\';
        if (shared(path) ? !volumeReachable(host, path) : !local) {
            throw new Refusal(Refusal.Reason.PATH_NOT_FOUND, path);
        }
    }

    /** Changes what may change while it is off; null leaves as is. */
    public VmState configure(String id, @Nullable String name, @Nullable Integer processors, @Nullable Long memory) {
        VmState vm = require(id);
        if ((processors != null || memory != null) && vm.state() != VmState.State.OFF) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        if (processors != null
                && (processors < 1 || processors > estate.host(vm.host()).cores())) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "ProcessorCount");
        }
        if (memory != null) {
            HyperVNames.requireMemory(memory, vm.name());
        }
        if (name != null) {
            HyperVNames.requireName(name);
        }
        return world.update(
                vm.key(),
                v -> v.configured(
                        name == null ? v.name() : name,
                        processors == null ? v.processors() : processors,
                        memory == null ? v.memory() : memory));
    }

    /** Starts a virtual machine that is off or saved. */
    public void start(String id) {
        VmState vm = require(id);
        if (vm.state() != VmState.State.OFF && vm.state() != VmState.State.SAVED) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        requireStart(vm);
        boolean saved = vm.state() == VmState.State.SAVED;
        estate.nics().started(vm, saved);
        world.put(vm.key(), vm.starting(world.time().now()));
        changed(id);
        Duration began = world.time().now();
        later(
                id,
                estate.timings().vmStart(),
                "started",
                v -> v.state() == VmState.State.STARTING && began.equals(v.startedAt()),
                v -> {
                    VmState running = v.with(VmState.State.RUNNING);
                    world.put(
                            v.key(),
                            saved ? running.withHeartbeat(VmState.Heartbeat.OK_APPLICATIONS_UNKNOWN) : running);
                    if (!saved) {
                        boot(v);
                    }
                });
    }

    /** Starts at once what the cluster brings up after a failure. */
    void startNow(String id) {
        VmState vm = require(id);
        requireStart(vm);
        estate.nics().started(vm, false);
        VmState running = vm.running(world.time().now());
        world.put(vm.key(), running);
        boot(running);
    }

    private void requireStart(VmState vm) {
        estate.replications().starting(vm);
        estate.nics().starting(vm);
        if (shared(vm.path()) && !volumeReachable(vm.host(), vm.path())) {
            throw new Refusal(Refusal.Reason.PATH_NOT_FOUND, vm.path());
        }
        if (freeMemory(vm.host()) < vm.memory()) {
            throw new Refusal(Refusal.Reason.NOT_ENOUGH_MEMORY, vm.name());
        }
        for (String disk : vm.disks()) {
            for (VmState other : writersOf(disk)) {
                if (!other.id().equals(vm.id()) && scope(other.host(), disk).equals(scope(vm.host(), disk))) {
                    throw new Refusal(Refusal.Reason.SHARING_VIOLATION, disk);
                }
            }
        }
    }

    private void boot(VmState started) {
        Duration began = started.startedAt();
        later(
                started.id(),
                estate.timings().guestBoot(),
                "guest booted",
                v -> v.state() == VmState.State.RUNNING
                        && began != null
                        && began.equals(v.startedAt())
                        && v.heartbeat() == VmState.Heartbeat.NO_CONTACT
                        && estate.guests().beats(v),
                v -> world.put(v.key(), v.withHeartbeat(VmState.Heartbeat.OK_APPLICATIONS_HEALTHY)));
    }

    /** What a guest answers has changed. */
    void guestChanged(String id) {
        VmState vm = require(id);
        if (vm.state() == VmState.State.RUNNING) {
            boolean beats = estate.guests().beats(vm);
            boolean beaten = vm.heartbeat() != VmState.Heartbeat.NO_CONTACT;
            if (beats && !beaten) {
                boot(vm);
            } else if (!beats && beaten) {
                world.put(vm.key(), vm.withHeartbeat(VmState.Heartbeat.NO_CONTACT));
                changed(id);
            }
        }
    }

    /** Asks the guest to shut down; needs a guest that answers. */
    public void shutDown(String id) {
        VmState vm = require(id);
        boolean answers = vm.heartbeat() == VmState.Heartbeat.OK_APPLICATIONS_HEALTHY
                || vm.heartbeat() == VmState.Heartbeat.OK_APPLICATIONS_UNKNOWN;
        if (vm.state() != VmState.State.RUNNING || !answers) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        requireStill(vm);
        world.put(vm.key(), vm.with(VmState.State.STOPPING));
        changed(id);
        later(
                id,
                estate.timings().guestShutdown(),
                "shut down",
                v -> v.state() == VmState.State.STOPPING,
                v -> world.put(v.key(), v.off()));
    }

    /** Cuts a virtual machine's power. */
    public void turnOff(String id) {
        VmState vm = require(id);
        if (!vm.live()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        requireStill(vm);
        world.put(vm.key(), vm.off());
        changed(id);
    }

    /** Saves a virtual machine's memory and stops it. */
    public void save(String id) {
        VmState vm = require(id);
        if (vm.state() != VmState.State.RUNNING && vm.state() != VmState.State.PAUSED) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
        requireStill(vm);
        world.put(vm.key(), vm.with(VmState.State.SAVING));
        changed(id);
        later(
                id,
                estate.timings().save(),
                "saved",
                v -> v.state() == VmState.State.SAVING,
                v -> world.put(v.key(), v.saved()));
    }

    private void requireStill(VmState vm) {
        String group = vm.group();
        if (group != null
                && estate.clusterOf(vm.host()).flatMap(c -> c.migration(group)).isPresent()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, vm.name());
        }
    }

    private void later(String id, Duration after, String what, Predicate<VmState> still, Consumer<VmState> then) {
        world.schedule(
                after,
                VmState.key(id).path(),
                what,
                () -> find(id).filter(still).ifPresent(v -> {
                    then.accept(v);
                    changed(id);
                }));
    }

    private void changed(String id) {
        VmState vm = require(id);
        estate.clusterOf(vm.host()).ifPresent(c -> c.groupOperations().vmChanged(vm));
    }

    /** The host's memory is gone; nobody is told. */
    void powerLost(String host) {
        live(host).forEach(vm -> world.put(vm.key(), vm.off()));
    }
}
