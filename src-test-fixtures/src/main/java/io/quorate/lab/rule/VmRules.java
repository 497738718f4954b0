package io.quorate.lab.rule;

import io.quorate.lab.model.Hypervisor;
import io.quorate.lab.model.Power;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.VmSpec;
import io.quorate.lab.model.VmState;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Virtual machines of one host. Names are not unique: a name means all that have it. */
final class VmRules {
    private static final String MODULE = "Hyper-V\\";
    private static final long DEFAULT_MEMORY = 1L << 30;
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration STOP = Duration.ofMinutes(10);

    private VmRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-VM", Set.of("Name", "Id", "ComputerName"), VmRules::get);
        rules.add(
                MODULE + "New-VM",
                Set.of(
                        "Name",
                        "MemoryStartupBytes",
                        "Generation",
                        "Path",
                        "NewVHDPath",
                        "NewVHDSizeBytes",
                        "VHDPath",
                        "NoVHD",
                        "SwitchName",
                        "Force",
                        "ComputerName"),
                VmRules::create);
        rules.add(
                MODULE + "Set-VM",
                Set.of(
                        "Name",
                        "VM",
                        "ProcessorCount",
                        "StaticMemory",
                        "MemoryStartupBytes",
                        "NewVMName",
                        "Passthru",
                        "ComputerName"),
                VmRules::set);
        rules.add(MODULE + "Rename-VM", Set.of("Name", "VM", "NewName", "Passthru", "ComputerName"), VmRules::rename);
        rules.add(MODULE + "Start-VM", Set.of("Name", "VM", "Passthru", "ComputerName"), VmRules::start);
        rules.add(
                MODULE + "Stop-VM",
                Set.of("Name", "VM", "Save", "TurnOff", "Force", "Passthru", "ComputerName"),
                VmRules::stop);
        rules.add(MODULE + "Save-VM", Set.of("Name", "VM", "Passthru", "ComputerName"), VmRules::save);
        rules.add(MODULE + "Get-VMHardDiskDrive", Set.of("VMName", "VM", "ComputerName"), call -> {
            for (VmState vm : targets(call, "VMName")) {
                vm.disks().forEach(d -> call.write(LiveObjects.drive(vm, d)));
            }
        });
        rules.add(MODULE + "Get-VMHost", Set.of("ComputerName"), call -> {
            String host = host(call);
            HostRules.require(call, "Hyper-V", MODULE + "Get-VMHost");
            call.write(call.objects()
                    .vmHost(call.estate().host(host), call.estate().gear(host).hyperV()));
        });
        rules.add(
                MODULE + "Set-VMProcessor",
                Set.of("VMName", "VM", "Count", "Passthru", "ComputerName"),
                call -> configure(call, "VMName", number(call, "Count"), null, call.objects()::processor));
        rules.add(
                MODULE + "Set-VMMemory",
                Set.of("VMName", "VM", "StartupBytes", "DynamicMemoryEnabled", "Passthru", "ComputerName"),
                call -> {
                    requireStatic(call, "DynamicMemoryEnabled");
                    configure(call, "VMName", null, number(call, "StartupBytes"), call.objects()::memory);
                });
    }

    /** Returns the host the cmdlet works on; another one than the session's is a second hop. */
    private static String host(Call call) {
        List<String> computers = call.args().texts("ComputerName");
        if (computers.isEmpty()
                || computers.get(0).equals(".")
                || computers.get(0).equalsIgnoreCase("localhost")) {
            return call.host();
        }
        String wanted = computers.get(0);
        String name = call.estate()
                .findHost(wanted)
                .orElseThrow(() -> new Refusal(Refusal.Reason.HOST_UNREACHABLE, wanted))
                .name();
        call.requireDelegation(name);
        if (call.estate().power(name) != Power.UP || !call.estate().reaches(call.host(), name)) {
            throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, wanted);
        }
        return name;
    }

    private static @Nullable Long number(Call call, String parameter) {
        return Values.number(call.args().get(parameter));
    }

    private static void requireStatic(Call call, String parameter) {
        if (call.args().on(parameter)) {
            throw Errors.notSimulated(call.world(), "dynamic memory");
        }
    }

    // finding

    /** The machines a cmdlet is about: piped, by id or by name. What is not there is a non-terminating error each. */
    static List<VmState> targets(Call call, String nameParameter) {
        List<VmState> found = new ArrayList<>();
        String host = host(call);
        Hypervisor hypervisor = call.estate().hypervisor();
        for (VmState piped : call.models("VM", VmState.class)) {
            hypervisor
                    .find(piped.id())
                    .filter(v -> v.host().equals(host))
                    .ifPresentOrElse(found::add, () -> call.error(call.errors().noSuchId(piped.id())));
        }
        for (String name : call.args().texts(nameParameter)) {
            List<VmState> matches = Call.wild(name)
                    ? hypervisor.on(host).stream()
                            .filter(v -> Call.like(v.name(), name))
                            .toList()
                    : hypervisor.named(name).stream()
                            .filter(v -> v.host().equalsIgnoreCase(host))
                            .toList();
            if (matches.isEmpty() && !Call.wild(name)) {
                call.error(call.errors().noSuchName(name));
            }
            found.addAll(matches);
        }
        return found;
    }

    private static void get(Call call) {
        String host = host(call);
        Hypervisor hypervisor = call.estate().hypervisor();
        String id = call.args().text("Id");
        if (id != null) {
            hypervisor
                    .find(id, host)
                    .ifPresentOrElse(
                            v -> call.write(call.objects().vm(v)),
                            () -> call.error(call.errors().noSuchId(id)));
        } else if (call.args().texts("Name").isEmpty()) {
            hypervisor.on(host).forEach(v -> call.write(call.objects().vm(v)));
        } else {
            targets(call, "Name").forEach(v -> call.write(call.objects().vm(v)));
        }
    }

    // changing

    private static void create(Call call) {
        String host = host(call);
        String name = call.args().text("Name");
        Long memory = number(call, "MemoryStartupBytes");
        Long generation = number(call, "Generation");
        Long size = number(call, "NewVHDSizeBytes");
        String existing = call.args().text("VHDPath");
        VmSpec spec = new VmSpec(
                name == null ? "New Virtual Machine" : name,
                generation == null ? 1 : generation.intValue(),
                memory == null ? DEFAULT_MEMORY : memory,
                1,
                call.args().text("Path"),
                call.args().text("NewVHDPath"),
                size == null ? 0 : size,
                existing == null ? List.of() : List.of(existing),
                call.args().text("SwitchName"));
        VmState vm = call.change(() -> call.estate().hypervisor().create(host, spec));
        call.write(call.objects().vm(vm));
    }

    private static void set(Call call) {
        String newName = call.args().text("NewVMName");
        Long processors = number(call, "ProcessorCount");
        Long memory = number(call, "MemoryStartupBytes");
        each(call, "Name", vm -> {
            VmState changed = call.change(() -> call.estate()
                    .hypervisor()
                    .configure(vm.id(), newName, processors == null ? null : processors.intValue(), memory));
            pass(call, changed);
        });
    }

    private static void rename(Call call) {
        String newName = call.args().text("NewName");
        each(call, "Name", vm -> {
            VmState changed = call.change(() -> call.estate().hypervisor().configure(vm.id(), newName, null, null));
            pass(call, changed);
        });
    }

    private static void configure(
            Call call,
            String nameParameter,
            @Nullable Long processors,
            @Nullable Long memory,
            Function<VmState, Object> shape) {
        each(call, nameParameter, vm -> {
            VmState changed = call.change(() -> call.estate()
                    .hypervisor()
                    .configure(vm.id(), null, processors == null ? null : processors.intValue(), memory));
            if (call.args().on("Passthru")) {
                call.write(shape.apply(changed));
            }
        });
    }

    private static void start(Call call) {
        each(call, "Name", vm -> {
            if (vm.state() == VmState.State.RUNNING) {
                call.warning("vm.already", vm.name());
            } else {
                call.change(() -> call.estate().hypervisor().start(vm.id()));
                settled(call, vm, VmState.State.STARTING, START);
            }
            pass(call, vm);
        });
    }

    private static void stop(Call call) {
        if (call.args().on("Save")) {
            save(call);
            return;
        }
        boolean turnOff = call.args().on("TurnOff");
        each(call, "Name", vm -> {
            Hypervisor hypervisor = call.estate().hypervisor();
            if (vm.state() == VmState.State.OFF) {
                call.warning("vm.already", vm.name());
            } else if (turnOff) {
                call.change(() -> hypervisor.turnOff(vm.id()));
            } else {
                boolean answers = vm.heartbeat() == VmState.Heartbeat.OK_APPLICATIONS_HEALTHY
                        || vm.heartbeat() == VmState.Heartbeat.OK_APPLICATIONS_UNKNOWN;
                if (!answers && call.args().on("Force")) {
                    call.change(() -> hypervisor.turnOff(vm.id()));
                } else {
                    call.change(() -> hypervisor.shutDown(vm.id()));
                    settled(call, vm, VmState.State.STOPPING, STOP);
                }
            }
            pass(call, vm);
        });
    }

    private static void save(Call call) {
        each(call, "Name", vm -> {
            if (vm.state() == VmState.State.SAVED) {
                call.warning("vm.already", vm.name());
            } else {
                call.change(() -> call.estate().hypervisor().save(vm.id()));
                settled(call, vm, VmState.State.SAVING, STOP);
            }
            pass(call, vm);
        });
    }

    private static void settled(Call call, VmState vm, VmState.State onTheWay, Duration limit) {
        call.await(
                vm.name() + " to leave " + onTheWay.text(),
                () -> call.estate()
                        .hypervisor()
                        .find(vm.id())
                        .filter(v -> v.state() == onTheWay)
                        .isEmpty(),
                limit);
    }

    private static void pass(Call call, VmState vm) {
        if (call.args().on("Passthru")) {
            call.estate()
                    .hypervisor()
                    .find(vm.id())
                    .ifPresent(v -> call.write(call.objects().vm(v)));
        }
    }

    /** Works on each machine; one that refuses does not keep the others from it. */
    private static void each(Call call, String nameParameter, Consumer<VmState> action) {
        for (VmState vm : targets(call, nameParameter)) {
            try {
                action.accept(vm);
            } catch (Refusal refusal) {
                LabError error = call.errors().of(MODULE, refusal);
                call.error(error);
            }
        }
    }
}
