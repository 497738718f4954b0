package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The range a host chooses dynamic MAC addresses from.
 *
 * @param host computer name
 * @param least twelve hexadecimal digits
 * @param most twelve hexadecimal digits
 */
public record MacRange(String host, String least, String most) {

    /** Returns the entity's key. */
    public static Key<MacRange> key(String host) {
        return new Key<>(MacRange.class, "host/" + host + "/macs");
    }

    boolean holds(String mac) {
        return mac.compareTo(least) >= 0 && mac.compareTo(most) <= 0;
    }

    /** Returns the address after another one; null behind the last. */
    @Nullable
    String after(String mac) {
        long next = Long.parseLong(mac, 16) + 1;
        String digits = String.format(Locale.ROOT, "%012X", next);
        return holds(digits) ? digits : null;
    }
}
