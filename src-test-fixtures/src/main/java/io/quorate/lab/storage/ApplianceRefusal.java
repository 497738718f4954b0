package io.quorate.lab.storage;

/** Why an appliance does not do what it is told; {@link #code} is NEF's word for it. */
public final class ApplianceRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** NEF's codes. */
    public enum Code {
        ENOENT,
        EEXIST,
        EBUSY,
        EBADARG,
        EINVAL,
        ENOSPC,
        EAGAIN,
        EFAILED
    }

    private final Code code;

    public ApplianceRefusal(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
