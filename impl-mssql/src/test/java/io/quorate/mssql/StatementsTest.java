package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.spi.Handlers;
import io.quorate.spi.Safety;
import io.quorate.spi.Step;
import io.quorate.sql.command.CreateMasterKey;
import io.quorate.sql.command.CreateSqlLogin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every statement there is, pinned by a file. {@code -Dquorate.golden.write=true}, run in the module's folder, writes it anew; read the difference
 * before it is committed.
 */
class StatementsTest {
    private static final Handlers<SqlLink> HANDLERS = SqlHandlers.all();

    private static <R> List<? extends Step> foreseen(Command<R> command) {
        return HANDLERS.of(command).foreseen(command, "sql1");
    }

    private static String rendered() {
        StringBuilder text = new StringBuilder();
        for (Command<?> command : SampleCommands.all()) {
            text.append("-- ").append(command.name()).append('\n');
            foreseen(command).forEach(step -> text.append(step.text()).append('\n'));
        }
        return text.toString();
    }

    @Test
    @DisplayName("every statement reads as an administrator would type it")
    void statements_areTheGoldenOnes() throws IOException {
        if (Boolean.getBoolean("quorate.golden.write")) {
            Files.writeString(Path.of("src/test/resources/tsql/statements.txt"), rendered());
        }
        String golden;
        try (InputStream in = StatementsTest.class.getResourceAsStream("/tsql/statements.txt")) {
            golden = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(rendered()).isEqualTo(golden);
    }

    @Test
    @DisplayName(
            "each command that changes something has a sample, and what only reads sends nothing that is explained")
    void samples_coverEveryHandler() {
        Set<Class<?>> sampled = new HashSet<>();
        SampleCommands.all().forEach(command -> {
            sampled.add(command.getClass());
            assertThat(command.safety()).isNotEqualTo(Safety.READ);
            assertThat(foreseen(command)).as(command.name()).isNotEmpty();
        });
        assertThat(HANDLERS.all()).extracting(Handler::handles).allSatisfy(handled -> {
            if (!handled.getSimpleName().startsWith("Get")) {
                assertThat(sampled).contains(handled);
            }
        });
    }

    @Test
    @DisplayName("no secret is in what is explained, in any form, and all of it in what is sent")
    void secrets_areSentAndNeverShown() {
        for (Command<?> command : SampleCommands.all()) {
            for (Step step : foreseen(command)) {
                assertThat(step.text() + step)
                        .doesNotContain("Kanarienvogel")
                        .doesNotContain("CAFE0123")
                        .doesNotContain("\n");
            }
        }
        CreateMasterKey key = new CreateMasterKey("sql1", Secret.of(SampleCommands.PASSWORD));
        SqlStep step = SecurityTSql.masterKey(key);
        assertThat(step.sent()).isEqualTo("CREATE MASTER KEY ENCRYPTION BY PASSWORD = N'Kanarienvogel''1!'");
        assertThat(step.cleaner().apply("near 'Kanarienvogel''1!' or Kanarienvogel'1!"))
                .doesNotContain("Kanarienvogel");
    }

    @Test
    void hash_whenItIsNone_isRefusedBeforeAnythingIsSent() {
        CreateSqlLogin login = new CreateSqlLogin("sql1", "app", Secret.of("0x12; DROP LOGIN sa"), true, null);
        assertThatThrownBy(() -> SecurityTSql.sqlLogin(login).sent())
                .isInstanceOf(Fault.class)
                .hasMessageContaining("hexadecimal")
                .hasMessageNotContaining("DROP");
    }
}
