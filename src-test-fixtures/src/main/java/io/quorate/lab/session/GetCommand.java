package io.quorate.lab.session;

import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;

/** Get-Command: the commands that the session shows, by exact names or all, by pattern; of each its kind, module and parameters. */
final class GetCommand extends Stage {
    @Override
    void process(Bound args) {
        List<String> names = args.has("Name") ? args.texts("Name") : List.of("*");
        for (String name : names) {
            List<RoleFile.Found> found = Wildcards.has(name) ? matching(name) : exact(name);
            if (found.isEmpty() && !Wildcards.has(name)) {
                writeError(new LabError(
                        "CommandNotFoundException",
                        "ObjectNotFound",
                        PsValue.string(name),
                        List.of(new LabError.NetException(
                                "System.Management.Automation.CommandNotFoundException",
                                "The term '" + name
                                        + "' is not recognized as the name of a cmdlet, function, script file, or operable"
                                        + " program. Check the spelling of the name, or if a path was included, verify that"
                                        + " the path is correct and try again.",
                                0x80131501,
                                null))));
            }
            found.forEach(one -> write(described(one.seen())));
        }
    }

    private List<RoleFile.Found> exact(String name) {
        RoleFile.Found found = shell().find(name);
        return found == null ? List.of() : List.of(found);
    }

    private List<RoleFile.Found> matching(String pattern) {
        List<RoleFile.Found> all = new ArrayList<>();
        for (CmdletInfo cmdlet : shell().cmdlets().catalogue().cmdlets()) {
            if (Wildcards.matches(pattern, cmdlet.name(), false)) {
                RoleFile.Found found = shell().find(cmdlet.name());
                RoleFile.Found other = found == null ? shell().find(cmdlet.qualifiedName()) : found;
                if (other != null && other.cmdlet() == cmdlet) {
                    all.add(other);
                }
            }
        }
        return all;
    }

    private static LiveObject described(CmdletInfo cmdlet) {
        String kind = cmdlet.function() ? "Function" : "Cmdlet";
        String type = "System.Management.Automation." + kind + "Info";
        List<PsDictionary.Entry> parameters = new ArrayList<>();
        cmdlet.parameters()
                .forEach(p -> parameters.add(new PsDictionary.Entry(
                        PsValue.string(p.name()),
                        PsObject.of("System.Management.Automation.ParameterMetadata", "System.Object")
                                .text("System.Management.Automation.ParameterMetadata"))));
        return new LiveObject(
                        List.of(type, "System.Management.Automation.CommandInfo", "System.Object"),
                        cmdlet,
                        cmdlet.name())
                .property("Name", PsValue.string(cmdlet.name()))
                .property(
                        "CommandType",
                        PsObject.enumeration(
                                "System.Management.Automation.CommandTypes", kind, cmdlet.function() ? 2 : 8))
                .property("ModuleName", PsValue.string(cmdlet.module()))
                .property(
                        "Parameters",
                        PsObject.of(
                                        "System.Collections.Generic.Dictionary`2[[System.String],[System.Management.Automation.ParameterMetadata]]",
                                        "System.Object")
                                .content(new PsDictionary(parameters)));
    }
}
