package io.quorate.lab.kernel;

/** Something that must never be true in the estate came true: a defect of the model or of a scenario that did not declare it. */
public final class InvariantViolation extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public InvariantViolation(String message) {
        super(message);
    }
}
