package io.quorate.replica.command;

import io.quorate.replica.GuardianCertificate;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Lists the certificates of the guardians that a host is, by its store for them; none where it has no such store.
 *
 * @param host the host
 */
public record ListGuardians(String host)
        implements ReadCommand<List<GuardianCertificate>>, HostCommand<List<GuardianCertificate>> {
    public ListGuardians {
        Objects.requireNonNull(host, "host");
    }

    @Override
    public String name() {
        return "replica.guardian.list";
    }

    @Override
    public Target target() {
        return new Target("guardian", "of " + host);
    }
}
