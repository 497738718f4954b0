package io.quorate.lab.session;

import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LabError;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;

/** Remove-Variable: forgets kept values. */
final class RemoveVariable extends Stage {
    @Override
    void process(Bound args) {
        for (String given : args.texts("Name")) {
            String name = GetVariable.withoutScope(given);
            if (whatIf()) {
                continue;
            }
            boolean removed = shell().variables()
                    .keySet()
                    .removeIf(key ->
                            Wildcards.has(name) ? Wildcards.matches(name, key, false) : key.equalsIgnoreCase(name));
            if (!removed && !Wildcards.has(name)) {
                writeError(new LabError(
                        "VariableNotFound",
                        "ObjectNotFound",
                        PsValue.string(name),
                        List.of(new LabError.NetException(
                                "System.Management.Automation.ItemNotFoundException",
                                "Cannot find a variable with the name '" + name + "'.",
                                0x80131501,
                                null))));
            }
        }
    }
}
