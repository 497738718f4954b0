package io.quorate.plan;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What running a plan takes besides the plan: the secrets that it names, and the caller's word. Mutable inside the lambda it is handed to,
 * and of no use outside.
 */
public final class RunSpec {
    Function<String, @Nullable Secret> secrets = name -> null;
    final List<Consent> consents = new ArrayList<>();
    PlanListener listener = PlanListener.NONE;

    RunSpec() {}

    /** Sets what finds a secret by its name; null says that it does not know the name. Each name is asked for once. */
    public RunSpec secrets(Function<String, @Nullable Secret> resolver) {
        secrets = Objects.requireNonNull(resolver, "resolver");
        return this;
    }

    /** Adds the caller's word for what can lose data or service; say it once for each identity. */
    public RunSpec consent(Consent consent) {
        consents.add(Objects.requireNonNull(consent, "consent"));
        return this;
    }

    /** Sets who hears how far it has come; nobody by default. */
    public RunSpec listener(PlanListener value) {
        listener = Objects.requireNonNull(value, "listener");
        return this;
    }

    @Nullable
    Consent consentFor(String identity) {
        return consents.stream().filter(c -> c.covers(identity)).findFirst().orElse(null);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("consents", consents).toString();
    }
}
