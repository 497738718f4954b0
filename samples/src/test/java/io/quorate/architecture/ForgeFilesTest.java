package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a forge reads: nobody here sees it run, so it names what there is. */
class ForgeFilesTest {
    private static final Path GITHUB = Path.of("..", ".github");
    private static final Set<String> RULE =
            Set.of("description", "matchPackageNames", "matchFileNames", "allowedVersions", "enabled");

    @Test
    @DisplayName("renovate.json is JSON, uses options that Renovate has, and its folders are ours")
    void renovate_namesWhatThereIs() throws IOException {
        JsonNode config = JsonMapper.shared().readTree(Files.readString(GITHUB.resolve("renovate.json")));
        assertThat(config.propertyNames()).containsExactlyInAnyOrder("$schema", "extends", "packageRules");
        for (JsonNode rule : config.get("packageRules")) {
            assertThat(RULE).containsAll(rule.propertyNames());
            for (JsonNode file : rule.get("matchFileNames")) {
                String first = file.stringValue().replace("/**", "");
                if (first.endsWith("*")) {
                    String start = first.replace("*", "");
                    try (Stream<Path> all = Files.list(Path.of(".."))) {
                        assertThat(all.map(path -> path.getFileName().toString()))
                                .anyMatch(name -> name.startsWith(start));
                    }
                } else {
                    assertThat(Path.of("..", first)).exists();
                }
            }
        }
    }

    @Test
    @DisplayName("workflows run scripts, tests and profiles that there are, and keep the right to check out")
    void workflows_nameWhatThereIs() throws IOException {
        String root = Files.readString(Path.of("..", "pom.xml"));
        Set<String> tests = new TreeSet<>();
        for (String module :
                List.of("api", "impl-winrm", "impl-nexenta", "impl-mssql", "src-test-fixtures", "samples")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
                files.forEach(file -> tests.add(file.getFileName().toString().replace(".java", "")));
            }
        }
        try (Stream<Path> files = Files.list(GITHUB.resolve("workflows"))) {
            List<Path> workflows = files.toList();
            assertThat(workflows).hasSizeGreaterThan(3);
            for (Path workflow : workflows) {
                String text = Files.readString(workflow);
                assertThat(text).as("%s", workflow).doesNotContain("\t").containsPattern("(?m)^jobs:$");
                named("-Dtest=([\\w,]+)", text, name -> assertThat(tests).contains(name));
                named("mvn [^\\n]*-P([a-z,]+)", text, name -> assertThat(root).contains("<id>" + name + "</id>"));
                named(
                        "(?<![\\w./])(\\.(?:ci/|github[/\\\\])[\\w.-]+)",
                        text,
                        name -> assertThat(Path.of("..", name.replace('\\', '/')))
                                .exists());
                if (text.contains("permissions:")) {
                    assertThat(text).as("%s", workflow).contains("contents: read");
                }
            }
        }
    }

    private static void named(String pattern, String text, java.util.function.Consumer<String> check) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            for (String name : matcher.group(1).split(",", -1)) {
                check.accept(name);
            }
        }
    }
}
