package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A log-in of an instance with all that belongs to it there. Holds no password and no hash.
 *
 * @param login its name, SID, kind, and whether it is disabled
 * @param database its default database; empty if it is not told
 * @param language its default language; empty if it is not told
 * @param policy whether the password policy of Windows is enforced; null for other kinds than {@link LoginKind#SQL_LOGIN}
 * @param expiration whether its password expires; null for other kinds
 * @param password tells its password from another; null for other kinds, and without the right to see it
 * @param roles the server roles that it is a member of, without {@code public}
 * @param permissions its rights on the server as a whole
 * @param replica whether another replica comes in by it, or the instance's own services run as it
 * @param caller whether it was read under this log-in
 */
public record ServerLogin(
        SqlLogin login,
        String database,
        String language,
        @Nullable Boolean policy,
        @Nullable Boolean expiration,
        @Nullable PasswordMark password,
        List<String> roles,
        List<ServerPermission> permissions,
        boolean replica,
        boolean caller) {
    /** {@code sa}, whatever it is called now. */
    private static final String SA = "01";

    /** Accounts of domains and machines; what Windows itself brings along has other numbers, whatever the language calls it. */
    private static final String ACCOUNT = "010500000000000515000000";

    public ServerLogin {
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(language, "language");
        roles = roles.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList();
        permissions = List.copyOf(permissions);
    }

    /** Returns its name. */
    public String name() {
        return login.name();
    }

    /** Returns its security identifier. */
    public LoginSid sid() {
        return login.sid();
    }

    /** Tells whether the instance keeps its password. */
    public boolean hasPassword() {
        return login.kind().equals(LoginKind.SQL_LOGIN);
    }

    /**
     * Tells whether it is an application's, or a person's: not {@code sa}, not one of the server's or of Windows itself, not one by which the
     * replicas know each other, and none that stands for a certificate.
     */
    public boolean application() {
        if (replica || name().startsWith("##") || sid().hex().equals(SA)) {
            return false;
        }
        if (hasPassword()) {
            return true;
        }
        boolean windows =
                login.kind().equals(LoginKind.WINDOWS_LOGIN) || login.kind().equals(LoginKind.WINDOWS_GROUP);
        return windows && sid().hex().startsWith(ACCOUNT) && !domain().startsWith("NT ") && !domain().equals("BUILTIN");
    }

    /** Returns the domain or machine that a Windows account is of, in upper case; empty for other kinds. */
    String domain() {
        int cut = name().indexOf('\\');
        return cut < 0 ? "" : name().substring(0, cut).toUpperCase(Locale.ROOT);
    }
}
