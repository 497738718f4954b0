package io.quorate.error;

import io.quorate.spi.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** There is no way to run the command with what the endpoint offers; nothing was changed. */
public final class UnsupportedException extends QuorateException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<String> remedies;

    public UnsupportedException(ErrorReport report, List<String> remedies, @Nullable Throwable cause) {
        super(ErrorKind.UNSUPPORTED, report, cause);
        this.remedies = List.copyOf(remedies);
    }

    /** Returns what is missing and what would help, one sentence each; may be empty. */
    public List<String> remedies() {
        return remedies == null ? List.of() : remedies;
    }
}
