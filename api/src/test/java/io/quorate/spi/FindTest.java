package io.quorate.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.command.GetService;
import io.quorate.host.command.GetSqlInstance;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FindTest {

    @Test
    @DisplayName("what may be missing on a host is looked for on that host and on no other")
    void find_isPlacedAsWhatItReads() {
        Find<HostSqlInstance> instance = new Find<>(new GetSqlInstance("SQL2", "MSSQLSERVER"));
        assertThat(instance.placement()).isEqualTo(Placement.on("SQL2"));
        assertThat(new Find<>(new GetService("SQL2", "MSSQLSERVER")).placement())
                .isEqualTo(Placement.on("SQL2"));
        assertThat(instance.name()).isEqualTo("host.sql.find");
    }

    @Test
    @DisplayName("it may take as long as what it reads")
    void find_takesAsLongAsWhatItReads() {
        record Slow() implements ReadCommand<Optional<String>> {
            @Override
            public String name() {
                return "slow.get";
            }

            @Override
            public Target target() {
                return new Target("slow", "one");
            }

            @Override
            public Duration deadline() {
                return Duration.ofMinutes(7);
            }
        }
        assertThat(new Find<>(new Slow()).deadline()).isEqualTo(Duration.ofMinutes(7));
    }
}
