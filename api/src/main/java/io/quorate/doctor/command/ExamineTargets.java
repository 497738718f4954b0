package io.quorate.doctor.command;

import io.quorate.doctor.TargetsPicture;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Asks a portal for its targets and logs in to each of them once.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.doctor.Doctor#examine()
 */
public record ExamineTargets(String host) implements ReadCommand<TargetsPicture>, HostCommand<TargetsPicture> {
    public ExamineTargets {
        if (Objects.requireNonNull(host, "host").isBlank()) {
            throw new IllegalArgumentException("a host needs a name");
        }
    }

    @Override
    public String name() {
        return "doctor.targets";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }
}
