package io.quorate.lab.winrm;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.winrm.psrp.PsCommand;
import java.util.List;
import java.util.Objects;

/**
 * PowerShell text that is literal: cmdlets with literal arguments, in pipelines, one statement after the other. Nothing in it is evaluated,
 * so it says what a structured pipeline can say and nothing else.
 *
 * @param steps what it does, in order
 */
record WinrsScript(List<Step> steps) {

    /** A statement. */
    sealed interface Step permits Pipeline, Exit {}

    /** A pipeline of cmdlets; an expression is one, too: it begins with {@code Write-Output}. */
    record Pipeline(List<PsCommand> commands) implements Step {
        Pipeline {
            commands = List.copyOf(commands);
        }

        /** Tells whether one of its cmdlets ends the script with its first error. */
        boolean stopsOnError() {
            return commands.stream()
                    .flatMap(c -> c.parameters().stream())
                    .anyMatch(p -> ("-ErrorAction:".equalsIgnoreCase(p.name()) || "-EA:".equalsIgnoreCase(p.name()))
                            && NetValue.text(p.value()).equalsIgnoreCase("Stop"));
        }
    }

    /** {@code exit n}. */
    record Exit(int code) implements Step {}

    /** The text is none that the lab understands. */
    static final class NotLiteral extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param why without the text itself: it may hold a secret */
        NotLiteral(String why) {
            super(Objects.requireNonNull(why, "why"));
        }
    }

    WinrsScript {
        steps = List.copyOf(steps);
    }

    /** Returns the cmdlets of all pipelines, in order. */
    List<String> cmdlets() {
        return steps.stream()
                .filter(Pipeline.class::isInstance)
                .flatMap(s -> ((Pipeline) s).commands().stream())
                .map(PsCommand::name)
                .toList();
    }
}
