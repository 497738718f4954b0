package io.quorate.lab.session;

import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Select-Object is to take: a property by name or pattern, or a table with an expression and perhaps a name. Over the wire an
 * expression is text, also one that was script there, and text is the name of a property: {@code $_.Name} names none, and gives null.
 * Checked before the first object comes, as the engine does (MshParameter.cs).
 *
 * @param name null if it keeps its own
 * @param expression name or pattern
 * @param calculated whether a table said it
 */
record CalculatedProperty(@Nullable String name, String expression, boolean calculated) {

    /** @throws LabError with the engine's error id if it is neither a text nor a table that says what it must, and no more */
    static CalculatedProperty of(@Nullable Object property) {
        if (property instanceof PsObject o && o.content() instanceof PsDictionary table) {
            return of(table);
        }
        String text = text(property);
        if (text == null) {
            throw refused("DictionaryKeyUnknownType", "Cannot convert " + typeName(property) + " to a property.");
        }
        if (text.isEmpty()) {
            throw refused("ExpressionEmptyString2", "The expression is empty.");
        }
        return new CalculatedProperty(null, text, false);
    }

    private static CalculatedProperty of(PsDictionary table) {
        String name = null;
        String expression = null;
        for (PsDictionary.Entry entry : table.entries()) {
            String key = text(entry.key());
            if (key == null) {
                throw refused("DictionaryKeyNonString", "A key is no text.");
            }
            boolean isExpression = begins(key, "expression");
            if (!isExpression && !begins(key, "name") && !begins(key, "label")) {
                throw refused("DictionaryKeyIllegal", "The key " + key + " is not valid.");
            }
            if ((isExpression ? expression : name) != null) {
                throw refused("DictionaryKeyDuplicate", "The key " + key + " is given twice.");
            }
            if (entry.value().isNil()) {
                throw refused("DictionaryKeyMissingValue", "The key " + key + " has no value.");
            }
            String value = text(entry.value());
            if (value == null) {
                throw refused(
                        isExpression ? "DictionaryKeyIllegalValue1" : "DictionaryKeyIllegalValue2",
                        "The key " + key + " has a value of type " + typeName(entry.value()) + ".");
            }
            if (isExpression) {
                expression = value;
            } else {
                name = value;
            }
        }
        if (expression == null) {
            throw refused("DictionaryKeyMandatoryEntry", "The key expression is mandatory.");
        }
        if (expression.isEmpty()) {
            throw refused("ExpressionEmptyString1", "The expression is empty.");
        }
        return new CalculatedProperty(name == null || name.isEmpty() ? null : name, expression, true);
    }

    private static boolean begins(String key, String full) {
        return !key.isEmpty() && full.startsWith(key.toLowerCase(Locale.ROOT));
    }

    private static @Nullable String text(@Nullable Object value) {
        PsPrimitive p = value == null ? null : NetValue.primitive(value);
        return p != null && p.type() == PsType.STRING ? Values.text(value) : null;
    }

    private static String typeName(@Nullable Object value) {
        return value == null || NetValue.base(value) == null ? "null" : NetValue.typeName(value);
    }

    private static LabError refused(String id, String message) {
        return new LabError(
                id,
                "InvalidArgument",
                null,
                List.of(new LabError.NetException("System.NotSupportedException", message, 0x80131515, null)));
    }
}
