package io.quorate.vm;

import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Gathered;
import io.quorate.call.Task;
import io.quorate.call.Waiter;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.BusyException;
import io.quorate.error.ConflictException;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.text.Shown;
import io.quorate.vm.command.BeginMigrateLive;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.CreateVirtualMachine;
import io.quorate.vm.command.GetGuestNetworks;
import io.quorate.vm.command.GetMacRange;
import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.vm.command.ListPossibleOwners;
import io.quorate.vm.command.ListVirtualAdapters;
import io.quorate.vm.command.ListVirtualDisks;
import io.quorate.vm.command.ListVirtualMachines;
import io.quorate.vm.command.MigrateLive;
import io.quorate.vm.command.RenameVirtualMachine;
import io.quorate.vm.command.SaveVirtualMachine;
import io.quorate.vm.command.ShutDownVirtualMachine;
import io.quorate.vm.command.StartVirtualMachine;
import io.quorate.vm.command.TurnOffVirtualMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Hyper-V virtual machines on the hosts of an endpoint.
 *
 * <p>A virtual machine is addressed by its id, because names are not unique. Commands on one run on the host it is on, wherever the
 * cluster has moved it. They need the rights of a Hyper-V administrator there (or of a local administrator); what concerns the cluster
 * needs full control of the cluster, too.
 *
 * {@snippet file="io/quorate/samples/CreateMachine.java" region="create"}
 *
 * <p>A call takes two minutes at most unless its method says otherwise. Reading may always be repeated. Every method throws a
 * {@link io.quorate.error.QuorateException}: unreachable, untrusted, access denied, busy, deadline exceeded, bad reply; methods that
 * take an id throw {@link NotFoundException} after all hosts were asked and none has it; what else to expect stands with the method.
 * Immutable and thread-safe.
 */
public final class VirtualMachineClient {
    private final Calls calls;

    /** Made by {@code Quorate.vms(name)}. */
    public VirtualMachineClient(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists the virtual machines of one host. Changes nothing. */
    public List<VirtualMachine> list(String host) {
        return calls.run(new ListVirtualMachines(host));
    }

    /**
     * Lists the virtual machines of all hosts of the endpoint, each once, in the order of the hosts, which are asked side by side. Changes
     * nothing. Several hosts are asked twice, because a machine may move from host to host meanwhile. Of one that two hosts list the copy that runs counts, or the one whose
     * host the cluster says owns it. Fails if a host does not answer: a list with a hole in it would look like machines that are gone.
     */
    public List<VirtualMachine> list() {
        return Sightings.of(calls).all();
    }

    /**
     * Lists the virtual machines of those hosts of the endpoint that answer, like {@link #list()}, and names those that do not with their failures. A
     * machine that is missing may be on one of them. Changes nothing.
     */
    public Gathered<VirtualMachine> gather() {
        Sightings seen = Sightings.ofWhoAnswers(calls);
        return new Gathered<>(seen.all(), seen.failed());
    }

    /** Lists the hard disks of the machines of those hosts that answer, side by side, and names the others. Changes nothing. */
    public Gathered<VirtualDisk> gatherDisks() {
        return calls.gather(calls.hosts(), this::disks);
    }

    /** Lists the network adapters of the machines of those hosts that answer, side by side, and names the others. Changes nothing. */
    public Gathered<VirtualAdapter> gatherAdapters() {
        return calls.gather(calls.hosts(), this::adapters);
    }

    /**
     * Lists the virtual machines of one host as {@link #list(String)} does, one by one as the stream is read: for lists longer than memory. Nothing
     * is asked before it is read; then as much is fetched as comes together, a few hundred KiB, and the host waits with more until that has been
     * read. Close it, by try-with-resources, unless it is read to its end: until then it has a place at the host, and a runspace there.
     *
     * <p>Each wait for more takes two minutes at most; the time between is the caller's. Until the first machine has come it is repeated like any
     * other read; from then on nothing is, so that no machine comes out twice: what breaks in the middle ends the stream with an exception, and what it
     * gave out stays right. The stream belongs to one thread at a time; an interrupt ends the wait. Changes nothing.
     *
     * <pre>{@code
     * try (Stream<VirtualMachine> all = vms.stream("HV1")) {
     *     all.filter(VirtualMachine::isRunning).forEach(System.out::println);
     * }
     * }</pre>
     */
    public Stream<VirtualMachine> stream(String host) {
        return calls.stream(new ListVirtualMachines(host));
    }

    /** Lists the hard disks of all virtual machines of one host as {@link #disks(String)} does, one by one like {@link #stream}. */
    public Stream<VirtualDisk> streamDisks(String host) {
        return calls.stream(new ListVirtualDisks(host));
    }

    /** Lists the network adapters of all virtual machines of one host as {@link #adapters(String)} does, one by one like {@link #stream}. */
    public Stream<VirtualAdapter> streamAdapters(String host) {
        return calls.stream(new ListVirtualAdapters(host));
    }

    /** Lists the hard disks of all virtual machines of one host, with the files they are kept in. Changes nothing. */
    public List<VirtualDisk> disks(String host) {
        return calls.run(new ListVirtualDisks(host));
    }

    /** Lists the network adapters of all virtual machines of one host. Changes nothing. */
    public List<VirtualAdapter> adapters(String host) {
        return calls.run(new ListVirtualAdapters(host));
    }

    /** Leads to the network adapters of a virtual machine. */
    public VirtualAdapters adapters(UUID id) {
        return new VirtualAdapters(calls, id);
    }

    /** Leads to the integration services of a virtual machine. */
    public VmIntegrations integration(UUID id) {
        return new VmIntegrations(calls, id);
    }

    /**
     * Looks who has a MAC address: adapters of virtual machines and of the hosts themselves, at all hosts of the endpoint side by side. A host
     * that does not answer is part of the answer, for what it would tell is not known. Changes nothing.
     */
    public MacSearch whoHas(MacAddress mac) {
        return MacLook.at(calls).search(mac);
    }

    /**
     * Reads what the guest tells its host of its network adapters: addresses, gateways, and whom it asks for names, in order
     * ({@code Msvm_GuestNetworkAdapterConfiguration}). A guest that is off, boots, or has no integration services tells nothing: its lists are empty. Changes
     * nothing.
     *
     * <p>Setting them from the host takes {@code SetGuestNetworkAdapterConfiguration}, which is given a reference to the machine as an argument; a
     * structured command can only pipe such objects. So whoever is to change a guest's DNS servers does it in the guest: a Windows guest that
     * answers to WinRM is a machine as any other, {@link io.quorate.directory.DirectoryMachine#ensureDnsServers}.
     *
     * @throws NotFoundException after all hosts were asked and none has it
     */
    public List<GuestNetwork> guestNetworks(UUID id) {
        return calls.run(new GetGuestNetworks(id));
    }

    /** Reads the range that a host chooses dynamic MAC addresses from ({@code Get-VMHost}). Changes nothing. */
    public MacRange macRange(String host) {
        return calls.run(new GetMacRange(host));
    }

    /**
     * Lists the nodes that a clustered virtual machine may come to: the possible owners that all of its resources have in common
     * ({@code Get-ClusterOwnerNode}). The preferred owners of its group forbid no node. Changes nothing.
     *
     * @return the nodes' names, as the cluster has them
     * @throws NotFoundException if the cluster has no such machine
     */
    public List<String> possibleOwners(UUID id) {
        return calls.run(new ListPossibleOwners(id));
    }

    /**
     * Looks at a virtual machine before it moves: whether every node it may come to ({@link #possibleOwners}) has the switches of its adapters by
     * the same names, what its guest makes of the integration services, whether that asks a second DNS server, whether somebody else has its MAC addresses, whether those change with the
     * host, and whether a host may give one that was set to another machine. Where the possible owners cannot be told every node of its cluster
     * counts. What a silent host or a guest that boots would tell is a finding, too. Changes nothing; a few round trips for each host.
     *
     * {@snippet file="io/quorate/samples/RouterMachine.java" region="preflight"}
     *
     * @throws NotFoundException after all hosts were asked and none has it
     */
    public VmReport preflight(UUID id) {
        return new VmPreflight(calls, get(id)).report();
    }

    /**
     * Reads a virtual machine by id like {@link #get(UUID)}; empty if no host lists it at two looks and no cluster that can be asked has it. Changes nothing. A host
     * that cannot be asked does not hide a machine that another has; without one that has it, its failure is thrown.
     *
     * @throws BusyException if it moves from host to host, or several hosts list it and nothing tells which copy is the one
     */
    public Optional<VirtualMachine> find(UUID id) {
        try {
            return Optional.of(get(Objects.requireNonNull(id, "id")));
        } catch (NotFoundException absent) {
            return looked(id);
        }
    }

    /** Looks for it in all lists, twice. */
    private Optional<VirtualMachine> looked(UUID id) {
        long started = calls.runtime().nanos();
        List<VirtualMachine> found;
        try {
            found = Sightings.of(calls).of(id);
        } catch (QuorateException sick) {
            found = elsewhere(id, sick);
        }
        if (!found.isEmpty()) {
            return Optional.of(only("virtual machine " + id, started, found));
        }
        Optional<String> owner = Sightings.owner(calls, id);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        for (String host : calls.hosts()) {
            if (ClusterNode.sameHost(host, owner.get())) {
                Optional<VirtualMachine> there =
                        list(host).stream().filter(vm -> vm.id().equals(id)).findFirst();
                if (there.isPresent()) {
                    return there;
                }
            }
        }
        throw new BusyException(
                calls.report(
                        "vm.find",
                        "virtual machine " + id,
                        started,
                        "no host lists it, and the cluster says that " + owner.get() + " has it",
                        "it may be moving: look again; or a node is not among the endpoint's hosts"),
                null);
    }

    /** Asks the hosts besides the one that failed, each once; what none of them lists the one that failed may have. */
    private List<VirtualMachine> elsewhere(UUID id, QuorateException sick) {
        if (sick.host() == null || Thread.currentThread().isInterrupted()) {
            throw sick;
        }
        List<String> others =
                calls.hosts().stream().filter(host -> !host.equals(sick.host())).toList();
        List<Elsewhere> answers = calls.atEach(others, this::elsewhere);
        List<VirtualMachine> found = new ArrayList<>();
        for (Elsewhere answer : answers) {
            answer.listed.stream().filter(vm -> vm.id().equals(id)).forEach(found::add);
            if (answer.failure != null) {
                sick.addSuppressed(answer.failure);
            }
        }
        if (found.isEmpty()) {
            throw sick;
        }
        return found;
    }

    /** What one of the other hosts lists, or why it does not. */
    private record Elsewhere(
            List<VirtualMachine> listed, @Nullable QuorateException failure) {}

    private Elsewhere elsewhere(String host) {
        try {
            return new Elsewhere(list(host), null);
        } catch (QuorateException failure) {
            return new Elsewhere(List.of(), failure);
        }
    }

    /** Returns the machine unless several copies may be it. */
    VirtualMachine only(String target, long started, List<VirtualMachine> copies) {
        if (copies.size() > 1) {
            String who = copies.stream()
                    .map(vm -> vm.host() + " (" + vm.state() + ")")
                    .collect(Collectors.joining(", "));
            throw new BusyException(
                    calls.report(
                            "vm.find",
                            target,
                            started,
                            "it is listed on " + who + ", and nothing tells which is the one",
                            null),
                    null);
        }
        return copies.get(0);
    }

    /**
     * Reads a virtual machine by id on the host it is on; works while other hosts are dead. Changes nothing. The host where it was seen last is asked
     * first, and for this machine alone, which takes a few KB however many there are; then the others, side by side. Only where all say that they
     * have none, which a missing right would look like, too, their lists are read.
     *
     * @throws NotFoundException after all hosts were asked and none has it
     */
    public VirtualMachine get(UUID id) {
        return calls.run(new GetVirtualMachine(id));
    }

    /**
     * Reads the one virtual machine of a name, ignoring case, or of an id, on any host of the endpoint. Changes nothing. Every host has to answer:
     * another machine of the same name may be on a silent one. Each host picks those of the name out of its list, side by side, and tells a few KB
     * however many machines it has; whole lists are read for an id, and where no host has the name.
     *
     * @throws NotFoundException if no host lists it at two looks; the hint tells which machines there are
     * @throws ConflictException if several have the name; the message lists their ids
     * @throws BusyException if several hosts list it and nothing tells which copy is the one
     */
    public VirtualMachine get(String name) {
        return new MachineByName(calls, this).get(name);
    }

    /**
     * Reads the one virtual machine of a name, ignoring case, or of an id, on any host of the endpoint; empty if no host has it at two looks.
     * Otherwise like {@link #get(String)}.
     *
     * @throws ConflictException if several have the name; the message lists their ids
     */
    public Optional<VirtualMachine> find(String name) {
        return new MachineByName(calls, this).find(name);
    }

    /**
     * Waits until a virtual machine runs, wherever it is, and looks every second. A host that does not answer, and a machine that no host
     * lists at the moment, do not end the wait: that is what a failover looks like.
     *
     * @return the machine as it was seen running
     * @throws io.quorate.error.DeadlineExceededException if it does not run in time; tells what was seen last
     */
    public VirtualMachine awaitRunning(UUID id, Duration atMost) {
        return waiter("virtual machine " + id + " runs", id)
                .until(VirtualMachine::isRunning)
                .await(atMost);
    }

    /** Waits until a virtual machine's guest answers; otherwise like {@link #awaitRunning}. The guest needs a heartbeat service. */
    public VirtualMachine awaitHeartbeat(UUID id, Duration atMost) {
        return waiter("virtual machine " + id + " has a heartbeat", id)
                .until(vm -> vm.isRunning()
                        && vm.heartbeat() != null
                        && vm.heartbeat().isOk())
                .await(atMost);
    }

    private Waiter<VirtualMachine> waiter(String condition, UUID id) {
        return Waiter.of(calls.runtime(), condition, () -> get(id))
                .tolerating(e -> e instanceof UnreachableException
                        || e instanceof BusyException
                        || e instanceof NotFoundException)
                .describedBy(vm -> vm.state() + " on " + vm.host());
    }

    /**
     * Creates a virtual machine that is off: first with one processor, then sets processors and static memory. Takes seconds, ten
     * minutes at most. A lost answer is settled by reading back: name and path together are what it is recognised by, so no other
     * virtual machine of that host may have both. If the second step fails the machine is there and {@link #configure} repeats it.
     *
     * @param name its name
     * @param spec says what it should be like; host and path must be given
     * @return the machine as read back
     * @throws IllegalArgumentException if what is asked for contradicts itself
     * @throws ConflictException if the host has one of that name and path
     * @throws io.quorate.error.RejectedException if Windows refuses: a path, a switch or the disk space is not there
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public VirtualMachine create(String name, Consumer<VmSpec> spec) {
        VmSpec wanted = new VmSpec();
        spec.accept(wanted);
        CreateVirtualMachine command = wanted.build(name);
        VirtualMachine created = calls.run(command);
        return calls.run(new ConfigureVirtualMachine(created.id(), wanted.cores(), command.memory()));
    }

    /**
     * Sets the processors and the static memory of a virtual machine that is off. May be repeated. Returns it as read back.
     *
     * @throws io.quorate.error.RejectedException if it is not off
     */
    public VirtualMachine configure(UUID id, int cores, Size memory) {
        return calls.run(new ConfigureVirtualMachine(id, cores, memory));
    }

    /**
     * Gives a virtual machine another name, whatever its state; one that has it, case included, is left alone. Names are not unique: other
     * machines may have it, too. The machine's group in a cluster keeps the name it has, and so do its folder and its disks. Takes seconds. May
     * be repeated. Returns it as read back.
     *
     * @param name its name from then on
     * @throws IllegalArgumentException if the name is blank
     * @throws io.quorate.error.RejectedException if Windows refuses the name
     */
    public VirtualMachine rename(UUID id, String name) {
        return calls.run(new RenameVirtualMachine(id, name));
    }

    /**
     * Starts a virtual machine, or resumes a saved one; one that runs is left alone. Takes seconds; the guest boots afterwards, see
     * {@link #awaitHeartbeat}. May be repeated. Returns it as read back.
     *
     * @throws io.quorate.error.RejectedException if the host cannot run it, for want of memory for example
     */
    public VirtualMachine start(UUID id) {
        return calls.run(new StartVirtualMachine(id));
    }

    /**
     * Asks the guest to shut down and waits until it has, at most 15 minutes. May be repeated. Never turns the machine off: where the
     * guest offers no shutdown service this fails. Returns the machine as read back.
     *
     * @throws io.quorate.error.RejectedException if the guest cannot be asked or refuses
     */
    public VirtualMachine shutDown(UUID id) {
        return calls.run(new ShutDownVirtualMachine(id));
    }

    /**
     * Writes the memory to disk and stops the machine; one that is saved is left alone. Takes as long as writing the memory, 15 minutes
     * at most. May be repeated. Returns it as read back.
     */
    public VirtualMachine save(UUID id) {
        return calls.run(new SaveVirtualMachine(id));
    }

    /**
     * Turns a virtual machine off as by pulling its plug: what its guest had not written is lost. Takes seconds, five
     * minutes at most. Not repeated when the answer is lost.
     *
     * @param consent bound to the machine's id; without it nothing is sent
     * @return the machine as read back
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another machine
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost
     */
    public VirtualMachine turnOff(UUID id, @Nullable Consent consent) {
        return calls.run(new TurnOffVirtualMachine(id), consent);
    }

    /**
     * Hands a virtual machine to the cluster of the host it is on, which keeps it alive from then on. Its files must lie on shared storage, else no
     * other node can start it: as Windows does, this makes the role all the same and warns, by {@link io.quorate.call.CallListener#noticed} and as
     * {@link VmCheck#STORAGE} of {@link #preflight}; {@link #ensureHighlyAvailable} refuses. Takes seconds, five minutes at most. Tried as it is and on access denied on a {@linkplain io.quorate.SecondHop way to the second hop}. A lost answer
     * is settled by reading back.
     *
     * @return the machine's group
     * @throws ConflictException if the machine is clustered already
     */
    public ClusterGroup makeHighlyAvailable(UUID id) {
        return new HighAvailability(calls).make(id, this::get);
    }

    /**
     * Has a virtual machine be highly available: {@link #makeHighlyAvailable hands} it to the cluster, unless it is there already. Refuses one whose
     * files surely are its host's alone, on a drive and on no shared volume, while the host surely has no cluster disk, for it would not fail over; where its
     * files cannot be told nothing is sent either. May be repeated.
     *
     * @return the machine's group, and whether it had to be made
     * @throws io.quorate.error.RejectedException if its files are on its host alone; the message names them, and nothing was sent
     * @throws NotFoundException after all hosts were asked and none has it
     */
    public Ensured<ClusterGroup> ensureHighlyAvailable(UUID id) {
        return new HighAvailability(calls).ensure(get(id));
    }

    /** Migrates live within ten minutes; see {@link #migrateLive(UUID, String, Duration)}. */
    public ClusterGroup migrateLive(UUID id, String node) {
        return migrateLive(id, node, Duration.ofMinutes(10));
    }

    /**
     * Moves a running, clustered virtual machine to another node without stopping it, and waits until it is there. May be repeated; one
     * that is there is left alone. Success is what the cluster says afterwards: the group is on that node and at rest. One that is off is
     * moved, too, and is off there: its group is then offline. Tried as it is and on access denied on a
     * {@linkplain io.quorate.SecondHop way to the second hop}.
     *
     * @param node where to, by the cluster's name for the node
     * @param atMost how long to wait until it is there; the whole call may take two minutes longer
     * @return the machine's group as read back
     * @throws NotFoundException if the machine is not clustered, or the cluster has no such node
     * @throws io.quorate.error.RejectedException if it is not there in the end
     */
    public ClusterGroup migrateLive(UUID id, String node, Duration atMost) {
        return calls.run(new MigrateLive(id, node, atMost));
    }

    /**
     * Begins to move a running, clustered virtual machine to another node without stopping it, and returns at once; the task tells how it
     * goes on. Takes seconds, two minutes at most; the migration itself takes as long as copying the memory. May be repeated: a machine
     * that is there is left alone, and while another move of it is under way this throws {@link BusyException}. Tried as it is and on
     * access denied on a {@linkplain io.quorate.SecondHop way to the second hop}.
     *
     * <p>The task is judged as {@link #migrateLive(UUID, String, Duration)} judges: on that node and at rest it is done; at rest elsewhere
     * it has failed, with a {@link io.quorate.error.RejectedException} that says where. Windows tells no percentage here. Cancelling it
     * cancels whichever live migration of the machine is under way, unless it has come too far, and needs the same rights. A migration
     * that was cancelled or failed leaves the machine running where it was. The task does not tell a migration from a failover to the same
     * node.
     *
     * {@snippet file="io/quorate/samples/MigrateMachine.java" region="migrate"}
     *
     * @param node where to, by the cluster's name for the node
     * @return the migration; its result is the machine's group
     * @throws NotFoundException if the machine is not clustered, or the cluster has no such node
     * @throws BusyException while another move of the machine is under way
     * @throws io.quorate.error.RejectedException if Windows refuses: the node is paused, down or has no room
     */
    public Task<ClusterGroup> beginMigrateLive(UUID id, String node) {
        calls.run(new BeginMigrateLive(id, node));
        return new LiveMigration(calls, id, node).task();
    }

    /**
     * Finds a migration again that {@link #beginMigrateLive} began, here or in another process. Does no I/O.
     *
     * @param token the task's token
     * @throws IllegalArgumentException if it is no token of a live migration on this endpoint
     */
    public Task<ClusterGroup> migration(String token) {
        return LiveMigration.of(calls, token).task();
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
