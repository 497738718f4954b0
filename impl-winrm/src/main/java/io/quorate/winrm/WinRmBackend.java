package io.quorate.winrm;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.Recipes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on Windows hosts: finds the recipe, chooses the session, turns what comes back into a result or a fault.
 *
 * <p>A host has a plain session and, if the endpoint's option {@value EndpointOptions#DELEGATED_CONFIGURATION} names a session configuration that runs as
 * an account of its own, a delegated one for commands that act on another machine. Both are opened when first needed.
 */
final class WinRmBackend implements Backend {
    private final Recipes recipes;
    private final HostSessions sessions;
    private final String configuration;
    private final @Nullable String delegated;

    WinRmBackend(Endpoint endpoint, QuorateRuntime runtime, Recipes recipes) {
        this.recipes = recipes;
        EndpointOptions options = EndpointOptions.of(endpoint);
        this.configuration = options.configurationName();
        this.delegated = options.delegated();
        this.sessions = new HostSessions(endpoint, options, runtime);
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        Recipe<?, ?> recipe = recipes.forCommand(command);
        if (recipe == null) {
            return List.of("WinRM has no way to do " + command.name());
        }
        return recipe.delegation() == Delegation.ALWAYS && delegated == null
                ? SecondHop.missing(command.name())
                : List.of();
    }

    @Override
    public <R> R send(Command<R> command, Call call) {
        Recipe<Command<R>, R> recipe = recipe(command);
        return through(recipe, command, call, shell -> recipe.run(command, shell));
    }

    @Override
    public <R> Observation<R> observe(Command<R> command, Call call) {
        try {
            Recipe<Command<R>, R> recipe = recipe(command);
            return through(recipe, command, call, shell -> recipe.observe(command, shell));
        } catch (Fault fault) {
            return Observation.unknown("looking for it failed: " + fault.getMessage(), fault);
        }
    }

    @Override
    public Optional<String> locate(Command<?> command, Call call) {
        return locateTyped(command, call);
    }

    private <R> Optional<String> locateTyped(Command<R> command, Call call) {
        Recipe<Command<R>, R> recipe = recipe(command);
        return recipe.locate(command, shell(call, configuration));
    }

    /** Chooses the session: the plain one, the delegated one, or the plain one first. */
    private <R, T> T through(
            Recipe<Command<R>, R> recipe, Command<R> command, Call call, Function<PowerShell, T> action) {
        Delegation delegation = recipe.delegation();
        if (delegation == Delegation.ALWAYS) {
            if (delegated == null) {
                throw Fault.neverSent(ErrorKind.UNSUPPORTED)
                        .hint(String.join("; ", SecondHop.missing(command.name())))
                        .because(SecondHop.missing(command.name()).get(0));
            }
            return action.apply(shell(call, delegated));
        }
        try {
            return action.apply(shell(call, configuration));
        } catch (Fault refusal) {
            if (delegation != Delegation.FALLBACK || !SecondHop.mayBeCause(refusal)) {
                throw refusal;
            }
            if (delegated == null) {
                throw SecondHop.withRemedies(refusal, command.name());
            }
            return action.apply(shell(call, delegated));
        }
    }

    private PowerShell shell(Call call, String configurationName) {
        return new SessionPowerShell(sessions.get(call.host(), configurationName), call.deadline());
    }

    @Override
    public List<String> explain(Command<?> command, String host) {
        return explainTyped(command);
    }

    private <R> List<String> explainTyped(Command<R> command) {
        Recipe<Command<R>, R> recipe = recipe(command);
        String remark = recipe.delegation() == Delegation.ALWAYS && delegated != null
                ? "  # session configuration " + delegated
                : "";
        return recipe.steps(command).stream()
                .map((PsPipeline step) -> PipelineText.of(step) + remark)
                .toList();
    }

    /** The registry is keyed by the command's class, which is what a recipe says it handles. */
    @SuppressWarnings("unchecked")
    private <R> Recipe<Command<R>, R> recipe(Command<R> command) {
        Recipe<?, ?> recipe = recipes.forCommand(command);
        if (recipe == null) {
            throw Fault.neverSent(ErrorKind.UNSUPPORTED)
                    .because(missingFor(command).get(0));
        }
        return (Recipe<Command<R>, R>) recipe;
    }

    @Override
    public String wire() {
        return sessions.wire();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
