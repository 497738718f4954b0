package io.quorate.lab.session;

import io.quorate.lab.catalogue.Conversion;
import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.Bound;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where-Object in its comparison forms: a property, an operator's switch, a value. */
final class WhereObject extends Stage {
    @Override
    void process(Bound args) {
        Object input = args.get("InputObject");
        String property = args.text("Property");
        if (property == null) {
            return;
        }
        Object left = NetValue.property(input, property);
        if (holds(args, left, args.get("Value"))) {
            write(input);
        }
    }

    private static boolean holds(Bound args, @Nullable Object left, @Nullable Object right) {
        for (String name : args.arguments().keySet()) {
            String operator = name.toUpperCase(Locale.ROOT);
            boolean caseSensitive =
                    operator.startsWith("C") && !operator.equals("CONTAINS") && !operator.equals("CONFIRM");
            switch (caseSensitive ? operator.substring(1) : operator) {
                case "EQ":
                    return any(left, l -> Comparisons.equal(l, right, caseSensitive));
                case "NE":
                    return any(left, l -> !Comparisons.equal(l, right, caseSensitive));
                case "GT":
                    return any(left, l -> Comparisons.order(l, right, caseSensitive) > 0);
                case "GE":
                    return any(left, l -> Comparisons.order(l, right, caseSensitive) >= 0);
                case "LT":
                    return any(left, l -> Comparisons.order(l, right, caseSensitive) < 0);
                case "LE":
                    return any(left, l -> Comparisons.order(l, right, caseSensitive) <= 0);
                case "LIKE":
                    return any(left, l -> Wildcards.matches(NetValue.text(right), NetValue.text(l), caseSensitive));
                case "NOTLIKE":
                    return any(left, l -> !Wildcards.matches(NetValue.text(right), NetValue.text(l), caseSensitive));
                case "MATCH":
                    return any(left, l -> found(right, l, caseSensitive));
                case "NOTMATCH":
                    return any(left, l -> !found(right, l, caseSensitive));
                case "CONTAINS":
                    return among(left, right, caseSensitive);
                case "NOTCONTAINS":
                    return !among(left, right, caseSensitive);
                case "IN":
                    return among(right, left, caseSensitive);
                case "NOTIN":
                    return !among(right, left, caseSensitive);
                case "NOT":
                    return !Conversion.truth(left);
                case "IS", "ISNOT":
                    throw new UnsupportedOperationException("Where-Object -" + name + " is not simulated");
                default:
                    break;
            }
        }
        return args.has("Value") ? any(left, l -> Comparisons.equal(l, right, false)) : Conversion.truth(left);
    }

    private interface Test {
        boolean on(@Nullable Object value);
    }

    /** An operator on a list filters it; what is left decides. */
    private static boolean any(@Nullable Object left, Test test) {
        List<@Nullable Object> items = left == null ? null : NetValue.list(left);
        return items == null ? test.on(left) : items.stream().anyMatch(test::on);
    }

    private static boolean among(@Nullable Object list, @Nullable Object value, boolean caseSensitive) {
        List<@Nullable Object> items = list == null ? null : NetValue.list(list);
        return items == null
                ? Comparisons.equal(list, value, caseSensitive)
                : items.stream().anyMatch(item -> Comparisons.equal(item, value, caseSensitive));
    }

    private static boolean found(@Nullable Object pattern, @Nullable Object text, boolean caseSensitive) {
        return Pattern.compile(NetValue.text(pattern), caseSensitive ? 0 : Pattern.CASE_INSENSITIVE)
                .matcher(NetValue.text(text))
                .find();
    }
}
