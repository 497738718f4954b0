package io.quorate.lab.catalogue;

import io.quorate.lab.shell.LabError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ParameterBindingException, with what the binder's phases need to know to swallow or report it. */
final class BindingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which of the engine's exception classes it is. */
    enum Kind {
        PLAIN("System.Management.Automation.ParameterBindingException"),
        TRANSFORMATION("System.Management.Automation.ParameterBindingArgumentTransformationException"),
        VALIDATION("System.Management.Automation.ParameterBindingValidationException");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    private final Kind kind;
    private final String errorId;
    private final String category;
    private final boolean invalidCast;

    BindingException(Kind kind, String errorId, String category, boolean invalidCast, String message) {
        super(message);
        this.kind = kind;
        this.errorId = errorId;
        this.category = category;
        this.invalidCast = invalidCast;
    }

    static BindingException plain(String errorId, String message) {
        return new BindingException(Kind.PLAIN, errorId, "InvalidArgument", false, message);
    }

    static BindingException validation(String errorId, String message) {
        return new BindingException(Kind.VALIDATION, errorId, "InvalidData", false, message);
    }

    static BindingException ambiguousSet() {
        return plain(
                "AmbiguousParameterSet",
                "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used"
                        + " together or an insufficient number of parameters were provided.");
    }

    Kind kind() {
        return kind;
    }

    boolean invalidCast() {
        return invalidCast;
    }

    LabError toError(@Nullable Object target) {
        String message = getMessage() == null ? errorId : getMessage();
        return new LabError(
                errorId, category, target, List.of(new LabError.NetException(kind.type, message, 0x80131501, null)));
    }
}
