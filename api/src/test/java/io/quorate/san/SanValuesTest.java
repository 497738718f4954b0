package io.quorate.san;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SanValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iqn.1991-05.com.microsoft:hv1.corp.example",
                "IQN.1991-05.com.microsoft:HV1",
                "eui.0123456789abcdef",
                "EUI.0123456789ABCDEF",
                "naa.5000c50012345678",
                "naa.600144f0c0ffee000000000000000001"
            })
    void iqn_ofAnIscsiName_isTakenInLowerCase(String name) {
        assertThat(Iqn.of(name).value()).isEqualTo(name.toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hv1",
                "iqn.1998-01.com.vmware:esx_01-5f3a",
                "eui.0123",
                "naa.5000c5001234567",
                "wwn.210000e08b05a1b2",
                "21:00:00:e0:8b:05:a1:b2",
                "iqn.2026-01.a:b c"
            })
    void iqn_ofAnotherName_isRefused_butKeptWhereSomebodyElseGaveIt(String name) {
        assertThatThrownBy(() -> Iqn.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an iSCSI name: " + name);
        assertThat(new Iqn(name).value()).isEqualTo(name);
    }

    @Test
    void iqn_isComparedWithoutRegardToCase_andKeptAsItIsSpelt() {
        Iqn spelt = new Iqn("IQN.1991-05.com.microsoft:HV1");
        assertThat(spelt).isEqualTo(Iqn.of("iqn.1991-05.com.microsoft:hv1")).hasSameHashCodeAs(Iqn.of(spelt.value()));
        assertThat(new TreeSet<>(Set.of(spelt))).contains(Iqn.of("iqn.1991-05.com.microsoft:hv1"));
        assertThat(spelt.value()).isEqualTo("IQN.1991-05.com.microsoft:HV1");
        assertThat(spelt).hasToString("iqn.1991-05.com.microsoft:hv1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.5:3260", "nas1:860", "[2001:db8::1]", "[2001:db8::1]:3260", "a:b", "2001:db8::1/64"})
    void portal_whoseHostHoldsMore_isRefused(String host) {
        assertThatThrownBy(() -> Portal.of(host)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Portal(host, 3260)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void portal_whoseHostHoldsThePort_isRefused_withWhatToWrite() {
        assertThatThrownBy(() -> Portal.of("10.0.0.5:3260"))
                .hasMessageContaining("10.0.0.5:3260")
                .hasMessageContaining("Portal.of(host, port)")
                .hasMessageContaining("Portal.parse(\"host:port\")");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5, 10.0.0.5, 3260",
        "10.0.0.5:860, 10.0.0.5, 860",
        "nas_1.corp.example:3261, nas_1.corp.example, 3261",
        "[2001:db8::1]:3260, 2001:db8::1, 3260",
        "[2001:db8::1], 2001:db8::1, 3260",
        "2001:db8::1, 2001:db8::1, 3260",
        "[fe80::1%eth0]:3261, fe80::1%eth0, 3261",
        "::ffff:10.0.0.5, ::ffff:10.0.0.5, 3260",
        "0.0.0.0:3260, 0.0.0.0, 3260"
    })
    void portal_isReadAsItIsWritten(String text, String address, int port) {
        assertThat(Portal.parse(text)).isEqualTo(new Portal(address, port));
        assertThat(Portal.parse(Portal.parse(text).toString())).isEqualTo(new Portal(address, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10.0.0.5:",
                "10.0.0.5:0",
                "10.0.0.5:70000",
                "[10.0.0.5]:3260",
                "a,b",
                "x:y",
                "[::1",
                "a b"
            })
    void portal_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> Portal.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "tank/", "tank//a", "tank/%recv", "tank/a@b", "tank/\u00fc", "tank/a ", "0tank"})
    void datasetPath_thatNobodyCouldMake_isRefused_butKeptWhereAnApplianceTellsIt(String path) {
        assertThatThrownBy(() -> DatasetPath.of(path)).isInstanceOf(IllegalArgumentException.class);
        DatasetPath told = new DatasetPath(path);
        assertThat(told).hasToString(path);
        told.parent();
        assertThat(told.pool()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%recv", "a@b", "a/b", "\u00fc"})
    void snapshotName_thatNobodyCouldGive_isRefused_butKeptWhereAnApplianceTellsIt(String name) {
        DatasetPath dataset = DatasetPath.of("tank/vg/csv1");
        assertThatThrownBy(() -> dataset.at(name)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new SnapshotPath(dataset, name)).hasToString("tank/vg/csv1@" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1234",
                "12345678901",
                "12345678901234567",
                "with a blank",
                "umlauts-\u00e4\u00f6\u00fc\u00df"
            })
    void chapSecret_thatWindowsOrTheRfcRefuses_isRefused(String secret) {
        assertThatThrownBy(() -> new ChapLogin("hv1", Secret.of(secret)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 to 16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012", "1234567890123456"})
    void chapSecret_of12To16Characters_isTaken(String secret) {
        assertThat(new ChapLogin("hv1", Secret.of(secret)).user()).isEqualTo("hv1");
    }
}
