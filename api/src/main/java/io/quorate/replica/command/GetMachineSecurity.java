package io.quorate.replica.command;

import io.quorate.replica.MachineSecurity;
import io.quorate.spi.ReadCommand;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads whether a machine has a virtual TPM.
 *
 * @param host its host
 * @param id the machine's id
 */
public record GetMachineSecurity(String host, UUID id)
        implements ReplicationCommand<MachineSecurity>, ReadCommand<MachineSecurity> {
    public GetMachineSecurity {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "replica.machine-security.get";
    }
}
