package io.quorate.lab.shell;

import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error as a cmdlet reports it; the shell turns it into an ErrorRecord. Thrown it is terminating, written to
 * {@link Invocation#writeError} it is not.
 */
public final class LabError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One exception of the InnerException chain. */
    public record NetException(
            String type,
            String message,
            int hresult,
            @Nullable Integer nativeErrorCode) {}

    private final String errorId;
    private final String category;
    private final transient @Nullable Object targetObject;
    private final transient List<NetException> exceptions;

    /**
     * @param errorId the FullyQualifiedErrorId up to the comma, e.g. {@code ObjectNotFound}
     * @param category the ErrorCategory, e.g. {@code ObjectNotFound}
     * @param targetObject the object it is about, as pipelines carry it (see {@link LiveObject}), or null
     * @param exceptions the exception and its inner ones, outermost first; not empty
     */
    public LabError(String errorId, String category, @Nullable Object targetObject, List<NetException> exceptions) {
        super(exceptions.get(0).message());
        this.errorId = Objects.requireNonNull(errorId, "errorId");
        this.category = Objects.requireNonNull(category, "category");
        if (targetObject != null
                && !(targetObject instanceof PsValue
                        || targetObject instanceof LiveObject
                        || targetObject instanceof List)) {
            throw new IllegalArgumentException("a target object is a pipeline value, not "
                    + targetObject.getClass().getName());
        }
        this.targetObject = targetObject;
        this.exceptions = List.copyOf(exceptions);
    }

    public String errorId() {
        return errorId;
    }

    public String category() {
        return category;
    }

    public @Nullable Object targetObject() {
        return targetObject;
    }

    public List<NetException> exceptions() {
        return exceptions;
    }
}
