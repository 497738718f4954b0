package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What error numbers mean, over the whole list of the documentation. */
class SqlErrorsTest {
    private static final Map<SqlClass, int[]> DOCUMENTED = new LinkedHashMap<>();

    static {
        DOCUMENTED.put(SqlClass.TRANSIENT, new int[] {
            35250, 47106, 41131, 41152, 41158, 41165, 41166, 41186, 41154, 41178, 41179, 41187, 41155, 41177, 41188,
            41151, 35220, 41123, 41138, 41193, 35216, 35218, 35293, 41109, 41192, 35217, 19494, 41383, 1205, 1222,
            41149, 41113, 601, 35201, 35206, 35267, 41066
        });
        DOCUMENTED.put(SqlClass.CONNECT_TRANSIENT, new int[] {
            976, 979, 982, 983, 988, 4060, 4221, 17142, 18401, 6005, 233, 64, 121, 10053, 10054, 10060, -2, 40613,
            10928, 42108
        });
        DOCUMENTED.put(SqlClass.REDIRECT, new int[] {41140, 35251, 41190, 3906, 3908, 35252, 35240, 978});
        DOCUMENTED.put(SqlClass.ALREADY_SO, new int[] {
            41145, 35280, 35282, 41106, 41114, 41185, 19477, 35281, 35283, 41133, 41132, 41122, 15025, 14261, 14269
        });
        DOCUMENTED.put(
                SqlClass.CLEAN_UP,
                new int[] {41153, 41159, 41184, 41189, 41171, 41196, 19488, 41108, 41105, 41135, 41144, 41161});
        DOCUMENTED.put(SqlClass.CONFIGURATION, new int[] {
            35221, 47105, 35222, 41199, 35224, 35225, 35226, 41125, 41134, 41142, 41191, 19405, 47100, 47101, 47102,
            47103, 47104, 47122, 35248, 19497, 35208, 19498, 19504, 35211, 35212, 35213, 35215, 35223, 35233, 35234,
            35235, 35231, 35232, 19401, 19499, 47107, 47108, 47114, 47110, 35200, 41167, 35237, 35228, 35229, 35209,
            35214, 47116, 47117, 47118, 47119, 35236, 41198, 41197, 19535, 19402, 19403, 19404, 19506, 19495, 35294,
            35295, 35296, 35297, 19491, 19451, 19456, 19458, 19461, 19460, 19517, 19483, 19484, 19482, 19485, 19486,
            19468, 19518, 19471, 19476, 15433, 15021, 15118, 15170, 15174, 15434, 4611, 14234, 14262
        });
        DOCUMENTED.put(SqlClass.FATAL, new int[] {18456});
        DOCUMENTED.put(SqlClass.MONITOR, new int[] {
            1480, 19406, 35202, 35265, 35266, 35264, 35268, 35269, 19407, 19419, 19421, 19422, 19423, 19432, 19433
        });
    }

    private static SqlError error(int number) {
        return new SqlError(number, 16, 1, "S0001", "ein Fehler");
    }

    @Test
    @DisplayName("every number of the documentation has its class, and every listed one a remedy")
    void listed_isTheDocumentation() {
        DOCUMENTED.forEach((sqlClass, numbers) -> {
            for (int number : numbers) {
                assertThat(SqlErrors.classOf(number)).as("number %d", number).isEqualTo(sqlClass);
            }
        });
        assertThat(SqlErrors.listed()).allSatisfy(number -> {
            SqlErrors.Meaning meaning = SqlErrors.meaning(number);
            assertThat(meaning).isNotNull();
            assertThat(meaning.remedy()).as("number %d", number).isNotBlank();
        });
    }

    @Test
    @DisplayName("the message names number, severity, state and class, and the hint a remedy")
    void message_namesWhatAnAdministratorNeeds() {
        Fault fault = SqlErrors.of(List.of(error(35250)), true, false, "sql1:1433");

        assertThat(fault).hasMessage("sql1:1433 says 35250 (severity 16, state 1, transient): ein Fehler");
        assertThat(fault.code()).isEqualTo("35250");
        assertThat(fault.hint()).contains("endpoint");
        assertThat(fault.isAnswered()).isTrue();
    }

    @Test
    @DisplayName(
            "what the statements of a group meet in databases, backups and certificates is listed, too: nobody waits for it to pass")
    void objects_areListed() {
        for (int number : new int[] {
            911, 942, 945, 5011, 1412, 1464, 1465, 1468, 1475, 1478, 1801, 3059, 3104, 3117, 3118, 3154, 3201, 3752,
            4208, 4214, 4305, 5133, 15007, 15208, 15433, 15559, 15581, 19479, 19507, 35242, 35279, 35290, 41042, 41044,
            41148, 226
        }) {
            Fault fault = SqlErrors.of(List.of(error(number)), true, true, "x");
            assertThat(SqlErrors.classOf(number)).as("number %d", number).isNotEqualTo(SqlClass.UNLISTED);
            assertThat(fault.phase()).as("number %d", number).isEqualTo(FaultPhase.LASTING);
            assertThat(fault.hint()).as("number %d", number).isNotBlank();
        }
        assertThat(SqlErrors.of(List.of(error(911)), true, true, "x"))
                .hasMessage("x says 911 (severity 16, state 1, configuration): ein Fehler");
    }

    @Test
    void phase_followsTheClass() {
        assertThat(SqlErrors.of(List.of(error(47106)), true, true, "x").phase()).isEqualTo(FaultPhase.TRANSIENT);
        assertThat(SqlErrors.of(List.of(error(983)), true, true, "x").phase()).isEqualTo(FaultPhase.TRANSIENT);
        assertThat(SqlErrors.of(List.of(error(41153)), true, true, "x").phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(SqlErrors.of(List.of(error(41199)), true, true, "x").kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(SqlErrors.of(List.of(error(35222)), true, true, "x").kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(SqlErrors.of(List.of(error(229)), true, true, "x").kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
    }

    @Test
    @DisplayName("a redirect was refused before it began where the owner was asked, and lasts on a host that was named")
    void redirect_whenTheOwnerWasAsked_isRefusedAndLookedForAnew() {
        for (int number : new int[] {41140, 35251, 3906, 978}) {
            Fault owner = SqlErrors.of(List.of(error(number)), true, true, "x");
            assertThat(owner.phase()).as("number %d", number).isEqualTo(FaultPhase.REFUSED);
            assertThat(owner.kind()).isEqualTo(ErrorKind.BUSY);
            Fault named = SqlErrors.of(List.of(error(number)), true, false, "x");
            assertThat(named.phase()).as("number %d", number).isEqualTo(FaultPhase.LASTING);
            assertThat(named.kind()).isEqualTo(ErrorKind.CONFLICT);
        }
        assertThat(SqlErrors.of(List.of(error(41190)), true, false, "x").phase())
                .as("a secondary that is not ready yet will be")
                .isEqualTo(FaultPhase.TRANSIENT);
    }

    @Test
    @DisplayName("a number that nobody has listed proves a refusal, and that only while the connection lives")
    void unlisted_provesOnlyThatItWasRejected() {
        Fault alive = SqlErrors.of(List.of(error(54321)), true, true, "x");
        assertThat(alive.phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(alive.kind()).isEqualTo(ErrorKind.REJECTED);
        assertThat(alive).hasMessageContaining("unlisted");

        assertThat(SqlErrors.of(List.of(error(54321)), false, true, "x").phase())
                .isEqualTo(FaultPhase.UNANSWERED);
    }

    @Test
    @DisplayName("severity 20 and more ends the connection: what became of the statement is open, whatever the number")
    void severe_isInDoubt() {
        List<Integer> numbers = new ArrayList<>(SqlErrors.listed());
        numbers.add(596);
        for (int number : numbers) {
            SqlError severe = new SqlError(number, 21, 1, "S0001", "x");
            assertThat(SqlErrors.of(List.of(severe), true, true, "x").phase())
                    .as("number %d", number)
                    .isEqualTo(FaultPhase.UNANSWERED);
        }
    }

    @Test
    @DisplayName("of several errors the telling one decides, in whatever order they come")
    void telling_isWhatMustBeActedOn() {
        for (List<SqlError> errors :
                List.of(List.of(error(35250), error(41153)), List.of(error(41153), error(35250)))) {
            assertThat(SqlErrors.of(errors, true, true, "x").code()).isEqualTo("41153");
        }
        assertThat(SqlErrors.telling(List.of(error(3013), error(1205))).number())
                .isEqualTo(1205);
        assertThat(SqlErrors.telling(List.of(error(41145), error(54321))).number())
                .isEqualTo(54321);
        assertThat(SqlErrors.isSoAlready(List.of(error(41145), error(54321)))).isFalse();
        assertThat(SqlErrors.isSoAlready(List.of(error(41145), error(35280)))).isTrue();
    }

    @Test
    @DisplayName("a refused log-in began nothing: a wrong password is never tried again, a replica without a role is")
    void login_neverBeganAnything() {
        Fault wrong = SqlErrors.ofLogin(error(18456), "x");
        assertThat(wrong.refusesLogin()).isTrue();
        assertThat(wrong.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(wrong.phase()).isEqualTo(FaultPhase.LASTING);
        for (int number : new int[] {976, 978, 979, 982, 983, 988, 4060, 4221, 17142, 18401, 6005}) {
            Fault passing = SqlErrors.ofLogin(error(number), "x");
            assertThat(passing.phase()).as("number %d", number).isEqualTo(FaultPhase.REFUSED);
            assertThat(passing.refusesLogin()).isFalse();
        }
    }
}
