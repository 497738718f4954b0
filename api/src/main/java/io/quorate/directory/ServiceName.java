package io.quorate.directory;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A service principal name that is needed, and on which account: without it clients fall back on NTLM, which goes no further than one machine;
 * on another account Kerberos fails.
 *
 * @param name the name, {@code service/host}, {@code service/host:port} or {@code service/host:instance}
 * @param account the account the service runs as; a computer's ends in {@code $}; with or without a domain before it
 */
public record ServiceName(String name, String account) {
    private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]+(/[^/\\s]+){1,2}");

    public ServiceName {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a service principal name: '" + name + "'");
        }
        if (account.isBlank()) {
            throw new IllegalArgumentException("an account has a name");
        }
    }

    /**
     * Returns what a SQL Server instance needs: its host with the port and, for a named instance, with its name.
     *
     * @param host the host's DNS name
     * @param instance the instance's name, {@code MSSQLSERVER} for the default one
     */
    public static List<ServiceName> ofInstance(String host, String instance, int port, String account) {
        String name = "MSSQLSvc/" + host;
        ServiceName byPort = new ServiceName(name + ":" + port(port), account);
        return instance.equalsIgnoreCase("MSSQLSERVER")
                ? List.of(new ServiceName(name, account), byPort)
                : List.of(new ServiceName(name + ":" + instance, account), byPort);
    }

    /** Returns what a listener needs on the account that every replica's instance runs as: its DNS name alone and with the port. */
    public static List<ServiceName> ofListener(String listener, int port, String account) {
        return List.of(
                new ServiceName("MSSQLSvc/" + listener, account),
                new ServiceName("MSSQLSvc/" + listener + ":" + port(port), account));
    }

    /**
     * Returns what a Hyper-V host needs that live-migrates and replicates with Kerberos, on its own computer account, by its short and its DNS name.
     *
     * @param host the host's DNS name
     */
    public static List<ServiceName> ofHyperV(String host) {
        String shortName = host.split("\\.", 2)[0];
        return Stream.of("HOST", "Microsoft Virtual System Migration Service", "Hyper-V Replica Service")
                .flatMap(service -> Stream.of(shortName, host).map(name -> of(service, name, shortName + "$")))
                .toList();
    }

    private static ServiceName of(String service, String host, String account) {
        return new ServiceName(service + "/" + host, account);
    }

    private static int port(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        return port;
    }
}
