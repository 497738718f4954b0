package io.quorate.winrm.recipe.doctor;

import io.quorate.doctor.Told;
import io.quorate.doctor.Told.Cause;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.recipe.HostEntry;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks one question after the other: each may fail by itself, but a host that fell silent is not asked any more. */
final class Questions {
    private final HostEntry entry;
    private @Nullable String silent;

    Questions(HostEntry entry) {
        this.entry = entry;
    }

    <T> Told<T> ask(Supplier<T> question) {
        if (silent != null || entry.late()) {
            return Told.untold(Cause.SILENT, Objects.requireNonNullElse(silent, "no time was left to ask"), null);
        }
        try {
            return Told.known(question.get());
        } catch (Fault fault) {
            Cause cause = cause(fault);
            if (cause == Cause.SILENT) {
                silent = fault.getMessage();
            }
            return Told.untold(cause, String.valueOf(fault.getMessage()), fault.code());
        }
    }

    private static Cause cause(Fault fault) {
        ErrorKind kind = fault.kind();
        return switch (kind) {
            case ACCESS_DENIED -> Cause.REFUSED;
            case UNSUPPORTED, NOT_FOUND -> Cause.MISSING;
            case UNREACHABLE, DEADLINE_EXCEEDED, OUTCOME_UNKNOWN -> Cause.SILENT;
            default -> Cause.OTHER;
        };
    }
}
