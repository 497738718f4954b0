package io.quorate.samples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The names in the README's sentences are those that the code has. */
class ReadmeNamesTest {
    private static final Readme README = Readme.read();

    /** Of the JDK, JUnit and others. */
    private static final Set<String> FOREIGN = Set.of(
            "HaLab",
            "ofDays",
            "ofMinutes",
            "ofSeconds",
            "ServiceLoader",
            "LabNotSimulated",
            "InitiatorProvider",
            "Subject");

    /** What a call in a sentence begins with, and its type. */
    private static final String GIVEN =
            "Lab lab, LabAppliance nas, LabSql sql, SqlSpec s, DomainSpec d, LoginSpec l, Quorate quorate, HostClient hv1, HostClient hv2,"
                    + " Rehearsal rehearsal, Order<?> order";

    private static final Pattern CALL = Pattern.compile("(?:lab|nas|sql|s|d|l|quorate|hv1)\\.[^.](?:(?!\\.\\.).)*\\)");

    @Test
    @DisplayName("every method that a sentence calls is public, by that name")
    void methods_arePublic() throws IOException {
        String api = Files.readString(Path.of("src/test/resources/io/quorate/architecture/public-api.txt"));
        Set<String> known = Pattern.compile("[ .](\\w+)\\(")
                .matcher(api)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Set<String> types = Pattern.compile("[.$]([A-Z]\\w+)")
                .matcher(api)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (String code : Readme.code(README.prose())) {
            for (String name : found("(\\w+)\\(", code)) {
                if (!known.contains(name) && !FOREIGN.contains(name)) {
                    missing.add(name + " in " + code);
                }
            }
            for (String name : found("(?:^|[ (])([A-Z][a-z]\\w+)\\.[a-z]\\w+[(`]", code)) {
                if (!types.contains(name) && !FOREIGN.contains(name) && !name.equals("Duration")) {
                    missing.add(name + " in " + code);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    @DisplayName("calls that stand whole in a sentence compile as they stand")
    void calls_compile() {
        Examples examples = new Examples(
                "io.quorate.*",
                "io.quorate.call.*",
                "io.quorate.host.*",
                "io.quorate.lab.*",
                "io.quorate.lab.LoginSpec.*",
                "io.quorate.plan.*",
                "java.nio.file.*",
                "java.time.Duration");
        Set<String> calls = new TreeSet<>();
        for (String code : Readme.code(README.prose().replace("\n  ", " ").replace('\n', ' '))) {
            if (CALL.matcher(code).matches() && !code.contains("...")) {
                calls.add(code);
            }
        }
        assertThat(calls).hasSizeGreaterThan(20);
        int i = 0;
        for (String call : calls) {
            examples.add("call" + i++, GIVEN, call + ";");
        }
        assertThat(examples.compile()).isEmpty();
    }

    @Test
    @DisplayName("samples that are named are there, and their output is looked at by a test")
    void samples_areThere() throws IOException {
        String tests = "";
        try (Stream<Path> files = Files.walk(Path.of("src/test/java/io/quorate/samples"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tests += Files.readString(file);
            }
        }
        List<String> names = found("[Ss]amples? `([A-Z]\\w+)`", README.prose());
        assertThat(names).hasSizeGreaterThan(3);
        for (String name : names) {
            assertThat(Path.of("src/main/java/io/quorate/samples", name + ".java"))
                    .exists();
            assertThat(tests).contains(name + ".");
        }
    }

    @Test
    @DisplayName("codes in the table of symptoms are codes that the SDK or the lab's faults know")
    void symptoms_haveCodesThatAreKnown() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module : List.of("api", "impl-winrm", "impl-nexenta", "impl-mssql", "src-test-fixtures")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.append(Files.readString(file)).append('\n');
                }
            }
        }
        String all = sources.toString();
        String lower = all.toLowerCase(java.util.Locale.ROOT).replace("_", "");
        List<String> codes = new ArrayList<>();
        for (List<String> row : README.rows("Symptoms")) {
            codes.addAll(found(
                    "(0x[0-9A-Fa-f]{8}|\\bE[A-Z]{4,}\\b|\\b\\d{4,5}\\b|login 2/\\d|\\b[A-Z]+_[A-Z]+\\b)", row.get(0)));
            codes.addAll(found("\"([^\"]+)\"", row.get(0)));
        }
        assertThat(codes).hasSizeGreaterThan(8);
        Set<String> missing = new TreeSet<>();
        for (String code : codes) {
            if (!lower.contains(code.toLowerCase(java.util.Locale.ROOT)) && !all.contains(code)) {
                missing.add(code);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
