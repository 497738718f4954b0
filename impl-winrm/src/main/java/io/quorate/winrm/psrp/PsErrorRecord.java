package io.quorate.winrm.psrp;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An ErrorRecord of the server ([MS-PSRP] 2.2.3.15), reduced to what decisions and messages need. Texts are localised: decide by the
 * id, the category number and the codes along the exception chain.
 *
 * @param fullyQualifiedErrorId e.g. {@code InvalidParameter,Microsoft.HyperV.PowerShell.Commands.GetVM}; empty if none came
 * @param category the ErrorCategory number; 0 if none came
 * @param categoryReason e.g. the exception's short type name
 * @param targetName the name of the object it is about
 * @param message what the server said
 * @param exceptions the exception and its inner ones, outermost first
 */
public record PsErrorRecord(
        String fullyQualifiedErrorId,
        int category,
        @Nullable String categoryReason,
        @Nullable String targetName,
        String message,
        List<NetException> exceptions) {

    /** One exception of the chain; the codes are null where the type has none. */
    public record NetException(
            String type,
            String message,
            @Nullable Integer hresult,
            @Nullable Integer nativeErrorCode) {
        public NetException {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(message, "message");
        }

        /** Names type and codes, never the message: servers quote arguments. */
        @Override
        public String toString() {
            return type
                    + (hresult == null ? "" : String.format(Locale.ROOT, " 0x%08X", hresult))
                    + (nativeErrorCode == null ? "" : " " + nativeErrorCode);
        }
    }

    public PsErrorRecord {
        Objects.requireNonNull(fullyQualifiedErrorId, "fullyQualifiedErrorId");
        Objects.requireNonNull(message, "message");
        exceptions = List.copyOf(exceptions);
    }

    /** Returns the error id up to the comma. */
    public String errorId() {
        int comma = fullyQualifiedErrorId.indexOf(',');
        return comma < 0 ? fullyQualifiedErrorId : fullyQualifiedErrorId.substring(0, comma);
    }

    /** Names id, category and exceptions, never message or target: servers quote arguments. */
    @Override
    public String toString() {
        return "error " + fullyQualifiedErrorId + ", category " + category + " " + exceptions;
    }
}
