package io.quorate.lab;

import io.quorate.call.RoleCapability;
import io.quorate.lab.catalogue.Catalogue;
import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.catalogue.WindowsVersion;
import io.quorate.winrm.recipe.Allowances;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A role that shows all cmdlets that do work, and none that chooses, filters, keeps or calls. */
final class PlainRole {
    private static final Set<String> HIDDEN = Set.of(
            "Select-Object",
            "Where-Object",
            "ForEach-Object",
            "Set-Variable",
            "Get-Variable",
            "Sort-Object",
            "New-Object",
            "Get-Command");

    static final String TEXT = text();

    /** The role that is generated for every command whose use of a host is known. */
    static final String GENERATED = RoleCapability.of(Allowances.commands().stream()
                    .flatMap(command -> Allowances.of(command, List.of()).stream())
                    .toList())
            .renderRole();

    private PlainRole() {}

    private static String text() {
        return "@{\nModulesToImport = "
                + all().map(CmdletInfo::module)
                        .distinct()
                        .map(PlainRole::quoted)
                        .collect(Collectors.joining(", "))
                + "\nVisibleCmdlets = " + names(false)
                + "\nVisibleFunctions = " + names(true) + "\n}\n";
    }

    private static String names(boolean functions) {
        return all().filter(cmdlet -> cmdlet.function() == functions)
                .map(CmdletInfo::qualifiedName)
                .map(PlainRole::quoted)
                .collect(Collectors.joining(", "));
    }

    private static Stream<CmdletInfo> all() {
        return Catalogue.load(WindowsVersion.WS2022).cmdlets().stream()
                .filter(cmdlet -> !HIDDEN.contains(cmdlet.name()));
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
