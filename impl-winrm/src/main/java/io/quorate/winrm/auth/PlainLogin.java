package io.quorate.winrm.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A login of one leg that goes with its request and seals nothing. */
final class PlainLogin implements Login {
    private final @Nullable String authorization;
    private boolean said;

    PlainLogin(@Nullable String authorization) {
        this.authorization = authorization;
    }

    @Override
    public @Nullable Leg next(List<Challenge> challenges) {
        if (said) {
            return null;
        }
        said = true;
        return new Leg(authorization, true);
    }

    @Override
    public boolean accepted(List<Challenge> challenges) {
        return true;
    }

    @Override
    public boolean seals() {
        return false;
    }

    @Override
    public Body wrap(Body plain) {
        throw new IllegalStateException("nothing is sealed");
    }

    @Override
    public Body unwrap(Body sealed) {
        throw new IllegalStateException("nothing is sealed");
    }

    @Override
    public void close() {}
}
