package io.quorate.winrm.recipe;

import io.quorate.spi.Allowance;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a session must show for our messages, and no more: of each cmdlet the parameters that are passed, those that take what is piped
 * into it, and for texts that only a recipe chooses the values. What is done on our side where a session does not do it is not asked for.
 *
 * <p>What a recipe reads depends on what it finds, so it is not foretold but was recorded, of every command in the lab ({@code role.tsv});
 * what it changes is foreseen besides.
 */
public final class Allowances {
    private static final Set<String> COMMON = Set.of(Cmdlet.ERROR_ACTION, Cmdlet.CONFIRM);

    /** Their commands are functions (CDXML). */
    private static final Set<String> FUNCTIONS =
            Set.of("DnsClient", "iSCSI", "MPIO", "NetAdapter", "NetConnection", "NetSecurity", "NetTCPIP", "Storage");

    /** Of these it depends on the version. */
    private static final Set<String> EITHER =
            Set.of("ActiveDirectory", "ADDSDeployment", "CimCmdlets", "ServerManager");

    private final SortedMap<String, Allowance> all = new TreeMap<>();

    /** Tells whether a text is the recipe's own choice, so that a parameter need take no other. */
    public interface Fixed {
        boolean test(String cmdlet, String parameter, String value);
    }

    /** Adds what a message calls. */
    public void add(PsPipeline message, Fixed fixed) {
        Set<Need> needs = Need.of(message);
        for (List<PsCommand> statement : message.statements()) {
            int end = Need.least(statement, needs);
            for (int i = 0; i < end; i++) {
                boolean fed = i > 0 || !message.input().isEmpty();
                add(allowance(statement.get(i), fed, fixed));
            }
        }
    }

    private void add(Allowance one) {
        all.merge(one.qualifiedName(), one, Allowance::and);
    }

    /** Returns them, by name. */
    public List<Allowance> list() {
        return List.copyOf(all.values());
    }

    private static Allowance allowance(PsCommand command, boolean fed, Fixed fixed) {
        String name = command.name();
        int slash = name.indexOf('\\');
        SortedMap<String, Set<String>> parameters = new TreeMap<>();
        // A restricted session has a Select-Object of its own, which cannot be given more parameters: the cmdlet is
        // shown as it is.
        if (!name.equals(Cmdlet.SELECT_OBJECT.qualifiedName())) {
            for (PsParameter parameter : command.parameters()) {
                String of = String.valueOf(parameter.name());
                if (!COMMON.contains(of)) {
                    List<String> texts = texts(parameter.value());
                    // which members are called is the recipe's business, whatever the command says they are set to
                    boolean chosen = !texts.isEmpty()
                            && (of.equals("MemberName") || texts.stream().allMatch(text -> fixed.test(name, of, text)));
                    parameters.put(of, chosen ? Set.copyOf(texts) : Set.of());
                }
            }
            if (fed) {
                Table.PIPED.getOrDefault(name, List.of()).forEach(piped -> parameters.putIfAbsent(piped, Set.of()));
            }
        }
        String module = name.substring(0, slash);
        return new Allowance(module, name.substring(slash + 1), form(module), parameters);
    }

    private static Allowance.Form form(String module) {
        if (FUNCTIONS.contains(module)) {
            return Allowance.Form.FUNCTION;
        }
        return EITHER.contains(module) ? Allowance.Form.EITHER : Allowance.Form.CMDLET;
    }

    private static List<String> texts(PsValue value) {
        List<PsValue> items = value instanceof PsObject object ? object.items() : null;
        List<String> texts = new ArrayList<>();
        for (PsValue item : items == null ? List.of(value) : items) {
            if (!(item instanceof PsPrimitive primitive) || !(primitive.value() instanceof String text)) {
                return List.of();
            }
            texts.add(text);
        }
        return texts;
    }

    /** Returns the names of the commands that were recorded. */
    public static Set<String> commands() {
        return Set.copyOf(Table.RECORDED.keySet());
    }

    /**
     * Returns what a command calls.
     *
     * @param command its name
     * @param foreseen what it would send that changes something
     */
    public static List<Allowance> of(String command, List<PsPipeline> foreseen) {
        Map<String, Allowance> recorded = Table.RECORDED.getOrDefault(command, Map.of());
        Allowances needed = new Allowances();
        recorded.values().forEach(needed::add);
        foreseen.forEach(message -> needed.add(message, (cmdlet, parameter, value) -> {
            Allowance known = recorded.get(cmdlet);
            return known != null
                    && known.parameters().getOrDefault(parameter, Set.of()).contains(value);
        }));
        return needed.list();
    }

    /** Returns the lines of the table for a command. */
    public List<String> lines(String command) {
        return all.values().stream()
                .map(one -> command
                        + '\t'
                        + one.qualifiedName()
                        + one.parameters().entrySet().stream()
                                .map(p -> '\t'
                                        + p.getKey()
                                        + (p.getValue().isEmpty() ? "" : "=" + String.join("|", p.getValue())))
                                .collect(Collectors.joining()))
                .toList();
    }

    /** What was recorded, and which parameters take what is piped. Read once. */
    private static final class Table {
        static final Map<String, List<String>> PIPED = new HashMap<>();
        static final Map<String, Map<String, Allowance>> RECORDED = new HashMap<>();

        static {
            for (String line : lines("piped.tsv")) {
                String[] fields = line.split("\t");
                PIPED.put(fields[0], List.of(fields).subList(1, fields.length));
            }
            for (String line : lines("role.tsv")) {
                String[] fields = line.split("\t");
                SortedMap<String, Set<String>> parameters = new TreeMap<>();
                for (int i = 2; i < fields.length; i++) {
                    int equals = fields[i].indexOf('=');
                    parameters.put(
                            equals < 0 ? fields[i] : fields[i].substring(0, equals),
                            equals < 0
                                    ? Set.of()
                                    : new TreeSet<>(Arrays.asList(
                                            fields[i].substring(equals + 1).split("\\|"))));
                }
                String module = fields[1].substring(0, fields[1].indexOf('\\'));
                RECORDED.computeIfAbsent(fields[0], name -> new TreeMap<>())
                        .put(
                                fields[1],
                                new Allowance(
                                        module, fields[1].substring(module.length() + 1), form(module), parameters));
            }
        }

        private static List<String> lines(String resource) {
            try (InputStream in = Allowances.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException(resource + " is missing from the jar");
                }
                return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                        .lines()
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
