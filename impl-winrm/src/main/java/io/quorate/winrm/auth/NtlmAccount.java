package io.quorate.winrm.auth;

import io.quorate.winrm.token.AvPairs;
import org.jspecify.annotations.Nullable;

/**
 * An account as NTLM names it.
 *
 * @param domain null to take the one that the host tells; {@code .} for the host itself
 */
record NtlmAccount(@Nullable String domain, String user) {

    /** Reads {@code DOMAIN\\user}, {@code .\\user}, {@code user@realm} or {@code user}. */
    static NtlmAccount of(String username) {
        int backslash = username.indexOf('\\');
        if (backslash >= 0) {
            return new NtlmAccount(username.substring(0, backslash), username.substring(backslash + 1));
        }
        // The whole name stands for a realm of which only controllers know the short name.
        return new NtlmAccount(username.indexOf('@') >= 0 ? "" : null, username);
    }

    /** Returns the domain that goes to a host. */
    String domainAt(AvPairs host) {
        if (domain != null && !domain.equals(".")) {
            return domain;
        }
        String told = host.text(domain == null ? AvPairs.NB_DOMAIN_NAME : AvPairs.NB_COMPUTER_NAME);
        return told == null ? "" : told;
    }

    @Override
    public String toString() {
        return domain == null || domain.isEmpty() ? user : domain + "\\" + user;
    }
}
