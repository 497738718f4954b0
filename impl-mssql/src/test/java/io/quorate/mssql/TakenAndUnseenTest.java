package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.sql.command.AddDatabase;
import io.quorate.sql.command.DropGroup;
import io.quorate.sql.command.FailOver;
import io.quorate.sql.command.ForceFailOver;
import io.quorate.sql.command.SuspendDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A statement that an instance took and that does not show afterwards. */
class TakenAndUnseenTest {

    private static Fault sent(String role, Command<?> command, StubSql.Event... answers) {
        FakeInstance fake = new FakeInstance().group(role).database("SYNCHRONIZED", true);
        fake.row(Section.DATABASES, "name", "Other", "database_id", 6, "state_desc", "ONLINE");
        var inventory = fake.stub.server;
        fake.stub.server =
                sql -> sql.startsWith("SELECT") || answers.length == 0 ? inventory.apply(sql) : List.of(answers);
        LeapingRuntime runtime = new LeapingRuntime();
        MssqlBackend backend = fake.backend(runtime);
        try {
            return catchThrowableOfType(
                    Fault.class, () -> backend.send(command, FakeInstance.call(Duration.ofMinutes(1), runtime)));
        } finally {
            backend.close();
        }
    }

    private static StubSql.Event says(int number) {
        return new StubSql.Event.Says(new StubSql.ServerWarning(number, 10, 1, "so it is"));
    }

    private static final StubSql.Event TAKEN = new StubSql.Event.Count(-1);
    private static final ForceFailOver FORCE = new ForceFailOver("sql1", "AG1", SampleCommands.ID);

    @Test
    @DisplayName("of what may not be said twice the outcome is unknown, and never a conflict that passes")
    void unseen_whenItMayNotBeRepeated_isUnknown() {
        Fault force = sent("SECONDARY", FORCE);
        assertThat(force.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(force.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(force).hasMessage("127.0.0.1:1433 took the statement, and it does not show: availability group AG1");
        for (Fault other : List.of(
                sent("SECONDARY", new FailOver("sql1", "AG1")), sent("PRIMARY", new AddDatabase("AG1", "Other")))) {
            assertThat(other.phase()).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(other.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        }
    }

    @Test
    @DisplayName("what may be said again is, and in the end somebody else may be behind it")
    void unseen_whenItMayBeRepeated_mayBeSomebodyElse() {
        for (Fault fault : List.of(
                sent("SECONDARY", new SuspendDatabase("sql1", "AG1", "Sales")),
                sent("PRIMARY", new DropGroup("sql1", "AG1", SampleCommands.ID)))) {
            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(fault.kind()).isEqualTo(ErrorKind.CONFLICT);
            assertThat(fault.hint()).contains("somebody else");
        }
    }

    @Test
    @DisplayName("the server says beside that it took it back: then it is surely not done, and may be tried again")
    void unseen_whenItWasTakenBack_passes() {
        Fault back = sent("SECONDARY", FORCE, says(35201), says(41158), TAKEN);
        assertThat(back.phase()).isEqualTo(FaultPhase.TRANSIENT);
        assertThat(back.code()).isEqualTo("41158");
    }

    @Test
    @DisplayName("what else it says beside explains, and proves nothing")
    void unseen_whenSomethingElseIsSaid_staysUnknown() {
        Fault fault = sent("SECONDARY", FORCE, says(35201), TAKEN);
        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(fault.code()).isEqualTo("35201");
        assertThat(fault).hasMessageContaining("beside it said 35201 (severity 10");
    }
}
