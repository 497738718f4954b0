package io.quorate.winrm;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Find;
import io.quorate.spi.HandlerBackend;
import io.quorate.spi.Handlers;
import io.quorate.spi.Owner;
import io.quorate.spi.Step;
import io.quorate.spi.net.Logins;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.HostEntry;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs recipes on Windows hosts: chooses the session for each, and tries the next where that may help.
 *
 * <p>A host has a plain session and, if the endpoint's option {@value EndpointOptions#DELEGATED_CONFIGURATION} names a session configuration that runs as
 * an account of its own, a delegated one for commands that act on another machine. Both are opened when first needed. Where we log in by
 * CredSSP, the plain session may do what the delegated one is for.
 */
final class WinRmBackend extends HandlerBackend<WindowsHost> {
    private final Handlers<WindowsHost> recipes;
    private final Endpoint endpoint;
    private final QuorateRuntime runtime;
    private final HostSessions sessions;
    private final String configuration;
    private final @Nullable String delegated;
    private final boolean lends;

    WinRmBackend(Endpoint endpoint, QuorateRuntime runtime, Handlers<WindowsHost> recipes) {
        super(recipes);
        this.recipes = recipes;
        this.endpoint = endpoint;
        this.runtime = runtime;
        Logins.windows(endpoint);
        EndpointOptions options = EndpointOptions.of(endpoint);
        this.configuration = options.configurationName();
        this.delegated = options.delegated();
        this.lends = endpoint.credentials() instanceof Credentials.CredSsp;
        this.sessions = new HostSessions(endpoint, options, runtime);
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        List<String> missing = super.missingFor(command);
        return missing.isEmpty() && delegation(command) == Delegation.ALWAYS && delegated == null && !lends
                ? SecondHop.missing(command.name())
                : missing;
    }

    private Delegation delegation(Command<?> command) {
        Command<?> known = command instanceof Find<?> find ? find.get() : command;
        return recipes.of(known) instanceof Recipe<?, ?> recipe ? recipe.delegation() : Delegation.NONE;
    }

    /** Chooses the session: the plain one, the delegated one, or the plain one first. */
    @Override
    protected <T> T with(Command<?> command, Call call, Purpose purpose, Function<WindowsHost, T> work) {
        Delegation delegation = delegation(command);
        if (delegation == Delegation.ALWAYS) {
            if (delegated != null) {
                return work.apply(host(call, delegated));
            }
            if (!lends) {
                throw Fault.neverSent(ErrorKind.UNSUPPORTED)
                        .hint(String.join("; ", SecondHop.missing(command.name())))
                        .because(SecondHop.missing(command.name()).get(0));
            }
        }
        try {
            return work.apply(host(call, configuration));
        } catch (Fault refusal) {
            if (delegation != Delegation.FALLBACK || !SecondHop.mayBeCause(refusal)) {
                throw refusal;
            }
            if (delegated == null) {
                throw lends ? refusal : SecondHop.withRemedies(refusal, command.name());
            }
            return work.apply(host(call, delegated));
        }
    }

    private WindowsHost host(Call call, String configurationName) {
        return new SessionHost(this, sessions, call, configurationName, new Progress());
    }

    /** Returns the way in to a host, for the doctor. */
    private HostEntry entry(Call call, String configurationName) {
        return new SessionEntry(
                endpoint,
                runtime,
                () -> sessions.get(call.host(), configurationName),
                call,
                configurationName,
                delegated);
    }

    /** One session of a host, for one call. */
    private record SessionHost(
            WinRmBackend backend, HostSessions sessions, Call call, String configuration, Progress progress)
            implements WindowsHost {
        @Override
        public HostEntry entry() {
            return backend.entry(call, configuration);
        }

        @Override
        public PowerShell powerShell() {
            return new SessionPowerShell(sessions.get(call.host(), configuration), call.deadline(), progress);
        }
    }

    /** Every host tells with the plain session what is on it. */
    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        return located(command, call);
    }

    private <R> Optional<Owner> located(Command<R> command, Call call) {
        return recipes.of(command).locate(command, host(call, configuration));
    }

    @Override
    public List<Step> steps(Command<?> command, Call call) {
        return remarked(command, super.steps(command, call));
    }

    @Override
    public List<Step> foreseen(Command<?> command, String host) {
        return remarked(command, super.foreseen(command, host));
    }

    /** Says where they go, if that is not the endpoint's usual session configuration. */
    private List<Step> remarked(Command<?> command, List<Step> steps) {
        String other = delegation(command) == Delegation.ALWAYS ? delegated : null;
        return other == null
                ? steps
                : steps.stream()
                        .map(step -> step instanceof PipelineStep pipeline ? pipeline.in(other) : step)
                        .toList();
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
