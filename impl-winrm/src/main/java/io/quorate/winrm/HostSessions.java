package io.quorate.winrm;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.auth.ChannelBinding;
import io.quorate.winrm.auth.LoginScheme;
import io.quorate.winrm.auth.LoginSchemes;
import io.quorate.winrm.psrp.RunspacePoolOptions;
import io.quorate.winrm.wsman.HttpCarrier;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sessions of one endpoint: one a host and session configuration, made when first needed. Making one does no I/O; files that credentials
 * name are read once, at the beginning.
 */
final class HostSessions implements AutoCloseable {
    private record Key(String host, String configurationName) {}

    private static final int MOST_AT_ONCE = 16;
    private static final int CREATION_STEPS = 50;
    private static final long STEP_MILLIS = 10;

    private final Endpoint endpoint;
    private final EndpointOptions options;
    private final LoginScheme scheme;
    private final AccountGuards guards;
    private final QuorateRuntime runtime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, WinRmSession> sessions = new HashMap<>();
    private final Set<WinRmSession> single = new HashSet<>();

    /** One a host, which opens nothing: its sessions' carriers come of it. */
    private final Map<URI, HttpCarrier> carriers = new ConcurrentHashMap<>();

    private volatile boolean closed;

    HostSessions(Endpoint endpoint, EndpointOptions options, QuorateRuntime runtime) {
        this.endpoint = endpoint;
        this.options = options;
        this.runtime = runtime;
        this.scheme = LoginSchemes.of(endpoint.credentials(), options.login(), runtime);
        this.guards = new AccountGuards(endpoint, runtime);
        requireBinding();
        requireSeal();
        endpoint.hosts().values().forEach(address -> HttpCarrier.check(address, scheme));
        // What is wrong with the trust is wrong for all.
        endpoint.hosts().values().stream()
                .filter(address -> "https".equalsIgnoreCase(address.getScheme()))
                .findFirst()
                .ifPresent(address -> carriers.put(address, carrier(address)));
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns the session of a host. */
    WinRmSession get(String host, String configurationName) {
        Key key = new Key(host, configurationName);
        lock.lock();
        try {
            URI address = endpoint.hosts().get(host);
            if (closed || address == null) {
                throw Fault.neverSent(ErrorKind.UNREACHABLE)
                        .because(
                                closed
                                        ? "the endpoint " + endpoint.name() + " is closed"
                                        : "the endpoint " + endpoint.name() + " has no host " + host);
            }
            return sessions.computeIfAbsent(key, it -> session(address, configurationName, options.runspaces()));
        } finally {
            lock.unlock();
        }
    }

    private WinRmSession session(URI address, String configurationName, int runspaces) {
        return new WinRmSession(
                carriers.computeIfAbsent(address, this::carrier).sibling(),
                SessionOptions.DEFAULT
                        .withConfigurationName(configurationName)
                        .withRunspaces(RunspacePoolOptions.upTo(runspaces).withOffer(options.protocol()))
                        .withQuiet(options.operationTimeout()),
                runtime);
    }

    /** Returns the names of the endpoint's hosts. */
    List<String> hosts() {
        return endpoint.hostNames();
    }

    /** Returns a session of its own, of one runspace; whoever asks for it {@linkplain #end ends} it. Closing ends it, too. */
    WinRmSession once(String host, String configurationName) {
        URI address = endpoint.hosts().get(host);
        if (address == null) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .because("the endpoint " + endpoint.name() + " has no host " + host);
        }
        WinRmSession session = session(address, configurationName, 1);
        lock.lock();
        try {
            if (closed) {
                throw Fault.neverSent(ErrorKind.UNREACHABLE).because("the endpoint " + endpoint.name() + " is closed");
            }
            single.add(session);
        } finally {
            lock.unlock();
        }
        return session;
    }

    /** Returns a session for the time after the endpoint was closed, to give back what it holds; whoever asks for it closes it. */
    WinRmSession afterwards(String host, String configurationName) {
        return session(Objects.requireNonNull(endpoint.hosts().get(host), host), configurationName, 1);
    }

    /** Returns the ids of the shells that the endpoint has on a host, but for those of sessions that were asked for once. */
    Set<String> ownShells(String host) {
        Set<String> own = new HashSet<>();
        lock.lock();
        try {
            sessions.forEach((key, session) -> {
                if (key.host().equals(host)) {
                    own.addAll(session.ownShells());
                }
            });
        } finally {
            lock.unlock();
        }
        return own;
    }

    /** Closes the session of a host and session configuration, if there is one. */
    void drop(String host, String configurationName) {
        WinRmSession session;
        lock.lock();
        try {
            session = sessions.remove(new Key(host, configurationName));
        } finally {
            lock.unlock();
        }
        if (session != null) {
            session.close();
        }
    }

    /** Closes a session that was asked for once. */
    void end(WinRmSession session) {
        session.close();
        lock.lock();
        try {
            single.remove(session);
        } finally {
            lock.unlock();
        }
    }

    private HttpCarrier carrier(URI address) {
        return new HttpCarrier(address, scheme, endpoint.trust(), runtime, options.grace())
                .guardedBy(guards.of(address));
    }

    /** Where a log-in must be bound to TLS, there is TLS, and something to bind. */
    private void requireBinding() {
        if (options.login().channelBinding() != ChannelBinding.REQUIRED) {
            return;
        }
        Credentials credentials = endpoint.credentials();
        if (credentials == null
                || credentials instanceof Credentials.Basic
                || credentials instanceof Credentials.Certificate) {
            throw new IllegalArgumentException(EndpointOptions.CHANNEL_BINDING
                    + "=required, and neither Basic nor a client certificate can be bound to a channel");
        }
        if (credentials instanceof Credentials.CredSsp) {
            throw new IllegalArgumentException(EndpointOptions.CHANNEL_BINDING
                    + "=required, and CredSSP binds the key of a TLS of its own, not this channel");
        }
        for (URI address : endpoint.hosts().values()) {
            if (!"https".equalsIgnoreCase(address.getScheme())) {
                throw new IllegalArgumentException(EndpointOptions.CHANNEL_BINDING + "=required needs TLS, and "
                        + address.getHost() + " is not reached over it: use an https address");
            }
        }
    }

    /** Without TLS a log-in seals what is said; where nobody logs in, nobody does. */
    private void requireSeal() {
        for (URI address : endpoint.hosts().values()) {
            if (endpoint.credentials() == null && !"https".equalsIgnoreCase(address.getScheme())) {
                throw new IllegalArgumentException("without a log-in nothing is sealed: the address of "
                        + address.getHost() + " must be an https address, or give the endpoint credentials");
            }
        }
    }

    /** Names the wire of the first host. */
    String wire() {
        return "winrm "
                + Objects.requireNonNullElse(
                        endpoint.hosts().values().iterator().next().getScheme(), "");
    }

    /** Ends all commands under way at once; only then clears up, several hosts at a time. */
    @Override
    public void close() {
        List<WinRmSession> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(sessions.values());
            all.addAll(single);
            sessions.clear();
            single.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(WinRmSession::refuse);
        all.stream().filter(session -> !session.creating()).forEach(WinRmSession::cut);
        awaitCreated(all);
        all.forEach(WinRmSession::cut);
        closeAll(all);
    }

    /** Where there are several, a host that is silent keeps the others waiting no longer than a thread can be spared for it. */
    private void closeAll(List<WinRmSession> all) {
        Queue<WinRmSession> left = new ConcurrentLinkedQueue<>(all);
        List<Thread> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(MOST_AT_ONCE, all.size()); i++) {
            Thread helper = runtime.thread("quorate-winrm-close-" + endpoint.name() + "-" + i, () -> closeSome(left));
            helpers.add(helper);
            helper.start();
        }
        closeSome(left);
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive() && !interrupted) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeSome(Queue<WinRmSession> left) {
        for (WinRmSession next = left.poll(); next != null; next = left.poll()) {
            next.close();
        }
    }

    /** Lets shells come about that hosts are being asked for, for half a second in real time: then they are surely known and deleted. */
    private static void awaitCreated(List<WinRmSession> all) {
        CountDownLatch never = new CountDownLatch(1);
        boolean waits = true;
        for (int i = 0; i < CREATION_STEPS && waits && all.stream().anyMatch(WinRmSession::creating); i++) {
            try {
                waits = !never.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                waits = false;
            }
        }
    }
}
