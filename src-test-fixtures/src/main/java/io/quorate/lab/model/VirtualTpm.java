package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.Locale;

/**
 * A virtual TPM of a machine.
 *
 * @param guid the machine's GUID
 */
public record VirtualTpm(String guid) {

    /** Returns the entity's key. */
    public static Key<VirtualTpm> key(String guid) {
        return new Key<>(VirtualTpm.class, "virtual-tpm/" + guid.toLowerCase(Locale.ROOT));
    }
}
