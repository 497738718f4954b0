package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
                if (!trip.movesOn(fault) || passage.deadline.expired() || passage.called()) {
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
            return at(passage, again, trip);
        }
    }

    /** Asks host by host who owns the target. */
    private HostGate locate(Passage<?> passage) {
        Target target = passage.command.target();
        passage.unasked.clear();
        List<String> problems = new ArrayList<>();
        Fault last = null;
        for (HostGate gate : order(passage)) {
            if (!gate.breaker.passes()) {
                passage.unasked.add(gate.host);
                problems.add(BreakerLeg.leftAlone(gate));
                continue;
            }
            Optional<String> owner;
            try {
                owner = next.run(passage, gate, new Locate(passage));
            } catch (Fault fault) {
                if (SafetyTable.neverRepeated(fault.kind()) || passage.called()) {
                    throw beforeSending(fault);
                }
                last = fault;
                passage.unasked.add(gate.host);
                problems.add(gate.host + " could not be asked (" + fault.getMessage() + ")");
                continue;
            }
            if (owner.isPresent()) {
                HostGate found = passage.site.gate(owner.get());
                if (found == null) {
                    throw notOurs(passage, owner.get(), target + " is on " + owner.get());
                }
                passage.unasked.clear();
                passage.site.owner(target, found.host);
                return found;
            }
        }
        if (problems.isEmpty()) {
            throw Fault.lasting(ErrorKind.NOT_FOUND)
                    .because("no host knows it; asked: " + String.join(", ", passage.site.hosts()));
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

    /** Asks one host for the owner. */
    private record Locate(Passage<?> passage) implements Trip<Optional<String>> {

        @Override
        public Optional<String> to(Call call) {
            return passage.site.backend.locate(passage.command, call);
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
