package io.quorate.lab.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The domain that the hosts are in. There is one at most, without a controller of its own among the hosts: it is always reached.
 *
 * @param name DNS name
 * @param netBios NetBIOS name
 * @param users its accounts; each is an administrator of every host
 * @param threshold how many wrong passwords lock an account out; 0 for no lock-out
 */
public record Domain(String name, String netBios, List<Account> users, int threshold) {
    public Domain {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(netBios, "netBios");
        users = List.copyOf(users);
    }

    /** Returns the Kerberos realm. */
    public String realm() {
        return name.toUpperCase(Locale.ROOT);
    }

    /** Tells whether an authority that somebody names is this domain. */
    public boolean is(String authority) {
        return authority.equalsIgnoreCase(netBios) || authority.equalsIgnoreCase(name);
    }
}
