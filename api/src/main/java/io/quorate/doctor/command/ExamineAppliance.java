package io.quorate.doctor.command;

import io.quorate.doctor.AppliancePicture;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Asks an appliance's management who and how it is.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.doctor.Doctor#examine()
 */
public record ExamineAppliance(String host) implements ReadCommand<AppliancePicture>, HostCommand<AppliancePicture> {
    public ExamineAppliance {
        if (Objects.requireNonNull(host, "host").isBlank()) {
            throw new IllegalArgumentException("a host needs a name");
        }
    }

    @Override
    public String name() {
        return "doctor.appliance";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }
}
