package io.quorate.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How live migrations from and to a host are to go. Immutable. In a cluster its own settings decide which networks it takes.
 *
 * @param enabled whether there are any, from and to hosts outside a cluster too
 * @param login how the other host logs in
 * @param transport how memory travels
 * @param migrations how many at a time
 * @param networks the subnets they may take; empty for any
 */
public record MigrationSpec(
        boolean enabled, Login login, Transport transport, int migrations, List<HostAddress> networks) {
    private static final int MOST = 64;

    /** How the other host logs in. */
    public enum Login {
        /** By delegation that is set up in the directory; begun from anywhere. */
        KERBEROS("Kerberos"),
        /** By the password of who is logged on at the host it begins at. */
        CREDSSP("CredSSP");

        private final String word;

        Login(String word) {
            this.word = word;
        }

        /** Returns Hyper-V's own word. */
        public String word() {
            return word;
        }
    }

    /** How memory travels. */
    public enum Transport {
        /** Compressed; the default. */
        COMPRESSION("Compression"),
        /** As it is. */
        TCPIP("TCPIP"),
        /** By SMB, with RDMA where the adapters have it. */
        SMB("SMB");

        private final String word;

        Transport(String word) {
            this.word = word;
        }

        /** Returns Hyper-V's own word. */
        public String word() {
            return word;
        }
    }

    public MigrationSpec {
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(transport, "transport");
        if (migrations < 1 || migrations > MOST) {
            throw new IllegalArgumentException("one to " + MOST + " migrations at a time, not " + migrations);
        }
        List<HostAddress> subnets = new ArrayList<>();
        for (HostAddress one : networks) {
            String subnet = one.subnet();
            if (one.prefix() < 1 || !one.v4()) {
                throw new IllegalArgumentException("not a subnet: " + subnet);
            }
            HostAddress plain = new HostAddress(subnet.substring(0, subnet.indexOf('/')), one.prefix(), false);
            if (!subnets.contains(plain)) {
                subnets.add(plain);
            }
        }
        networks = List.copyOf(subnets);
    }

    /** Returns two at a time, by Kerberos, compressed, over any network. */
    public static MigrationSpec byKerberos() {
        return new MigrationSpec(true, Login.KERBEROS, Transport.COMPRESSION, 2, List.of());
    }

    /** Returns it as a host has it; empty where it has words nobody knows. */
    public static Optional<MigrationSpec> of(HyperVSettings settings) {
        for (Login login : Login.values()) {
            for (Transport transport : Transport.values()) {
                MigrationSpec spec =
                        new MigrationSpec(settings.migration(), login, transport, settings.migrations(), List.of());
                if (login.word().equalsIgnoreCase(settings.authentication())
                        && transport.word().equalsIgnoreCase(settings.performance())) {
                    return Optional.of(
                            settings.anyNetwork() || settings.networks().isEmpty()
                                    ? spec
                                    : spec.over(settings.networks().toArray(String[]::new)));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the same over given subnets alone, e.g. {@code 10.0.4.0/24}. */
    public MigrationSpec over(String... subnets) {
        return new MigrationSpec(
                enabled, login, transport, migrations, AddressSpec.of(subnets).addresses());
    }

    /** Returns the same, so many at a time. */
    public MigrationSpec atOnce(int count) {
        return new MigrationSpec(enabled, login, transport, count, networks);
    }

    /** Returns none at all. */
    public MigrationSpec off() {
        return new MigrationSpec(false, login, transport, migrations, networks);
    }

    /** Returns the subnets as Windows writes them. */
    public List<String> subnets() {
        return networks.stream().map(HostAddress::subnet).toList();
    }

    /** Tells whether a host's settings are so. */
    public boolean matches(HyperVSettings settings) {
        return settings.migration() == enabled
                && settings.authentication().equalsIgnoreCase(login.word())
                && settings.performance().equalsIgnoreCase(transport.word())
                && settings.migrations() == migrations
                && settings.anyNetwork() == networks.isEmpty()
                && (networks.isEmpty() || Set.copyOf(settings.networks()).equals(Set.copyOf(subnets())));
    }
}
