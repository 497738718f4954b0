package io.quorate.lab.session;

import io.quorate.lab.shell.LiveObject;
import java.util.ArrayList;
import java.util.List;

/** A property bag that a command makes (Select-Object, a PSCustomObject): its properties are note properties, one level deeper on the wire. */
final class Projection {
    private static final Projection MARK = new Projection();

    private Projection() {}

    static LiveObject selected(String typeName) {
        return new LiveObject(
                List.of("Selected." + typeName, "System.Management.Automation.PSCustomObject", "System.Object"),
                MARK,
                "");
    }

    /** Makes the same bag with a type name before the others. */
    static LiveObject renamed(LiveObject bag, String typeName) {
        List<String> names = new ArrayList<>(bag.typeNames());
        names.add(0, typeName);
        LiveObject renamed = new LiveObject(names, MARK, bag.text());
        bag.properties().forEach(renamed::property);
        return renamed;
    }

    static boolean is(LiveObject object) {
        return object.model() instanceof Projection;
    }
}
