package io.quorate.doctor.command;

import io.quorate.doctor.SessionPicture;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Opens a session on a Windows host and reads what it is good for.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.doctor.Doctor#examine()
 */
public record ExamineSession(String host) implements ReadCommand<SessionPicture>, HostCommand<SessionPicture> {
    public ExamineSession {
        if (Objects.requireNonNull(host, "host").isBlank()) {
            throw new IllegalArgumentException("a host needs a name");
        }
    }

    @Override
    public String name() {
        return "doctor.session";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }
}
