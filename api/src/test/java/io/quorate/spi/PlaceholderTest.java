package io.quorate.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.san.Iqn;
import io.quorate.san.LunAddress;
import io.quorate.san.Naa;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlaceholderTest {
    @Test
    void placeholders_areMarked_andTellThingsApart() {
        assertThat(Placeholder.isPlaceholder(Placeholder.TEXT)).isTrue();
        assertThat(Placeholder.isPlaceholder(Placeholder.text("disk 1"))).isTrue();
        assertThat(Placeholder.isPlaceholder(Placeholder.uuid("machine 1"))).isTrue();
        assertThat(Placeholder.isPlaceholder(Naa.of(Placeholder.naa("volume 1"))))
                .isTrue();
        assertThat(Placeholder.isPlaceholder(Iqn.of(Placeholder.iqn("HV_1.lab"))))
                .isTrue();
        assertThat(Placeholder.uuid("machine 1"))
                .isEqualTo(Placeholder.uuid("machine 1"))
                .isNotEqualTo(Placeholder.uuid("machine 2"));
        assertThat(Placeholder.naa("volume 1")).isNotEqualTo(Placeholder.naa("volume 2"));
        assertThat(new LunAddress(Iqn.of(Placeholder.iqn("HV1")), Placeholder.LUN).lun())
                .isEqualTo(LunAddress.HIGHEST);
    }

    @Test
    void whatServersGive_isNone() {
        assertThat(Placeholder.isPlaceholder(null)).isFalse();
        assertThat(Placeholder.isPlaceholder("Cluster Disk 1")).isFalse();
        assertThat(Placeholder.isPlaceholder(UUID.fromString("11111111-2222-3333-4444-555555555555")))
                .isFalse();
        assertThat(Placeholder.isPlaceholder(Naa.of("600144f0000000000000000000000001")))
                .isFalse();
        assertThat(Placeholder.isPlaceholder(Iqn.of("iqn.1991-05.com.microsoft:hv1")))
                .isFalse();
    }
}
