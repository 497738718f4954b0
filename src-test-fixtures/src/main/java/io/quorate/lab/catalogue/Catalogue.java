package io.quorate.lab.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The cmdlets of one Windows release: modules, parameter sets and types, from vendor metadata (see NOTICE). Immutable.
 *
 * <p>The engine's own cmdlets are those of Windows PowerShell 5.1; {@link #engine7} has those of PowerShell 7.0.13, the engine the
 * recorded vectors come from.
 */
public final class Catalogue {
    private static final List<String> MODULES_FIRST =
            List.of("Microsoft.PowerShell.Core", "Microsoft.PowerShell.Utility");
    /** One for all labs of a process: it is read from the jar, and never changes. */
    private static final Map<String, Catalogue> LOADED = new ConcurrentHashMap<>();

    private final Map<String, CmdletInfo> byQualifiedName = new LinkedHashMap<>();
    private final Map<String, CmdletInfo> byName = new LinkedHashMap<>();
    private final Map<String, String> bases;

    private Catalogue(List<CmdletInfo> cmdlets, Map<String, String> bases) {
        this.bases = Map.copyOf(bases);
        for (CmdletInfo cmdlet : cmdlets) {
            byQualifiedName.put(key(cmdlet.qualifiedName()), cmdlet);
            CmdletInfo other = byName.get(key(cmdlet.name()));
            if (other == null || MODULES_FIRST.contains(cmdlet.module())) {
                byName.put(key(cmdlet.name()), cmdlet);
            }
        }
    }

    /** Returns the catalogue for a Windows release; reads it the first time. */
    public static Catalogue load(WindowsVersion version) {
        return load(version, "5");
    }

    /** Returns the catalogue for a Windows release with the engine cmdlets of PowerShell 7.0.13. */
    public static Catalogue engine7(WindowsVersion version) {
        return load(version, "7");
    }

    private static Catalogue load(WindowsVersion version, String engine) {
        return LOADED.computeIfAbsent(version + " " + engine, key -> new Reader(version, engine).read());
    }

    /** Finds a cmdlet by its short or module-qualified name, ignoring case; null if there is none. */
    public @Nullable CmdletInfo find(String name) {
        return name.indexOf('\\') < 0 ? byName.get(key(name)) : byQualifiedName.get(key(name));
    }

    /** Returns all cmdlets. */
    public Collection<CmdletInfo> cmdlets() {
        return Collections.unmodifiableCollection(byQualifiedName.values());
    }

    /** Tells whether a class is, or derives from, another, by full names. */
    boolean derives(String type, String from) {
        String t = type;
        for (int depth = 0; t != null && depth < 16; depth++) {
            if (t.equalsIgnoreCase(from) || t.endsWith('.' + from) || from.endsWith('.' + t)) {
                return true;
            }
            t = bases.get(t);
        }
        return false;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static final class Reader {
        private final WindowsVersion version;
        private final String engine;
        private final Map<String, EnumType> enums = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        Reader(WindowsVersion version, String engine) {
            this.version = version;
            this.engine = engine;
        }

        Catalogue read() {
            JsonNode root;
            try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.json")) {
                if (in == null) {
                    throw new IllegalStateException("the lab's catalogue.json is missing from its jar");
                }
                root = JsonMapper.builder().build().readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            root.get("enums").properties().forEach(e -> {
                Map<String, Long> values = new LinkedHashMap<>();
                e.getValue()
                        .get("v")
                        .properties()
                        .forEach(v -> values.put(v.getKey(), v.getValue().asLong()));
                enums.put(e.getKey(), new EnumType(e.getKey(), e.getValue().has("flags"), values));
            });
            Map<String, String> bases = new LinkedHashMap<>();
            root.get("bases")
                    .properties()
                    .forEach(b -> bases.put(b.getKey(), b.getValue().asString()));
            List<CmdletInfo> cmdlets = new ArrayList<>();
            for (JsonNode node : root.get("cmdlets")) {
                if (known(node)) {
                    cmdlets.add(cmdlet(node));
                }
            }
            return new Catalogue(cmdlets, bases);
        }

        private boolean known(JsonNode node) {
            if (node.has("e") && !node.get("e").asString().equals(engine)) {
                return false;
            }
            if (!node.has("os")) {
                return true;
            }
            for (JsonNode os : node.get("os")) {
                if (os.asString().equals(version.year())) {
                    return true;
                }
            }
            return false;
        }

        private CmdletInfo cmdlet(JsonNode node) {
            boolean function = node.has("f");
            boolean asksForCredentials =
                    function && !node.has("dynamic") || ofEngine(node.get("m").asString());
            List<ParameterInfo> parameters = new ArrayList<>();
            for (JsonNode p : node.get("p")) {
                if (known(p)) {
                    parameters.add(parameter(p, asksForCredentials));
                }
            }
            if (function && !node.has("dynamic") && !node.has("noPositions")) {
                parameters = positioned(parameters);
            }
            boolean shouldProcess = node.has("w");
            parameters.addAll(CommonParameters.of(shouldProcess, enums::get));
            return new CmdletInfo(
                    node.get("m").asString(),
                    node.get("n").asString(),
                    function,
                    node.has("dynamic"),
                    node.has("d") ? node.get("d").asString() : null,
                    shouldProcess,
                    node.has("c") ? node.get("c").asString() : "Medium",
                    parameters);
        }

        /** The engine's own cmdlets mark every credential so; the facts do not tell it of all. */
        private static boolean ofEngine(String module) {
            return module.startsWith("Microsoft.PowerShell.") || module.equals("Microsoft.WSMan.Management");
        }

        /** A function none of whose parameters has a set or a position gives its non-switch parameters positions in order. */
        private static List<ParameterInfo> positioned(List<ParameterInfo> parameters) {
            boolean custom = parameters.stream()
                    .flatMap(p -> p.sets().stream())
                    .anyMatch(s -> s.set() != null || s.position() != SetMembership.NO_POSITION);
            if (custom) {
                return parameters;
            }
            List<ParameterInfo> positioned = new ArrayList<>();
            int place = 0;
            for (ParameterInfo p : parameters) {
                boolean isSwitch = p.type().kind() == NetType.Kind.SWITCH;
                positioned.add(
                        isSwitch
                                ? p
                                : new ParameterInfo(
                                        p.name(),
                                        p.type(),
                                        p.aliases(),
                                        List.of(p.sets().get(0).at(place)),
                                        p.rules(),
                                        p.psTypeName(),
                                        false));
                place += isSwitch ? 0 : 1;
            }
            return positioned;
        }

        /** @param asksForCredentials whether text for a credential has the engine ask for the password */
        private ParameterInfo parameter(JsonNode p, boolean asksForCredentials) {
            List<String> aliases = new ArrayList<>();
            p.path("a").forEach(a -> aliases.add(a.asString()));
            List<Validation> rules = new ArrayList<>();
            for (JsonNode v : p.path("v")) {
                List<String> words = new ArrayList<>();
                v.forEach(w -> words.add(w.asString()));
                rules.add(new Validation(Validation.Kind.of(words.get(0)), words.subList(1, words.size())));
            }
            NetType type = NetType.parse(p.get("t").asString(), enums::get);
            boolean credential = rules.stream().anyMatch(r -> r.kind() == Validation.Kind.CREDENTIAL);
            if (type.kind() == NetType.Kind.CREDENTIAL && asksForCredentials && !credential) {
                rules.add(0, new Validation(Validation.Kind.CREDENTIAL, List.of()));
            }
            List<SetMembership> sets = new ArrayList<>();
            for (JsonNode s : p.get("s")) {
                if (known(s)) {
                    sets.add(new SetMembership(
                            s.has("set") ? s.get("set").asString() : null,
                            s.has("m"),
                            s.has("p") ? s.get("p").asInt() : SetMembership.NO_POSITION,
                            s.has("v"),
                            s.has("n"),
                            s.has("r")));
                }
            }
            return new ParameterInfo(
                    p.get("n").asString(),
                    type,
                    aliases,
                    sets.isEmpty() ? List.of(SetMembership.ALL) : sets,
                    rules,
                    p.has("ts") ? p.get("ts").asString() : null,
                    false);
        }
    }
}
