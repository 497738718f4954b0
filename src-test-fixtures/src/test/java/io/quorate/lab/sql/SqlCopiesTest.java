package io.quorate.lab.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies of a database hold what their logs hold: numbered rows show it. */
class SqlCopiesTest {
    private static final String TABLE =
            "CREATE TABLE dbo.marker (n int NOT NULL PRIMARY KEY, id int IDENTITY, g uniqueidentifier DEFAULT NEWID(), at datetime2 DEFAULT SYSUTCDATETIME())";

    private final FakeHost first = new FakeHost("SQL1");
    private final FakeHost second = new FakeHost("SQL2");
    private final SqlInstance one = first.instance();
    private final SqlInstance two = second.instance();
    private final SqlSession writer = Heard.in(one, "db1");
    private final SqlSession reader = Heard.in(two, "db1");

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    /** Sends the log over, as far as it goes. */
    private void send(int transactions) {
        second.logs.put("db1", new CopyOnWriteArrayList<>(first.logs.get("db1").subList(0, transactions)));
    }

    private void mark(int n) {
        assertThat(Heard.of(writer, "INSERT INTO marker (n) VALUES (@P0)", new SqlParameter("@P0", SqlType.INT, n))
                        .messages)
                .isEmpty();
    }

    private static List<Object> markers(SqlSession session) {
        List<Object> found = new ArrayList<>();
        Heard heard = Heard.of(session, "SELECT n FROM marker ORDER BY n");
        assertThat(heard.messages).isEmpty();
        heard.rows.forEach(r -> found.add(r.get(0)));
        return found;
    }

    @Test
    void copy_holdsTheSameValues_asTheOneThatWrote() {
        Heard.of(writer, TABLE);
        for (int n = 1; n <= 20; n++) {
            mark(n);
        }
        Heard.of(writer, "UPDATE marker SET at = DATEADD(day, 1, at) WHERE n > 10; DELETE marker WHERE n = 5");
        second.now = second.now.plusYears(3);
        send(first.logs.get("db1").size());

        String all = "SELECT n, id, g, at FROM marker ORDER BY n";
        assertThat(Heard.of(reader, all).rows)
                .isEqualTo(Heard.of(writer, all).rows)
                .hasSize(19);
    }

    @Test
    void copy_lagsByWhatIsNotSent_andGoesOnLater() {
        Heard.of(writer, TABLE);
        mark(1);
        mark(2);
        send(2);
        assertThat(markers(reader)).containsExactly(1);
        send(3);
        assertThat(markers(reader)).containsExactly(1, 2);
        assertThat(Heard.of(reader, "INSERT INTO marker (n) OUTPUT inserted.id VALUES (3)")
                        .value())
                .isEqualTo(3);
    }

    @Test
    void commit_thatWasLost_isAbsentAfterTheCopyIsBuiltAnew_andAnAcknowledgedOneIsThere() {
        Heard.of(writer, TABLE);
        mark(1);
        mark(2);
        send(2);
        mark(3);
        assertThat(markers(reader)).containsExactly(1);

        // the second takes over with what it has; the first comes back as its secondary and reverts
        Heard.of(reader, "INSERT INTO marker (n) VALUES (10)");
        first.logs.put("db1", new CopyOnWriteArrayList<>(second.logs.get("db1")));
        first.generations.put("db1", 1L);
        first.epochs.put("db1", 1L);
        assertThat(writer.ended()).isTrue();

        SqlSession again = Heard.in(one, "db1");
        assertThat(markers(again)).containsExactly(1, 10);
        assertThat(markers(reader)).containsExactly(1, 10);
        assertThat(Heard.of(again, "INSERT INTO marker (n) VALUES (11)").messages)
                .isEmpty();
        assertThat(markers(again)).containsExactly(1, 10, 11);
    }

    @Test
    void commit_thatHardensWithoutAnAnswer_isThereAfterwards() {
        Heard.of(writer, TABLE);
        first.commitSays = new SqlMessage(596, 21, 1, "the session is killed", 1);
        first.hardensNevertheless = true;
        assertThat(Heard.of(writer, "INSERT INTO marker (n) VALUES (1)").errors())
                .containsExactly(596);
        first.commitSays = null;

        assertThat(markers(writer)).containsExactly(1);
        assertThat(Heard.of(writer, "INSERT INTO marker (n) VALUES (1)").errors())
                .containsExactly(2627);
    }

    @Test
    void definitions_insideATransaction_areUndoneWithIt() {
        Heard.of(writer, TABLE);
        mark(1);
        Heard.of(
                writer,
                "BEGIN TRAN; INSERT marker (n) VALUES (2); CREATE TABLE other (id int); INSERT other VALUES (1); ROLLBACK");

        assertThat(markers(writer)).containsExactly(1);
        assertThat(Heard.of(writer, "SELECT * FROM other").errors()).containsExactly(208);
        Heard.of(writer, "BEGIN TRAN; CREATE TABLE other (id int); INSERT other VALUES (1); COMMIT");
        assertThat(Heard.of(writer, "SELECT COUNT(*) FROM other").value()).isEqualTo(1);
        send(first.logs.get("db1").size());
        assertThat(Heard.of(reader, "SELECT COUNT(*) FROM other").value()).isEqualTo(1);
    }

    @Test
    void truncate_andChangesOfTables_reachTheCopy() {
        Heard.of(writer, TABLE);
        mark(1);
        Heard.of(writer, "TRUNCATE TABLE marker; ALTER TABLE marker ADD note nvarchar(10) NULL");
        assertThat(Heard.of(writer, "INSERT marker (n, note) OUTPUT inserted.id VALUES (7, N'x')")
                        .value())
                .isEqualTo(1);
        send(first.logs.get("db1").size());

        assertThat(Heard.of(reader, "SELECT n, note FROM marker").rows).isEqualTo(List.of(List.of(7, "x")));
        assertThat(Heard.of(writer, "DROP TABLE marker").messages).isEmpty();
        send(first.logs.get("db1").size());
        assertThat(Heard.of(reader, "SELECT n FROM marker").errors()).containsExactly(208);
    }

    @Test
    void ownDatabases_ofAnInstance_stayWithIt() {
        Heard.of(writer, "USE tempdb; CREATE TABLE t (id int); INSERT t VALUES (1)");

        assertThat(Heard.of(writer, "SELECT COUNT(*) FROM tempdb.dbo.t").value())
                .isEqualTo(1);
        assertThat(Heard.of(reader, "SELECT COUNT(*) FROM tempdb.dbo.t").errors())
                .containsExactly(208);
        assertThat(first.logs).isEmpty();
    }
}
