package io.quorate.lab.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Seed;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class DdlHostileTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
    private static final String SIGNS = "()[]'\"\\;,.=:-*/@#$_%0123456789xXNnAaEe \n\t\u00e9\u4e2d\ud83d\u0000";

    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_129);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @DisplayName("hostile inputs, 100 000 in a sweep, end in a rejection or are taken, and in nothing else")
    void parse_ofHostileInput_isARejectionOrTaken() throws Exception {
        Random random = seeds.random();
        List<Cases.Case> valid = Cases.valid();
        int taken = 0;
        for (int i = 0; i < INPUTS; i++) {
            Cases.Case basis = valid.get(random.nextInt(valid.size()));
            String text = hostile(basis.text(), random);
            SqlVersion version = SqlVersion.values()[random.nextInt(SqlVersion.values().length)];
            SqlEdition edition = SqlEdition.values()[random.nextInt(SqlEdition.values().length)];
            try {
                Ddl.parse(text, version, edition);
                taken++;
            } catch (DdlRejection e) {
                assertThat(e.number()).isPositive();
                assertThat(e.line())
                        .isBetween(
                                1, 1 + (int) text.chars().filter(c -> c == '\n').count());
                assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(2_000);
            }
            try {
                Batch.split(text);
            } catch (DdlRejection e) {
                assertThat(e.syntax()).isTrue();
            }
        }
        assertThat(taken).isLessThan(INPUTS / 2);
    }

    private static String hostile(String valid, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> noise(random, random.nextInt(400));
            case 1 -> valid.substring(0, random.nextInt(valid.length()));
            case 2 -> {
                int at = random.nextInt(valid.length());
                yield valid.substring(0, at) + noise(random, 1 + random.nextInt(8)) + valid.substring(at);
            }
            case 3 -> {
                int from = random.nextInt(valid.length());
                int to = from + random.nextInt(valid.length() - from);
                yield valid.substring(0, to) + valid.substring(from);
            }
            case 4 -> {
                StringBuilder changed = new StringBuilder(valid);
                for (int i = 0; i < 5; i++) {
                    changed.setCharAt(random.nextInt(changed.length()), SIGNS.charAt(random.nextInt(SIGNS.length())));
                }
                yield changed.toString();
            }
            default -> valid.replace("N'SQL1'", noise(random, 20));
        };
    }

    private static String noise(Random random, int length) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return noise.toString();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("two hundred thousand brackets, comments, quotes, commas or digits end soon, and no stack runs out")
    void parse_ofOneSignManyTimes_isARejection() {
        String route =
                "ALTER AVAILABILITY GROUP a MODIFY REPLICA ON N'S' WITH (PRIMARY_ROLE (READ_ONLY_ROUTING_LIST = ";
        for (String text : List.of(
                route + "(".repeat(200_000),
                "/*".repeat(200_000),
                "/*".repeat(100_000) + "*/".repeat(100_000) + " x",
                "'".repeat(199_999),
                "[".repeat(200_000),
                "DROP DATABASE " + "a,".repeat(200_000),
                "CREATE LOGIN a WITH PASSWORD = 0x" + "A".repeat(200_000),
                "ALTER AVAILABILITY GROUP a SET (HEALTH_CHECK_TIMEOUT = " + "9".repeat(200_000) + ")",
                "EXEC p 1" + "0".repeat(200_000) + "e" + "9".repeat(200_000),
                "CREATE AVAILABILITY GROUP a FOR REPLICA ON N'"
                        + "x".repeat(200_000)
                        + "' WITH (ENDPOINT_URL = N'TCP://"
                        + "a.".repeat(100_000)
                        + ":1', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL)",
                "GRANT " + "ALTER ".repeat(200_000),
                "RESTORE DATABASE a FROM DISK = '" + "\\".repeat(200_000) + "' WITH MOVE")) {
            DdlRejection rejection = null;
            try {
                Ddl.parse(text, SqlVersion.V2022, SqlEdition.ENTERPRISE);
            } catch (DdlRejection e) {
                rejection = e;
            }
            assertThat(rejection).as(text.substring(0, 40)).isNotNull();
            assertThat(rejection.getMessage()).hasSizeLessThan(2_000);
        }
    }
}
