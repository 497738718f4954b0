package io.quorate.replica;

import java.util.Objects;
import java.util.UUID;

/**
 * What a host keeps of a machine's secrets.
 *
 * @param id the machine's id
 * @param tpm whether it has a virtual TPM
 * @param shielded whether it is shielded
 */
public record MachineSecurity(UUID id, boolean tpm, boolean shielded) {
    public MachineSecurity {
        Objects.requireNonNull(id, "id");
    }
}
