package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The Java value of every output of the themes {@code primitives}, {@code containers} and {@code objects} is the one that the table
 * {@code clixml-values.tsv} states: columns case, message type, value as {@link PsRendering} shows it. {@link #main} prints the rows of a
 * folder; a row enters the table after a person has compared it with what the case says the engine was asked for.
 */
@Tag("vectors")
class ClixmlValueTableTest {
    private static final Set<String> THEMES = Set.of("primitives", "containers", "objects");
    private static final Set<String> OUTPUT = Set.of("PIPELINE_OUTPUT", "ERROR_RECORD");

    /** What a case that puts nothing out still has. */
    private static final Set<String> END = Set.of("PIPELINE_STATE");

    @Test
    void read_whenCaseIsInTheTable_givesTheStatedValues() throws IOException {
        Map<String, List<String>> stated = table();
        Map<String, List<String>> actual = rows();
        List<String> unknown = new ArrayList<>();
        Map<String, List<String>> compared = new TreeMap<>();
        int values = 0;
        for (Map.Entry<String, List<String>> one : actual.entrySet()) {
            if (stated.containsKey(one.getKey())) {
                compared.put(one.getKey(), one.getValue());
                values += one.getValue().size();
            } else {
                unknown.add(one.getKey());
            }
        }
        System.out.printf(
                "value table: %d cases with %d values compared, %d cases not in the table %s, %d of the table not in the folder%n",
                compared.size(), values, unknown.size(), unknown, stated.size() - compared.size());
        compared.forEach((name, rows) -> assertThat(rows).as(name).isEqualTo(stated.get(name)));
    }

    /** Prints the rows of the folder that {@code quorate.vectors} names. */
    public static void main(String[] args) throws IOException {
        rows().forEach((name, rows) -> rows.forEach(row -> System.out.println(name + "\t" + row)));
    }

    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Path file : Vectors.files("psrp")) {
            JsonNode content = Vectors.json(file);
            if (!THEMES.contains(content.get("theme").asString())) {
                continue;
            }
            for (JsonNode one : content.get("cases")) {
                String known = KnownRecordings.name(KnownRecordings.ofCase(one));
                List<String> values = rows.computeIfAbsent(
                        known == null ? "unknown " + one.get("case").asString() : known, name -> new ArrayList<>());
                add(values, one, OUTPUT);
                if (values.isEmpty()) {
                    add(values, one, END);
                }
            }
        }
        return rows;
    }

    private static void add(List<String> values, JsonNode one, Set<String> types) {
        for (JsonNode message : one.get("serverMessages")) {
            String type = message.get("type").asString();
            if (types.contains(type)) {
                values.add(type + "\t" + rendered(message.get("xml").asString()));
            }
        }
    }

    private static String rendered(String xml) {
        return xml.isEmpty() ? "(empty body) null" : PsRendering.render(Clixml.read(xml));
    }

    private static Map<String, List<String>> table() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        try (InputStream in = ClixmlValueTableTest.class.getResourceAsStream("clixml-values.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                int tab = line.indexOf('\t');
                table.computeIfAbsent(line.substring(0, tab), name -> new ArrayList<>())
                        .add(line.substring(tab + 1));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
