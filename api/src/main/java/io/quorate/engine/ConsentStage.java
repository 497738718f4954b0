package io.quorate.engine;

import io.quorate.Consent;
import io.quorate.spi.Destructive;
import io.quorate.spi.ErrorKind;

/** Lets a destructive command pass only with a consent bound to the identity of its object. */
final class ConsentStage implements Stage {
    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        if (passage.command instanceof Destructive destructive) {
            Consent consent = passage.order.consent();
            String identity = destructive.identity();
            if (consent == null || !consent.covers(identity)) {
                throw Failures.of(
                        passage,
                        ErrorKind.CONSENT_REQUIRED,
                        consent == null
                                ? "it can lose data or service and no consent was given"
                                : "the consent is for " + consent.identity() + ", not for " + identity,
                        "pass Consent.to(\"" + identity + "\", reason) if that object is meant");
            }
        }
        return rest.run(passage);
    }
}
