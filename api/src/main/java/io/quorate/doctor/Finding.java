package io.quorate.doctor;

import java.util.Objects;

/**
 * Something that does not work, will not, or cannot be told.
 *
 * @param severity how much it matters
 * @param code of what kind it is
 * @param endpoint where, by the endpoint's name
 * @param host where, by the host's
 * @param what what does not work
 * @param why how that is known
 * @param cure what to do, in a sentence
 */
public record Finding(
        Severity severity, Ailment code, String endpoint, String host, String what, String why, String cure) {
    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(cure, "cure");
    }

    @Override
    public String toString() {
        return severity + " " + code + " " + endpoint + "/" + host + ": " + what + "\n    why:  " + why + "\n    cure: "
                + cure;
    }
}
