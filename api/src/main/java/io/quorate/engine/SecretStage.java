package io.quorate.engine;

import io.quorate.Secret;
import io.quorate.spi.Confidential;
import io.quorate.spi.ErrorKind;

/** Stops an order whose secrets are mere references, or were wiped, before anything is looked at, written down or sent. */
final class SecretStage implements Stage {
    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        if (passage.command instanceof Confidential confidential) {
            for (Secret secret : confidential.secrets()) {
                if (secret.known() && !secret.usable()) {
                    throw Failures.of(
                            passage,
                            ErrorKind.REJECTED,
                            "a secret of the order was wiped, so nothing was sent",
                            "wipe secrets after the last order that needs them");
                }
                if (!secret.known()) {
                    throw Failures.of(
                            passage,
                            ErrorKind.REJECTED,
                            "the value of the secret '" + secret.name().orElse("")
                                    + "' is not known here, so nothing was sent",
                            "run it as a plan, with a resolver that knows the name");
                }
            }
        }
        return rest.run(passage);
    }
}
