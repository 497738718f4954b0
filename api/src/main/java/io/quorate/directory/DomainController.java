package io.quorate.directory;

import java.util.Locale;
import java.util.Objects;

/**
 * A domain controller, as the directory lists it; that it is listed does not say that it runs.
 *
 * @param name its computer name
 * @param hostName its DNS name
 * @param domain the domain's DNS name
 * @param site its site
 * @param address its IPv4 address; empty where none is known
 * @param globalCatalog whether it holds the global catalogue
 * @param readOnly whether it takes no changes
 */
public record DomainController(
        String name,
        String hostName,
        String domain,
        String site,
        String address,
        boolean globalCatalog,
        boolean readOnly) {
    public DomainController {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hostName, "hostName");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(address, "address");
    }

    /** Tells whether this name means it, its computer name or its DNS name; the case does not matter. */
    public boolean isNamed(String other) {
        String wanted = other.toLowerCase(Locale.ROOT);
        return name.toLowerCase(Locale.ROOT).equals(wanted)
                || hostName.toLowerCase(Locale.ROOT).equals(wanted);
    }
}
