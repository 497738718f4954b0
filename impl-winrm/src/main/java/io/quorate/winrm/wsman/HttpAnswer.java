package io.quorate.winrm.wsman;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete HTTP answer.
 *
 * @param schemes the WWW-Authenticate headers of an HTTP 401
 * @param location where a redirection points
 */
record HttpAnswer(
        int status,
        byte[] body,
        List<String> schemes,
        @Nullable String location) {
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
