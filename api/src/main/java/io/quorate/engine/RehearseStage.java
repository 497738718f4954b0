package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.call.RehearsedStep;
import io.quorate.error.NotFoundException;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.Placement;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Safety;
import io.quorate.spi.Step;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands where sending stands: reads go out unless an earlier step foretells what they find, what changes something is written down and
 * answered with what the command pretends. What an earlier step may have changed is not looked at.
 */
final class RehearseStage implements Stage {
    private final Consumer<RehearsedStep> steps;
    private final RehearsalClock clock;
    private final IdentifyLeg identify;
    private final Looker looker;
    private final Chain reads;
    private final Memory memory = new Memory();

    RehearseStage(
            Consumer<RehearsedStep> steps, RehearsalClock clock, IdentifyLeg identify, Looker looker, Chain reads) {
        this.steps = steps;
        this.clock = clock;
        this.identify = identify;
        this.looker = looker;
        this.reads = reads;
    }

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        return passage.changesSomething() ? pretend(passage) : read(passage);
    }

    private <R> R read(Passage<R> passage) {
        Memory.Answer<R> answer = memory.answer(passage.site.endpoint.name(), passage.command, new Reality(passage));
        if (answer instanceof Memory.Answer.Stale<R> stale) {
            throw Failures.of(
                    passage,
                    ErrorKind.UNSUPPORTED,
                    "what it finds depends on " + stale.by() + ", which was not sent, so the rehearsal ends here",
                    "run what comes before, then rehearse the rest");
        }
        if (answer instanceof Memory.Answer.Known<R> known) {
            clock.foretold(known.by());
            R value = known.value().get();
            if (value == null) {
                throw Failures.of(
                        passage,
                        ErrorKind.NOT_FOUND,
                        passage.command.target() + " is not there after " + known.by(),
                        null);
            }
            return value;
        }
        clock.read();
        return reads.run(passage);
    }

    /** Reads what is there now, before what the rehearsal changed of it. */
    private final class Reality implements Memory.Reality {
        private final Passage<?> passage;

        Reality(Passage<?> passage) {
            this.passage = passage;
        }

        @Override
        public <T> @Nullable T read(ReadCommand<T> command) {
            try {
                return reads.run(passage.about(command));
            } catch (NotFoundException e) {
                return null;
            }
        }
    }

    private <R> R pretend(Passage<R> passage) {
        Memory.Before before = memory.before(passage.site.endpoint.name(), passage.command);
        if (passage.looksFirst()) {
            Observation<R> seen = seen(passage, before);
            if (seen instanceof Observation.Present<R> present) {
                return LookStage.there(passage, present);
            }
        }
        boolean real = before == Memory.Before.REAL;
        List<Step> sent = real ? explained(passage) : foreseen(passage);
        boolean so = sent.isEmpty() && (passage.ensures() || real && passage.safety == Safety.CONVERGE);
        if (passage.ensures() && sent.isEmpty()) {
            passage.satisfied = true;
        } else {
            String host = knownHost(passage);
            steps.accept(new RehearsedStep(
                    passage.redactor.clean(passage.order),
                    host == null ? where(passage) : host,
                    passage.redactor.shown(sent.stream().map(Step::text).toList())));
        }
        if (!so) {
            clock.pretended(passage.command);
            memory.keep(passage.order);
        }
        return passage.command.rehearsed();
    }

    private <R> Observation<R> seen(Passage<R> passage, Memory.Before before) {
        return switch (before) {
            case REAL, REAL_IF_THERE -> looker.look(passage);
            case PRETENDED -> Observation.absent();
            case DONE -> Observation.present(passage.command.rehearsed());
        };
    }

    /** What would be sent for what is there. What would be refused ends the rehearsal as it would end the call. */
    private List<Step> explained(Passage<?> passage) {
        try {
            return identify.run(passage, new Explain(passage));
        } catch (Fault fault) {
            if (fault.phase() == FaultPhase.LASTING && isVerdict(fault.kind())) {
                throw Failures.of(passage, fault);
            }
            return foreseen(passage);
        }
    }

    private static boolean isVerdict(ErrorKind kind) {
        return kind == ErrorKind.NOT_FOUND || kind == ErrorKind.CONFLICT || kind == ErrorKind.REJECTED;
    }

    private static List<Step> foreseen(Passage<?> passage) {
        String host = knownHost(passage);
        HostGate gate = host == null ? null : passage.site.gate(host);
        return passage.site.backend.foreseen(passage.command, gate == null ? passage.site.firstGate().host : gate.host);
    }

    /** Returns the host if it is settled already; nobody is asked. */
    private static @Nullable String knownHost(Passage<?> passage) {
        Placement placement = passage.command.placement();
        return switch (placement.kind()) {
            case ANY -> null;
            case HOST -> Objects.requireNonNull(placement.host());
            case OWNER -> passage.site.owner(passage.command.target());
        };
    }

    private static String where(Passage<?> passage) {
        String hosts = String.join(", ", passage.site.hosts());
        if (passage.site.hosts().size() == 1) {
            return hosts;
        }
        return passage.command.placement().kind() == Placement.Kind.OWNER
                ? "its owner among " + hosts
                : "any of " + hosts;
    }

    /** Asks one host what would be sent. */
    private record Explain(Passage<?> passage) implements Trip<List<Step>> {

        @Override
        public List<Step> to(Call call) {
            return passage.site.backend.steps(passage.command, call);
        }

        @Override
        public Deadline deadline() {
            return Shares.half(passage);
        }

        @Override
        public boolean movesOn(Fault fault) {
            return !SafetyTable.isVerdict(fault);
        }

        @Override
        public void begins(String host) {
            passage.host = host;
        }
    }
}
