package io.quorate.lab.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckFolderTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    @DisplayName("at least 60 statements are taken and 40 refused with the server's numbers, by version and edition")
    void check_ofOurOwnStatements_findsEachAsItIsToBe() throws Exception {
        boolean fine = check(Cases.folder());
        assertThat(fine).as(printed()).isTrue();
        assertThat(verdicts("ok    valid/")).hasSizeGreaterThanOrEqualTo(60);
        assertThat(verdicts("ok    broken/")).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void check_whenAValidOneIsRefused_saysWhyAndFails(@TempDir Path folder) throws IOException {
        put(folder, "valid/a.sql", "-- 2019 Enterprise\nDROP AVAILABILITY\nGRUOP ag1\n");
        assertThat(check(folder)).isFalse();
        assertThat(printed())
                .contains("WRONG valid/a.sql is refused: 102 (line 3)")
                .contains("1 files, 1 wrong");
    }

    @Test
    void check_whenABrokenOneIsTaken_fails(@TempDir Path folder) throws IOException {
        put(folder, "broken/a.sql", "-- 2019 Enterprise\nDROP AVAILABILITY GROUP ag1\n");
        assertThat(check(folder)).isFalse();
        assertThat(printed()).contains("WRONG broken/a.sql is taken");
    }

    @Test
    void check_whenABrokenOneIsRefusedForAnotherReason_fails(@TempDir Path folder) throws IOException {
        put(folder, "broken/a.sql", "-- 2019 Enterprise 47110\nDROP AVAILABILITY\n");
        assertThat(check(folder)).isFalse();
        assertThat(printed()).contains("with another number than 47110: 102");
    }

    @Test
    void check_whenNothingIsThere_fails(@TempDir Path folder) throws IOException {
        assertThat(check(folder.resolve("missing"))).isFalse();
        assertThat(check(folder)).isFalse();
        Files.createDirectories(folder.resolve("valid"));
        Files.createDirectories(folder.resolve("broken"));
        assertThat(check(folder)).isFalse();
        assertThat(printed()).contains("WRONG valid/ holds no file to check", "WRONG broken/ holds no file to check");
    }

    @Test
    @DisplayName("a folder with one of the two alone is checked; one that is there and empty is a mistake")
    void check_whenOnePartIsEmpty_fails(@TempDir Path folder) throws IOException {
        put(folder, "broken/a.sql", "-- 2019 Enterprise\nDROP AVAILABILITY\n");
        assertThat(check(folder)).isTrue();
        Files.createDirectories(folder.resolve("valid"));
        assertThat(check(folder)).isFalse();
    }

    @Test
    void check_whenAFirstLineSaysNothing_fails(@TempDir Path folder) throws IOException {
        List<String> lines =
                List.of("DROP AVAILABILITY GROUP ag1", "-- 2019", "-- 2008 Enterprise", "-- 2019 Business", "--", "");
        for (int i = 0; i < lines.size(); i++) {
            put(folder, "broken/" + i + ".sql", lines.get(i) + "\nDROP\n");
        }
        assertThat(check(folder)).isFalse();
        assertThat(printed()).contains("6 files, 6 wrong");
    }

    @Test
    void check_whenAFileIsNoText_fails(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("broken/a.sql");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {'-', '-', ' ', (byte) 0xff, (byte) 0xfe});
        assertThat(check(folder)).isFalse();
        assertThat(printed()).contains("is no UTF-8");
    }

    @Test
    @DisplayName("files come with any line ends, with a byte order mark, and in folders below")
    void check_ofFilesAsEditorsWriteThem_readsThem(@TempDir Path folder) throws IOException {
        put(folder, "valid/a.sql", "\ufeff--2022   developer\r\nALTER AVAILABILITY GROUP ag1\r\nFAILOVER;\r\n");
        put(folder, "valid/below/b.sql", "-- 16.0.4135.4 Enterprise\nDROP AVAILABILITY GROUP ag1");
        assertThat(check(folder)).as(printed()).isTrue();
        assertThat(printed()).contains("2 files, 0 wrong");
    }

    private boolean check(Path folder) {
        return CheckFolder.check(folder, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<String> verdicts(String start) {
        return printed().lines().filter(line -> line.startsWith(start)).toList();
    }

    private static void put(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void arguments_ofSomebodyWhoDoesNotKnowThem_areAnswered() {
        assertThat(run("--help")).startsWith("0 Usage: CheckFolder FOLDER");
        assertThat(run("--version")).startsWith("0 Quorate's checker of DDL, ");
        assertThat(run("--what")).startsWith("2 not understood: --what");
        assertThat(run()).startsWith("2 name one folder");
        assertThat(run("one", "two")).startsWith("2 name one folder");
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = CheckFolder.run(new PrintStream(out, true, StandardCharsets.UTF_8), "", arguments);
        return code + " " + out.toString(StandardCharsets.UTF_8);
    }
}
