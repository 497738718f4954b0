package io.quorate.sql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an instance tells of itself that decides whether a group will work there. What is null was not told.
 *
 * @param windowsName what Windows calls the instance now, which {@code @@SERVERNAME} does not follow when its machine is renamed
 * @param caller the log-in under which it was read
 * @param tlsNames the names in the TLS certificate that it showed at the log-in; null also where none was checked
 * @param filestream how far FILESTREAM is enabled, 0 for not at all
 * @param containedLogins whether contained databases may have users that log in to them alone
 * @param endpointAddress the one address on which its mirroring endpoint listens; null for all
 * @param systemRights what the machine's own account, as which the cluster looks after the instance, may do on the server: words of
 *     {@code sys.server_permissions}, {@code CONTROL SERVER} for all; empty where it has no log-in
 * @param unreadableKeys the databases that are encrypted by a key of which the instance does not tell a certificate
 * @param keyedDatabases the databases with a master key of their own that the instance opens by itself
 */
public record SqlReadiness(
        @Nullable String windowsName,
        @Nullable String caller,
        @Nullable List<String> tlsNames,
        @Nullable Integer filestream,
        @Nullable Boolean containedLogins,
        @Nullable String endpointAddress,
        @Nullable List<String> systemRights,
        List<String> unreadableKeys,
        List<String> keyedDatabases) {
    /** Nothing was told. */
    public static final SqlReadiness UNKNOWN =
            new SqlReadiness(null, null, null, null, null, null, null, List.of(), List.of());

    public SqlReadiness {
        tlsNames = tlsNames == null ? null : List.copyOf(tlsNames);
        systemRights = systemRights == null ? null : List.copyOf(systemRights);
        unreadableKeys = List.copyOf(unreadableKeys);
        keyedDatabases = List.copyOf(keyedDatabases);
    }

    /**
     * Tells whether its TLS certificate names a host, as clients with the driver's usual settings look for it; empty where that was not told. A name
     * without a domain is taken for named by one with any domain: which it is, the instance does not tell.
     */
    public Optional<Boolean> names(String host) {
        Objects.requireNonNull(host, "host");
        return tlsNames == null
                ? Optional.empty()
                : Optional.of(tlsNames.stream().anyMatch(entry -> covers(entry, host)));
    }

    private static boolean covers(String entry, String host) {
        if (entry.equalsIgnoreCase(host)) {
            return true;
        }
        int dot = entry.indexOf('.');
        if (dot <= 0) {
            return false;
        }
        String first = entry.substring(0, dot);
        int cut = host.indexOf('.');
        if (cut < 0) {
            return first.equals("*") || first.equalsIgnoreCase(host);
        }
        return first.equals("*") && entry.substring(dot).equalsIgnoreCase(host.substring(cut));
    }
}
