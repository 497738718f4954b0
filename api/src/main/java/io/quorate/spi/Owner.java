package io.quorate.spi;

import java.util.Objects;

/**
 * Who owns a target, as one host tells it.
 *
 * @param host the owner, as the servers spell its name
 * @param sure false where another host may list the same target with better right: a copy that does not run, while it migrates or after
 * @param moves whether it may be elsewhere at the next call, so that it is looked for each time
 * @param kept whether something keeps the target there, such as a cluster: where nobody is sure it goes before those that nothing keeps
 */
public record Owner(String host, boolean sure, boolean moves, boolean kept) {
    public Owner {
        Objects.requireNonNull(host, "host");
    }

    /** One that nothing keeps there. */
    public Owner(String host, boolean sure, boolean moves) {
        this(host, sure, moves, false);
    }

    /** One that is the owner, and worth remembering: were it wrong, it would say so. */
    public static Owner surely(String host) {
        return new Owner(host, true, false);
    }
}
