package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.spi.Allowance;
import io.quorate.spi.Cursor;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Need;
import io.quorate.winrm.recipe.PowerShell;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a recipe's messages in a session that may not let us say everything. Where it shows some commands only, choosing properties and filtering
 * at a statement's end is done on our side; what needs more is {@code UNSUPPORTED} before it is sent, and before the first message that
 * changes something all others are looked at that the command may send after it: nothing stops in the middle for what could be known.
 */
final class FittedPowerShell implements PowerShell {
    static final String REMEDY =
            "give the account a session configuration with the role capability that Quorate generates for these commands"
                    + " (Quorate.role), and name it in the endpoint's option " + EndpointOptions.CONFIGURATION;

    private static final String CONSTRAINED_REMEDY =
            "ConstrainedLanguage sessions set no properties of live objects: use a session configuration with the role capability that"
                    + " Quorate generates (Quorate.role), which has no language and needs none, or exempt the host from the policy"
                    + " that constrains it";

    private final PowerShell session;
    private final Function<PsPipeline, SessionAbilities> abilities;
    private final Supplier<List<Allowance>> needed;
    private final Progress progress;
    private final String name;
    private boolean lookedAhead;

    /**
     * @param session sends them
     * @param abilities what the session lets us say, which may be asked for a message
     * @param needed all that the command may call
     * @param progress how far the command has come
     * @param name the session configuration
     */
    FittedPowerShell(
            PowerShell session,
            Function<PsPipeline, SessionAbilities> abilities,
            Supplier<List<Allowance>> needed,
            Progress progress,
            String name) {
        this.session = session;
        this.abilities = abilities;
        this.needed = needed;
        this.progress = progress;
        this.name = name;
    }

    /**
     * A statement as it is sent, and what is done here to what it puts out.
     *
     * @param commands what is sent
     * @param here filters and projections, in order
     */
    private record Fitted(List<PsCommand> commands, List<PsCommand> here) {}

    @Override
    public List<PsValue> run(PsPipeline message) {
        SessionAbilities can = abilities.apply(message);
        if (can.unlimited()) {
            return session.run(message);
        }
        List<Fitted> statements;
        try {
            statements = fitted(message, can);
            if (!lookedAhead && Progress.changes(message)) {
                needed.get().forEach(later -> require(later, can));
                lookedAhead = true;
            }
        } catch (Fault fault) {
            throw progress.failed(message, fault);
        }
        if (statements.stream().allMatch(statement -> statement.here().isEmpty())) {
            return session.run(
                    new PsPipeline(statements.stream().map(Fitted::commands).toList(), message.input()));
        }
        List<PsValue> output = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            Fitted statement = statements.get(i);
            List<PsValue> came =
                    session.run(new PsPipeline(List.of(statement.commands()), i == 0 ? message.input() : List.of()));
            output.addAll(done(came, statement.here()));
        }
        return List.copyOf(output);
    }

    /** Statement by statement where something is done here to what it puts out. */
    @Override
    public Cursor<PsValue> open(PsPipeline message) {
        SessionAbilities can = abilities.apply(message);
        if (can.unlimited()) {
            return session.open(message);
        }
        List<Fitted> statements = fitted(message, can);
        if (statements.stream().allMatch(statement -> statement.here().isEmpty())) {
            return session.open(
                    new PsPipeline(statements.stream().map(Fitted::commands).toList(), message.input()));
        }
        return new FittedOutput(statements, message.input());
    }

    /** The output of several statements, one after another. */
    private final class FittedOutput implements Cursor<PsValue> {
        private final Iterator<Fitted> statements;
        private final Deque<PsValue> arrived = new ArrayDeque<>();
        private List<PsValue> input;
        private List<PsCommand> here = List.of();
        private @Nullable Cursor<PsValue> output;

        FittedOutput(List<Fitted> statements, List<PsValue> input) {
            this.statements = statements.iterator();
            this.input = input;
        }

        @Override
        public @Nullable PsValue next(Deadline deadline) {
            while (arrived.isEmpty()) {
                Cursor<PsValue> from = output;
                if (from == null) {
                    if (!statements.hasNext()) {
                        return null;
                    }
                    Fitted statement = statements.next();
                    from = session.open(new PsPipeline(List.of(statement.commands()), input));
                    input = List.of();
                    here = statement.here();
                    output = from;
                }
                PsValue came = from.next(deadline);
                if (came == null) {
                    close();
                } else {
                    arrived.addAll(done(List.of(came), here));
                }
            }
            return arrived.poll();
        }

        /** Closes the statement that runs. */
        @Override
        public void close() {
            if (output != null) {
                output.close();
                output = null;
            }
        }
    }

    private static List<PsValue> done(List<PsValue> output, List<PsCommand> here) {
        List<PsValue> came = output;
        for (PsCommand step : here) {
            came = Need.of(step, true) == Need.FILTER ? OurSide.filtered(came, step) : OurSide.projected(came, step);
        }
        return came;
    }

    private List<Fitted> fitted(PsPipeline message, SessionAbilities can) {
        Set<Need> needs = Need.of(message);
        if (can.constrained() && needs.contains(Need.SETTER)) {
            throw unsupported("is constrained, and does not take " + Need.SETTER.words(), CONSTRAINED_REMEDY);
        }
        List<Fitted> all = new ArrayList<>();
        for (List<PsCommand> statement : message.statements()) {
            int end = can.shown() == null ? statement.size() : Need.least(statement, needs);
            // even where a role shows them: what one that we generate takes is only what others need of them
            List<PsCommand> here = statement.subList(end, statement.size());
            List<PsCommand> sent = new ArrayList<>();
            for (PsCommand command : statement.subList(0, end)) {
                PsCommand fitted = can.fitted(command);
                if (fitted == null) {
                    throw hidden(command);
                }
                sent.add(fitted);
            }
            all.add(new Fitted(sent, here));
        }
        return all;
    }

    private void require(Allowance later, SessionAbilities can) {
        if (can.constrained() && later.name().equals("ForEach-Object")) {
            throw unsupported("is constrained, and does not take " + Need.SETTER.words(), CONSTRAINED_REMEDY);
        }
        if (!can.shows(later)) {
            throw unsupported(
                    "shows no " + later.qualifiedName()
                            + taking(later.parameters().keySet()),
                    REMEDY);
        }
    }

    private static String taking(Collection<String> parameters) {
        return parameters.isEmpty() ? "" : " that takes -" + String.join(" -", parameters);
    }

    private Fault hidden(PsCommand command) {
        Need need = Need.of(command, true);
        List<String> parameters = command.parameters().stream()
                .map(parameter -> String.valueOf(parameter.name()))
                .toList();
        return unsupported(
                "shows no " + command.name() + taking(parameters) + (need == null ? "" : " (" + need.words() + ")"),
                REMEDY);
    }

    private Fault unsupported(String what, String remedy) {
        return Fault.neverSent(ErrorKind.UNSUPPORTED)
                .hint(remedy)
                .because("the session configuration " + name + " " + what);
    }
}
