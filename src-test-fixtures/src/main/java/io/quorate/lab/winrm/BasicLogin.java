package io.quorate.lab.winrm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP Basic ([RFC 7617]) against a host's local accounts: {@code user}, {@code .\\user} or {@code HOST\\user}, never a domain's. */
final class BasicLogin {
    private final String host;
    private final List<LocalAccount> accounts;

    BasicLogin(String host, List<LocalAccount> accounts) {
        this.host = host;
        this.accounts = List.copyOf(accounts);
    }

    /** Returns the account's name, or null if the header is missing, malformed or wrong. */
    @Nullable
    String user(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(authorization.substring(6).trim());
        } catch (IllegalArgumentException e) {
            return null;
        }
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') {
            colon++;
        }
        if (colon == pair.length) {
            return null;
        }
        String name = local(new String(pair, 0, colon, StandardCharsets.UTF_8));
        byte[] password = Arrays.copyOfRange(pair, colon + 1, pair.length);
        String found = null;
        for (LocalAccount account : accounts) {
            if (account.hasPassword(password) && account.name().equalsIgnoreCase(name)) {
                found = account.name();
            }
        }
        Arrays.fill(pair, (byte) 0);
        Arrays.fill(password, (byte) 0);
        return found;
    }

    private String local(String given) {
        int backslash = given.indexOf('\\');
        if (backslash < 0) {
            return given;
        }
        String authority = given.substring(0, backslash);
        return authority.equals(".") || authority.equalsIgnoreCase(host) ? given.substring(backslash + 1) : given;
    }
}
