package io.quorate.lab.catalogue;

import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns one argument into one parameter's type as the engine's ParameterBinderBase does: transformation attributes, coercion (or, in the
 * phases without coercion, only what already fits), type-name check, validation, and the store into the property.
 */
final class ArgumentCoercion {
    private final Catalogue catalogue;
    private final boolean script;

    /** A result: whether the argument was taken, and as what. */
    record Outcome(boolean bound, @Nullable Object value) {
        static final Outcome SKIPPED = new Outcome(false, null);
    }

    /** @param script whether the command is a function with a declared parameter block */
    ArgumentCoercion(Catalogue catalogue, boolean script) {
        this.catalogue = catalogue;
        this.script = script;
    }

    Outcome bind(ParameterInfo parameter, @Nullable Object argument, boolean coerce) throws BindingException {
        boolean viaFunction = script && !parameter.common();
        Object value = NetValue.base(argument);
        if (parameter.has(Validation.Kind.CREDENTIAL)) {
            value = credential(parameter, value);
        }
        if (viaFunction && coerce) {
            value = transform(parameter, value);
        }
        if (coerce) {
            value = coerce(parameter, parameter.type(), value);
        } else {
            Outcome fits = uncoerced(parameter, value);
            if (!fits.bound()) {
                return Outcome.SKIPPED;
            }
            value = fits.value();
        }
        checkTypeName(parameter, value, coerce);
        ArgumentRules.validate(parameter, value);
        if (value == null
                && !viaFunction
                && parameter.type().isValueType()
                && parameter.type().kind() != NetType.Kind.NULLABLE) {
            throw new BindingException(
                    BindingException.Kind.PLAIN,
                    "ParameterBindingFailed",
                    "WriteError",
                    false,
                    "Cannot bind parameter '" + parameter.name() + "' to the target. Exception setting \""
                            + parameter.name() + "\".");
        }
        return new Outcome(true, value);
    }

    /** CredentialAttribute: anything but a credential would prompt, and nobody is there to answer. */
    private static @Nullable Object credential(ParameterInfo parameter, @Nullable Object value)
            throws BindingException {
        boolean asked = value != null
                || parameter.mandatorySomewhere()
                || parameter.has(Validation.Kind.NOT_NULL)
                || parameter.has(Validation.Kind.NOT_NULL_OR_EMPTY);
        if (asked && !NetValue.isCredential(value)) {
            throw transformation(
                    parameter,
                    false,
                    "A command that prompts the user failed because the host program or the command type does not support user interaction.");
        }
        return value;
    }

    /** ArgumentTypeConverterAttribute: what a type constraint in a function's parameter block does. */
    private @Nullable Object transform(ParameterInfo parameter, @Nullable Object value) throws BindingException {
        NetType type = parameter.type();
        List<@Nullable Object> items = value == null ? null : NetValue.list(value);
        try {
            if (type.kind() == NetType.Kind.STRING && items != null) {
                throw new Conversion.CastException("Cannot convert value to type System.String.");
            }
            NetType tested = type.kind() == NetType.Kind.ARRAY && type.element() != null ? type.element() : type;
            if (isTruth(tested)) {
                for (Object item : type.kind() == NetType.Kind.ARRAY && items != null ? items : listOf(value)) {
                    checkTruth(tested, item);
                }
            }
            return Conversion.convert(catalogue, value, type);
        } catch (Conversion.CastException e) {
            throw transformation(parameter, true, e.getMessage());
        }
    }

    private static List<@Nullable Object> listOf(@Nullable Object value) {
        List<@Nullable Object> one = new ArrayList<>();
        one.add(value);
        return one;
    }

    private static void checkTruth(NetType type, @Nullable Object value) throws Conversion.CastException {
        PsPrimitive p = value instanceof PsValue v ? v.primitive() : null;
        boolean fits = value == null
                ? type.kind() != NetType.Kind.BOOLEAN
                : p != null && (p.value() instanceof Boolean || p.value() instanceof Number);
        if (!fits) {
            throw new Conversion.CastException(
                    "Cannot convert value \"" + (value == null ? "" : NetValue.typeName(value))
                            + "\" to type \"" + type.name()
                            + "\". Boolean parameters accept only Boolean values and numbers, such as $True, $False,"
                            + " 1 or 0.");
        }
    }

    private @Nullable Object coerce(ParameterInfo parameter, NetType type, @Nullable Object value)
            throws BindingException {
        if (value == null) {
            if (type.kind() == NetType.Kind.BOOLEAN) {
                throw BindingException.plain(
                        "ParameterArgumentValidationErrorNullNotAllowed",
                        "Cannot bind argument to parameter '" + parameter.name() + "' because it is null.");
            }
            return type.kind() == NetType.Kind.SWITCH ? PsValue.bool(true) : null;
        }
        if (Conversion.isInstance(catalogue, type, value)) {
            return value;
        }
        if (isTruth(type)) {
            PsPrimitive p = value instanceof PsValue v && !NetValue.isEnum(v) ? v.primitive() : null;
            if (p == null || !(p.value() instanceof Boolean || p.value() instanceof Number)) {
                throw cannotConvert(parameter, type, value, "");
            }
            return PsValue.bool(Conversion.truth(value));
        }
        if (type.isCollection()) {
            return encode(parameter, type, value, true).value();
        }
        if (NetValue.list(value) != null && type.bare().kind() != NetType.Kind.ENUM) {
            throw cannotConvert(parameter, type, value, "Specified method is not supported.");
        }
        try {
            return Conversion.convert(catalogue, value, type);
        } catch (Conversion.CastException e) {
            throw new BindingException(
                    BindingException.Kind.PLAIN,
                    "CannotConvertArgumentNoMessage",
                    "InvalidArgument",
                    true,
                    "Cannot bind parameter '" + parameter.name() + "'. " + e.getMessage());
        }
    }

    private Outcome uncoerced(ParameterInfo parameter, @Nullable Object value) throws BindingException {
        NetType type = parameter.type();
        if (value == null) {
            return !type.isValueType() && type.kind() != NetType.Kind.STRING
                    ? new Outcome(true, null)
                    : Outcome.SKIPPED;
        }
        if (Conversion.isInstance(catalogue, type, value)) {
            return new Outcome(true, value);
        }
        return type.isCollection() ? encode(parameter, type, value, false) : Outcome.SKIPPED;
    }

    private Outcome encode(ParameterInfo parameter, NetType type, Object value, boolean coerce)
            throws BindingException {
        NetType element = type.element();
        List<@Nullable Object> items = NetValue.list(value);
        List<@Nullable Object> encoded = new ArrayList<>();
        for (Object item : items == null ? List.of(value) : items) {
            Object one = item;
            if (element == null) {
                PsPrimitive p = item instanceof PsValue v ? v.primitive() : null;
                if (item != null && (p == null || p.type() != PsType.STRING)) {
                    throw cannotConvert(
                            parameter,
                            type,
                            item,
                            "The value \"" + NetValue.text(item) + "\" is not of type \"System.String\".");
                }
            } else if (coerce) {
                one = coerce(parameter, element, item);
                one = one == null ? Conversion.defaultOf(element) : one;
            } else if (item != null && !Conversion.isInstance(catalogue, element, item)) {
                return Outcome.SKIPPED;
            }
            encoded.add(one);
        }
        return new Outcome(true, encoded);
    }

    private void checkTypeName(ParameterInfo parameter, @Nullable Object value, boolean coerce)
            throws BindingException {
        String wanted = parameter.psTypeName();
        if (wanted == null || value == null) {
            return;
        }
        List<@Nullable Object> items = NetValue.list(value);
        for (Object item : items == null ? List.of(value) : items) {
            boolean fits =
                    item instanceof LiveObject live && live.typeNames().stream().anyMatch(wanted::equalsIgnoreCase)
                            || item instanceof io.quorate.winrm.psrp.PsObject o
                                    && o.typeNames().stream().anyMatch(wanted::equalsIgnoreCase);
            if (item != null && !fits) {
                throw new BindingException(
                        coerce ? BindingException.Kind.TRANSFORMATION : BindingException.Kind.PLAIN,
                        "MismatchedPSTypeName",
                        "InvalidArgument",
                        true,
                        "Cannot bind argument to parameter '" + parameter.name()
                                + "', because PSTypeNames of the argument do not match the"
                                + " PSTypeName required by the parameter: " + wanted + ".");
            }
        }
    }

    private static boolean isTruth(NetType type) {
        return type.kind() == NetType.Kind.SWITCH || type.bare().kind() == NetType.Kind.BOOLEAN;
    }

    private static BindingException transformation(ParameterInfo parameter, boolean invalidCast, @Nullable String why) {
        return new BindingException(
                BindingException.Kind.TRANSFORMATION,
                "ParameterArgumentTransformationError",
                "InvalidData",
                invalidCast,
                "Cannot process argument transformation on parameter '" + parameter.name() + "'. " + why);
    }

    private static BindingException cannotConvert(ParameterInfo parameter, NetType type, Object value, String why) {
        return BindingException.plain(
                "CannotConvertArgument",
                "Cannot convert '" + NetValue.typeName(value) + "' to the type '" + type.name()
                        + "' required by parameter '" + parameter.name() + "'. " + why);
    }
}
