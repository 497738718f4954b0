package io.quorate.winrm;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Allowance;
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
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Allowances;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.HostEntry;
import io.quorate.winrm.recipe.Need;
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
 * CredSSP, the plain session may do what the delegated one is for. What a session lets us say is found out once for each configuration that
 * somebody named ({@link Preflight}).
 */
final class WinRmBackend extends HandlerBackend<WindowsHost> {
    private final Handlers<WindowsHost> recipes;
    private final Endpoint endpoint;
    private final QuorateRuntime runtime;
    private final HostSessions sessions;
    private final String configuration;
    private final @Nullable String delegated;
    private final boolean lends;
    private final Preflight preflight = new Preflight();

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
                return work.apply(host(command, call, delegated));
            }
            if (!lends) {
                throw Fault.neverSent(ErrorKind.UNSUPPORTED)
                        .hint(String.join("; ", SecondHop.missing(command.name())))
                        .because(SecondHop.missing(command.name()).get(0));
            }
        }
        try {
            return work.apply(host(command, call, configuration));
        } catch (Fault refusal) {
            if (delegation != Delegation.FALLBACK || !SecondHop.mayBeCause(refusal)) {
                throw refusal;
            }
            if (delegated == null) {
                throw lends ? refusal : SecondHop.withRemedies(refusal, command.name());
            }
            return work.apply(host(command, call, delegated));
        }
    }

    private WindowsHost host(Command<?> command, Call call, String configurationName) {
        Progress progress = new Progress();
        return new WindowsHost() {
            @Override
            public PowerShell powerShell() {
                WinRmSession session = sessions.get(call.host(), configurationName);
                return new FittedPowerShell(
                        new SessionPowerShell(session, call.deadline(), progress),
                        message -> abilities(session, configurationName, message, call.deadline()),
                        () -> allowances(command, call.host()),
                        progress,
                        configurationName);
            }

            @Override
            public HostEntry entry() {
                return new SessionEntry(
                        endpoint,
                        runtime,
                        () -> sessions.get(call.host(), configurationName),
                        call,
                        configurationName,
                        delegated);
            }
        };
    }

    /** The configuration that every host has is asked only for a message that it may refuse: a policy can constrain it. */
    private SessionAbilities abilities(
            WinRmSession session, String configurationName, PsPipeline message, Deadline deadline) {
        SessionAbilities known = preflight.known(session);
        if (known != null) {
            return known;
        }
        boolean ordinary = configurationName.equalsIgnoreCase(SessionOptions.DEFAULT.configurationName());
        return ordinary && !Need.of(message).contains(Need.SETTER)
                ? SessionAbilities.ALL
                : preflight.of(session, deadline);
    }

    @Override
    public List<Allowance> allowances(Command<?> command, String host) {
        Command<?> known = command instanceof Find<?> find ? find.get() : command;
        return Allowances.of(
                known.name(),
                foreseen(command, host).stream()
                        .filter(PipelineStep.class::isInstance)
                        .map(step -> ((PipelineStep) step).pipeline())
                        .toList());
    }

    /** Every host tells with the plain session what is on it. */
    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        return located(command, call);
    }

    private <R> Optional<Owner> located(Command<R> command, Call call) {
        return recipes.of(command).locate(command, host(command, call, configuration));
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
