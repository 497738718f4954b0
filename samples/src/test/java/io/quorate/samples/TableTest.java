package io.quorate.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
}
