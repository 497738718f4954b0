package io.quorate.lab.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the parameter declarations of the engine's own cmdlets (module {@code Microsoft.PowerShell.*}) out of the public sources of
 * PowerShell v7.0.13 (MIT), the engine that the binding vectors were measured with. Writes {@code engine-declarations.json} in the form of
 * {@link StubDeclarations}. Run by hand: {@code EngineDeclarations <folder with the sources> <out> <cmdlets.json>}.
 */
public final class EngineDeclarations {
    private static final Pattern CONSTANT = Pattern.compile("const string (\\w+)\\s*=\\s*\"([^\"]*)\"");
    private static final Pattern CMDLET =
            Pattern.compile("^\\[Cmdlet(?:Attribute)?\\(\\s*(?:\"(\\w+)\"|Verbs\\w+\\.(\\w+)),\\s*\"(\\w+)\"(.*)");
    private static final Pattern CLASS = Pattern.compile(
            "^(?:public|internal|protected)?\\s*(?:sealed |abstract |partial |static )*class (\\w+)(?:\\s*:\\s*(\\w+))?.*");
    private static final Pattern PROPERTY = Pattern.compile(
            "^public (?:virtual |override |new |abstract )*([\\w.<>\\[\\]?]+) (\\w+)\\s*(?:\\{.*|=>.*)?$");

    private record Class(
            String base, String cmdlet, String defaultSet, String settings, List<Map<String, Object>> parameters) {}

    /**
     * Commands that the lab's shell runs and the fact file leaves out. Those of session configurations, which exist on Windows alone, are
     * transcribed by hand from Microsoft's reference of 5.1.
     */
    static final Map<String, String> MORE = new TreeMap<>(Map.of(
            "Get-PSSessionConfiguration", "Microsoft.PowerShell.Core",
            "Measure-Object", "Microsoft.PowerShell.Utility",
            "Out-Null", "Microsoft.PowerShell.Core",
            "Remove-Variable", "Microsoft.PowerShell.Utility",
            "Unregister-PSSessionConfiguration", "Microsoft.PowerShell.Core",
            "Write-Warning", "Microsoft.PowerShell.Utility"));

    private EngineDeclarations() {}

    public static void main(String[] args) throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        Map<String, String> constants = new HashMap<>();
        Map<String, Class> classes = new HashMap<>();
        List<List<String>> sources = new ArrayList<>();
        try (var files = Files.walk(Path.of(args[0]))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".cs")).sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                sources.add(lines);
                Matcher m = CONSTANT.matcher(String.join("\n", lines));
                while (m.find()) {
                    constants.put(m.group(1), m.group(2));
                }
            }
        }
        for (List<String> lines : sources) {
            Map<String, String> visible = new HashMap<>(constants);
            visible.putAll(byClass(lines));
            read(lines, visible, classes);
        }
        Map<String, String> modules = new TreeMap<>(MORE);
        JsonNode facts = mapper.readTree(Files.readString(Path.of(args[2])));
        facts.get("cmdlets")
                .forEach(c ->
                        modules.put(c.get("name").asString(), c.get("module").asString()));
        Map<String, Object> out = new TreeMap<>();
        for (Class type : classes.values()) {
            String module = type.cmdlet() == null ? null : modules.get(type.cmdlet());
            if (module == null || !module.startsWith("Microsoft.PowerShell")) {
                continue;
            }
            Map<String, Object> declaration = new LinkedHashMap<>();
            if (type.defaultSet() != null) {
                declaration.put("defaultSet", type.defaultSet());
            }
            if (type.settings().matches(".*SupportsShouldProcess\\s*=\\s*true.*")) {
                declaration.put("shouldProcess", true);
            }
            List<Map<String, Object>> parameters = new ArrayList<>();
            TreeSet<String> names = new TreeSet<>();
            for (Class c = type; c != null; c = c.base() == null ? null : classes.get(c.base())) {
                for (Map<String, Object> p : c.parameters()) {
                    if (names.add((String) p.get("n"))) {
                        parameters.add(p);
                    }
                }
            }
            declaration.put("parameters", parameters);
            out.put(type.cmdlet(), declaration);
        }
        List<String> lines = new ArrayList<>();
        out.forEach((n, c) -> lines.add("\"" + n + "\": " + mapper.writeValueAsString(c)));
        Files.writeString(Path.of(args[1]), "{\n" + String.join(",\n", lines) + "\n}\n");
    }

    /** Maps {@code Class.CONSTANT}: cmdlets in one file use the same names for different sets. */
    private static Map<String, String> byClass(List<String> lines) {
        Map<String, String> found = new HashMap<>();
        String type = "";
        for (String line : lines) {
            Matcher start = CLASS.matcher(line.strip());
            type = start.matches() ? start.group(1) : type;
            Matcher m = CONSTANT.matcher(line);
            if (m.find()) {
                found.put(type + "." + m.group(1), m.group(2));
                found.put(m.group(1), m.group(2));
            }
        }
        return found;
    }

    /** Looks a constant up in its class first. */
    private static Map<String, String> within(Map<String, String> constants, String type) {
        Map<String, String> own = new HashMap<>(constants);
        constants.forEach((k, v) -> {
            if (k.startsWith(type + ".")) {
                own.put(k.substring(type.length() + 1), v);
            }
        });
        return own;
    }

    private static void read(List<String> lines, Map<String, String> constants, Map<String, Class> classes) {
        Class current = null;
        Map<String, String> visible = constants;
        String cmdlet = null;
        String settings = "";
        List<String> attributes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("//") || line.startsWith("#") || line.isEmpty()) {
                continue;
            }
            if (line.startsWith("[")) {
                StringBuilder whole = new StringBuilder(line);
                while (!closed(whole) && i + 1 < lines.size()) {
                    whole.append(' ').append(lines.get(++i).strip());
                }
                String attribute = whole.toString();
                int comment = attribute.indexOf("] //");
                attribute = comment > 0 ? attribute.substring(0, comment + 1) : attribute;
                Matcher m = CMDLET.matcher(attribute);
                if (m.matches()) {
                    cmdlet = (m.group(1) == null ? m.group(2) : m.group(1)) + "-" + m.group(3);
                    settings = m.group(4);
                } else {
                    attributes.add(attribute.strip());
                }
                continue;
            }
            Matcher type = CLASS.matcher(line);
            if (type.matches()) {
                String base = type.group(2);
                visible = within(constants, type.group(1));
                Class old = classes.get(type.group(1));
                current = old != null && old.cmdlet() == null && cmdlet == null
                        ? old
                        : new Class(base, cmdlet, defaultSet(settings, visible), settings, new ArrayList<>());
                classes.putIfAbsent(type.group(1), current);
                cmdlet = null;
                settings = "";
                attributes.clear();
                continue;
            }
            Matcher property = PROPERTY.matcher(line);
            if (property.matches()
                    && current != null
                    && attributes.stream().anyMatch(a -> a.startsWith("[Parameter"))) {
                current.parameters().add(parameter(property.group(2), property.group(1), attributes, visible));
            }
            attributes.clear();
        }
    }

    private static String defaultSet(String settings, Map<String, String> constants) {
        Matcher set =
                Pattern.compile("DefaultParameterSetName\\s*=\\s*([^,)]+)").matcher(settings);
        return set.find() ? constant(set.group(1), constants) : null;
    }

    private static boolean closed(CharSequence attribute) {
        int depth = 0;
        for (int i = 0; i < attribute.length(); i++) {
            depth += attribute.charAt(i) == '[' ? 1 : attribute.charAt(i) == ']' ? -1 : 0;
        }
        return depth <= 0;
    }

    private static Map<String, Object> parameter(
            String name, String type, List<String> attributes, Map<String, String> constants) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("n", name);
        parameter.put("t", type);
        List<Object> sets = new ArrayList<>();
        List<Object> validation = new ArrayList<>();
        for (String text : attributes) {
            Matcher m =
                    Pattern.compile("\\[(\\w+?)(?:Attribute)?(?:\\((.*)\\))?]").matcher(text);
            if (!m.matches()) {
                continue;
            }
            List<String> arguments = new ArrayList<>();
            for (String a : (m.group(2) == null ? "" : m.group(2)).split(",")) {
                if (!a.isBlank()) {
                    arguments.add(a.strip());
                }
            }
            switch (m.group(1)) {
                case "Parameter" -> sets.add(set(arguments, constants));
                case "Alias" ->
                    parameter.put(
                            "a",
                            arguments.stream().map(a -> constant(a, constants)).toList());
                case "AllowNull",
                        "AllowEmptyString",
                        "AllowEmptyCollection",
                        "ValidateNotNull",
                        "ValidateNotNullOrEmpty",
                        "ValidateRange",
                        "ValidateLength",
                        "ValidateCount",
                        "ValidateSet",
                        "ValidatePattern",
                        "Credential" -> {
                    List<String> v = new ArrayList<>(List.of(m.group(1)));
                    boolean numbers = List.of("ValidateRange", "ValidateLength", "ValidateCount")
                            .contains(m.group(1));
                    arguments.forEach(a -> v.add(
                            numbers
                                    ? number(a)
                                    : constant(a.replaceAll("//.*?(?=\")", "").strip(), constants)));
                    if (v.contains("ValidateRangeKind.Positive")) {
                        v.set(1, "1");
                        v.add("2147483647");
                    }
                    if (v.stream().anyMatch(a -> a.startsWith("new "))) {
                        continue;
                    }
                    validation.add(v);
                }
                default -> {}
            }
        }
        if (!validation.isEmpty()) {
            parameter.put("v", validation);
        }
        parameter.put("s", sets);
        return parameter;
    }

    private static Map<String, Object> set(List<String> arguments, Map<String, String> constants) {
        Map<String, Object> set = new LinkedHashMap<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            String key = at < 0 ? argument : argument.substring(0, at).strip();
            String value = at < 0 ? "true" : argument.substring(at + 1).strip();
            switch (key) {
                case "ParameterSetName" -> set.put("set", constant(value, constants));
                case "Position" -> set.put("p", Integer.parseInt(value));
                case "Mandatory" -> flag(set, "m", value);
                case "ValueFromPipeline" -> flag(set, "v", value);
                case "ValueFromPipelineByPropertyName" -> flag(set, "n", value);
                case "ValueFromRemainingArguments" -> flag(set, "r", value);
                default -> {}
            }
        }
        return set;
    }

    private static void flag(Map<String, Object> set, String key, String value) {
        if (value.equals("true")) {
            set.put(key, true);
        }
    }

    private static String constant(String text, Map<String, String> constants) {
        String t = text.strip();
        if (t.startsWith("\"")) {
            return t.substring(1, t.length() - 1);
        }
        String last = t.substring(t.lastIndexOf('.') + 1);
        return constants.getOrDefault(last, t);
    }

    /** Reads a bound as C# spells it; the one symbolic constant is Test-Connection's. */
    private static String number(String text) {
        String t = text.replaceAll("(?i)(System\\.)?\\b(int|Int32)\\.MaxValue", "2147483647")
                .replace("UInt16.MaxValue", "65535")
                .replace("Int16.MaxValue", "32767")
                .replace("DefaultMaxHops", "128")
                .replaceAll("\\((int|double)\\)|[()\\s]", "");
        int over = t.indexOf('/');
        return over < 0
                ? t
                : Long.toString(Long.parseLong(t.substring(0, over)) / Long.parseLong(t.substring(over + 1)));
    }
}
