package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Bytes;
import io.quorate.lab.kernel.Key;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A log-in of an instance. Prints neither password nor hash.
 *
 * @param kind who proves it
 * @param sid tells it apart from another of the same name
 * @param hash of the password, as the server keeps it; null for other kinds
 * @param certificate for {@link Kind#CERTIFICATE}
 * @param language its default language
 * @param policy whether the password policy is enforced
 * @param expiration whether the password expires
 * @param rights server permissions, and {@code CONNECT ENDPOINT name}; {@code SYSADMIN} for a member of that role
 * @param denied those denied
 * @param grantable those of its rights that it may give on
 */
public record LoginState(
        String instance,
        String name,
        int id,
        Kind kind,
        Bytes sid,
        @Nullable Bytes hash,
        @Nullable String certificate,
        boolean enabled,
        String database,
        String language,
        boolean policy,
        boolean expiration,
        List<String> rights,
        List<String> denied,
        List<String> grantable) {
    /** The roles that every instance has and that a right here stands for, with their numbers. */
    public static final Map<String, Integer> ROLES = Map.of(
            "SYSADMIN", 3,
            "SECURITYADMIN", 4,
            "SERVERADMIN", 5,
            "SETUPADMIN", 6,
            "PROCESSADMIN", 7,
            "DISKADMIN", 8,
            "DBCREATOR", 9,
            "BULKADMIN", 10);

    public LoginState {
        rights = List.copyOf(rights);
        denied = List.copyOf(denied);
        grantable = List.copyOf(grantable);
    }

    /** Who proves who it is. */
    public enum Kind {
        SQL,
        WINDOWS,
        CERTIFICATE
    }

    /** Returns the entity's key. */
    public static Key<LoginState> key(String instance, String name) {
        return new Key<>(
                LoginState.class, InstanceState.key(instance).path() + "/login/" + name.toUpperCase(Locale.ROOT));
    }

    public boolean sysadmin() {
        return rights.contains("SYSADMIN");
    }

    /** Tells whether it has a right, or all of them. */
    public boolean may(String right) {
        return !denied.contains(right) && (sysadmin() || rights.contains(right) || rights.contains("CONTROL SERVER"));
    }

    LoginState withRights(Collection<String> given, Collection<String> kept, Collection<String> onward) {
        return new LoginState(
                instance,
                name,
                id,
                kind,
                sid,
                hash,
                certificate,
                enabled,
                database,
                language,
                policy,
                expiration,
                List.copyOf(new TreeSet<>(given)),
                List.copyOf(new TreeSet<>(kept)),
                List.copyOf(new TreeSet<>(onward)));
    }

    LoginState with(@Nullable Bytes newHash, boolean nowEnabled) {
        return new LoginState(
                instance,
                name,
                id,
                kind,
                sid,
                newHash,
                certificate,
                nowEnabled,
                database,
                language,
                policy,
                expiration,
                rights,
                denied,
                grantable);
    }

    LoginState with(Options options) {
        return new LoginState(
                instance,
                name,
                id,
                kind,
                sid,
                hash,
                certificate,
                enabled,
                options.database() == null ? database : options.database(),
                options.language() == null ? language : options.language(),
                options.policy() == null ? policy : options.policy(),
                options.expiration() == null ? expiration : options.expiration(),
                rights,
                denied,
                grantable);
    }

    /** What a statement says of a log-in; null is what it does not name. */
    public record Options(
            @Nullable String database,
            @Nullable String language,
            @Nullable Boolean policy,
            @Nullable Boolean expiration) {
        /** Nothing is named. */
        public static final Options NONE = new Options(null, null, null, null);
    }
}
