package io.quorate.lab.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.ddl.GroupStatement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements of the catalogue are read as the instance's version and edition reads them. */
class SqlGrammarTest {
    private final FakeHost host = new FakeHost("SQL1");
    private final SqlInstance instance = new SqlInstance(host, host);
    private final SqlSession session = Heard.in(instance, "master");

    @AfterEach
    void close() {
        instance.close();
    }

    @Test
    void statement_isReadAndCarriedOut() {
        Heard heard = Heard.of(session, "ALTER AVAILABILITY GROUP [AG1] FAILOVER");

        assertThat(heard.messages).isEmpty();
        assertThat(host.executed).hasSize(1).first().isInstanceOf(GroupStatement.class);
    }

    @Test
    void rejection_isToldAsTheErrorItCarries() {
        Heard heard = Heard.of(session, "SELECT 1;\nALTER AVAILABILITY GROUP [AG1] NONSENSE");

        assertThat(heard.errors()).singleElement().satisfies(n -> assertThat(n).isLessThan(1000));
        assertThat(heard.messages.get(0).line()).isEqualTo(2);
        assertThat(heard.rows).isEmpty();
        assertThat(host.executed).isEmpty();
    }

    @Test
    void password_ofAStatementThatIsNone_isInNoMessage() {
        for (String batch : new String[] {
            "CREATE LOGIN x WITH PASSWORD = N'S3cretWord!', NONSENSE = 1",
            "CREATE LOGIN x WITH PASSWORD = N'S3cretWord!",
            "ALTER LOGIN x WITH PASSWORD N'S3cretWord!'",
            "SELECT CAST(N'S3cretWord!' AS int)",
            "SELECT CAST(N'S3cretWord!' AS datetime)"
        }) {
            Heard heard = Heard.of(session, batch);
            assertThat(heard.errors()).as(batch).isNotEmpty();
            assertThat(heard.messages.toString()).as(batch).doesNotContain("S3cretWord");
        }
    }
}
