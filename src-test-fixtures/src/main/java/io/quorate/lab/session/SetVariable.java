package io.quorate.lab.session;

import io.quorate.lab.shell.Bound;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Set-Variable: keeps a value, or what comes down the pipeline: nothing as null, one object as itself, several as an array. */
final class SetVariable extends Stage {
    private final List<@Nullable Object> collected = new ArrayList<>();

    @Override
    void process(Bound args) {
        if (fed() && args.has("Value")) {
            collected.add(args.get("Value"));
        }
    }

    @Override
    void end() {
        Bound args = args();
        Object value = fed()
                ? collected.isEmpty() ? null : collected.size() == 1 ? collected.get(0) : collected
                : args.get("Value");
        if (whatIf()) {
            return;
        }
        for (String name : args.texts("Name")) {
            String key = GetVariable.withoutScope(name);
            shell().variables().put(key, value);
            if (args.on("PassThru")) {
                write(GetVariable.variable(key, value));
            }
        }
    }
}
