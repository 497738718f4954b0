package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Bytes;
import io.quorate.lab.kernel.Key;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A log-in of an instance. Prints neither password nor hash.
 *
 * @param kind who proves it
 * @param sid tells it apart from another of the same name
 * @param hash of the password, as the server keeps it; null for other kinds
 * @param certificate for {@link Kind#CERTIFICATE}
 * @param rights server permissions, and {@code CONNECT ENDPOINT name}; {@code SYSADMIN} for a member of that role
 * @param denied those denied
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
        List<String> rights,
        List<String> denied) {
    public LoginState {
        rights = List.copyOf(rights);
        denied = List.copyOf(denied);
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

    LoginState withRights(Collection<String> given, Collection<String> kept) {
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
                List.copyOf(new TreeSet<>(given)),
                List.copyOf(new TreeSet<>(kept)));
    }

    LoginState with(@Nullable Bytes newHash, boolean nowEnabled, String newDatabase) {
        return new LoginState(
                instance, name, id, kind, sid, newHash, certificate, nowEnabled, newDatabase, rights, denied);
    }
}
