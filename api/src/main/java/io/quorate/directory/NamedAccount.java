package io.quorate.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An account that service principal names stand on.
 *
 * @param account its short name ({@code sAMAccountName}); a computer's ends in {@code $}
 * @param distinguishedName where it stands in the directory
 * @param serviceNames the service principal names on it, e.g. {@code MSSQLSvc/sql1.lab.example:1433}
 */
public record NamedAccount(String account, String distinguishedName, List<String> serviceNames) {
    public NamedAccount {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(distinguishedName, "distinguishedName");
        serviceNames = List.copyOf(serviceNames);
    }

    /** Tells whether this name means it, with or without a domain before it; the case does not matter. */
    public boolean isNamed(String other) {
        return account.equalsIgnoreCase(other.substring(other.lastIndexOf('\\') + 1));
    }

    /** Returns it with one more service principal name. */
    public NamedAccount with(String serviceName) {
        List<String> more = new ArrayList<>(without(serviceName).serviceNames());
        more.add(serviceName);
        return new NamedAccount(account, distinguishedName, more);
    }

    /** Returns it without a service principal name. */
    public NamedAccount without(String serviceName) {
        return new NamedAccount(
                account,
                distinguishedName,
                serviceNames.stream()
                        .filter(one -> !one.equalsIgnoreCase(serviceName))
                        .toList());
    }

    /** Tells whether a service principal name stands on it; the case does not matter. */
    public boolean has(String serviceName) {
        return serviceNames.stream().anyMatch(serviceName::equalsIgnoreCase);
    }
}
