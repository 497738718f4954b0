package io.quorate.lab.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A declared parameter.
 *
 * @param name its full name
 * @param type its .NET type
 * @param aliases other names
 * @param sets the sets it belongs to; never empty
 * @param rules validation and transformation attributes, in declaration order
 * @param psTypeName the type name a pipeline object must carry (CDXML), or null
 * @param common whether the engine adds it to every cmdlet
 */
public record ParameterInfo(
        String name,
        NetType type,
        List<String> aliases,
        List<SetMembership> sets,
        List<Validation> rules,
        @Nullable String psTypeName,
        boolean common) {
    public ParameterInfo {
        aliases = List.copyOf(aliases);
        sets = List.copyOf(sets);
        rules = List.copyOf(rules);
    }

    boolean mandatorySomewhere() {
        return sets.stream().anyMatch(SetMembership::mandatory);
    }

    boolean pipelineSomewhere() {
        return sets.stream().anyMatch(s -> s.byValue() || s.byPropertyName());
    }

    boolean has(Validation.Kind kind) {
        return rules.stream().anyMatch(r -> r.kind() == kind);
    }
}
