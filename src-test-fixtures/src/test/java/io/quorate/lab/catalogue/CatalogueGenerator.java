package io.quorate.lab.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes {@code catalogue.json}, what the lab's parameter binder knows of every cmdlet, from the fact files (cmdlets.json,
 * windows-shapes.json, metadata-discrepancies.json) and the two committed extracts of {@link StubDeclarations} and
 * {@link EngineDeclarations}. Arguments: the shared folder, the file to write.
 *
 * <p>Who is believed: for modules with a stub the stub (generated from the real module); for the engine's own cmdlets the engine's
 * source, with what Windows PowerShell 5.1 does not have marked {@code "e":"7"} and what only it has {@code "e":"5"}; else the
 * documentation. A parameter that only the documentation has is newer than the stub: it is known from 2025 on.
 */
public final class CatalogueGenerator {
    private static final List<String> VERSIONS = List.of("2016", "2019", "2022", "2025");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private CatalogueGenerator() {}

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[1]), generate(Path.of(args[0])));
    }

    static String generate(Path shared) throws IOException {
        JsonNode facts = MAPPER.readTree(Files.readString(shared.resolve("facts/cmdlets.json")));
        JsonNode shapes = MAPPER.readTree(Files.readString(shared.resolve("facts/windows-shapes.json")));
        JsonNode differences =
                MAPPER.readTree(Files.readString(shared.resolve("vectors/binding/metadata-discrepancies.json")));
        JsonNode stubs = resource("stub-declarations.json");
        JsonNode engine = resource("engine-declarations.json");
        JsonNode byHand = resource("engine-enums.json");

        Map<String, Object> enums = new TreeMap<>();
        shapes.get("enums")
                .properties()
                .forEach(e ->
                        enums.put(e.getKey(), Map.of("v", numbers(e.getValue().get("values")))));
        byHand.properties().forEach(e -> enums.put(e.getKey(), MAPPER.convertValue(e.getValue(), Map.class)));
        Map<String, Object> bases = new TreeMap<>();
        shapes.get("classes").properties().forEach(c -> {
            if (c.getValue().hasNonNull("extends")) {
                bases.put(c.getKey(), c.getValue().get("extends").asString());
            }
        });
        List<String> cmdlets = new ArrayList<>();
        for (JsonNode fact : facts.get("cmdlets")) {
            String module = fact.get("module").asString();
            String name = fact.get("name").asString();
            fact.get("parameters").forEach(p -> {
                if (p.has("enum")) {
                    enums.putIfAbsent(element(p.get("type").asString()), Map.of("v", numbers(p.get("enum"))));
                }
            });
            JsonNode stub = stubs.path(module).path(name);
            JsonNode own = module.startsWith("Microsoft.PowerShell") ? engine.path(name) : MAPPER.missingNode();
            Map<String, Object> cmdlet = new LinkedHashMap<>();
            cmdlet.put("m", module);
            cmdlet.put("n", name);
            if (isFunction(module, fact)) {
                cmdlet.put("f", true);
            }
            if (stub.has("dynamic")) {
                cmdlet.put("dynamic", true);
            }
            boolean declared = !stub.isMissingNode() || !own.isMissingNode();
            if (stub.has("noPositions") || !declared) {
                cmdlet.put("noPositions", true);
            }
            String defaultSet = own.isMissingNode() || own.isEmpty()
                    ? fact.path("defaultParameterSet").asString("")
                    : own.path("defaultSet").asString("");
            if (!defaultSet.isEmpty() && (!declared || !defaultSet.equals("(single)"))) {
                cmdlet.put("d", defaultSet);
            }
            if (fact.path("supportsShouldProcess").asBoolean() || own.has("shouldProcess")) {
                cmdlet.put("w", true);
            }
            if (fact.hasNonNull("confirmImpact")
                    && !fact.get("confirmImpact").asString().equals("Medium")) {
                cmdlet.put("c", fact.get("confirmImpact").asString());
            }
            List<String> versions = new ArrayList<>();
            fact.path("docs").path("docsets").forEach(v -> versions.add(v.asString()));
            versions.retainAll(VERSIONS);
            // Server Manager's cmdlets are older than all of these; the documentation of the first two just lacks their
            // pages
            boolean everywhere = fact.get("module").asString().equals("ServerManager");
            if (!everywhere && !versions.isEmpty() && !versions.containsAll(VERSIONS)) {
                cmdlet.put("os", versions);
            }
            cmdlet.put("p", parameters(fact, stub, own, differences));
            cmdlets.add(MAPPER.writeValueAsString(cmdlet));
        }
        EngineDeclarations.MORE.forEach((name, module) -> {
            JsonNode own = engine.get(name);
            Map<String, Object> cmdlet = new LinkedHashMap<>();
            cmdlet.put("m", module);
            cmdlet.put("n", name);
            if (own.has("defaultSet")) {
                cmdlet.put("d", own.get("defaultSet").asString());
            }
            if (own.has("shouldProcess")) {
                cmdlet.put("w", true);
            }
            List<Object> parameters = new ArrayList<>();
            for (JsonNode p : own.get("parameters")) {
                Map<String, Object> parameter = new LinkedHashMap<>();
                parameter.put("n", p.get("n").asString());
                parameter.put("t", known(p.get("t").asString(), false));
                validation(p, parameter);
                parameter.put("s", MAPPER.convertValue(p.get("s"), Object.class));
                parameters.add(parameter);
            }
            cmdlet.put("p", parameters);
            cmdlets.add(MAPPER.writeValueAsString(cmdlet));
        });
        return "{\n\"enums\": " + MAPPER.writeValueAsString(enums) + ",\n\"bases\": " + MAPPER.writeValueAsString(bases)
                + ",\n\"cmdlets\": [\n" + String.join(",\n", cmdlets) + "\n]}\n";
    }

    /** CDXML and script modules are functions; in FailoverClusters those are the commands with a CimSession. */
    private static boolean isFunction(String module, JsonNode fact) {
        return switch (module) {
            case "Hyper-V" -> false;
            case "FailoverClusters" -> has(fact.get("parameters"), "CimSession");
            default -> !module.startsWith("Microsoft.");
        };
    }

    private static List<Object> parameters(JsonNode fact, JsonNode stub, JsonNode own, JsonNode differences) {
        List<Object> parameters = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        JsonNode documented = fact.get("parameters");
        boolean engine = own.has("parameters");
        JsonNode declared = engine ? own.get("parameters") : stub.path("parameters");
        Set<String> sets = new HashSet<>();
        fact.get("parameterSets").forEach(s -> sets.add(s.get("name").asString()));
        for (JsonNode p : declared) {
            String name = p.get("n").asString();
            seen.add(name);
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("n", name);
            parameter.put("t", p.get("t").asString());
            List<Object> aliases = new ArrayList<>();
            p.path("a").forEach(a -> aliases.add(a.asString()));
            if (!aliases.isEmpty()) {
                parameter.put("a", aliases);
            }
            validation(p, parameter);
            if (p.has("ts")) {
                parameter.put("ts", p.get("ts").asString());
            }
            if (engine && !has(documented, name)) {
                parameter.put("e", "7");
            }
            List<Object> in = new ArrayList<>();
            for (JsonNode s : p.get("s")) {
                Map<String, Object> set = new LinkedHashMap<>();
                s.properties().forEach(e -> set.put(e.getKey(), MAPPER.convertValue(e.getValue(), Object.class)));
                if (engine && s.has("set") && !sets.contains(s.get("set").asString()) && !sets.contains("(single)")) {
                    set.put("e", "7");
                }
                in.add(set);
            }
            parameter.put("s", in);
            parameters.add(parameter);
        }
        for (JsonNode p : documented) {
            if (!seen.contains(p.get("name").asString())) {
                parameters.add(fromDocumentation(fact, p, engine ? "5" : declared.isEmpty() ? "" : "new", differences));
            }
        }
        return parameters;
    }

    private static void validation(JsonNode p, Map<String, Object> parameter) {
        List<Object> validation = new ArrayList<>();
        for (JsonNode v : p.path("v")) {
            List<String> words = new ArrayList<>();
            v.forEach(w -> words.add(w.asString()));
            words.set(0, words.get(0).replaceFirst("^Validate", ""));
            validation.add(words);
        }
        if (!validation.isEmpty()) {
            parameter.put("v", validation);
        }
    }

    private static Map<String, Object> fromDocumentation(
            JsonNode fact, JsonNode p, String origin, JsonNode differences) {
        String name = p.get("name").asString();
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("n", name);
        String type = known(p.get("type").asString(), p.has("enum"));
        boolean words = p.has("values") && !p.has("enum");
        parameter.put("t", words ? type.replaceFirst("^object(?=$|\\[)", "string") : type);
        List<String> aliases = new ArrayList<>();
        p.path("aliases").forEach(a -> aliases.add(a.asString()));
        if (!aliases.isEmpty()) {
            parameter.put("a", aliases);
        }
        List<Object> validation = new ArrayList<>();
        for (JsonNode v : p.path("validate")) {
            String text = v.asString().replaceFirst("^Validate", "");
            List<String> attribute = new ArrayList<>(List.of(text.substring(0, text.indexOf('('))));
            for (String w :
                    text.substring(text.indexOf('(') + 1, text.length() - 1).split(",")) {
                attribute.add(w.strip());
            }
            validation.add(attribute);
        }
        if (words) {
            List<String> set = new ArrayList<>(List.of("Set"));
            p.get("values").forEach(v -> set.add(v.asString()));
            validation.add(set);
        }
        if (!validation.isEmpty()) {
            parameter.put("v", validation);
        }
        switch (origin) {
            case "5" -> parameter.put("e", "5");
            case "new" -> parameter.put("os", List.of("2025"));
            default -> {}
        }
        String instance = instance(fact, p);
        if (instance != null) {
            parameter.put("ts", "Microsoft.Management.Infrastructure.CimInstance#" + instance);
        }
        boolean byValue = p.path("pipeline").asString("").equals("ByValue");
        boolean byName = false;
        for (JsonNode d : differences) {
            byName |= d.get("cmdlet").asString().equals(fact.get("name").asString())
                    && d.get("what").asString().endsWith("by property name not recorded in cmdlets.json: " + name);
        }
        List<Map<String, Object>> in = new ArrayList<>();
        int total = 0;
        for (JsonNode set : fact.get("parameterSets")) {
            total++;
            for (JsonNode member : set.get("parameters")) {
                if (member.get("name").asString().equals(name)) {
                    Map<String, Object> s = new LinkedHashMap<>();
                    s.put("set", set.get("name").asString());
                    if (member.get("mandatory").asBoolean()) {
                        s.put("m", true);
                    }
                    if (member.has("position")) {
                        s.put("p", member.get("position").asInt());
                    }
                    if (byValue) {
                        s.put("v", true);
                    }
                    if (byName) {
                        s.put("n", true);
                    }
                    in.add(s);
                }
            }
        }
        Set<Object> distinct = new HashSet<>();
        in.forEach(s -> {
            Map<String, Object> without = new LinkedHashMap<>(s);
            without.remove("set");
            distinct.add(without);
        });
        if (!in.isEmpty() && in.size() == total && distinct.size() == 1) {
            in.get(0).remove("set");
            in.subList(1, in.size()).clear();
        }
        if (in.isEmpty()) {
            in.add(Map.of());
        }
        parameter.put("s", in);
        return parameter;
    }

    /**
     * The CIM class whose instances a parameter takes. The documentation says CimInstance only; CDXML generates the class's type name from
     * the association or the cmdlet's own class, and names the parameter after it.
     */
    private static @Nullable String instance(JsonNode fact, JsonNode p) {
        String module = fact.get("module").asString();
        String associated = p.get("name").asString();
        if (module.equals("NetSecurity") && associated.startsWith("Associated")) {
            String kind = associated.substring("Associated".length());
            return FIREWALL.getOrDefault(kind, "MSFT_" + kind);
        }
        if (!p.get("type").asString().startsWith("CimInstance")
                || !(module.equals("Storage") || module.equals("iSCSI"))) {
            return null;
        }
        String name = p.get("name").asString();
        if (!name.equals("InputObject")) {
            String known = CLASSES.get(name.toLowerCase(Locale.ROOT));
            return known == null ? "MSFT_" + name : known;
        }
        String cmdlet = fact.get("name").asString();
        return switch (cmdlet) {
            case "New-Partition" -> "MSFT_Disk";
            case "Format-Volume" -> "MSFT_Volume";
            default -> CLASSES.get(cmdlet.substring(cmdlet.indexOf('-') + 1).toLowerCase(Locale.ROOT));
        };
    }

    private static final Map<String, String> FIREWALL = Map.of(
            "NetIPsecRule", "MSFT_NetConSecRule",
            "NetIPsecMainModeRule", "MSFT_NetMainModeRule",
            "NetFirewallAddressFilter", "MSFT_NetAddressFilter",
            "NetFirewallPortFilter", "MSFT_NetProtocolPortFilter",
            "NetFirewallApplicationFilter", "MSFT_NetApplicationFilter",
            "NetFirewallServiceFilter", "MSFT_NetServiceFilter");

    private static final Map<String, String> CLASSES = Map.of(
            "disk", "MSFT_Disk",
            "partition", "MSFT_Partition",
            "volume", "MSFT_Volume",
            "initiatorport", "MSFT_InitiatorPort",
            "iscsitarget", "MSFT_iSCSITarget",
            "iscsisession", "MSFT_iSCSISession",
            "iscsiconnection", "MSFT_iSCSIConnection",
            "iscsitargetportal", "MSFT_iSCSITargetPortal",
            "storagefileserver", "MSFT_FileServer");

    /** Documentation names types without their namespace; one that says nothing to the binder is bound as an object. */
    private static String known(String type, boolean isEnum) {
        boolean array = type.endsWith("[]");
        NetType parsed = NetType.parse(array ? type.substring(0, type.length() - 2) : type, t -> null);
        boolean opaque = parsed.kind() == NetType.Kind.CLASS && parsed.name().indexOf('.') < 0 && !isEnum;
        return opaque ? array ? "object[]" : "object" : type;
    }

    private static Map<String, Long> numbers(JsonNode values) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        values.properties()
                .forEach(v -> numbers.put(v.getKey(), Long.decode(v.getValue().asString())));
        return numbers;
    }

    private static String element(String type) {
        String t = type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
        return t.startsWith("System.Nullable[") ? t.substring("System.Nullable[".length(), t.length() - 1) : t;
    }

    private static boolean has(JsonNode parameters, String name) {
        for (JsonNode p : parameters) {
            if (p.get("name").asString().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream in = CatalogueGenerator.class.getResourceAsStream(name)) {
            return MAPPER.readTree(in);
        }
    }
}
