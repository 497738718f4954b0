package io.quorate.lab.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Seed;
import io.quorate.lab.ddl.Mutations.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the SDK sends, as its golden file holds it, before the checker that does not know who renders it. */
class EmittedStatementsTest {
    private static final Path GOLDEN = Path.of("../impl-mssql/src/test/resources/tsql/statements.txt");

    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_129);

    private static List<Mutations.Statement> emitted() throws IOException {
        List<Mutations.Statement> all = new ArrayList<>();
        String name = "";
        for (String line : Files.readAllLines(GOLDEN)) {
            if (line.startsWith("--")) {
                name = line.substring(2).strip();
            } else if (!line.isBlank()) {
                // The file hides secrets; a hash is a binary literal.
                String text =
                        line.replace("PASSWORD = <hidden> HASHED", "PASSWORD = 0x0200" + "AB".repeat(68) + " HASHED");
                all.add(new Mutations.Statement(name, text, SqlVersion.V2025, SqlEdition.ENTERPRISE));
            }
        }
        assertThat(all).hasSizeGreaterThan(80);
        return all;
    }

    @Test
    @DisplayName("the checker takes every statement that the SDK sends")
    void parse_ofWhatTheSdkSends_isTaken() throws IOException {
        List<String> refused = new ArrayList<>();
        for (Mutations.Statement one : emitted()) {
            try {
                Ddl.parse(one.text(), one.version(), one.edition());
            } catch (DdlRejection e) {
                refused.add(one + ": " + e.number() + " " + e.getMessage());
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    @DisplayName("of statements that the SDK sends, with one change each, at least 95 in 100 are refused")
    void parse_ofMutantsOfWhatTheSdkSends_refusesNearlyAll() throws Exception {
        Report report = Mutations.run(emitted(), seeds.random(), Boolean.getBoolean("quorate.sweep") ? 20 : 2);
        assertThat(report.refused()).as("%s", report.taken()).isGreaterThanOrEqualTo(0.95);
    }
}
