package io.quorate.lab.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.catalogue.Catalogue;
import io.quorate.lab.catalogue.WindowsVersion;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.shell.Values;
import io.quorate.lab.vectors.TypedValues;
import io.quorate.lab.vectors.Vectors;
import io.quorate.winrm.psrp.Clixml;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Structured pipelines of the PSRP recordings, run by the lab's shell: outputs, error ids and states must be the recorded ones. */
@Tag("vectors")
class ShellVectorsTest {
    private static final Set<String> COMMANDS = Set.of(
            "write-output",
            "select-object",
            "where-object",
            "foreach-object",
            "set-variable",
            "get-variable",
            "sort-object",
            "measure-object",
            "write-error",
            "write-warning",
            "out-null",
            "remove-variable",
            "new-object",
            "get-date");

    /** The role of the recorded restricted session, as README.md of the recordings tells it. */
    private static final String ROLE = """
            @{
                VisibleCmdlets = 'Get-Date', 'Where-Object', 'Sort-Object', 'ForEach-Object', 'Get-Variable', 'Set-Variable',
                    'Write-Output', @{ Name = 'Get-Random'; Parameters = @{ Name = 'Maximum'; ValidateSet = '1', '2' } }
                VisibleFunctions = 'Get-LabVm'
            }
            """;

    /** What a restricted session shows that the shell does not have. */
    private static final Set<String> SHOWN = Set.of(
            "get-random", "get-labvm", "out-default", "get-formatdata", "exit-pssession", "get-help", "clear-host");

    /** Cases the shell is not meant to reproduce, told by what they hold ({@link Vectors#digest}), with the cause. */
    private static final Map<String, String> LEFT_OUT = Map.ofEntries(
            // live-objects/set-property-null
            Map.entry("2c54c6a3dea2cccd", "outputs a PSMethod"),
            // live-objects/one-message-setter-fails
            Map.entry("db6d9b5a2c06b32b", "UriBuilder fills in its port when it is looked at"),
            // live-objects/set-property-bad-type
            Map.entry("c13a083fd302272f", "UriBuilder fills in its port when it is looked at"),
            // live-objects/set-property-name-with-argument
            Map.entry("a99a08519768ed9d", "UriBuilder fills in its port when it is looked at"),
            // live-objects/setvariable-type
            Map.entry("99ba1f910b357d7f", "methods of .NET classes"),
            // live-objects/select-index-unroll
            Map.entry("5f1c7885b323e1a2", "methods of .NET classes"),
            // live-objects/foreach-getenumerator-unroll
            Map.entry("f7bb9013f4b7afc2", "methods of .NET classes"),
            // restricted-nolanguage/cmd-get-variable-automatic
            Map.entry("7bc0e7e3754c961a", "describes the recorded engine"));

    private static final List<String> REFUSED_SCRIPT = List.of("state 5 error ScriptsNotAllowed 17");

    @Test
    void execute_whenPipelineIsRecorded_givesTheRecordedOutcome() throws IOException {
        Path folder = Vectors.folder("psrp");
        Map<String, Integer> leftOut = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        int ran = 0;
        for (Path file : Vectors.files(folder)) {
            for (JsonNode test : Vectors.read(file).path("cases")) {
                cases++;
                String reason = reason(test);
                if (reason != null && refusedByTheFace(test)) {
                    ran++;
                    if (!recorded(test).equals(REFUSED_SCRIPT)) {
                        wrong.add(test.get("case").asString() + "\n    engine " + recorded(test));
                    }
                    continue;
                }
                if (reason != null) {
                    leftOut.merge(reason, 1, Integer::sum);
                    continue;
                }
                try {
                    List<String> actual = run(test);
                    List<String> expected = recorded(test);
                    ran++;
                    if (!actual.equals(expected)) {
                        wrong.add(test.get("case").asString() + "\n    engine " + expected + "\n    here   " + actual);
                    }
                } catch (UnsupportedOperationException e) {
                    leftOut.merge("uses " + e.getMessage(), 1, Integer::sum);
                } catch (TypedValues.UnknownType e) {
                    leftOut.merge(e.getMessage(), 1, Integer::sum);
                }
            }
        }
        System.out.printf("shell: %d recorded cases ran, %d wrong%n", ran, wrong.size());
        leftOut.forEach((reason, count) -> System.out.printf("shell: %4d left out: %s%n", count, reason));
        assertThat(wrong).isEmpty();
        assertThat(ran + leftOut.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(cases);
    }

    private static @Nullable String reason(JsonNode test) {
        boolean role = configuration(test).equals("jea");
        String known = LEFT_OUT.get(Vectors.digest(test));
        if (known != null) {
            return known;
        }
        for (JsonNode step : test.path("structured").path("steps")) {
            JsonNode pipeline = step.path("run");
            if (pipeline.isMissingNode()) {
                return "steps other than run";
            }
            if (pipeline.path("isNested").asBoolean(false)
                    || pipeline.path("history").hasNonNull("v")) {
                return "nested pipelines and history";
            }
            for (JsonNode statement : pipeline.get("statements")) {
                for (JsonNode command : statement) {
                    if (command.path("isScript").asBoolean(false)) {
                        return "script text";
                    }
                    String name = command.get("name").asString().toLowerCase(Locale.ROOT);
                    if (!COMMANDS.contains(name.substring(name.indexOf('\\') + 1))
                            && !(role && !SHOWN.contains(name))) {
                        return "commands the shell does not have";
                    }
                    if (command.toString().contains("PSVersionTable")) {
                        return "describes the recorded engine";
                    }
                    for (JsonNode parameter : command.path("parameters")) {
                        if (parameter.path("name").asString("x").isEmpty()) {
                            return "an empty parameter name";
                        }
                    }
                }
            }
        }
        return test.path("structured").path("steps").isEmpty() ? "no steps" : null;
    }

    /** Script text in a session without a language never reaches the shell: the lab's face says what is compared here. */
    private static boolean refusedByTheFace(JsonNode test) {
        List<JsonNode> commands = new ArrayList<>();
        test.path("structured")
                .path("steps")
                .forEach(step -> step.path("run").path("statements").forEach(s -> s.forEach(commands::add)));
        return personality(test).language() == LanguageMode.NO_LANGUAGE
                && test.path("structured").path("steps").size() == 1
                && test.at("/structured/steps/0/run/statements").size() == 1
                && commands.stream().anyMatch(c -> c.path("isScript").asBoolean(false));
    }

    private static String configuration(JsonNode test) {
        return test.path("session").path("configuration").asString("default");
    }

    private static Personality personality(JsonNode test) {
        return switch (configuration(test)) {
            case "nolang" -> new Personality(LanguageMode.NO_LANGUAGE, null);
            case "constrained" -> new Personality(LanguageMode.CONSTRAINED, null);
            case "jea" -> Personality.of(RoleFile.read(ROLE));
            default -> Personality.FULL;
        };
    }

    private static List<String> run(JsonNode test) {
        LabShell shell = new LabShell(
                new LabCmdlets(
                        Catalogue.engine7(WindowsVersion.WS2022),
                        List.of(new NewObjectRule(personality(test).language()), new GetDateRule())),
                new Caller("HV1", "LAB\\user1", false),
                personality(test));
        List<String> seen = new ArrayList<>();
        for (JsonNode step : test.get("structured").get("steps")) {
            JsonNode run = step.get("run");
            List<List<PsCommand>> statements = new ArrayList<>();
            for (JsonNode statement : run.get("statements")) {
                List<PsCommand> commands = new ArrayList<>();
                statement.forEach(command -> commands.add(command(command)));
                statements.add(commands);
            }
            List<PsValue> input = new ArrayList<>();
            run.path("input").forEach(v -> input.add(TypedValues.value(v)));
            shell.execute(new PsPipeline(statements, input), new Recorder(seen));
        }
        return seen;
    }

    private static PsCommand command(JsonNode command) {
        List<PsParameter> parameters = new ArrayList<>();
        for (JsonNode p : command.path("parameters")) {
            parameters.add(new PsParameter(
                    p.hasNonNull("name") ? p.get("name").asString() : null, TypedValues.value(p.get("value"))));
        }
        Set<PsStream> merged = EnumSet.noneOf(PsStream.class);
        command.path("merge").properties().forEach(m -> {
            if (m.getKey().equals("MergeError") && m.getValue().asString().equals("Output")) {
                merged.add(PsStream.ERROR);
            }
            if (m.getKey().equals("MergeWarning") && m.getValue().asString().equals("Output")) {
                merged.add(PsStream.WARNING);
            }
        });
        return new PsCommand(command.get("name").asString(), parameters, merged);
    }

    private record Recorder(List<String> seen) implements PipelineSink {
        @Override
        public void output(@Nullable PsValue value) {
            seen.add("output " + show(value));
        }

        @Override
        public void record(PsStream stream, PsValue value) {
            seen.add(stream + " " + show(value));
        }

        @Override
        public void ended(State state, @Nullable PsValue errorRecord) {
            seen.add("state " + state.number() + (errorRecord == null ? "" : " " + show(errorRecord)));
        }
    }

    private static List<String> recorded(JsonNode test) {
        List<String> seen = new ArrayList<>();
        for (JsonNode message : test.get("serverMessages")) {
            String xml = message.path("xml").asString("");
            switch (message.get("type").asString()) {
                case "PIPELINE_OUTPUT" -> seen.add("output " + show(xml.isEmpty() ? null : Clixml.read(xml)));
                case "ERROR_RECORD" -> seen.add("ERROR " + show(Clixml.read(xml)));
                case "WARNING_RECORD" -> seen.add("WARNING " + show(Clixml.read(xml)));
                case "PIPELINE_STATE" -> {
                    PsObject state = (PsObject) Clixml.read(xml);
                    PsValue error = state.property("ExceptionAsErrorRecord");
                    seen.add("state " + Values.number(state.property("PipelineState"))
                            + (error == null ? "" : " " + show(error)));
                }
                default -> {}
            }
        }
        return seen;
    }

    /** Writes a value as text; of an error record only what identifies it: ids and types, not texts of this engine's build. */
    private static String show(@Nullable PsValue value) {
        if (value == null || value.isNil()) {
            return "null";
        }
        if (value instanceof PsPrimitive p) {
            return p.type().tag() + ":" + p.value();
        }
        PsObject o = (PsObject) value;
        if (o.isType("System.Management.Automation.ErrorRecord")) {
            return "error " + Values.text(o.property("FullyQualifiedErrorId")) + " "
                    + Values.number(o.property("ErrorCategory_Category"));
        }
        if (o.isType("System.Management.Automation.WarningRecord")) {
            return "warning " + Values.text(o.property("InformationalRecord_Message"));
        }
        StringBuilder text = new StringBuilder();
        text.append(o.typeNames().isEmpty() ? "" : o.typeNames().get(0)).append('{');
        if (o.content() instanceof PsPrimitive p) {
            text.append(show(p));
        } else if (o.content() instanceof PsItems items) {
            items.values().forEach(i -> text.append(show(i)).append(','));
        } else if (o.content() instanceof PsDictionary d) {
            d.entries()
                    .forEach(e -> text.append(show(e.key()))
                            .append('=')
                            .append(show(e.value()))
                            .append(','));
        }
        o.adapted()
                .forEach(p -> text.append(p.name())
                        .append('=')
                        .append(show(p.value()))
                        .append(';'));
        o.extended()
                .forEach(p -> text.append('+')
                        .append(p.name())
                        .append('=')
                        .append(show(p.value()))
                        .append(';'));
        return text.append('}').toString();
    }
}
