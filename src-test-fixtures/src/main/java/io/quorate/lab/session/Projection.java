package io.quorate.lab.session;

import io.quorate.lab.shell.LiveObject;
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

    static boolean is(LiveObject object) {
        return object.model() instanceof Projection;
    }
}
