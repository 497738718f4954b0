package io.quorate.mssql;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.HandlerBackend;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.net.HostPort;
import java.net.URI;
import java.sql.Driver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs commands on instances of SQL Server. */
final class MssqlBackend extends HandlerBackend<SqlLink> {
    /** What the driver is known by; everything else is in properties, where nobody logs it. */
    static final String URL = "jdbc:sqlserver://";

    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final String wire;

    MssqlBackend(Endpoint endpoint, QuorateRuntime runtime, Supplier<Driver> driver) {
        super(SqlHandlers.all());
        SqlOptions options = SqlOptions.of(endpoint);
        DriverLogin login = DriverLogin.of(endpoint, options, runtime);
        endpoint.hosts().forEach((name, address) -> {
            HostPort at = at(address);
            boolean plain = options.encrypt().equals(SqlOptions.PLAIN);
            if (plain && !(options.allowPlaintext() && isLoopback(at.host()))) {
                throw new IllegalArgumentException("without encryption the password would travel in clear text to "
                        + at.host()
                        + ": leave the option " + SqlOptions.ENCRYPT + " away (" + SqlOptions.PLAIN
                        + " only to this machine itself, with the option " + SqlOptions.ALLOW_PLAINTEXT + "=true)");
            }
            instances.put(name, new Instance(at, options, login, endpoint.trust(), driver, runtime));
        });
        this.wire = "sqlserver"
                + (options.encrypt().equals(SqlOptions.PLAIN) ? " without TLS" : " encrypt=" + options.encrypt());
    }

    private static HostPort at(URI address) {
        HostPort at;
        try {
            at = HostPort.of(address).or(MssqlBackendProvider.PORT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an address of an instance, or it holds credentials");
        }
        boolean rooted = address.getRawPath() == null
                || address.getRawPath().isEmpty()
                || address.getRawPath().equals("/");
        if (!"sqlserver".equalsIgnoreCase(address.getScheme())
                || !rooted
                || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw new IllegalArgumentException("an instance's address is sqlserver://host:port alone");
        }
        return at;
    }

    /** Tells by the address itself: a name may lead anywhere. */
    private static boolean isLoopback(String host) {
        return host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("::1") || host.equals("localhost");
    }

    @Override
    protected <T> T with(Command<?> command, Call call, Purpose purpose, Function<SqlLink, T> work) {
        Instance instance = Objects.requireNonNull(instances.get(call.host()), call.host());
        boolean changing = purpose == Purpose.RUN && command.safety() != Safety.READ;
        boolean byOwner = command.placement().kind() == Placement.Kind.OWNER;
        try (SqlLink link = link(call, instance, changing, byOwner)) {
            return work.apply(link);
        }
    }

    private SqlLink link(Call call, Instance instance, boolean changing, boolean byOwner) {
        return new SqlLink(call, instance, changing, byOwner, this::hostOf);
    }

    /** A replica goes by its computer's name, which is the first part of a host's; an instance's own name follows a backslash. */
    private Optional<String> hostOf(String server) {
        int backslash = server.indexOf('\\');
        String computer = backslash < 0 ? server : server.substring(0, backslash);
        List<String> found = instances.keySet().stream()
                .filter(host -> host.equalsIgnoreCase(server) || firstPart(host).equalsIgnoreCase(computer))
                .toList();
        // Two instances on one computer: its name does not tell which.
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String firstPart(String host) {
        int end = host.indexOf('.');
        return end < 0 || host.matches("[0-9.]+") ? host : host.substring(0, end);
    }

    @Override
    public String wire() {
        return wire;
    }

    @Override
    public void close() {
        instances.values().forEach(Instance::close);
    }
}
