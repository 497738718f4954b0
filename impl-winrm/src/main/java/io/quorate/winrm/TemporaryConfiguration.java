package io.quorate.winrm;

import io.quorate.Consent;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.SecondHop;
import io.quorate.WinRmRestart;
import io.quorate.WinRmRestart.Cause;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.SessionConfigurations.Listed;
import io.quorate.winrm.recipe.ConfigurationMessages;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.wsman.WsManFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session configuration that is registered on a host when it is first needed and removed at the end ({@link SecondHop.Temporary}). One name
 * for all hosts, which nobody else has; on each host one thread at a time registers, and no other command of the endpoint is under way there while
 * WinRM restarts.
 */
final class TemporaryConfiguration implements DelegationStrategy {
    private static final Logger log = LoggerFactory.getLogger(TemporaryConfiguration.class);

    /** How long WinRM may take to come back; a service that hangs while it stops is killed after thirty seconds. */
    private static final Duration RESTART = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How long closing may take, all hosts together: whoever closes waits for fifteen seconds. */
    private static final Duration REMOVAL = Duration.ofSeconds(12);

    private static final int MOST_ROUNDS = 2;
    private static final String LOGON_FAILURE = "1326";
    private static final String NO_CONFIGURATION = String.format(Locale.ROOT, "0x%08X", WsManFault.NO_RESOURCE);

    private final HostSessions sessions;
    private final String plain;
    private final SecondHop.Temporary way;
    private final QuorateRuntime runtime;
    private final String name;
    private final Map<String, OnHost> hosts = new ConcurrentHashMap<>();

    /** What is known of one host. */
    private static final class OnHost {
        /** Held by who registers or looks for what a dead client has left. */
        final QuorateRuntime.Permits turn;

        volatile boolean registered;

        /** Whether it may be there: the request to register it has left, or was about to. */
        volatile boolean asked;

        volatile boolean swept;

        OnHost(QuorateRuntime.Permits turn) {
            this.turn = turn;
        }
    }

    TemporaryConfiguration(
            HostSessions sessions, EndpointOptions options, SecondHop.Temporary way, QuorateRuntime runtime) {
        this.sessions = sessions;
        this.plain = options.configurationName();
        this.way = way;
        this.runtime = runtime;
        this.name =
                SecondHop.PREFIX + HexFormat.of().toHexDigits(runtime.random().nextLong());
    }

    @Override
    public String name() {
        return "a temporary session configuration";
    }

    @Override
    public String configuration() {
        return name;
    }

    @Override
    public List<PipelineStep> before(String host) {
        OnHost here = hosts.get(host);
        return here != null && here.registered
                ? List.of()
                : PipelineStep.of(ConfigurationMessages.registration(
                        name, way.account(), way.password(), PipelineStep.PLACEHOLDER));
    }

    private OnHost on(String host) {
        return hosts.computeIfAbsent(host, it -> new OnHost(runtime.permits(1)));
    }

    // ---------------------------------------------------------------- opening

    @Override
    public Way open(Call call) {
        String host = call.host();
        Deadline deadline = call.deadline();
        OnHost here = on(host);
        take(here, host, deadline);
        try {
            for (int round = 1; ; round++) {
                if (!here.registered) {
                    register(call, here, round > 1);
                }
                if (reached(host, here, deadline, round)) {
                    return new Way(() -> sessions.get(host, name), () -> {});
                }
            }
        } catch (Fault fault) {
            throw beforehand(fault);
        } finally {
            here.turn.release();
        }
    }

    private void take(OnHost here, String host, Deadline deadline) {
        try {
            if (here.turn.acquire(deadline.remaining())) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .cause(e)
                    .because("interrupted while the second hop of " + host + " was prepared by another");
        }
        throw Fault.neverSent(ErrorKind.DEADLINE_EXCEEDED)
                .because("the second hop of " + host + " was not prepared in time by another");
    }

    /** The command that needs it has not begun, whatever has become of what prepares it. */
    private static Fault beforehand(Fault fault) {
        String said = "while a temporary session configuration was prepared: " + fault.getMessage();
        boolean open = fault.phase() == FaultPhase.UNANSWERED || fault.phase() == FaultPhase.TRANSIENT;
        Fault.Draft draft = fault.as(open ? FaultPhase.NEVER_SENT : fault.phase());
        return draft.because(said);
    }

    /**
     * Opens the session. Where the host does not know the configuration, WinRM may not have begun to restart, or somebody has removed it.
     *
     * @return false if it is to be registered once more
     */
    private boolean reached(String host, OnHost here, Deadline deadline, int round) {
        Deadline patience = Deadline.in(min(RESTART, deadline.remaining()), runtime);
        while (true) {
            Fault refusal;
            try {
                sessions.get(host, name).open(deadline);
                return true;
            } catch (Fault fault) {
                refusal = fault;
            }
            if (LOGON_FAILURE.equals(refusal.code())) {
                throw Fault.lasting(ErrorKind.ACCESS_DENIED)
                        .answered()
                        .code(refusal.code())
                        .hint(
                                "name and password of the account that the temporary session configuration runs as are wrong, or it"
                                        + " may not log on there")
                        .cause(refusal)
                        .because(way.account() + " could not log on at " + host + ": " + refusal.getMessage());
            }
            boolean unknown = NO_CONFIGURATION.equals(refusal.code());
            if (!unknown && !passing(refusal)) {
                throw refusal;
            }
            if (unknown && (patience.expired() || !listed(host, deadline))) {
                here.registered = false;
                if (round >= MOST_ROUNDS) {
                    throw refusal;
                }
                return false;
            }
            pause(refusal, patience);
        }
    }

    private boolean listed(String host, Deadline deadline) {
        return new SessionConfigurations(sessions.get(host, plain), deadline)
                .find(name)
                .isPresent();
    }

    /** Tells whether a host that restarts its WinRM may say so. */
    private static boolean passing(Fault fault) {
        return fault.kind() == ErrorKind.UNREACHABLE
                || fault.kind() == ErrorKind.BUSY
                || fault.phase() == FaultPhase.UNANSWERED;
    }

    private void pause(Fault last, Deadline patience) {
        if (patience.expired()) {
            throw last;
        }
        try {
            runtime.sleep(min(PAUSE, patience.remaining()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw last;
        }
    }

    // ---------------------------------------------------------------- registering

    /** @param anew whether one of its name that is there is registered once more, because it has not come into force */
    private void register(Call call, OnHost here, boolean anew) {
        String host = call.host();
        Deadline deadline = call.deadline();
        WinRmSession own = sessions.once(host, plain);
        try {
            own.open(deadline);
            List<ShellOnHost> shells = own.shells(deadline);
            SessionConfigurations configurations = new SessionConfigurations(own, deadline);
            String sid = configurations.ownSid(process(own, shells));
            List<Listed> listed = configurations.list();
            if (!anew && listed.stream().anyMatch(one -> one.isCalled(name) && one.admitsOnly(sid))) {
                // An earlier attempt has come so far, and nobody heard of it.
                here.registered = true;
                return;
            }
            List<Listed> leftOvers = new ArrayList<>(leftOvers(listed, shells, sid));
            listed.stream().filter(one -> one.isCalled(name)).forEach(leftOvers::add);
            agree(new WinRmRestart(host, Cause.REGISTER, others(host, own, shells)), call);
            sessions.get(host, plain).alone(deadline, () -> {
                leftOvers.forEach(one -> configurations.unregister(one.name(), false));
                here.asked = true;
                log.debug("registers a temporary session configuration [host={} name={}]", host, name);
                Fault answer = attempt(() -> configurations.register(
                        name, way.account(), way.password(), SessionConfigurations.descriptor(sid)));
                Listed found = readBack(own, name, deadline);
                if (found == null || answer != null && answer.phase() == FaultPhase.LASTING) {
                    throw answer == null || answer.phase() == FaultPhase.UNANSWERED ? vanished(host, answer) : answer;
                }
                if (!found.admitsOnly(sid)) {
                    throw Fault.lasting(ErrorKind.REJECTED)
                            .answered()
                            .because(host + " has registered " + name + " for others than us, so it is not used: "
                                    + found.descriptor());
                }
                here.registered = true;
                here.swept = true;
            });
        } finally {
            sessions.end(own);
        }
    }

    private static Fault vanished(String host, @Nullable Fault answer) {
        return Fault.neverSent(ErrorKind.UNREACHABLE)
                .cause(answer)
                .because(host + " has not registered the temporary session configuration"
                        + (answer == null ? "" : ": " + answer.getMessage()));
    }

    private static @Nullable Fault attempt(Runnable work) {
        try {
            work.run();
            return null;
        } catch (Fault fault) {
            return fault;
        }
    }

    /** WinRM is about to restart, or does: its answer is waited for. Null says that the configuration surely is not there. */
    private @Nullable Listed readBack(WinRmSession own, String which, Deadline deadline) {
        Deadline patience = Deadline.in(min(RESTART, deadline.remaining()), runtime);
        while (true) {
            try {
                return new SessionConfigurations(own, deadline).find(which).orElse(null);
            } catch (Fault fault) {
                if (!passing(fault)) {
                    throw fault;
                }
                pause(fault, patience);
            }
        }
    }

    private static String process(WinRmSession own, List<ShellOnHost> shells) {
        Set<String> ids = own.ownShells();
        return shells.stream()
                .filter(shell -> ids.stream().anyMatch(shell.id()::equalsIgnoreCase))
                .map(ShellOnHost::process)
                .findFirst()
                .orElse("");
    }

    private List<WinRmRestart.Shell> others(String host, WinRmSession own, List<ShellOnHost> shells) {
        Set<String> ours = sessions.ownShells(host);
        ours.addAll(own.ownShells());
        return shells.stream()
                .filter(shell -> ours.stream().noneMatch(shell.id()::equalsIgnoreCase))
                .filter(shell -> !shell.isDisconnected() || !isTemporary(shell.configuration()))
                .map(ShellOnHost::shown)
                .toList();
    }

    /** What is called like ours, admits us alone and is used by nobody who still listens has been left by a client that died. */
    private List<Listed> leftOvers(List<Listed> listed, List<ShellOnHost> shells, String sid) {
        return listed.stream()
                .filter(this::suspicious)
                .filter(one -> one.admitsOnly(sid))
                .filter(one -> shells.stream()
                        .filter(shell -> !shell.isDisconnected())
                        .noneMatch(shell -> one.isCalled(shell.configuration())))
                .toList();
    }

    private static boolean isTemporary(String configuration) {
        return configuration.toLowerCase(Locale.ROOT).startsWith(SecondHop.PREFIX.toLowerCase(Locale.ROOT));
    }

    private boolean suspicious(Listed one) {
        return isTemporary(one.name()) && !one.isCalled(name);
    }

    private void agree(WinRmRestart restart, Call call) {
        Consent consent = agreed(restart);
        if (consent == null) {
            throw Fault.lasting(ErrorKind.CONSENT_REQUIRED)
                    .code(restart.identity())
                    .hint("the consent that SecondHop.temporary(..) was given must return Consent.to(\""
                            + restart.identity() + "\", reason)")
                    .because("a temporary session configuration needs a " + restart.identity()
                            + " of others, and nobody agreed to that");
        }
        call.notices().accept(restart.identity() + ", for a temporary session configuration: " + consent.reason());
    }

    /** Returns the consent; null if nobody agrees. */
    private @Nullable Consent agreed(WinRmRestart restart) {
        Consent consent = null;
        try {
            consent = way.consent().decide(restart);
        } catch (RuntimeException e) {
            log.warn("the consent to a {} could not be asked for, which refuses it", restart.identity(), e);
        }
        boolean agreed = consent != null && consent.covers(restart.identity());
        log.debug(
                "WinRM is to be restarted [host={} cause={} shells={} agreed={}]",
                restart.host(),
                restart.cause(),
                restart.others().size(),
                agreed);
        return agreed ? consent : null;
    }

    // ---------------------------------------------------------------- removing

    /**
     * Looks, once a host, for what a client that died has left, and removes it. What keeps it from doing so is no business of the command that is
     * about to run.
     */
    void sweep(String host, Deadline deadline) {
        OnHost here = on(host);
        if (here.swept) {
            return;
        }
        try {
            take(here, host, deadline);
        } catch (Fault late) {
            return;
        }
        try {
            if (!here.swept) {
                WinRmSession session = sessions.get(host, plain);
                if (new SessionConfigurations(session, deadline).list().stream().anyMatch(this::suspicious)) {
                    removeLeftOvers(host, deadline);
                }
                here.swept = true;
            }
        } catch (Fault fault) {
            log.debug("not looked for left-overs [host={} cause={}]", host, fault.getMessage());
        } finally {
            here.turn.release();
        }
    }

    private void removeLeftOvers(String host, Deadline deadline) {
        WinRmSession own = sessions.once(host, plain);
        try {
            own.open(deadline);
            List<ShellOnHost> shells = own.shells(deadline);
            List<Listed> leftOvers = leftOvers(own, shells, deadline);
            if (!leftOvers.isEmpty()) {
                boolean restart =
                        agreed(new WinRmRestart(host, Cause.REMOVE_LEFT_OVER, others(host, own, shells))) != null;
                sessions.get(host, plain).alone(deadline, () -> remove(own, leftOvers, restart, deadline));
            }
        } finally {
            sessions.end(own);
        }
    }

    private List<Listed> leftOvers(WinRmSession own, List<ShellOnHost> shells, Deadline deadline) {
        SessionConfigurations configurations = new SessionConfigurations(own, deadline);
        List<Listed> listed =
                configurations.list().stream().filter(this::suspicious).toList();
        return listed.isEmpty() ? listed : leftOvers(listed, shells, configurations.ownSid(process(own, shells)));
    }

    /** One restart is enough for all of them. */
    private void remove(WinRmSession own, List<Listed> all, boolean restart, Deadline deadline) {
        for (int i = 0; i < all.size(); i++) {
            remove(own, all.get(i).name(), restart && i == all.size() - 1, deadline);
        }
    }

    /** Removes one; where no answer came, the list tells whether it is gone. */
    private void remove(WinRmSession own, String which, boolean restart, Deadline deadline) {
        Fault answer = attempt(() -> new SessionConfigurations(own, deadline).unregister(which, restart));
        if (answer != null && readBack(own, which, deadline) != null) {
            throw answer;
        }
        log.debug("removed a temporary session configuration [host={} name={} restart={}]", own.wire(), which, restart);
    }

    /**
     * Removes what was registered, and looks for left-overs on the hosts that no command has reached, if any may have needed a way. The endpoint's
     * sessions are closed by then.
     */
    @Override
    public void close() {
        if (hosts.isEmpty()) {
            return;
        }
        Deadline deadline = Deadline.in(REMOVAL, runtime);
        List<String> left = sessions.hosts().stream()
                .filter(host -> on(host).asked || !on(host).swept)
                .toList();
        List<Thread> helpers = left.stream()
                .skip(1)
                .map(host -> runtime.thread("quorate-winrm-unregister-" + host, () -> clear(host, deadline)))
                .toList();
        helpers.forEach(Thread::start);
        left.stream().limit(1).forEach(host -> clear(host, deadline));
        for (Thread helper : helpers) {
            try {
                helper.join(REMOVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void clear(String host, Deadline deadline) {
        boolean asked = on(host).asked;
        WinRmSession own = sessions.afterwards(host, plain);
        try {
            own.open(deadline);
            List<ShellOnHost> shells = own.shells(deadline);
            List<Listed> left = new ArrayList<>(leftOvers(own, shells, deadline));
            if (asked) {
                new SessionConfigurations(own, deadline).find(name).ifPresent(left::add);
            }
            if (!left.isEmpty()) {
                Cause cause = asked ? Cause.REMOVE : Cause.REMOVE_LEFT_OVER;
                boolean restart = agreed(new WinRmRestart(host, cause, others(host, own, shells))) != null;
                remove(own, left, restart, deadline);
            }
        } catch (Fault fault) {
            if (asked) {
                log.warn(
                        "a temporary session configuration may be left, for the next client to remove [host={} name={} cause={}]",
                        host,
                        name,
                        fault.getMessage());
            } else {
                log.debug("not looked for left-overs [host={} cause={}]", host, fault.getMessage());
            }
        } finally {
            own.close();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
