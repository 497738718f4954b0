package io.quorate.winrm.psrp;

import org.jspecify.annotations.Nullable;

/** A value as CLIXML carries it ([MS-PSRP] 2.2.5): nothing, a primitive, or an object with types, properties and content. */
public sealed interface PsValue permits PsNil, PsPrimitive, PsObject {

    /** Tells whether this is {@code $null}. */
    default boolean isNil() {
        return this == PsNil.NIL;
    }

    /**
     * Returns the primitive at the core: the value itself, or what an object wraps (a decorated primitive, an enum's number). Null where
     * there is none.
     */
    default @Nullable PsPrimitive primitive() {
        if (this instanceof PsPrimitive p) {
            return p;
        }
        return this instanceof PsObject o && o.content() instanceof PsPrimitive p ? p : null;
    }

    /** Returns a text. */
    static PsValue string(String text) {
        return new PsPrimitive(PsType.STRING, text);
    }

    /** Returns a secure string, which is encrypted when it is sent. */
    static PsValue secure(PsSecureString secret) {
        return new PsPrimitive(PsType.SECURE_STRING, secret);
    }

    /** Returns a 32-bit integer. */
    static PsValue int32(int value) {
        return new PsPrimitive(PsType.INT32, value);
    }

    /** Returns a 64-bit integer. */
    static PsValue int64(long value) {
        return new PsPrimitive(PsType.INT64, value);
    }

    /** Returns a Boolean; the value of a switch, too. */
    static PsValue bool(boolean value) {
        return new PsPrimitive(PsType.BOOLEAN, value);
    }
}
