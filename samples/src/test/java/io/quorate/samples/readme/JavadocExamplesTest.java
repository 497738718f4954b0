package io.quorate.samples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Examples in the Javadoc are pieces of samples, which compile and run, or compile by themselves. */
class JavadocExamplesTest {
    private static final Pattern SAMPLE = Pattern.compile("\\{@snippet file=\"([^\"]+)\" region=\"([^\"]+)\"\\}");
    private static final Pattern INLINE = Pattern.compile("\\{@snippet :\\n(.*?)\\n\\s*\\* \\}", Pattern.DOTALL);
    private static final Pattern OLDER = Pattern.compile("<pre>\\{@code\\n(.*?)\\n\\s*\\* \\}</pre>", Pattern.DOTALL);

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : List.of("api", "impl-winrm", "impl-nexenta", "impl-mssql", "src-test-fixtures")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
        return all;
    }

    @Test
    @DisplayName("a piece of a sample is there, and the sample is run by a test")
    void pieces_areOfSamplesThatRun() throws IOException {
        String tests = "";
        try (Stream<Path> files = Files.list(Path.of("src/test/java/io/quorate/samples"))) {
            for (Path test :
                    files.filter(file -> file.toString().endsWith("Test.java")).toList()) {
                tests += Files.readString(test);
            }
        }
        Set<String> wrong = new TreeSet<>();
        int pieces = 0;
        for (Path source : sources()) {
            Matcher snippet = SAMPLE.matcher(Files.readString(source));
            while (snippet.find()) {
                pieces++;
                Path sample = Path.of("src/main/java", snippet.group(1));
                String name = sample.getFileName().toString().replace(".java", "");
                if (!Files.exists(sample)
                        || !Files.readString(sample).contains("@start region=\"" + snippet.group(2) + "\"")
                        || !tests.contains(name + ".")) {
                    wrong.add(source + ": " + snippet.group());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(pieces).isGreaterThan(20);
    }

    @Test
    @DisplayName("an example that stands in a comment compiles")
    void examplesInComments_compile() throws IOException {
        Examples examples = new Examples(
                "io.quorate.*",
                "io.quorate.call.*",
                "io.quorate.cluster.*",
                "io.quorate.host.*",
                "io.quorate.lab.*",
                "io.quorate.lab.kernel.Faults",
                "io.quorate.vm.*",
                "java.time.Duration",
                "java.util.*",
                "java.util.stream.Stream",
                "org.slf4j.Logger");
        examples.addMethod("void write(Object any) {}");
        int count = 0;
        for (Path source : sources()) {
            String text = Files.readString(source);
            for (Pattern pattern : List.of(INLINE, OLDER)) {
                Matcher example = pattern.matcher(text);
                while (example.find()) {
                    examples.addOfAnObject(
                            "example" + count++,
                            "Quorate quorate, ClusterClient cluster, VirtualMachineClient vms, VirtualMachine web1,"
                                    + " HostClient hv1, HostClient hv2, Faults faults, Logger log",
                            example.group(1).replaceAll("(?m)^\\s*\\* ?", ""));
                }
            }
            String rest = SAMPLE.matcher(
                            INLINE.matcher(OLDER.matcher(text).replaceAll("")).replaceAll(""))
                    .replaceAll("");
            assertThat(rest).as("%s: an example of another form", source).doesNotContain("{@snippet", "<pre>");
        }
        assertThat(count).isGreaterThan(3);
        assertThat(examples.compile()).isEmpty();
    }
}
