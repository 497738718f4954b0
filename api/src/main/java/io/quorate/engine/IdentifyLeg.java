package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Owner;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the host for a trip: any that answers, the named one, or the owner of the target. It is part of each trip and not of the call,
 * because after a fault another host may be the right one.
 */
final class IdentifyLeg {
    private final BreakerLeg next;

    IdentifyLeg(BreakerLeg next) {
        this.next = next;
    }

    <T> T run(Passage<?> passage, Trip<T> trip) {
        Placement placement = passage.command.placement();
        return switch (placement.kind()) {
            case ANY -> any(passage, trip);
            case HOST -> at(passage, named(passage, Objects.requireNonNull(placement.host())), trip);
            case OWNER -> owner(passage, trip);
        };
    }

    private <T> T any(Passage<?> passage, Trip<T> trip) {
        Fault last = null;
        List<HostGate> alone = new ArrayList<>();
        for (HostGate gate : order(passage)) {
            if (!gate.breaker.passes()) {
                alone.add(gate);
                continue;
            }
            try {
                T result = at(passage, gate, trip);
                passage.site.answered(gate.host);
                return result;
            } catch (Fault fault) {
                if (!trip.movesOn(fault) || passage.deadline.expired() || interrupted()) {
                    throw fault;
                }
                last = fault;
            }
        }
        throw last != null ? last : leftAlone(passage, alone);
    }

    /** Returns the hosts as the site would ask them, the one that failed last at the end. */
    private static List<HostGate> order(Passage<?> passage) {
        List<HostGate> hosts = passage.site.rotation();
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).host.equals(passage.failedHost)) {
                hosts.add(hosts.remove(i));
                break;
            }
        }
        return hosts;
    }

    private static Fault leftAlone(Passage<?> passage, List<HostGate> alone) {
        List<String> names = new ArrayList<>();
        for (HostGate gate : alone) {
            passage.unasked.add(gate.host);
            names.add(BreakerLeg.leftAlone(gate));
        }
        return Fault.neverSent(ErrorKind.UNREACHABLE).hint(BreakerLeg.HINT).because(String.join("; ", names));
    }

    private static HostGate named(Passage<?> passage, String host) {
        HostGate gate = passage.site.gate(host);
        if (gate == null) {
            throw notOurs(passage, host, "the command names host " + host);
        }
        return gate;
    }

    private static Fault notOurs(Passage<?> passage, String host, String who) {
        return Fault.lasting(ErrorKind.UNREACHABLE)
                .hint("add " + host + " to the endpoint")
                .because(who + ", which is not one of the endpoint's: " + String.join(", ", passage.site.hosts()));
    }

    private <T> T owner(Passage<?> passage, Trip<T> trip) {
        Target target = passage.command.target();
        String hint = trip.trustsHints() ? passage.site.owner(target) : null;
        HostGate known = hint == null ? null : passage.site.gate(hint);
        HostGate gate = known == null ? locate(passage) : known;
        try {
            return at(passage, gate, trip);
        } catch (Fault fault) {
            passage.site.forgetOwner(target);
            boolean movedAway = fault.phase() == FaultPhase.LASTING && fault.kind() == ErrorKind.NOT_FOUND;
            if (!movedAway || passage.relocated) {
                throw fault;
            }
            passage.relocated = true;
            HostGate again = locate(passage);
            if (again == gate) {
                throw fault;
            }
            return once(passage, again, trip);
        }
    }

    /** Goes to the owner once more; that one lost it, too, and another has it: it moves. */
    private <T> T once(Passage<?> passage, HostGate gate, Trip<T> trip) {
        try {
            return at(passage, gate, trip);
        } catch (Fault fault) {
            passage.site.forgetOwner(passage.command.target());
            if (fault.phase() != FaultPhase.LASTING || fault.kind() != ErrorKind.NOT_FOUND || locate(passage) == gate) {
                throw fault;
            }
            passage.relocated = false;
            throw Fault.refused(ErrorKind.BUSY)
                    .code(fault.code())
                    .cause(fault)
                    .because(passage.command.target() + " moves from host to host: " + fault.getMessage());
        }
    }

    /**
     * Asks host by host who owns the target. That nobody does is believed after a second round in the other direction: it may have moved to a
     * host that was asked already.
     */
    private HostGate locate(Passage<?> passage) {
        List<HostGate> hosts = order(passage);
        HostGate found = locate(passage, hosts);
        if (found == null && hosts.size() > 1) {
            // The last one was asked just now.
            List<HostGate> again = new ArrayList<>(hosts.subList(0, hosts.size() - 1));
            Collections.reverse(again);
            found = locate(passage, again);
        }
        if (found == null) {
            throw Fault.lasting(ErrorKind.NOT_FOUND)
                    .because("no host knows it; asked: " + String.join(", ", passage.site.hosts()));
        }
        return found;
    }

    /** Returns null if every host was asked and none knows it. */
    private @Nullable HostGate locate(Passage<?> passage, List<HostGate> hosts) {
        Target target = passage.command.target();
        passage.unasked.clear();
        List<String> problems = new ArrayList<>();
        Set<HostGate> copies = new LinkedHashSet<>();
        Fault last = null;
        for (HostGate gate : hosts) {
            if (!gate.breaker.passes()) {
                passage.unasked.add(gate.host);
                problems.add(BreakerLeg.leftAlone(gate));
                continue;
            }
            Optional<Owner> owner;
            try {
                owner = next.run(passage, gate, new Locate(passage));
            } catch (Fault fault) {
                if (SafetyTable.neverRepeated(fault.kind()) || interrupted()) {
                    throw beforeSending(fault);
                }
                last = fault;
                passage.unasked.add(gate.host);
                problems.add(gate.host + " could not be asked (" + fault.getMessage() + ")");
                continue;
            }
            if (owner.isPresent()) {
                String name = owner.get().host();
                HostGate found = passage.site.gate(name);
                if (found == null) {
                    throw notOurs(passage, name, target + " is on " + name);
                }
                if (!owner.get().sure()) {
                    copies.add(found);
                    continue;
                }
                passage.unasked.clear();
                if (!owner.get().moves()) {
                    passage.site.owner(target, found.host);
                }
                return found;
            }
        }
        if (copies.size() > 1) {
            throw Fault.neverSent(ErrorKind.BUSY)
                    .hint("if it does not migrate, let one host alone have it")
                    .because(target + " is listed on "
                            + copies.stream().map(copy -> copy.host).collect(Collectors.joining(" and "))
                            + ", and nothing tells which is the one");
        }
        if (copies.size() == 1) {
            passage.unasked.clear();
            return copies.iterator().next();
        }
        if (problems.isEmpty()) {
            return null;
        }
        throw Fault.neverSent(ErrorKind.UNREACHABLE)
                .code(last == null ? null : last.code())
                .hint(last == null ? BreakerLeg.HINT : last.hint())
                .cause(last)
                .because("it cannot be told which host owns it: " + String.join("; ", problems));
    }

    /** Whatever happened while looking for the owner, the command itself was not sent. */
    private static Fault beforeSending(Fault fault) {
        return Fault.neverSent(fault.kind())
                .code(fault.code())
                .hint(fault.hint())
                .cause(fault)
                .because("while looking for the owner: " + fault.getMessage());
    }

    private <T> T at(Passage<?> passage, HostGate gate, Trip<T> trip) {
        try {
            return next.run(passage, gate, trip);
        } catch (Fault fault) {
            passage.failedHost = gate.host;
            throw fault;
        }
    }

    private static boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }

    /** Asks one host for the owner. */
    private record Locate(Passage<?> passage) implements Trip<Optional<Owner>> {

        @Override
        public Optional<Owner> to(Call call) {
            return passage.site.backend.owner(passage.command, call);
        }

        @Override
        public Deadline deadline() {
            return Shares.half(passage);
        }

        @Override
        public void begins(String host) {
            if (passage.tries == 0) {
                passage.host = host;
            }
        }
    }
}
