package io.quorate.lab.model;

import io.quorate.Secret;
import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.ApplianceState;
import io.quorate.lab.storage.InitiatorState;
import io.quorate.lab.storage.StorageAppliance;
import io.quorate.lab.storage.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The iSCSI initiators of all hosts. Their sessions ride on the same target state as the appliance's real iSCSI face, without bytes on a
 * wire. What administrators do is called inside a {@link World#change} and says no by a {@link CimRefusal}.
 */
public final class Initiators {
    /** The port of iSCSI. */
    public static final int PORT = 3260;

    private static final Duration REFUSED_RETRY = Duration.ofSeconds(60);

    private final Estate estate;
    private final World world;
    private final Set<Key<IscsiSession>> retrying = new HashSet<>();

    Initiators(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
    }

    // reading

    /** Returns a host's initiator. */
    public IscsiState state(String host) {
        return world.get(IscsiState.key(host));
    }

    /** Returns the sessions of a host, those that are broken included. */
    public List<IscsiSession> sessions(String host) {
        return world.all(IscsiSession.class).stream()
                .filter(s -> s.host().equals(host))
                .toList();
    }

    /** Returns the names of the targets a host knows. */
    public List<String> targets(String host) {
        List<String> all = new ArrayList<>(state(host).known());
        state(host).logins().forEach(l -> add(all, l.target()));
        sessions(host).forEach(s -> add(all, s.login().target()));
        return all;
    }

    private static void add(List<String> names, String name) {
        if (names.stream().noneMatch(name::equalsIgnoreCase)) {
            names.add(name);
        }
    }

    /** Tells whether the log-in of a session is kept. */
    public boolean persistent(IscsiSession session) {
        return state(session.host()).logins().stream()
                .anyMatch(l -> l.isid().equals(session.login().isid()));
    }

    /** Refuses while the service does not run. */
    public void requireRunning(String host) {
        if (!state(host).running()) {
            throw new CimRefusal(CimRefusal.Reason.SERVICE_NOT_RUNNING);
        }
    }

    /** Tells whether something answers at a portal, seen from a host. */
    public boolean answers(String host, String address, int port) {
        return world.read(() -> estate.appliances().stream()
                .filter(a -> way(host, a))
                .anyMatch(a -> a.targets().stream().anyMatch(t -> at(t, address, port))));
    }

    private boolean way(String host, StorageAppliance appliance) {
        boolean service = world.find(ApplianceState.key(appliance.name()))
                .map(ApplianceState::targetService)
                .orElse(true);
        return estate.power(host) == Power.UP
                && appliance.on()
                && service
                && world.get(StorageCuts.KEY).up(host, appliance.name());
    }

    private static boolean at(TargetState target, String address, int port) {
        if (target.portals().isEmpty()) {
            return port == PORT;
        }
        for (String portal : target.portals()) {
            int colon = portal.lastIndexOf(':');
            boolean bare = colon < 0 || portal.endsWith("]");
            String host = (bare ? portal : portal.substring(0, colon))
                    .replace("[", "")
                    .replace("]", "");
            String number = bare ? Integer.toString(PORT) : portal.substring(colon + 1);
            boolean any = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") || host.equals("*");
            if (number.equals(Integer.toString(port)) && (any || host.equalsIgnoreCase(address))) {
                return true;
            }
        }
        return false;
    }

    private Optional<StorageAppliance> applianceOf(String target) {
        return estate.appliances().stream()
                .filter(a -> target(a, target).isPresent())
                .findFirst();
    }

    private static Optional<TargetState> target(StorageAppliance appliance, String name) {
        return appliance.targets().stream()
                .filter(t -> t.name().equalsIgnoreCase(name))
                .findFirst();
    }

    // administrators

    /** Sets how the service starts: 2 Automatic, 3 Manual, 4 Disabled. */
    public void setStartType(String host, int type) {
        world.update(IscsiState.key(host), s -> s.withStartType(type));
    }

    /** Starts the service: the log-ins that are kept are repeated. Nothing happens if it runs. */
    public void start(String host) {
        IscsiState state = state(host);
        if (state.running()) {
            return;
        }
        String name = state.name() == null
                ? "iqn.1991-05.com.microsoft:" + estate.host(host).fqdn().toLowerCase(Locale.ROOT)
                : state.name();
        world.put(IscsiState.key(host), state.withRunning(true, name));
        for (IscsiState.Login login : state.logins()) {
            IscsiSession session = session(
                    host,
                    login,
                    applianceOf(login.target()).map(StorageAppliance::name).orElse(""),
                    false);
            tryAgain(session.key());
        }
    }

    /** Adds a portal and discovers the targets behind it. */
    public void addPortal(String host, IscsiState.Portal portal) {
        requireRunning(host);
        IscsiState state = state(host);
        if (state.portals().stream()
                .anyMatch(p -> p.address().equalsIgnoreCase(portal.address()) && p.port() == portal.port())) {
            throw new CimRefusal(CimRefusal.Reason.PORTAL_EXISTS, portal.address());
        }
        if (!answers(host, portal.address(), portal.port())) {
            throw new CimRefusal(CimRefusal.Reason.CONNECTION_FAILED, portal.address());
        }
        List<IscsiState.Portal> more = new ArrayList<>(state.portals());
        more.add(portal);
        world.put(IscsiState.key(host), state.withPortals(more));
        discover(host);
    }

    /** Takes a portal away, and the targets that were known through it alone. */
    public void removePortal(String host, IscsiState.Portal portal) {
        requireRunning(host);
        List<IscsiState.Portal> fewer = new ArrayList<>(state(host).portals());
        if (!fewer.remove(portal)) {
            throw new CimRefusal(CimRefusal.Reason.PORTAL_NOT_FOUND, portal.address());
        }
        world.update(IscsiState.key(host), s -> s.withPortals(fewer));
        discover(host);
    }

    /** Asks all portals for their targets. One that does not answer keeps what was known. */
    public void discover(String host) {
        requireRunning(host);
        IscsiState state = state(host);
        List<String> known = new ArrayList<>();
        boolean silent = false;
        for (IscsiState.Portal portal : state.portals()) {
            boolean answered = false;
            for (StorageAppliance appliance : estate.appliances()) {
                for (TargetState target : appliance.targets()) {
                    if (way(host, appliance) && at(target, portal.address(), portal.port())) {
                        answered = true;
                        if (target.online()) {
                            add(known, target.name());
                        }
                    }
                }
            }
            silent |= !answered;
        }
        if (silent) {
            state.known().forEach(k -> add(known, k));
        }
        world.update(IscsiState.key(host), s -> s.withKnown(known));
    }

    /** Sets the secret that targets must prove in mutual CHAP. */
    public void setMutualSecret(String host, @Nullable Secret secret) {
        requireRunning(host);
        requireLength(secret, CimRefusal.Reason.INVALID_INITIATOR_SECRET);
        world.update(IscsiState.key(host), s -> s.withMutualSecret(secret));
    }

    private static void requireLength(@Nullable Secret secret, CimRefusal.Reason otherwise) {
        char[] revealed = secret == null ? new char[0] : secret.reveal();
        int length = revealed.length;
        Arrays.fill(revealed, '\0');
        if (length < 12 || length > 16) {
            throw new CimRefusal(otherwise);
        }
    }

    /**
     * Logs in to a target that was discovered.
     *
     * @param portal through which portal; null takes the first that leads there
     * @param persistent whether the log-in is kept
     */
    public IscsiSession connect(
            String host,
            String targetName,
            IscsiState.@Nullable Portal portal,
            IscsiState.Authentication authentication,
            @Nullable String chapUser,
            @Nullable Secret chapSecret,
            boolean multipath,
            boolean persistent) {
        requireRunning(host);
        IscsiState state = state(host);
        String name = targets(host).stream()
                .filter(targetName::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new CimRefusal(CimRefusal.Reason.TARGET_NOT_FOUND, targetName));
        if (authentication != IscsiState.Authentication.NONE) {
            requireLength(chapSecret, CimRefusal.Reason.INVALID_TARGET_SECRET);
        }
        IscsiState.Portal through = portal == null ? portalTo(state, name) : portal;
        for (IscsiSession other : sessions(host)) {
            if (other.login().target().equalsIgnoreCase(name)
                    && !(multipath && other.login().multipath())) {
                throw new CimRefusal(CimRefusal.Reason.ALREADY_LOGGED_IN, name);
            }
        }
        IscsiState.Login login = new IscsiState.Login(
                name,
                through,
                authentication,
                chapUser,
                chapSecret,
                multipath,
                String.format(Locale.ROOT, "40000137%04x", state.sessions() & 0xFFFF));
        StorageAppliance appliance = admit(host, String.valueOf(state.name()), login);
        IscsiSession session = session(host, login, appliance.name(), true);
        if (persistent) {
            world.update(IscsiState.key(host), s -> s.withLogin(login));
        }
        estate.hostDisks().scanLater(host);
        return session;
    }

    private IscsiState.Portal portalTo(IscsiState state, String target) {
        return state.portals().stream()
                .filter(p -> estate.appliances().stream()
                        .flatMap(a -> target(a, target).stream())
                        .anyMatch(t -> at(t, p.address(), p.port())))
                .findFirst()
                .or(() -> state.portals().stream().findFirst())
                .orElseThrow(() -> new CimRefusal(CimRefusal.Reason.NO_PORTAL, target));
    }

    private IscsiSession session(String host, IscsiState.Login login, String appliance, boolean connected) {
        IscsiState state = world.update(IscsiState.key(host), IscsiState::withSession);
        IscsiSession session = new IscsiSession(
                host,
                state.sessions(),
                String.valueOf(state.name()),
                login,
                appliance,
                state.sessions(),
                connected,
                world.time().now());
        world.put(session.key(), session);
        return session;
    }

    /** Decides a log-in as the target does. Returns the appliance that lets in. */
    private StorageAppliance admit(String host, String initiator, IscsiState.Login login) {
        StorageAppliance appliance = estate.appliances().stream()
                .filter(a -> way(host, a))
                .filter(a -> a.targets().stream()
                        .anyMatch(t ->
                                at(t, login.portal().address(), login.portal().port())))
                .findFirst()
                .orElseThrow(() -> new CimRefusal(
                        CimRefusal.Reason.CONNECTION_FAILED, login.portal().address()));
        TargetState target = target(appliance, login.target())
                .filter(t -> at(t, login.portal().address(), login.portal().port()))
                .orElseThrow(() -> new CimRefusal(CimRefusal.Reason.LOGIN_NOT_FOUND, login.target()));
        if (!target.online()) {
            throw new CimRefusal(CimRefusal.Reason.LOGIN_NOT_FOUND, login.target());
        }
        boolean chap = login.authentication() != IscsiState.Authentication.NONE;
        boolean proven = chap
                ? proves(
                        host,
                        initiator,
                        login,
                        target,
                        appliance.chapOf(initiator).orElse(null))
                : !target.chap();
        if (!proven) {
            throw new CimRefusal(CimRefusal.Reason.AUTHENTICATION_FAILURE, login.target());
        }
        return appliance;
    }

    /** CHAP is asked of whoever offers it, whether the target wants it or not; a target never proves itself with the same secret. */
    private boolean proves(
            String host, String initiator, IscsiState.Login login, TargetState target, @Nullable InitiatorState entry) {
        String user = login.chapUser() == null ? initiator : login.chapUser();
        if (entry == null || !user.equals(entry.chapUser()) || !same(login.chapSecret(), entry.chapSecret())) {
            return false;
        }
        return login.authentication() != IscsiState.Authentication.MUTUALCHAP
                || same(state(host).mutualSecret(), target.mutualSecret())
                        && !same(entry.chapSecret(), target.mutualSecret());
    }

    private static boolean same(@Nullable Secret a, @Nullable Secret b) {
        if (a == null || b == null) {
            return false;
        }
        char[] one = a.reveal();
        char[] other = b.reveal();
        boolean equal = Arrays.equals(one, other);
        Arrays.fill(one, '\0');
        Arrays.fill(other, '\0');
        return equal;
    }

    /** Finds a session by Windows's identifier. */
    public Optional<IscsiSession> session(String host, String id) {
        return sessions(host).stream().filter(s -> s.id().equalsIgnoreCase(id)).findFirst();
    }

    /** Keeps the log-in of a session, with the name and secret given anew. */
    public void register(
            String host, String id, @Nullable String chapUser, @Nullable Secret chapSecret, boolean multipath) {
        requireRunning(host);
        IscsiSession session =
                session(host, id).orElseThrow(() -> new CimRefusal(CimRefusal.Reason.INVALID_SESSION_ID, id));
        IscsiState.Login login = session.login();
        if (login.authentication() != IscsiState.Authentication.NONE) {
            requireLength(chapSecret, CimRefusal.Reason.INVALID_TARGET_SECRET);
        }
        IscsiState.Login kept = login.withSecret(
                chapUser == null ? login.chapUser() : chapUser, chapSecret, multipath || login.multipath());
        world.update(IscsiState.key(host), s -> s.withLogin(kept));
    }

    /** No longer keeps the log-in of a session; the session stays. */
    public void unregister(String host, String id) {
        requireRunning(host);
        IscsiSession session =
                session(host, id).orElseThrow(() -> new CimRefusal(CimRefusal.Reason.INVALID_SESSION_ID, id));
        world.update(IscsiState.key(host), s -> s.withoutLogin(session.login().isid()));
    }

    /** Logs out; refused while a disk of the session is in use. A log-in that is kept stays so. */
    public void disconnect(String host, IscsiSession session) {
        requireRunning(host);
        if (estate.hostDisks().busy(session)) {
            throw new CimRefusal(CimRefusal.Reason.DEVICE_BUSY, session.login().target());
        }
        world.remove(session.key());
        estate.hostDisks().sessionEnded(session);
    }

    /** Sets what becomes of new disks: 1 OnlineAll, 2 OfflineShared, 3 OfflineAll, 4 OfflineInternal. */
    public void setNewDiskPolicy(String host, int policy) {
        world.update(IscsiState.key(host), s -> s.withPolicy(policy));
    }

    // what happens to them

    /** The host's memory is gone, and with it its sessions. */
    void powerLost(String host) {
        sessions(host).forEach(s -> world.remove(s.key()));
        world.update(IscsiState.key(host), s -> s.withRunning(false, s.name()));
        estate.hostDisks().powerLost(host);
    }

    /** Windows is up: what starts with it starts. */
    void booted(String host) {
        if (state(host).startType() == IscsiState.AUTOMATIC) {
            start(host);
        }
    }

    /** An appliance, or the way to one, changed: sessions break, come back, and show other units. */
    void reconcile() {
        for (IscsiSession session : world.all(IscsiSession.class)) {
            boolean possible = possible(session);
            if (session.connected() && !possible) {
                world.put(session.key(), session.broken(world.time().now()));
                estate.hostDisks().sessionLost(session);
            } else if (session.connected()) {
                estate.hostDisks().unitsChanged(session);
            } else if (possible) {
                Duration period = estate.storageTimings().reconnect();
                Duration since = session.since() == null ? Duration.ZERO : session.since();
                long waited = world.time().now().minus(since).toNanos() % period.toNanos();
                retry(session.key(), period.minusNanos(waited));
            }
        }
    }

    private boolean possible(IscsiSession session) {
        return estate.appliances().stream()
                .anyMatch(a -> way(session.host(), a)
                        && target(a, session.login().target())
                                .filter(TargetState::online)
                                .isPresent());
    }

    private void retry(Key<IscsiSession> key, Duration after) {
        if (retrying.add(key)) {
            world.schedule(after, key.path(), "the initiator logs in again", () -> {
                retrying.remove(key);
                tryAgain(key);
            });
        }
    }

    private void tryAgain(Key<IscsiSession> key) {
        Optional<IscsiSession> found = world.find(key);
        if (found.isEmpty() || found.get().connected() || !possible(found.get())) {
            return;
        }
        IscsiSession session = found.get();
        try {
            StorageAppliance appliance = admit(session.host(), session.initiator(), session.login());
            IscsiState state = world.update(IscsiState.key(session.host()), IscsiState::withSession);
            IscsiSession renewed = new IscsiSession(
                            session.host(),
                            session.number(),
                            session.initiator(),
                            session.login(),
                            appliance.name(),
                            session.tsih(),
                            false,
                            null)
                    .renewed(state.sessions(), world.time().now());
            world.put(key, renewed);
            estate.hostDisks().scan(session.host());
        } catch (CimRefusal refusal) {
            retry(key, REFUSED_RETRY);
        }
    }
}
