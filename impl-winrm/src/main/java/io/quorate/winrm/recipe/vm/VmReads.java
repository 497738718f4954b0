package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Fault;
import io.quorate.vm.Heartbeat;
import io.quorate.vm.VirtualDisk;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.ById;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Controlled;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Listing;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsErrors;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that read virtual machines, with the properties they ask for and the decoder of their answers. */
final class VmReads {
    private static final List<String> HOST = List.of("VirtualMachinePath", "ComputerName");
    private static final List<String> MACHINE = List.of(
            "Id",
            "Name",
            "ComputerName",
            "State",
            "Heartbeat",
            "Uptime",
            "ProcessorCount",
            "MemoryStartup",
            "MemoryAssigned",
            "Generation",
            "IsClustered",
            "Path");
    private static final List<String> DISK =
            List.of("VMId", "VMName", "Path", "ControllerType", "ControllerNumber", "ControllerLocation");
    private static final String HOST_MARK = "VirtualMachinePath";
    private static final String DISK_MARK = "VMId";
    private static final String MACHINE_MARK = "Id";

    private VmReads() {}

    /**
     * All machines of the host, after a control read. Without it an empty list proves nothing: it is also what an account without
     * Hyper-V rights may get.
     */
    static PsPipeline listMessage() {
        return Line.message(
                Cmdlet.GET_VM_HOST.line().select(HOST), Cmdlet.GET_VM.line().select(MACHINE));
    }

    static List<VirtualMachine> list(List<PsValue> output) {
        List<String> hosts = Decode.all(
                output,
                HOST_MARK,
                List.of(MACHINE_MARK),
                value -> Decode.of(value, "host").textOrEmpty("ComputerName"));
        if (hosts.isEmpty()) {
            throw unproved("machines");
        }
        return Decode.all(output, MACHINE_MARK, List.of(HOST_MARK), value -> machine(value, hosts.get(0)));
    }

    /** Decodes the same list machine by machine. */
    static Listing.Pieces<VirtualMachine> machines() {
        return new Controlled<>(
                HOST_MARK,
                MACHINE_MARK,
                host -> {
                    String asked = Decode.of(host, "host").textOrEmpty("ComputerName");
                    return value -> machine(value, asked);
                },
                () -> unproved("machines"));
    }

    /** Decodes the list of disks disk by disk. */
    static Listing.Pieces<VirtualDisk> disks() {
        return new Controlled<>(HOST_MARK, DISK_MARK, host -> VmReads::disk, () -> unproved("disks"));
    }

    private static Fault unproved(String what) {
        return Decode.badReply("the host did not describe itself, so its list of virtual " + what + " proves nothing");
    }

    static List<VirtualMachine> list(PowerShell shell) {
        return list(shell.run(listMessage()));
    }

    /**
     * Asks the host for the machine alone. Empty where it says nothing: whether it has none of that id, the account may not see it or the
     * service behind it is down, its error would not tell, and it is many times as long as an answer.
     *
     * @throws Fault if the host cannot be asked
     */
    static Optional<VirtualMachine> byId(UUID id, PowerShell shell) {
        return ById.ask(shell, Line.message(project(Cmdlet.GET_VM.tolerant().with("Id", id))))
                .flatMap(output -> Decode.all(output, MACHINE_MARK, List.of(), VmReads::machine).stream()
                        .filter(vm -> vm.id().equals(id) && !vm.host().isBlank())
                        .findFirst());
    }

    /**
     * Returns the machines of the host that have a name, ignoring case; none proves that it has none of the name, as its own list without it does:
     * all are listed at the host, and those of the name leave it. Where the host does not let itself be asked so, all leave it.
     *
     * @throws Fault if the host cannot be asked
     */
    static List<VirtualMachine> named(String name, PowerShell shell) {
        return ById.ask(shell, namedMessage(name)).map(VmReads::list).orElseGet(() -> list(shell)).stream()
                .filter(vm -> vm.name().equalsIgnoreCase(name))
                .toList();
    }

    private static PsPipeline namedMessage(String name) {
        return Line.message(
                Cmdlet.GET_VM_HOST.line().select(HOST),
                Line.statement(
                        Cmdlet.GET_VM.line(),
                        Line.where("Name", name),
                        Cmdlet.SELECT_OBJECT.line().with("Property", MACHINE)));
    }

    /** Finds a machine in a fresh list of the host; empty proves that it is not on this host. */
    static Optional<VirtualMachine> listed(UUID id, PowerShell shell) {
        return list(shell).stream().filter(vm -> vm.id().equals(id)).findFirst();
    }

    /** Asks for the machine alone, and where the host refuses that, looks through its list; empty proves that it is not on this host. */
    static Optional<VirtualMachine> find(UUID id, PowerShell shell) {
        return byId(id, shell).or(() -> listed(id, shell));
    }

    static VirtualMachine get(UUID id, PowerShell shell) {
        return find(id, shell).orElseThrow(() -> Answers.notFound("the host has no virtual machine with the id " + id));
    }

    /** The hard disks of all machines of the host, after a control read like that of {@link #listMessage}. */
    static PsPipeline disksMessage() {
        return Line.message(
                Cmdlet.GET_VM_HOST.line().select(HOST),
                Line.statement(
                        Cmdlet.GET_VM.line(),
                        Cmdlet.GET_VM_HARD_DISK_DRIVE.line(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", DISK)));
    }

    static List<VirtualDisk> disks(List<PsValue> output) {
        if (Decode.all(output, HOST_MARK, List.of(DISK_MARK), value -> value).isEmpty()) {
            throw unproved("disks");
        }
        return Decode.all(output, DISK_MARK, List.of(HOST_MARK), VmReads::disk);
    }

    private static VirtualDisk disk(PsValue value) {
        Decode from = Decode.of(value, "virtual disk");
        return new VirtualDisk(
                from.guid("VMId"),
                from.textOrEmpty("VMName"),
                from.textOrEmpty("Path"),
                from.wordOr("ControllerType", VmWords.CONTROLLER, "Unknown"),
                from.countOr("ControllerNumber", -1),
                from.countOr("ControllerLocation", -1));
    }

    /** The live machine of an id. */
    static Line live(UUID id) {
        return Cmdlet.GET_VM.line().with("Id", id);
    }

    /** Reads one machine back after a change. */
    static List<PsCommand> one(UUID id) {
        return project(live(id));
    }

    static List<PsCommand> project(Line line) {
        return line.select(MACHINE);
    }

    static VirtualMachine last(List<PsValue> output) {
        return Decode.last(output, MACHINE_MARK, "virtual machine", VmReads::machine);
    }

    static VirtualMachine machine(PsValue value) {
        return machine(value, "");
    }

    /** Only its id identifies it; whatever else is odd of one machine hides none of the others. */
    private static VirtualMachine machine(PsValue value, String asked) {
        Decode from = Decode.of(value, "virtual machine");
        String host = from.textOrEmpty("ComputerName");
        return new VirtualMachine(
                from.guid("Id"),
                from.textOrEmpty("Name"),
                host.isBlank() ? asked : host,
                VmState.of(from.wordOr("State", VmWords.STATE, VmState.UNKNOWN.word())),
                heartbeat(from),
                from.timeSpanOrNone("Uptime"),
                from.countOr("ProcessorCount", 0),
                from.sizeOrNone("MemoryStartup"),
                from.sizeOrNone("MemoryAssigned"),
                from.countOr("Generation", 0),
                from.flagOr("IsClustered", false),
                from.textOrEmpty("Path"));
    }

    /**
     * Sends what changes a machine. Where Windows says that its state does not allow it, and that state is on its way to another, it is a matter
     * of time.
     */
    static List<PsValue> change(UUID id, PsPipeline message, PowerShell shell) {
        try {
            return shell.run(message);
        } catch (Fault refusal) {
            if (WindowsErrors.INVALID_STATE.equals(refusal.code())) {
                VirtualMachine vm = get(id, shell);
                if (vm.state().isPassing()) {
                    throw Answers.pending("the machine is " + vm.state());
                }
            }
            throw refusal;
        }
    }

    /** Nothing and an empty text mean that there is none; what cannot be read is unknown. */
    private static @Nullable Heartbeat heartbeat(Decode from) {
        String word = from.wordOr("Heartbeat", VmWords.HEARTBEAT, "");
        boolean none = !from.has("Heartbeat") || from.isBlank("Heartbeat");
        return none ? null : word.isEmpty() ? Heartbeat.UNKNOWN : Heartbeat.of(word);
    }

    /** Tells whether a cluster keeps the machine; what Windows does not tell is a bad reply. */
    static boolean isClustered(UUID id, PowerShell shell) {
        List<PsValue> output = ById.ask(shell, Line.message(one(id))).orElseGet(() -> shell.run(listMessage()));
        for (PsValue value : output) {
            if (value instanceof PsObject object && object.property(MACHINE_MARK) != null) {
                Decode from = Decode.of(value, "virtual machine");
                if (from.guid("Id").equals(id)) {
                    return from.flag("IsClustered");
                }
            }
        }
        throw Answers.notFound("the host has no virtual machine with the id " + id);
    }
}
