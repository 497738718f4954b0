package io.quorate.winrm.psrp;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Finds secure strings that are to be encrypted. Cycles are followed once. */
public final class SecureValues {
    private final Set<PsObject> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private SecureValues() {}

    /** Tells whether a value is a secure string in the clear, or holds one. */
    public static boolean in(PsValue value) {
        return new SecureValues().holds(value);
    }

    private boolean holds(PsValue value) {
        if (value instanceof PsPrimitive primitive) {
            return primitive.value() instanceof PsSecureString;
        }
        return value instanceof PsObject object && seen.add(object) && inside(object);
    }

    private boolean inside(PsObject object) {
        PsContent content = object.content();
        boolean wrapped = false;
        if (content instanceof PsItems items) {
            wrapped = items.values().stream().anyMatch(this::holds);
        } else if (content instanceof PsDictionary dictionary) {
            wrapped = dictionary.entries().stream().anyMatch(entry -> holds(entry.key()) || holds(entry.value()));
        } else if (content instanceof PsValue core) {
            wrapped = holds(core);
        }
        return wrapped
                || object.adapted().stream().anyMatch(property -> holds(property.value()))
                || object.extended().stream().anyMatch(property -> holds(property.value()));
    }
}
