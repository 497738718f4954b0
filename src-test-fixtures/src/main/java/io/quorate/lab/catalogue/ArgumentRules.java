package io.quorate.lab.catalogue;

import io.quorate.winrm.psrp.PsPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The validation attributes and the engine's own null-and-empty rule for mandatory parameters. */
final class ArgumentRules {
    private ArgumentRules() {}

    static void validate(ParameterInfo parameter, @Nullable Object value) throws BindingException {
        for (Validation rule : parameter.rules()) {
            String problem = problem(rule, parameter.type(), value);
            if (problem != null) {
                throw BindingException.validation(
                        "ParameterArgumentValidationError",
                        "Cannot validate argument on parameter '" + parameter.name() + "'. " + problem);
            }
        }
        if (parameter.mandatorySomewhere()) {
            mandatory(parameter, parameter.type(), value, true);
        }
    }

    private static @Nullable String problem(Validation rule, NetType type, @Nullable Object value) {
        List<@Nullable Object> items = value == null ? null : NetValue.list(value);
        return switch (rule.kind()) {
            case NOT_NULL -> notNull(type, value, items);
            case NOT_NULL_OR_EMPTY -> notNullOrEmpty(type, value, items);
            case COUNT -> count(rule, items == null ? value == null ? 0 : 1 : items.size());
            case RANGE, LENGTH, SET, PATTERN -> {
                if (value == null) {
                    yield "The argument is null, empty, or an element of the argument collection contains a null value. Supply a"
                            + " collection that does not contain any null values and then try the command again.";
                }
                for (Object item : items == null ? List.of(value) : items) {
                    String problem = element(rule, item);
                    if (problem != null) {
                        yield problem;
                    }
                }
                yield null;
            }
            case ALLOW_NULL, ALLOW_EMPTY_STRING, ALLOW_EMPTY_COLLECTION, CREDENTIAL -> null;
        };
    }

    private static @Nullable String notNull(
            NetType type, @Nullable Object value, @Nullable List<@Nullable Object> items) {
        if (value == null) {
            return "The argument is null. Provide a valid value for the argument, and then try running the command again.";
        }
        boolean holdsNull = items != null && !ofValueTypes(type) && items.contains(null);
        return holdsNull
                ? "The argument collection contains a null value. Provide a collection without null values, and then try again."
                : null;
    }

    private static @Nullable String notNullOrEmpty(
            NetType type, @Nullable Object value, @Nullable List<@Nullable Object> items) {
        boolean emptyText = value instanceof PsPrimitive p && "".equals(p.value());
        if (value == null || emptyText) {
            return "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.";
        }
        boolean badItem = items != null
                && !ofValueTypes(type)
                && items.stream().anyMatch(i -> i == null || i instanceof PsPrimitive p && "".equals(p.value()));
        boolean emptyDictionary = NetValue.isDictionary(value)
                && value instanceof io.quorate.winrm.psrp.PsObject o
                && o.content() instanceof io.quorate.winrm.psrp.PsDictionary d
                && d.entries().isEmpty();
        if (items != null && items.isEmpty() || badItem || emptyDictionary) {
            return "The argument is null, empty, or an element of the argument collection contains a null value. Supply a"
                    + " collection that does not contain any null values and then try the command again.";
        }
        return null;
    }

    private static boolean ofValueTypes(NetType type) {
        return type.element() != null && type.element().isValueType();
    }

    private static @Nullable String count(Validation rule, int size) {
        long least = Long.parseLong(rule.arguments().get(0));
        long most = Long.parseLong(rule.arguments().get(1));
        return size >= least && size <= most
                ? null
                : "The parameter requires at least " + least + " value(s) and no more than " + most + " value(s) - "
                        + size + " value(s) were provided.";
    }

    private static @Nullable String element(Validation rule, @Nullable Object item) {
        List<String> arguments = rule.arguments();
        String text = NetValue.text(item);
        if (item == null) {
            return "The argument is null. Provide a valid value for the argument, and then try running the command again.";
        }
        switch (rule.kind()) {
            case RANGE -> {
                BigDecimal number = Conversion.decimal(item);
                if (number == null || number.compareTo(bound(arguments.get(0))) < 0) {
                    return "The " + text + " argument is less than the minimum allowed range of " + arguments.get(0)
                            + ". Supply an argument that is greater than or equal to " + arguments.get(0)
                            + " and then try the command again.";
                }
                return number.compareTo(bound(arguments.get(1))) > 0
                        ? "The " + text + " argument is greater than the maximum allowed range of " + arguments.get(1)
                                + ". Supply an argument that is less than or equal to " + arguments.get(1)
                                + " and then try the command again."
                        : null;
            }
            case LENGTH -> {
                return text.length() < Integer.parseInt(arguments.get(0))
                                || text.length() > Integer.parseInt(arguments.get(1))
                        ? "The character length of the " + text.length() + " argument is outside the allowed range."
                        : null;
            }
            case SET -> {
                return arguments.stream().anyMatch(text::equalsIgnoreCase)
                        ? null
                        : "The argument \"" + text + "\" does not belong to the set \"" + String.join(",", arguments)
                                + "\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the"
                                + " command again.";
            }
            default -> {
                return Pattern.compile(arguments.get(0), Pattern.CASE_INSENSITIVE)
                                .matcher(text)
                                .find()
                        ? null
                        : "The argument \"" + text + "\" does not match the \"" + arguments.get(0) + "\" pattern.";
            }
        }
    }

    /** The engine's rule: an argument of a parameter that is mandatory anywhere is not null, not "" and not an empty collection. */
    private static void mandatory(ParameterInfo parameter, NetType type, @Nullable Object value, boolean recurse)
            throws BindingException {
        String subject = "Cannot bind argument to parameter '" + parameter.name() + "' because it is ";
        boolean nullableBoolean =
                type.kind() == NetType.Kind.NULLABLE && type.bare().kind() == NetType.Kind.BOOLEAN;
        if (value == null && !nullableBoolean) {
            if (!parameter.has(Validation.Kind.ALLOW_NULL)) {
                throw BindingException.validation("ParameterArgumentValidationErrorNullNotAllowed", subject + "null.");
            }
            return;
        }
        if (type.kind() == NetType.Kind.STRING) {
            if (NetValue.text(value).isEmpty() && !parameter.has(Validation.Kind.ALLOW_EMPTY_STRING)) {
                throw BindingException.validation(
                        "ParameterArgumentValidationErrorEmptyStringNotAllowed", subject + "an empty string.");
            }
            return;
        }
        List<@Nullable Object> items = value == null ? null : NetValue.list(value);
        if (!recurse || !type.isCollection() || items == null) {
            return;
        }
        NetType element = type.element();
        boolean array = type.kind() == NetType.Kind.ARRAY;
        if (!items.isEmpty() && (element == null || !element.isValueType())) {
            for (Object item : items) {
                mandatory(parameter, element == null ? type.bare() : element, item, false);
            }
        }
        if (items.isEmpty() && !parameter.has(Validation.Kind.ALLOW_EMPTY_COLLECTION)) {
            throw BindingException.validation(
                    array
                            ? "ParameterArgumentValidationErrorEmptyArrayNotAllowed"
                            : "ParameterArgumentValidationErrorEmptyCollectionNotAllowed",
                    subject + (array ? "an empty array." : "an empty collection."));
        }
    }

    /** Reads a bound; those of 64 bits stand in the catalogue with their type before them. */
    private static BigDecimal bound(String text) {
        return text.equals("Int64.MaxValue")
                ? BigDecimal.valueOf(Long.MAX_VALUE)
                : new BigDecimal(text.startsWith("Int64") ? text.substring("Int64".length()) : text);
    }
}
