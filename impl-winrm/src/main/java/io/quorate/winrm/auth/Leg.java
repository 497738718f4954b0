package io.quorate.winrm.auth;

import org.jspecify.annotations.Nullable;

/**
 * What a login says next. Prints no secret.
 *
 * @param authorization the whole Authorization header, such as {@code Negotiate TlRM...}; null for none
 * @param carriesRequest whether the request goes along, sealed if need be; otherwise the leg goes alone, with an empty body
 */
public record Leg(@Nullable String authorization, boolean carriesRequest) {
    @Override
    public String toString() {
        return "Leg[" + (carriesRequest ? "with the request" : "alone") + "]";
    }
}
