package io.quorate.nexenta;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefHost;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.HandlerBackend;
import io.quorate.spi.Owner;
import io.quorate.spi.Safety;
import io.quorate.spi.net.HostPort;
import io.quorate.spi.net.Logins;
import io.quorate.storage.StorageCapability;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Runs storage commands on a NexentaStor 5 appliance. */
final class NexentaBackend extends HandlerBackend<Nef> {
    private static final Set<StorageCapability> CAPABILITIES = EnumSet.of(
            StorageCapability.VOLUME_GROUPS,
            StorageCapability.EXACT_SIZES,
            StorageCapability.PAGED_LISTS,
            StorageCapability.JOBS,
            StorageCapability.DEFERRED_DESTROY,
            StorageCapability.GROUP_SNAPSHOTS,
            StorageCapability.CHAP_PER_INITIATOR,
            StorageCapability.TARGET_GROUPS,
            StorageCapability.LU_WRITE_CACHE);

    private final Map<String, NefHost> hosts = new LinkedHashMap<>();
    private final String wire;

    NexentaBackend(Endpoint endpoint, QuorateRuntime runtime) {
        super(NefHandlers.all());
        if (endpoint.hosts().size() > 1) {
            // What one controller does not list may be on the other; without asking both, nothing is ever absent.
            throw new IllegalArgumentException("endpoint " + endpoint.name()
                    + ": two controllers are not supported yet; name the address that follows the pool");
        }
        Credentials.Basic basic = Logins.basic(endpoint);
        if (basic == null) {
            throw new IllegalArgumentException(
                    "endpoint " + endpoint.name() + ": NexentaStor needs a user name and a password");
        }
        NexentaOptions options = NexentaOptions.of(endpoint);
        endpoint.hosts().forEach((name, address) -> {
            checkAddress(address, options.allowPlaintext());
            hosts.put(name, new NefHost(endpoint, address, basic, options.readTimeout(), runtime));
        });
        this.wire = "nexenta "
                + endpoint.hosts().values().iterator().next().getScheme().toLowerCase(Locale.ROOT);
    }

    private static void checkAddress(URI address, boolean allowPlaintext) {
        if (!named(address)) {
            throw new IllegalArgumentException("not an address of an appliance, or it holds credentials");
        }
        boolean rooted = address.getRawPath() == null
                || address.getRawPath().isEmpty()
                || address.getRawPath().equals("/");
        if (!rooted || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("an appliance's address is scheme, host and port alone");
        }
        if ("https".equalsIgnoreCase(address.getScheme())) {
            return;
        }
        String host = HostPort.of(address).host();
        if (!"http".equalsIgnoreCase(address.getScheme()) || !allowPlaintext || !isLoopback(host)) {
            throw new IllegalArgumentException("the password and the token would travel in clear text: the address of "
                    + host
                    + " must be an https address (http only to this machine itself, with the option "
                    + NexentaOptions.ALLOW_PLAINTEXT + "=true)");
        }
    }

    /** Tells whether it names a host, and nobody's credentials. */
    private static boolean named(URI address) {
        try {
            return !HostPort.of(address).host().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Tells by the address itself: a name may lead anywhere. */
    private static boolean isLoopback(String host) {
        return host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("::1") || host.equals("localhost");
    }

    @Override
    protected <T> T with(Command<?> command, Call call, Purpose purpose, Function<Nef, T> work) {
        NefHost host = Objects.requireNonNull(hosts.get(call.host()), call.host());
        boolean changing = purpose == Purpose.RUN && command.safety() != Safety.READ;
        return work.apply(host.call(call.deadline(), changing));
    }

    /** The one host there is owns everything. */
    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        return Optional.of(Owner.surely(call.host()));
    }

    @Override
    public <E extends Enum<E>> Set<E> capabilities(Class<E> of) {
        Set<E> ours = EnumSet.noneOf(of);
        for (StorageCapability capability : CAPABILITIES) {
            if (of.isInstance(capability)) {
                ours.add(of.cast(capability));
            }
        }
        return ours;
    }

    @Override
    public String wire() {
        return wire;
    }

    @Override
    public void close() {
        hosts.values().forEach(NefHost::close);
    }
}
