package io.quorate.winrm.recipe;

import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Renders pipelines as the lines an administrator would type, for golden files. */
final class PipelineLines {
    private PipelineLines() {}

    static List<String> of(PsPipeline pipeline) {
        List<String> lines = new ArrayList<>();
        for (List<PsCommand> statement : pipeline.statements()) {
            lines.add(statement.stream().map(PipelineLines::command).collect(Collectors.joining(" | ")));
        }
        return lines;
    }

    private static String command(PsCommand command) {
        return command.name()
                + command.parameters().stream().map(PipelineLines::parameter).collect(Collectors.joining());
    }

    private static String parameter(PsParameter parameter) {
        if (Cmdlet.isSecret(parameter.name())) {
            return " -" + parameter.name() + " <hidden>";
        }
        PsPrimitive primitive = parameter.value().primitive();
        if (primitive != null && primitive.value() instanceof Boolean truth) {
            boolean isSwitch =
                    !"Value".equals(parameter.name()) && !parameter.name().startsWith("Is");
            return " -" + parameter.name() + (isSwitch ? truth ? "" : ":$false" : truth ? " $true" : " $false");
        }
        return " -" + parameter.name() + " " + value(parameter.value());
    }

    private static String value(PsValue value) {
        if (value instanceof io.quorate.winrm.psrp.PsObject object && object.items() != null) {
            return object.items().stream().map(PipelineLines::value).collect(Collectors.joining(","));
        }
        PsPrimitive primitive = value.primitive();
        if (primitive == null) {
            return value.isNil() ? "$null" : "?";
        }
        String text = primitive.value().toString();
        return text.matches("[A-Za-z0-9_.-]+") ? text : "'" + text.replace("'", "''") + "'";
    }
}
