package io.quorate.doctor.command;

import io.quorate.doctor.Entrance;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Knocks at a host: connects, has TLS shown, and asks which log-ins it takes; logs in nowhere.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.doctor.Doctor#examine()
 */
public record ExamineEntrance(String host) implements ReadCommand<Entrance>, HostCommand<Entrance> {
    public ExamineEntrance {
        if (Objects.requireNonNull(host, "host").isBlank()) {
            throw new IllegalArgumentException("a host needs a name");
        }
    }

    @Override
    public String name() {
        return "doctor.entrance";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }
}
