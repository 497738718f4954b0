package io.quorate.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Seed;
import io.quorate.vm.command.ConnectVirtualAdapter;
import io.quorate.vm.command.SetAdapterVlan;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What addresses, virtual LANs and services are written as, and what is none. */
class AdapterValuesTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(4711);

    @ParameterizedTest
    @ValueSource(strings = {"00155D010B0C", "00-15-5d-01-0b-0c", "00:15:5D:01:0B:0C", "0015.5d01.0b0c"})
    void mac_isTheSameHoweverItIsSpelt(String text) {
        MacAddress mac = MacAddress.of(text);

        assertThat(mac).isEqualTo(new MacAddress("00155D010B0C")).hasToString("00-15-5D-01-0B-0C");
        assertThat(MacAddress.read(text)).contains(mac);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00155D010B0", "00155D010B0C0D", "G0155D010B0C", "00_15_5D_01_0B_0C", " 00155D010B0C"})
    void mac_whatIsNone_isRefusedAndReadAsNone(String text) {
        assertThatThrownBy(() -> MacAddress.of(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(MacAddress.read(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01005E000001", "FFFFFFFFFFFF", "000000000000", "03-00-00-00-00-01"})
    void mac_ofAGroupOrNobody_isNoAdapters(String text) {
        assertThatThrownBy(() -> MacAddress.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one adapter");
        assertThat(new MacAddress(text).isUnicast()).isFalse();
    }

    @Test
    void mac_beforeTheFirstStart_isNone() {
        assertThat(MacAddress.read("000000000000")).isEmpty();
        assertThat(MacAddress.of("02-00-00-00-00-01").isUnicast())
                .as("locally administered")
                .isTrue();
    }

    @Test
    void vlan_listsAreComparedByWhatTheyMean() {
        AdapterVlan trunk = AdapterVlan.trunk(5, " 20-22, 10,11 ,30");

        assertThat(trunk).isEqualTo(AdapterVlan.trunk(5, "30,10-11,20,21,22"));
        assertThat(trunk.allowedText()).isEqualTo("10-11,20-22,30");
        assertThat(AdapterVlan.trunk(5, trunk.allowedText()))
                .isEqualTo(trunk)
                .hasToString("trunk 10-11,20-22,30, native 5");
        assertThat(AdapterVlan.trunk(0, "1-4094").allowed()).hasSize(4094);
        assertThat(new AdapterVlan(VlanMode.UNTAGGED, 7, 7, List.of(7))).isEqualTo(AdapterVlan.UNTAGGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "4095", "1-", "-1", "5-3", "1-2-3", "1,,2", "x", "99999999999999999999"})
    void vlan_listsThatAreNone_areRefused(String allowed) {
        assertThatThrownBy(() -> AdapterVlan.trunk(0, allowed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void vlan_numbersOutOfRange_andModesThatAreOnlyRead_areRefused() {
        assertThatThrownBy(() -> AdapterVlan.access(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AdapterVlan.access(4095)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AdapterVlan.trunk(-1, "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SetAdapterVlan(
                        UUID.randomUUID(), "nic", new AdapterVlan(VlanMode.PRIVATE, 0, 0, List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "*", "LA?"})
    void connect_toWhatIsNoOneSwitch_isRefused(String name) {
        assertThatThrownBy(() -> new ConnectVirtualAdapter(UUID.randomUUID(), "nic", name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void service_isKnownByTheEndOfItsId() {
        assertThat(IntegrationService.of("Microsoft:6F1A\\84eaae65-2F2E-45F5-9BB5-0E857DC8EB47"))
                .contains(IntegrationService.HEARTBEAT);
        assertThat(IntegrationService.of("Microsoft:6F1A\\00000000-2F2E-45F5-9BB5-0E857DC8EB47"))
                .isEmpty();
    }

    @Test
    void texts_whateverTheyAre_endInAValueOrARefusal() {
        Random random = seeds.random();
        int inputs = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
        String of = "0123456789,- ABCDEFabcdef:.xé\u0000";
        for (int i = 0; i < inputs; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                text.append(of.charAt(random.nextInt(of.length())));
            }
            MacAddress.read(text.toString());
            try {
                assertThat(AdapterVlan.numbers(text.toString())).allMatch(vlan -> vlan >= 1 && vlan <= 4094);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("VLAN");
            }
        }
    }
}
