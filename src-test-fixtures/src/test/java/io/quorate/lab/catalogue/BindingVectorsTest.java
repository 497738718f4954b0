package io.quorate.lab.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.vectors.TypedValues;
import io.quorate.lab.vectors.Vectors;
import io.quorate.winrm.recipe.Cmdlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/** The binder against the verdicts of a real engine: every row of every file. */
@Tag("vectors")
class BindingVectorsTest {
    /** The cmdlets that the SDK sends. */
    private static final Set<String> EMITTED =
            Cmdlet.emitted().stream().map(Cmdlet.Emitted::cmdlet).collect(Collectors.toCollection(TreeSet::new));

    /**
     * What the binder is known not to reproduce: a module, a parameter (or null for any) and the cause. The facts have CimCmdlets from documentation
     * alone, and the engine's verdicts were taken with a stub made of that, in which a class that it did not know is any object. The catalogue
     * declares the documented classes, CimInstance and CimClass: no verdict of a real engine on the real module is there to compare with.
     */
    private record Exempt(String module, String parameter, String cause) {}

    private static final List<Exempt> EXEMPT = List.of(
            new Exempt("CimCmdlets", "InputObject", "the derived stub takes any object for a CimInstance"),
            new Exempt("NetTCPIP", "InputObject", "the derived stub takes any object for a CimInstance"),
            new Exempt("ServerManager", "Name", "the stub's Feature is made from a bag of properties, too"),
            new Exempt(
                    "Microsoft.PowerShell.Core",
                    "FullyQualifiedName",
                    "ModuleSpecification is made from a bag of properties, too; nothing that is sent has one"),
            new Exempt("CimCmdlets", "CimClass", "the derived stub takes any object for a CimClass"),
            new Exempt(
                    "CimCmdlets",
                    "QueryComputerSet",
                    "of two sets that both lack a parameter, one of them only what a pipeline could bring, the engine chooses none"));

    /** What a real module says to a value of another class, and the derived stubs, which take any object, do not. */
    private static final List<String> CLASS_REFUSALS =
            List.of("refused MismatchedPSTypeName", "refused InputObjectNotBound");

    private static final class Tally {
        int rows;
        int right;
        int exempt;
    }

    @Test
    void catalogue_whenSdkEmitsAParameter_knowsItOnEveryRelease() {
        for (WindowsVersion version : WindowsVersion.values()) {
            Catalogue catalogue = Catalogue.load(version);
            for (Cmdlet.Emitted emitted : Cmdlet.emitted()) {
                CmdletInfo cmdlet = catalogue.find(emitted.module() + "\\" + emitted.cmdlet());
                assertThat(cmdlet).as("%s on %s", emitted, version).isNotNull();
                assertThat(cmdlet.parameters())
                        .as("%s on %s", emitted, version)
                        .anyMatch(p -> p.name().equals(emitted.parameter()));
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "quorate.emitted",
            matches = ".+",
            disabledReason = "only a file to be written asks for it")
    void emitted_isWrittenForAJudge() throws IOException {
        String rows = Cmdlet.emitted().stream()
                .map(e -> e.module() + "\t" + e.cmdlet() + "\t" + e.parameter())
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(Path.of(System.getProperty("quorate.emitted")), rows);
    }

    @Test
    void bind_whenRowIsFromTheVectors_givesTheEnginesVerdict() throws IOException {
        Path folder = Vectors.folder("binding");
        Catalogue catalogue = Catalogue.engine7(WindowsVersion.WS2022);
        Binder binder = new Binder(catalogue);
        Tally emitted = new Tally();
        Map<String, Tally> others = new TreeMap<>();
        Set<String> emittedSeen = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        List<String> wrongElsewhere = new ArrayList<>();
        int otherDeclaration = 0;
        for (Path file : Vectors.files(folder)) {
            for (JsonNode row : Vectors.read(file)) {
                if (!row.has("invocation")) {
                    continue;
                }
                String module = row.get("module").asString();
                String cmdlet = row.get("cmdlet").asString();
                boolean isEmitted = EMITTED.contains(cmdlet);
                CmdletInfo info = catalogue.find(module + "\\" + cmdlet);
                List<String> values = new ArrayList<>();
                String actual = actual(binder, info, row, values);
                if (meetsInstance(info, row) && CLASS_REFUSALS.stream().anyMatch(actual::startsWith)) {
                    otherDeclaration++;
                    continue;
                }
                Tally tally = isEmitted ? emitted : others.computeIfAbsent(module, m -> new Tally());
                tally.rows++;
                String expected = expected(row);
                if (expected.equals(actual) && !values.isEmpty()) {
                    actual += " with " + values;
                }
                if (isEmitted) {
                    emittedSeen.add(cmdlet);
                }
                if (expected.equals(actual)) {
                    tally.right++;
                } else if (EXEMPT.stream().anyMatch(e -> e.module().equals(module) && mentions(row, e.parameter()))) {
                    tally.exempt++;
                } else {
                    (isEmitted ? wrong : wrongElsewhere)
                            .add(module + " " + row.get("case").asString() + ": engine " + expected + ", here "
                                    + actual);
                }
            }
        }
        System.out.println("binding: " + otherDeclaration
                + " rows of derived stubs say nothing, because CIM classes are objects there");
        print(emitted, others, emittedSeen, wrong, wrongElsewhere);
        assertThat(wrong).isEmpty();
        assertThat(emitted.exempt).isLessThanOrEqualTo(emitted.rows * 3 / 100);
    }

    /** Tells whether a row of a derived stub gives something to a parameter that in Windows takes instances of one CIM class only. */
    private static boolean meetsInstance(CmdletInfo cmdlet, JsonNode row) {
        if (cmdlet == null || !row.path("metadata").asString("").equals("derived")) {
            return false;
        }
        boolean piped = !row.get("invocation").path("pipelineInput").isEmpty();
        for (ParameterInfo parameter : cmdlet.parameters()) {
            if (parameter.psTypeName() == null) {
                continue;
            }
            if (piped && parameter.pipelineSomewhere()) {
                return true;
            }
            for (JsonNode argument : row.get("invocation").get("arguments")) {
                String name = argument.path("name").asString("").toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && parameter.name().toLowerCase(Locale.ROOT).startsWith(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mentions(JsonNode row, String parameter) {
        if (parameter == null) {
            return true;
        }
        for (JsonNode argument : row.get("invocation").get("arguments")) {
            if (argument.path("name").asString("").equalsIgnoreCase(parameter)) {
                return true;
            }
        }
        return row.get("case").asString().contains(":" + parameter);
    }

    private static void print(
            Tally emitted, Map<String, Tally> others, Set<String> seen, List<String> wrong, List<String> elsewhere) {
        Set<String> without = new TreeSet<>(EMITTED);
        without.removeAll(seen);
        System.out.printf(
                "binding: emitted cmdlets %d of %d rows right, %d exempt by rule, %d wrong; no rows for %s%n",
                emitted.right, emitted.rows, emitted.exempt, wrong.size(), without);
        Tally all = new Tally();
        others.forEach((module, tally) -> {
            System.out.printf("binding: %-32s %5d of %5d rows right%n", module, tally.right, tally.rows);
            all.right += tally.right;
            all.rows += tally.rows;
        });
        System.out.printf(
                "binding: all other cmdlets %d of %d rows right (%.2f %%)%n",
                all.right, all.rows, 100.0 * all.right / Math.max(1, all.rows));
        wrong.forEach(w -> System.out.println("binding wrong: " + w));
        elsewhere.stream()
                .limit(Integer.getInteger("quorate.binding.show", 0))
                .forEach(w -> System.out.println("binding elsewhere: " + w));
    }

    /** What a bound row's parameters became: names, numbers and texts after conversion, of the first record. */
    private static List<String> wrongValues(JsonNode row, Bound bound) {
        List<String> wrong = new ArrayList<>();
        JsonNode expected = row.get("boundParameters");
        if (row.get("case").asString().contains("/pipe-two:")) {
            return wrong; // recorded after the second object was bound
        }
        Set<String> names = new TreeSet<>(expected.propertyNames());
        if (!names.equals(new TreeSet<>(bound.arguments().keySet()))) {
            wrong.add("names " + names + ", here " + bound.arguments().keySet());
            return wrong;
        }
        for (String name : names) {
            JsonNode value = expected.get(name);
            Object actual = NetValue.base(bound.get(name));
            String there = value.has("elements") ? elements(value) : scalar(value);
            String here = value.has("elements") ? elements(value, actual) : scalar(value, actual);
            if (!there.equals(here)) {
                wrong.add(name + " " + there + ", here " + here);
            }
        }
        return wrong;
    }

    /** The recording tells the count and, without nulls, the texts of the first elements. */
    private static String elements(JsonNode value) {
        List<String> texts = new ArrayList<>();
        value.get("elements")
                .forEach(e ->
                        texts.add(e.asString().contains(": ") ? e.asString().split(": ", 2)[1] : "?"));
        return value.path("count").asInt() + " " + texts;
    }

    private static String elements(JsonNode value, Object actual) {
        List<Object> items = NetValue.list(actual);
        if (items == null) {
            return value.path("type").asString("").equals("System.Byte[]") ? elements(value) : "no list";
        }
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            int at = texts.size();
            if (item != null && at < value.get("elements").size()) {
                boolean told = value.get("elements").get(at).asString().contains(": ");
                texts.add(told ? NetValue.text(item) : "?");
            }
        }
        return items.size() + " " + texts;
    }

    private static String scalar(JsonNode value) {
        if (value.path("type").isNull()) {
            return "null";
        }
        return comparable(value)
                ? value.get("value").asString()
                : value.path("count").asString("?");
    }

    private static String scalar(JsonNode value, Object actual) {
        if (actual == null) {
            return "null";
        }
        if (!comparable(value)) {
            return value.path("count").asString("?"); // nothing to compare
        }
        String text = NetValue.text(actual);
        return value.get("value").isBoolean() ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static boolean comparable(JsonNode value) {
        return value.has("value")
                && !Set.of("System.DateTime", "System.Management.Automation.PSCredential")
                        .contains(value.get("type").asString());
    }

    private static String expected(JsonNode row) {
        String id = row.path("errorId").asString("");
        int comma = id.indexOf(',');
        return verdict(
                row.get("bound").asBoolean(),
                comma < 0 ? id : id.substring(0, comma),
                row.path("parameterSet").asString(""));
    }

    private static String verdict(boolean bound, String errorId, String set) {
        return (bound ? "bound" : "refused") + " " + errorId + " [" + set + "]";
    }

    private static String actual(Binder binder, CmdletInfo cmdlet, JsonNode row, List<String> values) {
        if (cmdlet == null) {
            return "unknown cmdlet";
        }
        JsonNode invocation = row.get("invocation");
        List<CommandArgument> arguments = new ArrayList<>();
        for (JsonNode argument : invocation.get("arguments")) {
            String name = argument.hasNonNull("name") ? argument.get("name").asString() : null;
            arguments.add(new CommandArgument(name, TypedValues.read(argument.get("value"))));
        }
        String set = "";
        String errorId = "";
        boolean any = false;
        boolean piped = !invocation.path("pipelineInput").isEmpty();
        try {
            Binding binding = binder.bindValues(cmdlet, arguments, piped);
            if (!piped) {
                Bound bound = binding.bound();
                if (row.get("bound").asBoolean()) {
                    values.addAll(wrongValues(row, bound));
                }
                return verdict(true, "", bound.parameterSet());
            }
            for (JsonNode input : invocation.get("pipelineInput")) {
                try {
                    Bound bound = binding.next(TypedValues.read(input));
                    if (!any) {
                        if (row.get("bound").asBoolean()) {
                            values.addAll(wrongValues(row, bound));
                        }
                        set = bound.parameterSet();
                    }
                    any = true;
                } catch (LabError e) {
                    errorId = errorId.isEmpty() ? e.errorId() : errorId;
                }
            }
        } catch (LabError e) {
            errorId = e.errorId();
        }
        return verdict(any && errorId.isEmpty(), errorId, set == null ? "" : set);
    }
}
