package io.quorate.winrm;

import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does here, to what came, what a session does not do for us: chooses properties, and filters by one that is equal to a value. */
final class OurSide {
    private static final String PROPERTY = "Property";
    private static final String VALUE = "Value";

    private OurSide() {}

    /** Lets those objects pass that the filter would. */
    static List<PsValue> filtered(List<PsValue> output, PsCommand where) {
        String property = String.valueOf(text(argument(where, PROPERTY)));
        PsValue value = argument(where, VALUE);
        return output.stream()
                .filter(one -> equal(property(one, property), value))
                .toList();
    }

    private static boolean equal(@Nullable PsValue left, @Nullable PsValue right) {
        String ours = text(left);
        String theirs = text(right);
        return ours != null && theirs != null && ours.equalsIgnoreCase(theirs);
    }

    /** Chooses the properties that the projection would; one that an object is without comes as null. */
    static List<PsValue> projected(List<PsValue> output, PsCommand select) {
        List<String> properties = texts(argument(select, PROPERTY));
        List<PsValue> all = new ArrayList<>();
        for (PsValue one : output) {
            PsObject chosen = PsObject.of("System.Management.Automation.PSCustomObject", "System.Object");
            for (String property : properties) {
                PsValue value = property(one, property);
                chosen.with(property, value == null ? PsNil.NIL : value);
            }
            all.add(chosen);
        }
        return List.copyOf(all);
    }

    private static @Nullable PsValue property(PsValue value, String name) {
        return value instanceof PsObject object ? object.property(name) : null;
    }

    private static List<String> texts(@Nullable PsValue value) {
        List<PsValue> items = value instanceof PsObject object ? object.items() : null;
        List<String> texts = new ArrayList<>();
        for (PsValue item : items == null ? value == null ? List.<PsValue>of() : List.of(value) : items) {
            texts.add(String.valueOf(text(item)));
        }
        return texts;
    }

    private static @Nullable PsValue argument(PsCommand command, String name) {
        return command.parameters().stream()
                .filter(parameter -> name.equals(parameter.name()))
                .map(PsParameter::value)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String text(@Nullable PsValue value) {
        if (value instanceof PsObject object && object.text() != null) {
            return object.text();
        }
        PsPrimitive primitive = value == null ? null : value.primitive();
        return primitive == null ? null : primitive.value().toString();
    }
}
