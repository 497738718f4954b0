package io.quorate.winrm.wsman;

import io.quorate.winrm.auth.Body;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete HTTP answer.
 *
 * @param content its body, opened if it was sealed
 * @param schemes the WWW-Authenticate headers of an HTTP 401
 * @param location where a redirection points
 */
record HttpAnswer(
        int status,
        Body content,
        List<String> schemes,
        @Nullable String location) {
    byte[] body() {
        return content.content();
    }

    HttpAnswer with(Body other) {
        return new HttpAnswer(status, other, schemes, location);
    }

    @Override
    public String toString() {
        return "HTTP " + status + ", " + body().length + " bytes";
    }
}
