package io.quorate.lab.winrm.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kerberos settings of this JVM, of which there is one set, named by {@code java.security.krb5.conf}. While a lab hands out tickets they are
 * the lab's; what was set before comes back with the end of the last such lab. Labs with different realms may run side by side. Thread-safe.
 */
public final class JvmKerberos implements AutoCloseable {
    private static final String PROPERTY = "java.security.krb5.conf";
    private static final Object LOCK = new Object();
    private static final Map<String, Realm> REALMS = new LinkedHashMap<>();
    private static @Nullable String before;
    private static int written;
    private static int published;

    private final String realm;

    private record Realm(String domain, int port, List<String> hosts) {}

    private JvmKerberos(String realm) {
        this.realm = realm;
    }

    /**
     * Adds a realm.
     *
     * @param domain the DNS domain of its hosts
     * @param port where its key distribution centre listens, on 127.0.0.1
     * @param hosts names of hosts without a domain
     * @throws IllegalStateException if another lab of this JVM has the realm
     */
    public static JvmKerberos enter(String realm, String domain, int port, List<String> hosts) {
        synchronized (LOCK) {
            if (REALMS.containsKey(realm)) {
                throw new IllegalStateException(
                        "another lab of this JVM hands out the tickets of " + realm
                                + ": there is one Kerberos configuration for all; close that lab first, or name another domain");
            }
            if (REALMS.isEmpty()) {
                before = System.getProperty(PROPERTY);
            }
            REALMS.put(realm, new Realm(domain, port, List.copyOf(hosts)));
        }
        publish();
        return new JvmKerberos(realm);
    }

    /**
     * Sees whether a lab may hand out tickets of a realm: Apache Kerby holds its realm once for all of a JVM, so that a second one would silence
     * the first.
     *
     * @throws IllegalStateException if another lab of this JVM hands out tickets
     */
    public static void requireAlone(String realm) {
        synchronized (LOCK) {
            REALMS.keySet().stream()
                    .filter(other -> !other.equals(realm))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new IllegalStateException("another lab of this JVM hands out the tickets of " + other
                                + ", and Apache Kerby has one realm for all; close that lab first");
                    });
        }
    }

    /** Returns the file that holds the settings now. */
    public static Path file() {
        return Path.of(String.valueOf(System.getProperty(PROPERTY)));
    }

    /** Does what changes the settings on its own account, and takes that back. Nobody else waits for it but who starts a lab like this one. */
    static void keeping(Runnable action) {
        synchronized (LOCK) {
            String settings = System.getProperty(PROPERTY);
            try {
                action.run();
            } finally {
                set(settings);
            }
        }
    }

    private static void set(@Nullable String file) {
        if (file == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, file);
        }
    }

    /** Writes the settings outside of the lock; the newest win. */
    private static void publish() {
        String text;
        int mine;
        synchronized (LOCK) {
            text = text();
            mine = ++written;
        }
        Path file;
        try {
            file = Files.createTempFile("quorate-lab-krb5", ".conf");
            file.toFile().deleteOnExit();
            Files.writeString(file, text, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (LOCK) {
            if (mine > published && !REALMS.isEmpty()) {
                published = mine;
                System.setProperty(PROPERTY, file.toString());
            }
        }
    }

    private static String text() {
        StringBuilder realms = new StringBuilder();
        StringBuilder domains = new StringBuilder();
        String last = "";
        for (Map.Entry<String, Realm> entry : REALMS.entrySet()) {
            last = entry.getKey();
            Realm realm = entry.getValue();
            realms.append(" ")
                    .append(last)
                    .append(" = {\n  kdc = 127.0.0.1:")
                    .append(realm.port())
                    .append("\n }\n");
            domains.append(" .")
                    .append(realm.domain())
                    .append(" = ")
                    .append(last)
                    .append("\n");
            for (String host : realm.hosts()) {
                domains.append(" ").append(host).append(" = ").append(last).append("\n");
            }
        }
        return "[libdefaults]\n default_realm = " + last
                + "\n udp_preference_limit = 1\n rdns = false\n dns_lookup_kdc = false\n dns_lookup_realm = false\n"
                + " default_tkt_enctypes = aes256-cts-hmac-sha1-96 aes128-cts-hmac-sha1-96\n"
                + " default_tgs_enctypes = aes256-cts-hmac-sha1-96 aes128-cts-hmac-sha1-96\n"
                + " permitted_enctypes = aes256-cts-hmac-sha1-96 aes128-cts-hmac-sha1-96\n"
                + "[realms]\n" + realms + "[domain_realm]\n" + domains;
    }

    @Override
    public void close() {
        boolean others;
        synchronized (LOCK) {
            if (REALMS.remove(realm) == null) {
                return;
            }
            others = !REALMS.isEmpty();
            if (!others) {
                set(before);
            }
        }
        if (others) {
            publish();
        }
    }
}
