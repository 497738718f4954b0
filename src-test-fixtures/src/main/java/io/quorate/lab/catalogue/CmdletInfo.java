package io.quorate.lab.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the binder knows of a command.
 *
 * @param module its module
 * @param name verb and noun
 * @param function whether it is an advanced function (CDXML and script modules), not a compiled cmdlet
 * @param dynamic whether its parameters are dynamic ones: bound as a compiled cmdlet's even in a function
 * @param defaultSet the default parameter set, or null
 * @param shouldProcess whether it has WhatIf and Confirm
 * @param confirmImpact its impact: None, Low, Medium or High
 * @param parameters the declared ones in declaration order, then the common ones
 */
public record CmdletInfo(
        String module,
        String name,
        boolean function,
        boolean dynamic,
        @Nullable String defaultSet,
        boolean shouldProcess,
        String confirmImpact,
        List<ParameterInfo> parameters) {
    public CmdletInfo {
        parameters = List.copyOf(parameters);
    }

    /** Returns the module-qualified name. */
    public String qualifiedName() {
        return module + '\\' + name;
    }

    /** Returns what follows the comma in an error id: the implementing class as far as it is known, or a function's name. */
    public String implementation() {
        String joined = name.replace("-", "");
        return switch (module) {
            case "Hyper-V" -> "Microsoft.HyperV.PowerShell.Commands." + joined;
            case "FailoverClusters" -> function ? name : "Microsoft.FailoverClusters.PowerShell." + joined + "Command";
            default ->
                module.startsWith("Microsoft.PowerShell.")
                        ? "Microsoft.PowerShell.Commands." + joined + "Command"
                        : name;
        };
    }
}
