package io.quorate.vm;

import io.quorate.call.Calls;
import io.quorate.error.ConflictException;
import io.quorate.error.NotFoundException;
import io.quorate.spi.Candidates;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the one virtual machine of a name, or of an id in text. */
final class MachineByName {
    private static final Pattern ID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private final Calls calls;
    private final VirtualMachineClient vms;

    MachineByName(Calls calls, VirtualMachineClient vms) {
        this.calls = calls;
        this.vms = vms;
    }

    /** Reads it, or says which machines there are. */
    VirtualMachine get(String name) {
        long started = calls.runtime().nanos();
        return named(name, started).orElseGet(() -> listed(name, started));
    }

    /** Looks for it in the lists of all hosts, which tell those there are. */
    private VirtualMachine listed(String name, long started) {
        Sightings seen = Sightings.of(calls);
        return among(seen, name, started)
                .orElseThrow(() -> new NotFoundException(
                        calls.report(
                                "vm.get",
                                "virtual machine " + name,
                                started,
                                "no host of the endpoint has it",
                                Candidates.among(
                                        "their machines",
                                        name,
                                        seen.all().stream()
                                                .map(VirtualMachine::name)
                                                .toList())),
                        null));
    }

    /** Reads it; empty if no host has it at two looks. */
    Optional<VirtualMachine> find(String name) {
        long started = calls.runtime().nanos();
        Objects.requireNonNull(name, "name");
        return ID.matcher(name).matches() ? among(Sightings.of(calls), name, started) : named(name, started);
    }

    /**
     * Asks the hosts for the name alone. Where the machine does not run, a copy of it that has another name may: then its id is looked for. Where several
     * have the name, the lists of all tell which of their copies go by it.
     */
    private Optional<VirtualMachine> named(String name, long started) {
        Objects.requireNonNull(name, "name");
        if (ID.matcher(name).matches()) {
            return Optional.empty();
        }
        Sightings seen = Sightings.named(calls, name);
        if (seen.all().size() > 1) {
            return among(Sightings.of(calls), name, started);
        }
        Optional<VirtualMachine> found = among(seen, name, started);
        if (found.isEmpty() || found.get().isRunning() || calls.hosts().size() == 1) {
            return found;
        }
        try {
            VirtualMachine one = vms.get(found.get().id());
            if (one.name().equalsIgnoreCase(name)) {
                return Optional.of(one);
            }
        } catch (NotFoundException gone) {
            // it moves, or was removed just now: the lists of all decide
        }
        return among(Sightings.of(calls), name, started);
    }

    private Optional<VirtualMachine> among(Sightings seen, String name, long started) {
        List<VirtualMachine> all = seen.all();
        List<VirtualMachine> found =
                all.stream().filter(vm -> vm.name().equalsIgnoreCase(name)).toList();
        if (found.isEmpty()) {
            found = all.stream()
                    .filter(vm -> vm.id().toString().equalsIgnoreCase(name))
                    .toList();
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.size() > 1) {
            String who = found.stream().map(vm -> vm.id() + " on " + vm.host()).collect(Collectors.joining(", "));
            throw new ConflictException(
                    calls.report(
                            "vm.get",
                            "virtual machine " + name,
                            started,
                            "the name is not unique: " + who,
                            "address it by its id"),
                    null);
        }
        return Optional.of(vms.only(
                "virtual machine " + name, started, seen.of(found.get(0).id())));
    }
}
