package io.quorate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.directory.ServiceNameDiff.Duplicate;
import io.quorate.directory.ServiceNameDiff.Misplaced;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which service principal names are needed, and how they differ from those that are there. */
class ServiceNameDiffTest {
    private static final List<ServiceName> LISTENER = ServiceName.ofListener("ag1l.lab.example", 1433, "LAB\\svc-sql");

    private static NamedAccount account(String name, String... names) {
        return new NamedAccount(name, "CN=" + name, List.of(names));
    }

    @Test
    void of_whenAllIsThere_isEmpty_inWhateverCase() {
        ServiceNameDiff diff = ServiceNameDiff.of(
                LISTENER,
                List.of(
                        account("SVC-SQL", "mssqlsvc/AG1L.lab.example", "MSSQLSvc/ag1l.lab.example:1433"),
                        account("HV1$", "HOST/hv1")));
        assertThat(diff.isEmpty()).isTrue();
    }

    @Test
    void of_tellsMissingMisplacedAndDuplicateApart() {
        ServiceNameDiff diff = ServiceNameDiff.of(
                LISTENER,
                List.of(
                        account("old-sql", "MSSQLSvc/ag1l.lab.example:1433"),
                        account("one", "HTTP/web", "HTTP/WEB"),
                        account("two", "http/web")));
        assertThat(diff.missing()).containsExactly(LISTENER.get(0));
        assertThat(diff.misplaced()).containsExactly(new Misplaced(LISTENER.get(1), "old-sql"));
        assertThat(diff.duplicates()).containsExactly(new Duplicate("HTTP/web", List.of("one", "two")));
    }

    @Test
    void of_whenItIsOnTheRightAccountAndAnother_isADuplicateAlone() {
        ServiceName needed = new ServiceName("MSSQLSvc/sql1:1433", "svc-sql");
        ServiceNameDiff diff = ServiceNameDiff.of(
                List.of(needed),
                List.of(account("svc-sql", "MSSQLSvc/sql1:1433"), account("SQL1$", "MSSQLSvc/sql1:1433")));
        assertThat(diff.missing()).isEmpty();
        assertThat(diff.misplaced()).isEmpty();
        assertThat(diff.duplicates()).hasSize(1);
        assertThat(diff.isEmpty()).isFalse();
    }

    @Test
    void needed_isWhatEachServiceIsAskedBy() {
        assertThat(ServiceName.ofInstance("sql1.lab.example", "MSSQLSERVER", 1433, "svc"))
                .extracting(ServiceName::name)
                .containsExactly("MSSQLSvc/sql1.lab.example", "MSSQLSvc/sql1.lab.example:1433");
        assertThat(ServiceName.ofInstance("sql1.lab.example", "ONE", 50000, "svc"))
                .extracting(ServiceName::name)
                .containsExactly("MSSQLSvc/sql1.lab.example:ONE", "MSSQLSvc/sql1.lab.example:50000");
        assertThat(ServiceName.ofHyperV("HV1.lab.example"))
                .contains(
                        new ServiceName("HOST/HV1", "HV1$"),
                        new ServiceName("Microsoft Virtual System Migration Service/HV1.lab.example", "HV1$"),
                        new ServiceName("Hyper-V Replica Service/HV1", "HV1$"))
                .hasSize(6);
        assertThatThrownBy(() -> new ServiceName("MSSQLSvc", "svc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServiceName.ofListener("l", 0, "svc")).isInstanceOf(IllegalArgumentException.class);
    }
}
