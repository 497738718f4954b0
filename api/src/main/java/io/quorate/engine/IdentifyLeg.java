package io.quorate.engine;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the host for a trip: any that answers, the named one, or the owner of the target. It is part of each trip and not of the call,
 * because after a fault another host may be the right one.
 */
final class IdentifyLeg {
    private static final Logger log = LoggerFactory.getLogger(IdentifyLeg.class);
    private static final String LEFT_OUT =
            "a host could not be asked, another served [call={} operation={} host={} kind={} code={}]";

    private final BreakerLeg next;
    private final SideBySide sideBySide;

    IdentifyLeg(BreakerLeg next, SideBySide sideBySide) {
        this.next = next;
        this.sideBySide = sideBySide;
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
        passage.asides.clear();
        List<Failed> failed = new ArrayList<>();
        List<HostGate> alone = new ArrayList<>();
        for (HostGate gate : order(passage)) {
            Fault refusal = passage.refusal(trip, gate.host);
            if (refusal != null) {
                failed.add(new Failed(gate.host, refusal));
                continue;
            }
            if (!gate.breaker.passes()) {
                alone.add(gate);
                continue;
            }
            try {
                T result = at(passage, gate, trip);
                passage.site.answered(gate.host);
                leftOut(passage, failed);
                return result;
            } catch (Fault fault) {
                if (!trip.movesOn(fault) || isSaidForAll(passage, fault) || passage.deadline.expired()) {
                    throw fault;
                }
                failed.add(new Failed(gate.host, fault));
            }
        }
        if (failed.isEmpty()) {
            throw leftAlone(passage, alone);
        }
        Failed best = best(failed, trip);
        passage.host = best.host;
        throw best.fault;
    }

    /** What one of several hosts said. */
    record Failed(String host, Fault fault) {}

    /** Tells whether no other host is worth asking: the call is to end, or a domain's refusal of the log-in would count towards the lock-out at each of them. */
    static boolean isSaidForAll(Passage<?> passage, Fault fault) {
        return passage.called() || fault.refusesLogin() && passage.site.sharesLogin();
    }

    /** Returns what decides when no host could serve: what may pass, for then it is worth asking again; else what tells most. */
    static Failed best(List<Failed> failed, Trip<?> trip) {
        Failed best = failed.get(0);
        for (Failed other : failed) {
            boolean passes = !trip.isFinal(other.fault);
            boolean better = trip.isFinal(best.fault) && telling(other.fault) > telling(best.fault);
            if (passes || better) {
                best = other;
            }
        }
        return best;
    }

    /** Ranks what is said for good: a word about the request over one about the account, that over one about the host. */
    private static int telling(Fault fault) {
        return switch (fault.kind()) {
            case UNREACHABLE -> 0;
            case UNTRUSTED -> 1;
            case ACCESS_DENIED -> fault.refusesLogin() ? 2 : 3;
            default -> 4;
        };
    }

    /** Another host has served; of those that could not, nobody hears otherwise. */
    static void leftOut(Passage<?> passage, List<Failed> failed) {
        for (Failed one : failed) {
            if (one.fault.kind() == ErrorKind.UNREACHABLE) {
                log.debug(LEFT_OUT, passage.id, passage.command.name(), one.host, one.fault.kind(), one.fault.code());
            } else {
                log.warn(LEFT_OUT, passage.id, passage.command.name(), one.host, one.fault.kind(), one.fault.code());
            }
        }
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

    static Fault notOurs(Passage<?> passage, String host, String who) {
        return Fault.lasting(ErrorKind.UNREACHABLE)
                .hint("add " + host + " to the endpoint")
                .because(who + ", which is not one of the endpoint's: " + String.join(", ", passage.site.hosts()));
    }

    private <T> T owner(Passage<?> passage, Trip<T> trip) {
        Target target = passage.command.target();
        String hint = trip.trustsHints() ? passage.site.owner(target) : null;
        HostGate known = hint == null ? null : passage.site.gate(hint);
        OwnerSearch.Found found = known == null ? locate(passage) : new OwnerSearch.Found(known, null);
        HostGate gate = found.gate();
        T along = found.seen() == null ? null : trip.broughtBy(found.seen());
        if (along != null) {
            trip.begins(gate.host);
            return along;
        }
        try {
            return at(passage, gate, trip);
        } catch (Fault fault) {
            passage.site.forgetOwner(target);
            boolean movedAway = fault.phase() == FaultPhase.LASTING && fault.kind() == ErrorKind.NOT_FOUND;
            // Who is only remembered may be sick and no owner any more.
            boolean doubted = known != null && SafetyTable.isFinal(fault) && !isSaidForAll(passage, fault);
            if (!(movedAway || doubted) || passage.relocated) {
                throw fault;
            }
            passage.relocated = true;
            HostGate again = movedAway ? locate(passage).gate() : locateInstead(passage, fault);
            if (again == gate) {
                throw fault;
            }
            return once(passage, again, trip);
        }
    }

    /** Looks for another owner than the one that failed; if that cannot be told, its failure stands. */
    private HostGate locateInstead(Passage<?> passage, Fault failure) {
        try {
            return locate(passage).gate();
        } catch (Fault fault) {
            failure.addSuppressed(fault);
            throw failure;
        }
    }

    /** Goes to the owner once more; that one lost it, too, and another has it: it moves. */
    private <T> T once(Passage<?> passage, HostGate gate, Trip<T> trip) {
        try {
            return at(passage, gate, trip);
        } catch (Fault fault) {
            passage.site.forgetOwner(passage.command.target());
            if (fault.phase() != FaultPhase.LASTING
                    || fault.kind() != ErrorKind.NOT_FOUND
                    || locate(passage).gate() == gate) {
                throw fault;
            }
            passage.relocated = false;
            throw Fault.refused(ErrorKind.BUSY)
                    .code(fault.code())
                    .cause(fault)
                    .because(passage.command.target() + " moves from host to host: " + fault.getMessage());
        }
    }

    /** Where it was seen last it is asked for first. */
    private OwnerSearch.Found locate(Passage<?> passage) {
        List<HostGate> hosts = order(passage);
        String seen = passage.site.seen(passage.command.target());
        for (int i = 1; i < hosts.size(); i++) {
            if (hosts.get(i).host.equals(seen) && !hosts.get(i).host.equals(passage.failedHost)) {
                hosts.add(0, hosts.remove(i));
            }
        }
        OwnerSearch.Found found = new OwnerSearch(next, sideBySide, passage).of(hosts);
        passage.site.seen(passage.command.target(), found.gate().host);
        return found;
    }

    private <T> T at(Passage<?> passage, HostGate gate, Trip<T> trip) {
        Fault refusal = passage.refusal(trip, gate.host);
        if (refusal != null) {
            throw refusal;
        }
        try {
            return next.run(passage, gate, trip);
        } catch (Fault fault) {
            passage.failedHost = gate.host;
            passage.refused(trip, gate.host, fault);
            throw fault;
        }
    }
}
