package io.quorate.doctor.command;

import io.quorate.doctor.UnseenAnswers;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads on a Windows host what nobody here has seen on a real one.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.doctor.Doctor#examine()
 */
public record ExamineUnseen(String host) implements ReadCommand<UnseenAnswers>, HostCommand<UnseenAnswers> {
    public ExamineUnseen {
        if (Objects.requireNonNull(host, "host").isBlank()) {
            throw new IllegalArgumentException("a host needs a name");
        }
    }

    @Override
    public String name() {
        return "doctor.unseen";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }
}
