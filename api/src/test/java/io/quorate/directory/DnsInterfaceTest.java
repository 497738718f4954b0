package io.quorate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Seed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsInterfaceTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_129);

    @ParameterizedTest
    @CsvSource({
        "FD00:0:0:0::0011, fd00::11",
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "2001:DB8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::ffff:10.0.0.1, ::ffff:a00:1",
        "fe80::, fe80::",
        "10.0.0.1, 10.0.0.1"
    })
    void spelled_givesTheOneSpelling(String given, String spelled) {
        assertThat(DnsInterface.spelled(given)).isEqualTo(spelled);
        assertThat(DnsInterface.spelled(spelled)).isEqualTo(spelled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::1%4",
                "::1.2.3",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7::8",
                "::1.2.3.4:5"
            })
    void spelled_whenItIsNone_saysSo(String given) {
        assertThatThrownBy(() -> DnsInterface.spelled(given)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("whatever comes ends in one spelling or in one exception")
    void spelled_ofAnything_endsInOneWay() {
        String letters = "0123456789abcdefF:::..%";
        Random random = seeds.random();
        for (int n = 0; n < (Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000); n++) {
            StringBuilder text = new StringBuilder(":");
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                String spelled = DnsInterface.spelled(text.toString());
                assertThat(DnsInterface.spelled(spelled)).isEqualTo(spelled);
            } catch (IllegalArgumentException none) {
                assertThat(none).hasMessageContaining("given by its address");
            }
        }
    }

    @Test
    void asks_comparesTheFamiliesThatAreNamed() {
        DnsInterface one = new DnsInterface("HV1", 4, "LAN", List.of("10.0.0.1"), List.of("FD00::1", "fd00::2"), true);

        assertThat(one.asks(List.of("10.0.0.1"))).isTrue();
        assertThat(one.asks(List.of("fd00:0::1", "fd00::2"))).isTrue();
        assertThat(one.asks(List.of("10.0.0.1", "fd00::1", "fd00::2"))).isTrue();
        assertThat(one.asks(List.of("10.0.0.1", "fd00::2", "fd00::1"))).isFalse();
        assertThat(one.asks(List.of("10.0.0.2"))).isFalse();
        assertThat(one.asking(List.of("fd00::9")).servers()).containsExactly("10.0.0.1");
        assertThat(new DnsInterface("HV1", 4, "LAN", List.of(), List.of("fec0:0:0:ffff::1"), true).given())
                .isEmpty();
    }
}
