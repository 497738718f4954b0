package io.quorate.lab.session;

import io.quorate.lab.catalogue.Conversion;
import io.quorate.lab.catalogue.NetValue;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** PowerShell's comparison of two values: the right one is converted to the left one's type. */
final class Comparisons {
    private Comparisons() {}

    static boolean equal(@Nullable Object left, @Nullable Object right, boolean caseSensitive) {
        Object l = NetValue.base(left);
        Object r = NetValue.base(right);
        if (l == null || r == null) {
            return l == r;
        }
        if (l == r) {
            return true;
        }
        PsPrimitive p = l instanceof PsValue v ? v.primitive() : null;
        if (NetValue.isEnum(l)) {
            return NetValue.text(l).equalsIgnoreCase(NetValue.text(r)) || p != null && number(l, r) == 0;
        }
        if (p != null && p.value() instanceof Boolean b) {
            return b == Conversion.truth(r);
        }
        if (p != null
                && (p.value() instanceof Number || p.value() instanceof PsDateTime || p.value() instanceof Duration)) {
            return order(l, r, caseSensitive) == 0;
        }
        return caseSensitive
                ? NetValue.text(l).equals(NetValue.text(r))
                : NetValue.text(l).equalsIgnoreCase(NetValue.text(r));
    }

    /** Returns a negative number, zero or a positive one; a null is less than anything; -2 where the types cannot be compared. */
    static int order(@Nullable Object left, @Nullable Object right, boolean caseSensitive) {
        Object l = NetValue.base(left);
        Object r = NetValue.base(right);
        if (l == null || r == null) {
            return l == r ? 0 : l == null ? -1 : 1;
        }
        PsPrimitive p = l instanceof PsValue v ? v.primitive() : null;
        PsPrimitive q = r instanceof PsValue v ? v.primitive() : null;
        if (p != null && p.value() instanceof Number) {
            return number(l, r);
        }
        if (p != null && q != null && p.value() instanceof PsDateTime a && q.value() instanceof PsDateTime b) {
            return a.dateTime().compareTo(b.dateTime());
        }
        if (p != null && q != null && p.value() instanceof Duration a && q.value() instanceof Duration b) {
            return a.compareTo(b);
        }
        String a = NetValue.text(l);
        String b = NetValue.text(r);
        int folded = a.compareToIgnoreCase(b);
        return caseSensitive && folded == 0 ? -a.compareTo(b) : folded;
    }

    private static int number(Object left, Object right) {
        BigDecimal a = Conversion.decimal(left);
        BigDecimal b = Conversion.decimal(right);
        return a == null || b == null ? -2 : a.compareTo(b);
    }
}
