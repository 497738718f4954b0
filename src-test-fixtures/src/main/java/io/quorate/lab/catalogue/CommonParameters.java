package io.quorate.lab.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters that the engine adds to every cmdlet, and those of ShouldProcess. */
final class CommonParameters {
    private CommonParameters() {}

    static List<ParameterInfo> of(boolean shouldProcess, Function<String, @Nullable EnumType> enums) {
        List<ParameterInfo> all = new ArrayList<>();
        all.add(common("Verbose", "switch", "vb", enums));
        all.add(common("Debug", "switch", "db", enums));
        all.add(common("ErrorAction", "ActionPreference", "ea", enums));
        all.add(common("WarningAction", "ActionPreference", "wa", enums));
        all.add(common("InformationAction", "ActionPreference", "infa", enums));
        all.add(common("ErrorVariable", "string", "ev", enums));
        all.add(common("WarningVariable", "string", "wv", enums));
        all.add(common("InformationVariable", "string", "iv", enums));
        all.add(common("OutVariable", "string", "ov", enums));
        all.add(common("OutBuffer", "int", "ob", enums));
        all.add(common("PipelineVariable", "string", "pv", enums));
        if (shouldProcess) {
            all.add(common("WhatIf", "switch", "wi", enums));
            all.add(common("Confirm", "switch", "cf", enums));
        }
        return all;
    }

    private static ParameterInfo common(
            String name, String type, String alias, Function<String, @Nullable EnumType> enums) {
        List<Validation> rules = new ArrayList<>();
        if (name.equals("OutBuffer")) {
            rules.add(new Validation(Validation.Kind.RANGE, List.of("0", "2147483647")));
        }
        return new ParameterInfo(
                name, NetType.parse(type, enums), List.of(alias), List.of(SetMembership.ALL), rules, null, true);
    }
}
