package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.engine.IdentifyLeg.Failed;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Glimpse;
import io.quorate.spi.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the host that owns a call's target. The first host, whose session is warm, is asked before the others, because it often knows;
 * if it does not, or says nothing for a second, all others are asked at once, and the first that is sure decides: one that is silent
 * keeps nobody waiting. One search, by one thread.
 */
final class OwnerSearch {
    /** For how long the first host is asked alone. */
    static final Duration HEAD_START = Duration.ofSeconds(1);

    private final BreakerLeg next;
    private final SideBySide sideBySide;
    private final Passage<?> passage;
    private final Locate trip;

    /** Whether of two hosts the second was asked after the first had answered. */
    private boolean inTurn;

    /** How often the hosts were asked. */
    private int rounds;

    OwnerSearch(BreakerLeg next, SideBySide sideBySide, Passage<?> passage) {
        this.next = next;
        this.sideBySide = sideBySide;
        this.passage = passage;
        this.trip = new Locate(passage, false);
    }

    /** What a host answered, and what else the thread that asked it has learned. */
    private record Answer(
            Passage<?> aside,
            Optional<? extends Glimpse<?>> seen,
            @Nullable Fault fault) {}

    /**
     * The owner.
     *
     * @param seen what it told of the target; null where somebody else told who has it
     */
    record Found(HostGate gate, @Nullable Glimpse<?> seen) {}

    /** What is known of one host so far. */
    private static final class Said {
        private final HostGate gate;
        private boolean leftAlone;
        private @Nullable Fault fault;
        private @Nullable Owner owner;
        private @Nullable Glimpse<?> seen;
        private @Nullable Passage<?> aside;

        Said(HostGate gate) {
            this.gate = gate;
        }
    }

    /**
     * Asks the hosts who owns the target: for the target alone first, where that costs less. That nobody does is believed after two rounds that
     * would prove it: it may have moved to a host that was asked already.
     *
     * @throws Fault if it cannot be told
     */
    Found of(List<HostGate> hosts) {
        Found found = null;
        if (passage.site.backend.glimpses(passage.command)) {
            trip.glimpses = true;
            found = round(hosts, true);
            trip.glimpses = false;
        }
        if (found == null) {
            inTurn = false;
            found = round(hosts, true);
        }
        if (found == null && hosts.size() > 1) {
            // Of two in turn the last one was asked just now.
            found = round(inTurn ? hosts.subList(0, 1) : hosts, false);
        }
        if (found == null) {
            throw Fault.lasting(ErrorKind.NOT_FOUND)
                    .because("no host knows it; asked: " + String.join(", ", passage.site.hosts())
                            + (rounds > 1 ? ", in " + rounds + " rounds" : ""));
        }
        return found;
    }

    /** Returns null if every host was asked and none knows it. */
    private @Nullable Found round(List<HostGate> hosts, boolean headStart) {
        rounds++;
        passage.unasked.clear();
        passage.asides.clear();
        List<Said> all = hosts.stream().map(this::before).toList();
        List<Said> toAsk = all.stream()
                .filter(said -> !said.leftAlone && said.fault == null)
                .toList();
        Said decisive = toAsk.size() == 1 ? heard(toAsk.get(0), ask(toAsk.get(0).gate)) : sideBySide(toAsk, headStart);
        for (Said said : all) {
            if (said.aside != null) {
                passage.takeOver(said.aside);
            }
        }
        return decisive == null ? verdict(all) : decided(decisive, all);
    }

    private Said before(HostGate gate) {
        Said said = new Said(gate);
        said.fault = passage.refusal(trip, gate.host);
        said.leftAlone = said.fault == null && !gate.breaker.passes();
        return said;
    }

    /** Returns the host whose word ends the search; null if none does. */
    private @Nullable Said sideBySide(List<Said> toAsk, boolean headStart) {
        List<Supplier<Answer>> questions = new ArrayList<>();
        toAsk.forEach(said -> questions.add(() -> ask(said.gate)));
        SideBySide.Round<Answer> round = sideBySide.round("quorate-locate-" + passage.site.endpoint.name(), questions);
        int left = toAsk.size();
        try {
            if (headStart && left > 1) {
                round.begin(1);
                if (round.next(HEAD_START) == 0) {
                    left--;
                    inTurn = left == 1;
                    Said decisive = heard(toAsk.get(0), round.answer(0));
                    if (decisive != null) {
                        return decisive;
                    }
                }
            }
            round.begin(toAsk.size());
            for (; left > 0; left--) {
                int one = round.next();
                Said decisive = heard(toAsk.get(one), round.answer(one));
                if (decisive != null) {
                    return decisive;
                }
            }
            return null;
        } finally {
            round.stop();
        }
    }

    /** Asks one host; on any thread. */
    private Answer ask(HostGate gate) {
        Passage<?> aside = passage.aside();
        try {
            return new Answer(aside, next.run(aside, gate, new Locate(aside, trip.glimpses)), null);
        } catch (Fault fault) {
            return new Answer(aside, Optional.empty(), fault);
        }
    }

    /** Takes an answer; returns its host if that ends the search: it is sure, or it refuses for all. */
    private @Nullable Said heard(Said said, Answer answer) {
        said.aside = answer.aside;
        said.seen = answer.seen.orElse(null);
        said.owner = said.seen == null ? null : said.seen.owner();
        said.fault = answer.fault;
        if (answer.fault == null) {
            return said.owner != null && said.owner.sure() ? said : null;
        }
        passage.refused(trip, said.gate.host, answer.fault);
        return IdentifyLeg.isSaidForAll(passage, answer.fault) ? said : null;
    }

    private Found decided(Said by, List<Said> all) {
        if (by.owner == null) {
            passage.host = by.gate.host;
            Fault fault = Objects.requireNonNull(by.fault);
            throw fault.as(FaultPhase.NEVER_SENT).because("while looking for the owner: " + fault.getMessage());
        }
        HostGate found = gate(by.owner);
        passage.unasked.clear();
        IdentifyLeg.leftOut(passage, failed(all));
        if (!by.owner.moves()) {
            passage.site.owner(passage.command.target(), found.host);
        }
        return new Found(found, found == by.gate ? by.seen : null);
    }

    /** What all say together, of whom none is sure. */
    private @Nullable Found verdict(List<Said> all) {
        List<String> problems = new ArrayList<>();
        Set<HostGate> copies = new LinkedHashSet<>();
        boolean kept = all.stream().anyMatch(said -> said.owner != null && said.owner.kept());
        for (Said said : all) {
            if (said.owner != null) {
                if (!kept || said.owner.kept()) {
                    copies.add(gate(said.owner));
                }
            } else if (said.leftAlone) {
                passage.unasked.add(said.gate.host);
                problems.add(BreakerLeg.leftAlone(said.gate));
            } else if (said.fault != null) {
                passage.unasked.add(said.gate.host);
                problems.add(said.gate.host + " could not be asked (" + said.fault.getMessage() + ")");
            }
        }
        if (copies.size() > 1) {
            throw Fault.neverSent(ErrorKind.BUSY)
                    .hint("if it does not migrate, let one host alone have it")
                    .because(passage.command.target() + " is listed on "
                            + copies.stream().map(copy -> copy.host).collect(Collectors.joining(" and "))
                            + ", and nothing tells which is the one");
        }
        if (copies.size() == 1) {
            passage.unasked.clear();
            IdentifyLeg.leftOut(passage, failed(all));
            HostGate one = copies.iterator().next();
            return new Found(
                    one,
                    all.stream()
                            .filter(said -> said.gate == one && said.owner != null && gate(said.owner) == one)
                            .map(said -> said.seen)
                            .findFirst()
                            .orElse(null));
        }
        if (problems.isEmpty()) {
            return null;
        }
        throw untold(problems, failed(all));
    }

    private HostGate gate(Owner owner) {
        HostGate found = passage.site.gate(owner.host());
        if (found == null) {
            throw IdentifyLeg.notOurs(passage, owner.host(), passage.command.target() + " is on " + owner.host());
        }
        return found;
    }

    private static List<Failed> failed(List<Said> all) {
        List<Failed> failed = new ArrayList<>();
        for (Said said : all) {
            if (said.fault != null) {
                failed.add(new Failed(said.gate.host, said.fault));
            }
        }
        return failed;
    }

    /** Nobody who could be asked knows the owner. Final only if all who could not be asked said so for good. */
    private Fault untold(List<String> problems, List<Failed> failed) {
        Fault best = failed.isEmpty() ? null : IdentifyLeg.best(failed, trip).fault();
        boolean forGood = best != null && failed.size() == problems.size() && trip.isFinal(best);
        String what = "it cannot be told which host owns it: " + String.join("; ", problems);
        if (best == null) {
            return Fault.neverSent(ErrorKind.UNREACHABLE).hint(BreakerLeg.HINT).because(what);
        }
        return forGood
                ? best.as(FaultPhase.NEVER_SENT).because(what)
                : Fault.neverSent(ErrorKind.UNREACHABLE)
                        .code(best.code())
                        .hint(best.hint())
                        .cause(best)
                        .because(what);
    }

    /** Asks one host for the owner. */
    private static final class Locate implements Trip<Optional<? extends Glimpse<?>>> {
        private final Passage<?> passage;
        private boolean glimpses;

        Locate(Passage<?> passage, boolean glimpses) {
            this.passage = passage;
            this.glimpses = glimpses;
        }

        @Override
        public Optional<? extends Glimpse<?>> to(Call call) {
            return glimpses
                    ? passage.site.backend.glimpse(passage.command, call)
                    : passage.site.backend.locate(passage.command, call).map(owner -> new Glimpse<Object>(owner, null));
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

        @Override
        public void failed(String host, long tookNanos, Fault fault) {
            passage.lookFailed(host, Duration.ofNanos(tookNanos), fault);
        }
    }
}
