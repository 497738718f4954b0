package io.quorate.lab.session;

import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Get-Variable: gives kept values back; a list comes as one object. */
final class GetVariable extends Stage {
    @Override
    void process(Bound args) {
        List<String> names = args.has("Name") ? args.texts("Name") : List.of("*");
        for (String given : names) {
            String name = withoutScope(given);
            List<String> found = new ArrayList<>();
            for (String key : shell().variables().keySet()) {
                if (Wildcards.has(name) ? Wildcards.matches(name, key, false) : key.equalsIgnoreCase(name)) {
                    found.add(key);
                }
            }
            if (found.isEmpty() && !Wildcards.has(name)) {
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
            for (String key : found) {
                Object kept = shell().variables().get(key);
                Object value = kept instanceof ArrayListValue list ? list.live() : kept;
                write(args.on("ValueOnly") ? value : variable(key, value));
            }
        }
    }

    static String withoutScope(String name) {
        int colon = name.indexOf(':');
        String scope = colon < 0 ? "" : name.substring(0, colon).toLowerCase(Locale.ROOT);
        return List.of("global", "script", "local", "private").contains(scope) ? name.substring(colon + 1) : name;
    }

    static LiveObject variable(String name, @Nullable Object value) {
        String type = "System.Management.Automation.PSVariable";
        return new LiveObject(List.of(type, "System.Object"), name, type)
                .property("Name", PsValue.string(name))
                .property("Description", PsValue.string(""))
                .property("Value", value)
                .property(
                        "Visibility",
                        PsObject.enumeration("System.Management.Automation.SessionStateEntryVisibility", "Public", 0))
                .property("Module", PsNil.NIL)
                .property("ModuleName", PsValue.string(""))
                .property("Options", PsObject.enumeration("System.Management.Automation.ScopedItemOptions", "None", 0))
                .property(
                        "Attributes",
                        PsObject.of("System.Management.Automation.PSVariableAttributeCollection", "System.Object")
                                .content(new PsItems(PsItems.Kind.LIST, List.of())));
    }
}
