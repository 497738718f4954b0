package io.quorate.winrm.auth;

import java.util.List;
import java.util.Locale;
import javax.security.auth.kerberos.KerberosPrincipal;

/** The names that Kerberos has for accounts that are named as Windows does. */
final class Principals {
    private Principals() {}

    /**
     * Returns the account as Kerberos names it, or nothing. An account by its domain's short name belongs to the JVM's usual realm or to the
     * host's, if that begins with it. May ask name servers.
     *
     * @param user {@code DOMAIN\\user} or {@code user@realm}
     * @return empty if nobody knows
     */
    static String of(String user, String host) {
        int at = user.lastIndexOf('@');
        if (at >= 0) {
            return user.substring(0, at) + "@" + user.substring(at + 1).toUpperCase(Locale.ROOT);
        }
        int backslash = user.indexOf('\\');
        String domain = user.substring(0, Math.max(0, backslash)).toUpperCase(Locale.ROOT);
        String name = user.substring(backslash + 1);
        if (domain.indexOf('.') > 0) {
            return name + "@" + domain;
        }
        String usual = usualRealm();
        int dot = host.indexOf('.');
        String hosts = ServiceNames.isAddress(host) || dot < 0
                ? ""
                : host.substring(dot + 1).toUpperCase(Locale.ROOT);
        for (String realm : List.of(usual, hosts)) {
            if (!realm.isEmpty() && (domain.isEmpty() || realm.equals(domain) || realm.startsWith(domain + "."))) {
                return name + "@" + realm;
            }
        }
        return "";
    }

    private static String usualRealm() {
        try {
            return new KerberosPrincipal("nobody").getRealm();
        } catch (IllegalArgumentException | LinkageError e) {
            return "";
        }
    }
}
