package io.quorate.samples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Lab;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What stands in the README's fences. */
class ReadmeBlocksTest {
    private static final Readme README = Readme.read();
    private static final List<String> MODULES =
            List.of("api/bom", "api", "impl-winrm", "impl-nexenta", "impl-mssql", "src-test-fixtures", "samples", ".");

    @Test
    @DisplayName("every Java fence compiles without a warning; the first one, which adds a node, and the test run")
    void javaFences_compile_andThoseOfTheLabRun() throws ReflectiveOperationException {
        Examples examples = new Examples(
                "com.zaxxer.hikari.*",
                "io.quorate.*",
                "io.quorate.cluster.*",
                "io.quorate.lab.*",
                "io.quorate.mssql.*",
                "java.nio.file.Path",
                "org.junit.jupiter.api.Test",
                "static org.junit.jupiter.api.Assertions.assertEquals");
        List<Readme.Block> fences = README.blocks("java");
        assertThat(fences).hasSizeGreaterThan(3);
        for (int i = 0; i < fences.size(); i++) {
            String given = i == 0 ? "" : "String password, String chapSecret, String sqlPassword";
            if (fences.get(i).text().startsWith("@Test")) {
                examples.addMethod(fences.get(i).text());
            } else {
                examples.add("fence" + i, given, fences.get(i).text());
            }
        }
        assertThat(examples.compile()).isEmpty();

        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            examples.run("fence0");
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("HV1", "HV2");
        try (Lab lab = Lab.story()) {
            assertThat(examples.runTests(lab)).isOne();
            assertThat(lab.faults().unfired()).isEmpty();
        }
    }

    @Test
    @DisplayName("the XML fence is well-formed, and names artefacts that are published, with the version they have")
    void xmlFence_hasTheCoordinatesOfThePoms() throws Exception {
        List<Readme.Block> fences = README.blocks("xml");
        assertThat(fences).hasSize(1);
        Element snippet = parsed("<project>" + fences.get(0).text() + "</project>");
        Element bom = parsed(Files.readString(Path.of("..", "api", "bom", "pom.xml")));
        Element root = parsed(Files.readString(Path.of("..", "pom.xml")));

        Element imported = (Element)
                ((Element) snippet.getElementsByTagName("dependencyManagement").item(0))
                        .getElementsByTagName("dependency")
                        .item(0);
        assertThat(child(imported, "groupId")).isEqualTo(child(bom, "groupId"));
        assertThat(child(imported, "artifactId")).isEqualTo(child(bom, "artifactId"));
        assertThat(child(imported, "version")).isEqualTo(child(bom, "version")).isEqualTo(child(root, "version"));
        assertThat(child(imported, "type") + " " + child(imported, "scope")).isEqualTo("pom import");

        List<String> managed = artefacts(bom);
        assertThat(managed).allMatch(name -> name.startsWith("io.quorate:quorate-"));
        List<String> used = artefacts(snippet);
        used.remove("io.quorate:quorate-bom");
        assertThat(used).isNotEmpty();
        assertThat(managed).containsAll(used);
        assertThat(Readme.code(README.under("Use it")).stream()
                        .map(name -> name.replace("io.quorate:", ""))
                        .filter(name -> name.startsWith("quorate-") && !name.equals("quorate-bom"))
                        .map(name -> "io.quorate:" + name)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(managed);
    }

    @Test
    @DisplayName("what a user brings stays his: the bill of materials has no parent, and its address is the root's")
    void billOfMaterials_standsAlone() throws Exception {
        Element bom = parsed(Files.readString(Path.of("..", "api", "bom", "pom.xml")));
        Element root = parsed(Files.readString(Path.of("..", "pom.xml")));
        assertThat(bom.getElementsByTagName("parent").getLength()).isZero();
        assertThat(bom.getElementsByTagName("quorate.home").item(0).getTextContent())
                .isEqualTo(root.getElementsByTagName("quorate.home").item(0).getTextContent());
        for (String wanted : List.of("name", "description", "url", "licenses", "developers", "scm")) {
            assertThat(child(bom, wanted)).as(wanted).isNotBlank();
            assertThat(child(root, wanted)).as(wanted).isNotBlank();
        }
    }

    @Test
    @DisplayName("commands in fences and in sentences name profiles, modules, main classes and files that there are")
    void commands_nameWhatThereIs() throws Exception {
        String poms = "";
        for (String module : MODULES) {
            poms += Files.readString(Path.of("..", module, "pom.xml"));
        }
        List<String> commands = new ArrayList<>(Readme.code(README.prose()));
        README.blocks("sh").forEach(fence -> commands.add(fence.text()));
        README.prose().lines().filter(line -> line.startsWith("    ")).forEach(commands::add);
        List<String> missing = new ArrayList<>();
        for (String command : commands) {
            if (command.contains("mvn ") || command.startsWith("-P")) {
                each("(?<![\\w-])-P([a-z,]+)", command, names -> {
                    for (String name : names.split(",", -1)) {
                        missing.add(name);
                    }
                });
                each("-pl ([a-z,-]+)", command, names -> {
                    for (String module : names.split(",", -1)) {
                        if (!MODULES.contains(module)) {
                            missing.add("module " + module);
                        }
                    }
                });
            }
            each("\\b(io\\.quorate(?:\\.[a-z]+)+\\.[A-Z]\\w+|measure\\.[A-Z]\\w+)", command, name -> {
                if (source(name) == null) {
                    missing.add("class " + name);
                }
            });
            each(
                    "(?<![\\w./-])((?:\\.ci|\\.github|samples|src-test-fixtures|api)/[\\w./-]*\\w)(?![\\w/]|/?\\*)",
                    command,
                    name -> {
                        if (!name.contains("/target") && !Files.exists(Path.of("..", name))) {
                            missing.add("file " + name);
                        }
                    });
        }
        String all = poms;
        missing.removeIf(name -> all.contains("<id>" + name + "</id>"));
        assertThat(missing).isEmpty();
    }

    @Test
    @DisplayName("every option of the served lab is one that it takes, and the other way round")
    void labServer_takesTheOptionsThatAreTold() throws Exception {
        String server = Files.readString(source("io.quorate.lab.LabServer"));
        List<String> told = new ArrayList<>();
        each("(--[a-z-]+)", README.under("Serve the lab"), told::add);
        List<String> taken = new ArrayList<>();
        each("\"(--[a-z-]+)\"", server, taken::add);
        List<String> ofEveryProgram = List.of("--help", "--version");
        taken.removeAll(ofEveryProgram);
        told.removeAll(ofEveryProgram);
        assertThat(told).containsAll(taken);
        assertThat(taken).containsAll(told);
    }

    @Test
    @DisplayName("environment variables and system properties that are told are read by somebody")
    void switches_areRead() throws Exception {
        List<String> told = new ArrayList<>();
        each("\\b(QUORATE_[A-Z_]+)", README.prose(), told::add);
        each("-D(quorate\\.[a-z.]+)", README.prose(), told::add);
        StringBuilder all = new StringBuilder();
        for (String folder : List.of(".ci", "src-test-fixtures/src", "api/src", "impl-winrm/src", "pom.xml")) {
            try (Stream<Path> files = Files.walk(Path.of("..", folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (file.toString().matches(".*(\\.java|\\.xml|\\.ci/[^.]*|\\.py|\\.sh)")) {
                        all.append(Files.readString(file));
                    }
                }
            }
        }
        assertThat(told).isNotEmpty().allSatisfy(name -> assertThat(all).contains(name));
    }

    @Test
    @DisplayName("links lead to files, and words in italics that point elsewhere to headings")
    void links_leadSomewhere() {
        List<String> missing = new ArrayList<>();
        each("\\]\\(([^)#]+)(?:#[a-z-]+)?\\)", README.prose(), target -> {
            if (!target.startsWith("http") && !Files.exists(Path.of("..", target))) {
                missing.add(target);
            }
        });
        each("(?<!\\*)\\*([A-Z][a-z][^*\n]+)\\*(?!\\*)", README.prose(), heading -> {
            if (README.under(heading.replaceAll(" above$", "")).isBlank()) {
                missing.add("heading " + heading);
            }
        });
        assertThat(missing).isEmpty();
    }

    private static void each(String pattern, String text, java.util.function.Consumer<String> to) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            to.accept(matcher.group(1));
        }
    }

    private static Path source(String name) {
        String file = name.replace('.', '/') + ".java";
        for (String folder : List.of(
                "api/src/main/java",
                "impl-winrm/src/main/java",
                "impl-nexenta/src/main/java",
                "impl-mssql/src/main/java",
                "src-test-fixtures/src/main/java",
                "src-test-fixtures/src/test/java",
                "samples/src/main/java",
                "samples/measure/src")) {
            Path path = Path.of("..", folder, file);
            if (Files.exists(path)) {
                return path;
            }
        }
        return null;
    }

    private static List<String> artefacts(Element of) {
        List<String> names = new ArrayList<>();
        NodeList dependencies = of.getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element one = (Element) dependencies.item(i);
            names.add(child(one, "groupId") + ":" + child(one, "artifactId"));
        }
        return names;
    }

    private static String child(Element of, String name) {
        Map<String, String> children = new HashMap<>();
        NodeList nodes = of.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            children.putIfAbsent(nodes.item(i).getNodeName(), nodes.item(i).getTextContent());
        }
        return children.getOrDefault(name, "");
    }

    private static Element parsed(String xml) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return document.getDocumentElement();
    }
}
