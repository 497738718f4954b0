package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.SecondHop;
import io.quorate.spi.Allowance;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.Find;
import io.quorate.spi.HandlerBackend;
import io.quorate.spi.Handlers;
import io.quorate.spi.Owner;
import io.quorate.spi.Step;
import io.quorate.spi.Streamed;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs recipes on Windows hosts: chooses the session for each, and tries the next where that may help.
 *
 * <p>A host has a plain session for most commands. Those that act on another machine take a {@linkplain Delegations way} of their own, where the
 * endpoint has one. Sessions are opened when first needed. Where we log in by CredSSP, the plain session may do what the others are for. What a
 * session lets us say is found out once for each whose configuration somebody named ({@link Preflight}).
 */
final class WinRmBackend extends HandlerBackend<WindowsHost> {
    private final Handlers<WindowsHost> recipes;
    private final Endpoint endpoint;
    private final QuorateRuntime runtime;
    private final HostSessions sessions;
    private final String configuration;
    private final @Nullable String delegated;
    private final Preflight preflight = new Preflight();
    private final Delegations delegations;

    WinRmBackend(Endpoint endpoint, QuorateRuntime runtime, Handlers<WindowsHost> recipes) {
        super(recipes);
        this.recipes = recipes;
        this.endpoint = endpoint;
        this.runtime = runtime;
        Logins.windows(endpoint);
        EndpointOptions options = EndpointOptions.of(endpoint);
        this.configuration = options.configurationName();
        this.delegated = options.delegated() != null
                ? options.delegated()
                : endpoint.secondHop().stream()
                        .filter(SecondHop.Standing.class::isInstance)
                        .map(way -> ((SecondHop.Standing) way).configuration())
                        .findFirst()
                        .orElse(null);
        this.sessions = new HostSessions(endpoint, options, runtime);
        this.delegations = new Delegations(endpoint, options, sessions, runtime);
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        List<String> missing = super.missingFor(command);
        return missing.isEmpty() && delegation(command) == Delegation.ALWAYS && !delegations.any()
                ? HopRefusals.missing(command.name())
                : missing;
    }

    private Delegation delegation(Command<?> command) {
        return recipes.of(known(command)) instanceof Recipe<?, ?> recipe ? recipe.delegation() : Delegation.NONE;
    }

    private static Command<?> known(Command<?> command) {
        return command instanceof Find<?> find
                ? find.get()
                : command instanceof Streamed<?> streamed ? streamed.list() : command;
    }

    /** Chooses the session: the plain one, one that other machines accept, or the plain one first. */
    @Override
    protected <T> T with(Command<?> command, Call call, Purpose purpose, Function<WindowsHost, T> work) {
        Delegation delegation = delegation(command);
        if (delegation == Delegation.NONE) {
            return work.apply(host(command, call, configuration));
        }
        if (delegation == Delegation.ALWAYS && !delegations.any()) {
            throw Delegations.none(command.name());
        }
        delegations.sweep(call);
        return purpose == Purpose.LOOK
                ? looking(delegation, command, call, work)
                : running(delegation, command, call, work);
    }

    /** A look goes another way only if that costs nobody anything. */
    private <T> T looking(Delegation delegation, Command<?> command, Call call, Function<WindowsHost, T> work) {
        if (delegation == Delegation.ALWAYS) {
            return delegated(
                    command,
                    call,
                    true,
                    work,
                    delegations.onlyStanding() ? null : () -> work.apply(host(command, call, configuration)));
        }
        try {
            return work.apply(host(command, call, configuration));
        } catch (Fault refusal) {
            if (!HopRefusals.mayBeCause(refusal)) {
                throw refusal;
            }
            return delegated(command, call, true, work, () -> {
                throw refusal;
            });
        }
    }

    private <T> T running(Delegation delegation, Command<?> command, Call call, Function<WindowsHost, T> work) {
        if (delegation == Delegation.ALWAYS && delegations.needed()) {
            return delegated(command, call, false, work, null);
        }
        try {
            return work.apply(host(command, call, configuration));
        } catch (Fault refusal) {
            if (!HopRefusals.mayBeCause(refusal)) {
                throw refusal;
            }
            if (delegations.first().isEmpty()) {
                throw delegations.lends() ? refusal : HopRefusals.withRemedies(refusal, command.name());
            }
            return delegated(command, call, false, work, null);
        }
    }

    private <T> T delegated(
            Command<?> command,
            Call call,
            boolean looking,
            Function<WindowsHost, T> work,
            @Nullable Supplier<T> otherwise) {
        return delegations.with(
                call,
                looking,
                (name, way) -> work.apply(new SessionHost(
                        this, command, call, way.session(), name == null ? configuration : name, new Progress())),
                otherwise);
    }

    private WindowsHost host(Command<?> command, Call call, String name) {
        return new SessionHost(this, command, call, () -> sessions.get(call.host(), name), name, new Progress());
    }

    /** One session of a host, for one call. */
    private record SessionHost(
            WinRmBackend backend,
            Command<?> command,
            Call call,
            Supplier<WinRmSession> sessions,
            String configuration,
            Progress progress)
            implements WindowsHost {
        @Override
        public PowerShell powerShell() {
            WinRmSession session = sessions.get();
            return new FittedPowerShell(
                    new SessionPowerShell(session, call.deadline(), progress),
                    message -> backend.abilities(session, configuration, message, call.deadline()),
                    () -> backend.allowances(command, call.host()),
                    progress,
                    configuration);
        }

        @Override
        public HostEntry entry() {
            return new SessionEntry(
                    backend.endpoint,
                    backend.runtime,
                    sessions,
                    call,
                    configuration,
                    backend.delegated,
                    backend.sessions::isClosed);
        }
    }

    /** The configuration that every host has is asked only for a message that it may refuse: a policy can constrain it. */
    private SessionAbilities abilities(WinRmSession session, String name, PsPipeline message, Deadline deadline) {
        SessionAbilities known = preflight.known(session);
        if (known != null) {
            return known;
        }
        boolean ordinary = name.equalsIgnoreCase(SessionOptions.DEFAULT.configurationName());
        return ordinary && !Need.of(message).contains(Need.SETTER)
                ? SessionAbilities.ALL
                : preflight.of(session, deadline);
    }

    @Override
    public List<Allowance> allowances(Command<?> command, String host) {
        return Allowances.of(
                known(command).name(),
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
        return remarked(command, call.host(), super.steps(command, call));
    }

    @Override
    public List<Step> foreseen(Command<?> command, String host) {
        return remarked(command, host, super.foreseen(command, host));
    }

    /** Says where they go, if that is not the endpoint's usual session configuration, and what makes that ready. */
    private List<Step> remarked(Command<?> command, String host, List<Step> steps) {
        boolean elsewhere = delegation(command) == Delegation.ALWAYS && delegations.needed() && !steps.isEmpty();
        DelegationStrategy way = elsewhere ? delegations.first().orElse(null) : null;
        String other = way == null ? null : way.configuration();
        if (way == null || other == null) {
            return steps;
        }
        List<Step> all = new ArrayList<>(way.before(host));
        steps.forEach(step -> all.add(step instanceof PipelineStep pipeline ? pipeline.in(other) : step));
        return List.copyOf(all);
    }

    @Override
    public String wire() {
        return sessions.wire();
    }

    @Override
    public void close() {
        sessions.close();
        delegations.close();
    }
}
