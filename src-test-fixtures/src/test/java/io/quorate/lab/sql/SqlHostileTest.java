package io.quorate.lab.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Seed;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Batches that are none: a session answers them with errors, and throws nothing. */
class SqlHostileTest {
    private static final int ROUNDS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
    private static final List<String> WORDS = List.of(
            "SELECT",
            "FROM",
            "WHERE",
            "(",
            ")",
            ",",
            "'",
            "[",
            "]",
            "@",
            "@@",
            ";",
            "\n",
            "BEGIN",
            "END",
            "IF",
            "ELSE",
            "CASE",
            "TOP",
            "0x",
            "1e",
            ".",
            "..",
            "=",
            "+=",
            "INSERT",
            "INTO",
            "VALUES",
            "OUTPUT",
            "inserted.",
            "UPDATE",
            "SET",
            "DELETE",
            "CREATE TABLE",
            "t",
            "#t",
            "sys.databases",
            "EXEC",
            "sp_executesql",
            "N'",
            "DECLARE",
            "int",
            "WITH",
            "AS",
            "OVER",
            "--",
            "/*",
            "*/",
            "CAST(",
            "CONVERT(",
            "DB_NAME(",
            "COUNT(",
            "WHILE 1=2",
            "TRY",
            "CATCH",
            "THROW",
            "RAISERROR(",
            "USE",
            "COMMIT",
            "ROLLBACK",
            "SAVE TRAN",
            "IDENTITY(",
            "DEFAULT",
            "CHECK (",
            "REFERENCES",
            "DATEDIFF(",
            "STUFF(",
            "\u0000",
            "\"",
            "{",
            "ALTER TABLE");

    @RegisterExtension
    final Seed seed = Seed.usually(7);

    @Test
    void everyBatch_endsInAnAnswer() {
        Random random = seed.random();
        List<String> seeds = Stream.concat(
                        InventoryQueries.ALL.stream().map(InventoryQueries.Case::query),
                        Stream.of(
                                "CREATE TABLE dbo.t (id int IDENTITY(1,1) PRIMARY KEY, n nvarchar(10) DEFAULT (N'x'))",
                                "INSERT INTO t (n) OUTPUT inserted.id VALUES (N'a')",
                                "UPDATE t SET n = N'b' WHERE id = 1",
                                "BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH PRINT ERROR_MESSAGE() END CATCH",
                                "DECLARE @a int = 1 IF @a = 1 BEGIN SELECT @a END ELSE PRINT 'x'",
                                "EXEC sp_executesql N'SELECT @a', N'@a int', @a = 1"))
                .toList();
        try (SqlInstance instance = new FakeHost("SQL1").instance()) {
            SqlSession session = Heard.in(instance, "db1");
            int errors = 0;
            for (int i = 0; i < ROUNDS; i++) {
                Heard heard = Heard.of(session, changed(seeds.get(random.nextInt(seeds.size())), random));
                errors += heard.errors().isEmpty() ? 0 : 1;
                assertThat(heard.messages.toString())
                        .doesNotContain("SQL statement:")
                        .doesNotContain("org.h2");
            }
            assertThat(errors).isGreaterThan(ROUNDS / 4);
            Heard.of(session, "IF @@TRANCOUNT > 0 ROLLBACK");
            assertThat(Heard.of(session, "SELECT 1").value()).isEqualTo(1);
        }
    }

    @Test
    void depth_andLength_areBounded() {
        try (SqlInstance instance = new FakeHost("SQL1").instance()) {
            SqlSession session = Heard.in(instance, "db1");
            for (String batch : List.of(
                    "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000),
                    "BEGIN ".repeat(5_000) + "SELECT 1" + " END".repeat(5_000),
                    "SELECT " + "1 + ".repeat(150_000) + "1",
                    "SELECT " + "CASE WHEN 1=1 THEN ".repeat(5_000) + "1" + " END".repeat(5_000),
                    "SELECT " + "ISNULL(1, ".repeat(3_000) + "1" + ")".repeat(3_000),
                    "x".repeat(1_000_001))) {
                assertThat(Heard.of(session, batch).errors()).hasSize(1);
            }
            assertThat(Heard.of(session, "SELECT 1").value()).isEqualTo(1);
        }
    }

    private static String changed(String batch, Random random) {
        StringBuilder text = new StringBuilder(batch);
        for (int i = random.nextInt(4); i >= 0 && text.length() > 1; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, " " + WORDS.get(random.nextInt(WORDS.size())) + " ");
                case 2 -> text.setLength(at + 1);
                default ->
                    text.replace(
                            at,
                            Math.min(text.length(), at + 1 + random.nextInt(8)),
                            WORDS.get(random.nextInt(WORDS.size())));
            }
        }
        return text.toString();
    }
}
