package io.quorate.vm;

import io.quorate.call.Calls;
import io.quorate.call.Gathered;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.QuorateException;
import io.quorate.spi.ReadCommand;
import io.quorate.vm.command.FindVirtualMachines;
import io.quorate.vm.command.GetVirtualMachineGroup;
import io.quorate.vm.command.ListVirtualMachines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The virtual machines of several hosts, each once. Hosts are asked side by side, and a machine may move meanwhile: from a host that has not
 * looked yet to one that has, so that no list has it, or the other way, so that two have. So all hosts are asked twice, and what is listed
 * twice is one machine. Belongs to one thread.
 */
final class Sightings {
    private final Calls calls;
    private final Function<String, ReadCommand<List<VirtualMachine>>> question;
    private final Map<UUID, Map<String, Sighting>> byId = new LinkedHashMap<>();
    private final boolean partly;
    private final Map<String, QuorateException> failed = new LinkedHashMap<>();
    private int looks;

    /** A machine in the list of a host: in which look, and whether that host listed it when it was asked last. */
    private record Sighting(VirtualMachine vm, String host, int look, boolean current) {
        /** One that runs is the machine; another may be what a migration or a replica left. */
        private int weight() {
            return (current ? 2 : 0) + (isRunning() ? 1 : 0);
        }

        private boolean isRunning() {
            return vm.isRunning() || vm.state().equals(VmState.RUNNING_CRITICAL);
        }

        /** Tells whether its host says now that it runs there. */
        private boolean runs() {
            return current && isRunning();
        }
    }

    private Sightings(Calls calls, Function<String, ReadCommand<List<VirtualMachine>>> question, boolean partly) {
        this.calls = calls;
        this.question = question;
        this.partly = partly;
    }

    /** Asks every host, and where there are several each of them once more; all have to answer. */
    static Sightings of(Calls calls) {
        return new Sightings(calls, ListVirtualMachines::new, false).looked();
    }

    /** Asks in the same way for the machines of a name alone. A copy of one that has another name is not among them. */
    static Sightings named(Calls calls, String name) {
        return new Sightings(calls, host -> new FindVirtualMachines(host, name), false).looked();
    }

    /** Does the same with those hosts that answer. */
    static Sightings ofWhoAnswers(Calls calls) {
        return new Sightings(calls, ListVirtualMachines::new, true).looked();
    }

    private Sightings looked() {
        List<String> hosts = calls.hosts();
        look(hosts);
        if (hosts.size() > 1) {
            look(hosts);
            lookAfter(hosts);
        }
        return this;
    }

    /**
     * What two hosts say at once to have running went from one to the other meanwhile. Nobody knows which way, so they are asked in turn: the
     * later list is right.
     */
    private void lookAfter(List<String> hosts) {
        Set<String> doubted = new HashSet<>();
        for (Map<String, Sighting> copies : byId.values()) {
            List<Sighting> running =
                    copies.values().stream().filter(Sighting::runs).toList();
            if (running.size() > 1) {
                running.forEach(one -> doubted.add(one.host()));
            }
        }
        hosts.stream().filter(doubted::contains).forEach(host -> look(List.of(host)));
    }

    private void look(List<String> hosts) {
        int look = ++looks;
        List<String> asked =
                hosts.stream().filter(host -> !failed.containsKey(host)).toList();
        if (!partly) {
            List<List<VirtualMachine>> lists = calls.atEach(asked, this::list);
            for (int i = 0; i < asked.size(); i++) {
                note(asked.get(i), lists.get(i), look);
            }
            return;
        }
        Gathered<Map.Entry<String, List<VirtualMachine>>> lists =
                calls.gather(asked, host -> List.of(Map.entry(host, list(host))));
        lists.found().forEach(one -> note(one.getKey(), one.getValue(), look));
        failed.putAll(lists.failed());
    }

    private List<VirtualMachine> list(String host) {
        return calls.run(question.apply(host));
    }

    /** Returns the hosts that did not answer, and why; what they have shows at most as it was at a look before. */
    Map<String, QuorateException> failed() {
        Map<String, QuorateException> inOrder = new LinkedHashMap<>();
        for (String host : calls.hosts()) {
            QuorateException failure = failed.get(host);
            if (failure != null) {
                inOrder.put(host, failure);
            }
        }
        return inOrder;
    }

    private void note(String host, List<VirtualMachine> listed, int look) {
        byId.values()
                .forEach(of -> of.computeIfPresent(host, (h, was) -> new Sighting(was.vm(), h, was.look(), false)));
        for (VirtualMachine vm : listed) {
            byId.computeIfAbsent(vm.id(), id -> new LinkedHashMap<>()).put(host, new Sighting(vm, host, look, true));
        }
    }

    /** Returns each machine once; where nothing tells which of several copies is the one, the first. */
    List<VirtualMachine> all() {
        List<VirtualMachine> all = new ArrayList<>();
        for (Map<String, Sighting> copies : byId.values()) {
            all.add(best(copies).get(0).vm());
        }
        return List.copyOf(all);
    }

    /**
     * Returns the copies that may be the machine, the best ones alone: one, unless nothing tells which is the one; none if no host lists it.
     */
    List<VirtualMachine> of(UUID id) {
        Map<String, Sighting> copies = byId.get(id);
        return copies == null
                ? List.of()
                : best(copies).stream().map(Sighting::vm).toList();
    }

    private List<Sighting> best(Map<String, Sighting> copies) {
        int most = copies.values().stream().mapToInt(Sighting::weight).max().orElse(0);
        List<Sighting> best =
                copies.values().stream().filter(one -> one.weight() == most).toList();
        if (best.size() == 1) {
            return best;
        }
        if (best.get(0).vm().isRunning()) {
            // It moved while the lists were read: the later list is right.
            return List.of(
                    best.stream().max(Comparator.comparing(Sighting::look)).orElseThrow());
        }
        Optional<String> owner = best.stream().anyMatch(one -> one.vm().clustered())
                ? owner(calls, best.get(0).vm().id())
                : Optional.empty();
        List<Sighting> owned = best.stream()
                .filter(one -> owner.isPresent() && ClusterNode.sameHost(owner.get(), one.host()))
                .toList();
        return owned.size() == 1 ? owned : best;
    }

    /** Returns the node that a cluster says has the machine; empty if no cluster knows it, and where none can be asked. */
    static Optional<String> owner(Calls calls, UUID id) {
        try {
            ClusterGroup group = calls.run(new GetVirtualMachineGroup(id));
            return Optional.of(group.owner()).filter(owner -> !owner.isBlank());
        } catch (QuorateException e) {
            return Optional.empty();
        }
    }
}
