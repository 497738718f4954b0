package io.quorate.lab.model;

import java.util.Locale;

/** The security identifiers of accounts: of the domain's those that its directory has, of a host's own ones that begin with its own. */
public final class AccountSids {
    private static final String MACHINE = "S-1-5-21-2894721083-";
    private static final int NUMBERS = 900_000_000;
    private static final int FIRST = 1_000;

    private AccountSids() {}

    /** Tells whether an account is a domain's, and no host's own. */
    public static boolean isDomains(Estate estate, String account) {
        int backslash = account.indexOf('\\');
        String where = backslash < 0 ? "" : account.substring(0, backslash);
        return account.indexOf('@') > 0
                || !where.isEmpty()
                        && !where.equals(".")
                        && estate.findHost(where).isEmpty();
    }

    /**
     * Returns the identifier of an account.
     *
     * @param account {@code DOMAIN\\user}, or {@code HOST\\user} for a host's own
     */
    public static String of(Estate estate, String account) {
        int backslash = account.indexOf('\\');
        String where = backslash < 0 ? "" : account.substring(0, backslash);
        String user = account.substring(backslash + 1).toLowerCase(Locale.ROOT);
        return estate.findHost(where)
                .map(host -> MACHINE + Math.floorMod(host.name().hashCode(), NUMBERS) + "-"
                        + Math.floorMod(host.fqdn().hashCode(), NUMBERS) + "-"
                        + (user.equals("administrator") ? 500 : FIRST + Math.floorMod(user.hashCode(), FIRST)))
                .orElseGet(() -> DirectoryObjects.sid(user));
    }
}
