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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the parameter declarations out of the public stub modules (MIT) that the fact file names under "sources", because the fact file
 * keeps neither the validation attributes nor which parameters belong to all sets. Writes {@code stub-declarations.json}, which
 * {@link CatalogueGenerator} reads. Run by hand when the stubs change: {@code StubDeclarations <folder with Module.psm1 files> <out>}.
 */
public final class StubDeclarations {
    private static final Pattern FUNCTION = Pattern.compile("^function ([A-Za-z]+-[A-Za-z0-9]+)\\s*\\{?.*");
    private static final Pattern NAME = Pattern.compile("^\\$\\{(\\w+)},?.*");
    private static final Pattern DYNAMIC = Pattern.compile(
            "^\\$parameter = New-Object \\S+RuntimeDefinedParameter\\(\"(\\w+)\", \\[(.+)], \\$attributes\\)");
    private static final Pattern DYNAMIC_ATTRIBUTE = Pattern.compile(
            "^\\$attribute = New-Object System\\.Management\\.Automation\\.(\\w+?)Attribute(\\((.*)\\))?$");
    private static final Pattern DYNAMIC_PROPERTY = Pattern.compile("^\\$attribute\\.(\\w+) = (.+)$");

    private StubDeclarations() {}

    public static void main(String[] args) throws IOException {
        Map<String, Object> modules = new TreeMap<>();
        JsonMapper mapper = JsonMapper.builder().build();
        JsonNode facts = mapper.readTree(Files.readString(Path.of(args[2])));
        List<String> wanted = new ArrayList<>();
        facts.get("cmdlets").forEach(c -> wanted.add(c.get("name").asString()));
        try (var files = Files.list(Path.of(args[0]))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".psm1")).sorted().toList()) {
                String module = file.getFileName().toString().replace(".psm1", "");
                Map<String, Object> commands = read(Files.readAllLines(file));
                commands.keySet().retainAll(wanted);
                modules.put(module, commands);
            }
        }
        StringBuilder text = new StringBuilder("{\n");
        modules.forEach((module, commands) -> {
            text.append(text.length() > 2 ? ",\n" : "")
                    .append('"')
                    .append(module)
                    .append("\": {\n");
            List<String> lines = new ArrayList<>();
            ((Map<?, ?>) commands).forEach((n, c) -> lines.add("\"" + n + "\": " + mapper.writeValueAsString(c)));
            text.append(String.join(",\n", lines)).append("\n}");
        });
        Files.writeString(Path.of(args[1]), text.append("\n}\n"));
    }

    static Map<String, Object> read(List<String> lines) {
        Map<String, Object> commands = new TreeMap<>();
        String command = null;
        Map<String, Object> declaration = new LinkedHashMap<>();
        List<List<String>> attributes = new ArrayList<>();
        String type = "object";
        boolean inParameters = false;
        for (String raw : lines) {
            String line = raw.strip();
            Matcher function = FUNCTION.matcher(line);
            if (function.matches() && !raw.startsWith(" ")) {
                command = function.group(1);
                declaration = new LinkedHashMap<>();
                declaration.put("parameters", new ArrayList<Object>());
                commands.put(command, declaration);
                inParameters = false;
                attributes.clear();
                continue;
            }
            if (command == null) {
                continue;
            }
            if (line.startsWith("[CmdletBinding(")) {
                if (line.contains("PositionalBinding=$false")) {
                    declaration.put("noPositions", true);
                }
                inParameters = false;
            } else if (line.startsWith("param (")) {
                inParameters = !line.contains(")");
                attributes.clear();
                type = "object";
            } else if (line.startsWith("dynamicparam")) {
                declaration.put("dynamic", true);
            } else if (inParameters && line.equals(")")) {
                inParameters = false;
            } else if (inParameters && line.startsWith("[")) {
                Matcher m = Pattern.compile("^\\[(?:[\\w.]+\\.)?(\\w+?)(?:Attribute)?\\((.*)\\)]$")
                        .matcher(line);
                if (m.matches()) {
                    List<String> attribute = new ArrayList<>(List.of(m.group(1)));
                    attribute.addAll(split(m.group(2)));
                    attributes.add(attribute);
                } else if (line.endsWith("]")) {
                    type = line.substring(1, line.length() - 1);
                }
            } else if (inParameters && NAME.matcher(line).matches()) {
                Matcher m = NAME.matcher(line);
                m.matches();
                add(declaration, m.group(1), type, attributes);
                attributes.clear();
                type = "object";
            } else if (DYNAMIC_ATTRIBUTE.matcher(line).matches()) {
                Matcher m = DYNAMIC_ATTRIBUTE.matcher(line);
                m.matches();
                List<String> attribute = new ArrayList<>(List.of(m.group(1)));
                if (m.group(3) != null) {
                    attribute.addAll(split(m.group(3)));
                }
                attributes.add(attribute);
            } else if (DYNAMIC_PROPERTY.matcher(line).matches() && !attributes.isEmpty()) {
                Matcher m = DYNAMIC_PROPERTY.matcher(line);
                m.matches();
                attributes.get(attributes.size() - 1).add(m.group(1) + "=" + unquote(m.group(2)));
            } else if (DYNAMIC.matcher(line).matches()) {
                Matcher m = DYNAMIC.matcher(line);
                m.matches();
                add(declaration, m.group(1), m.group(2), attributes);
                attributes.clear();
            }
        }
        return commands;
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<String, Object> command, String name, String type, List<List<String>> attributes) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("n", name);
        parameter.put("t", type);
        List<Object> sets = new ArrayList<>();
        List<Object> validation = new ArrayList<>();
        for (List<String> attribute : attributes) {
            List<String> rest = attribute.subList(1, attribute.size());
            switch (attribute.get(0)) {
                case "Parameter" -> sets.add(set(rest));
                case "Alias" ->
                    parameter.put(
                            "a", rest.stream().map(StubDeclarations::unquote).toList());
                case "PSTypeName" -> parameter.put("ts", unquote(rest.get(0)));
                default -> {
                    List<String> v = new ArrayList<>(List.of(attribute.get(0)));
                    rest.forEach(r -> v.add(unquote(r)));
                    validation.add(v);
                }
            }
        }
        if (!validation.isEmpty()) {
            parameter.put("v", validation);
        }
        parameter.put("s", sets.isEmpty() ? List.of(Map.of()) : sets);
        ((List<Object>) command.get("parameters")).add(parameter);
    }

    private static Map<String, Object> set(List<String> settings) {
        Map<String, String> given = new HashMap<>();
        for (String setting : settings) {
            int at = setting.indexOf('=');
            given.put(
                    at < 0 ? setting : setting.substring(0, at).strip(),
                    at < 0 ? "$true" : unquote(setting.substring(at + 1)));
        }
        Map<String, Object> set = new LinkedHashMap<>();
        if (given.containsKey("ParameterSetName")) {
            set.put("set", given.get("ParameterSetName"));
        }
        flag(set, "m", given.get("Mandatory"));
        if (given.containsKey("Position")) {
            set.put("p", Integer.parseInt(given.get("Position")));
        }
        flag(set, "v", given.get("ValueFromPipeline"));
        flag(set, "n", given.get("ValueFromPipelineByPropertyName"));
        flag(set, "r", given.get("ValueFromRemainingArguments"));
        return set;
    }

    private static void flag(Map<String, Object> set, String key, String value) {
        if ("$true".equalsIgnoreCase(value)) {
            set.put(key, true);
        }
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        Matcher m = Pattern.compile("(?:'[^']*'|[^,'])+").matcher(text);
        while (m.find()) {
            if (!m.group().isBlank()) {
                parts.add(m.group().strip());
            }
        }
        return parts;
    }

    private static String unquote(String text) {
        String t = text.strip();
        boolean quoted =
                t.length() > 1 && (t.startsWith("'") && t.endsWith("'") || t.startsWith("\"") && t.endsWith("\""));
        return quoted ? t.substring(1, t.length() - 1) : t;
    }
}
