package io.quorate.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Size;
import io.quorate.cluster.AvailableDisk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TableTest {
    private record Row(String vmName, Duration outage, List<String> hosts, Optional<String> note) {}

    @Test
    void of_alignsColumnsUnderTheirNames() {
        String table = Table.of(List.of(
                new Row("web1", Duration.ofMillis(260_250), List.of("HV1", "HV2"), Optional.empty()),
                new Row("db", Duration.ZERO, List.of(), Optional.of("off"))));

        assertThat(table).isEqualTo("""
                        vm name  outage      hosts     note
                        -------  ----------  --------  ----
                        web1     4 min 20 s  HV1, HV2  -
                        db       0 s         -         off
                        """);
    }

    @Test
    void of_whenThereAreNoRows_saysSo() {
        assertThat(Table.of(List.<Row>of())).isEqualTo("(none)\n");
    }

    private record Machine(UUID id, String host, String name, String state, String diskId, int cores) {}

    @Test
    @DisplayName(
            "columns stand as an administrator reads: name, state, the rest, ids last; so does a record that begins with its id")
    void of_putsIdsLast() {
        assertThat(Table.of(List.of(new Machine(new UUID(0, 1), "HV1", "web1", "Running", "7", 4)))
                        .lines()
                        .findFirst())
                .hasValueSatisfying(head -> assertThat(head.trim().split("\\s{2,}"))
                        .containsExactly("name", "state", "host", "cores", "id", "disk id"));
        assertThat(new AvailableDisk("{guid}", "Cluster Disk 1", 2, Size.gib(1)))
                .hasToString("AvailableDisk[name=Cluster Disk 1, number=2, size=1 GiB, id={guid}]");
    }
}
