package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * An object of CLIXML: type names (most derived first), text, wrapped content, adapted properties ({@code Props}) and extended ones
 * ({@code MS}). A class with identity because graphs may be cyclic; it is filled while it is built or read and left alone after that.
 *
 * <p>Property names ignore case. {@link #property} looks at the extended ones first, as PowerShell does, and then into a wrapped object.
 */
public final class PsObject implements PsValue, PsContent {
    private final List<String> typeNames = new ArrayList<>();
    private final List<PsProperty> adapted = new ArrayList<>();
    private final List<PsProperty> extended = new ArrayList<>();
    private @Nullable String text;
    private @Nullable PsContent content;

    /** Whether an empty {@code Props} or {@code MS} was read: Windows tells an object without properties from one that has none to show. */
    private boolean emptyAdapted;

    private boolean emptyExtended;

    /** How it was written where that was not {@code Obj}. */
    private Form form = Form.OBJECT;

    /** The elements that stand for an object. The short forms have no reference number, so what has one of them is never shared. */
    enum Form {
        OBJECT,
        /** {@code PR}, the progress record of the command-line form. */
        PROGRESS_RECORD,
        /** {@code MS} with a name inside {@code MS}, a set of members. */
        MEMBER_SET
    }

    /** Makes an empty object with the given type names, most derived first. */
    public static PsObject of(String... typeNames) {
        PsObject object = new PsObject();
        object.typeNames.addAll(List.of(typeNames));
        return object;
    }

    /** Makes an object that holds a list of values ({@code object[]}). */
    public static PsObject array(List<? extends PsValue> values) {
        return of("System.Object[]", "System.Array", "System.Object").content(new PsItems(PsItems.Kind.LIST, values));
    }

    /** Makes an enum value as PowerShell sends it. */
    public static PsObject enumeration(String type, String name, int number) {
        return of(type, "System.Enum", "System.ValueType", "System.Object")
                .text(name)
                .content(new PsPrimitive(PsType.INT32, number));
    }

    static PsObject of(Form form, String typeName) {
        PsObject object = of(typeName);
        object.form = form;
        return object;
    }

    Form form() {
        return form;
    }

    /** Sets the text ({@code ToString}). */
    public PsObject text(@Nullable String value) {
        text = value;
        return this;
    }

    /** Sets the wrapped content. */
    public PsObject content(@Nullable PsContent value) {
        content = value;
        return this;
    }

    /** Appends an extended (note) property. */
    public PsObject with(String name, PsValue value) {
        extended.add(new PsProperty(name, value));
        return this;
    }

    /** Appends an adapted property. */
    public PsObject withAdapted(String name, PsValue value) {
        adapted.add(new PsProperty(name, value));
        return this;
    }

    /** Returns the live list of type names, most derived first. */
    public List<String> typeNames() {
        return typeNames;
    }

    /** Returns the live list of adapted properties. */
    public List<PsProperty> adapted() {
        return adapted;
    }

    /** Returns the live list of extended properties. */
    public List<PsProperty> extended() {
        return extended;
    }

    public @Nullable String text() {
        return text;
    }

    public @Nullable PsContent content() {
        return content;
    }

    /** Notes that the sets of properties were there, be they empty. */
    void markSets(boolean adaptedSeen, boolean extendedSeen) {
        emptyAdapted = adaptedSeen && adapted.isEmpty();
        emptyExtended = extendedSeen && extended.isEmpty();
    }

    boolean writesAdapted() {
        return emptyAdapted || !adapted.isEmpty();
    }

    boolean writesExtended() {
        return emptyExtended || !extended.isEmpty();
    }

    /** Tells whether the first type name, without a {@code Deserialized.} prefix, is the given one. */
    public boolean isType(String name) {
        if (typeNames.isEmpty()) {
            return false;
        }
        String first = typeNames.get(0);
        return name.equals(first.startsWith("Deserialized.") ? first.substring("Deserialized.".length()) : first);
    }

    /** Returns a property by name, extended first, then those of a wrapped object, ignoring case; null if there is none. */
    public @Nullable PsValue property(String name) {
        Objects.requireNonNull(name, "name");
        for (PsProperty p : extended) {
            if (p.name().equalsIgnoreCase(name)) {
                return p.value();
            }
        }
        for (PsProperty p : adapted) {
            if (p.name().equalsIgnoreCase(name)) {
                return p.value();
            }
        }
        return content instanceof PsObject core ? core.property(name) : null;
    }

    /** Returns the items if this is a container, else null. */
    public @Nullable List<PsValue> items() {
        return content instanceof PsItems items ? items.values() : null;
    }

    /** Names the type and the property names, never a value: values may be secret. */
    @Override
    public String toString() {
        StringJoiner names = new StringJoiner(", ", "{", "}");
        adapted.forEach(p -> names.add(p.name()));
        extended.forEach(p -> names.add(p.name()));
        return (typeNames.isEmpty() ? "object" : typeNames.get(0)) + names;
    }
}
