package io.quorate.winrm.wsman;

import io.quorate.spi.Fault;
import io.quorate.winrm.auth.Body;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete HTTP answer.
 *
 * @param content its body, opened if it was sealed
 * @param schemes the WWW-Authenticate headers of an HTTP 401
 * @param location where a redirection points
 * @param date the Date header, by the host's clock
 * @param refusal why it did not let us in, if we tried
 */
record HttpAnswer(
        int status,
        Body content,
        List<String> schemes,
        @Nullable String location,
        @Nullable String date,
        @Nullable Fault refusal) {
    byte[] body() {
        return content.content();
    }

    HttpAnswer with(Body other) {
        return new HttpAnswer(status, other, schemes, location, date, refusal);
    }

    HttpAnswer refused(Fault why) {
        return new HttpAnswer(status, content, schemes, location, date, why);
    }

    @Override
    public String toString() {
        return "HTTP " + status + ", " + body().length + " bytes";
    }
}
