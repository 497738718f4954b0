package io.quorate.winrm.psrp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One top-level value of a CLIXML document, as {@code powershell.exe} writes them to its standard error.
 *
 * @param stream the stream it belongs to ({@code Output}, {@code Error}, {@code progress} ...), null where the document names none
 * @param value the value
 */
public record ClixmlItem(@Nullable String stream, PsValue value) {
    public ClixmlItem {
        Objects.requireNonNull(value, "value");
    }
}
