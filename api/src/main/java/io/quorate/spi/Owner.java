package io.quorate.spi;

import java.util.Objects;

/**
 * Who owns a target, as one host tells it.
 *
 * @param host the owner, as the servers spell its name
 * @param sure false where another host may list the same target with better right: a copy that does not run, while it migrates or after
 * @param moves whether it may be elsewhere at the next call, so that it is looked for each time
 */
public record Owner(String host, boolean sure, boolean moves) {
    public Owner {
        Objects.requireNonNull(host, "host");
    }

    /** One that is the owner, and worth remembering: were it wrong, it would say so. */
    public static Owner surely(String host) {
        return new Owner(host, true, false);
    }
}
