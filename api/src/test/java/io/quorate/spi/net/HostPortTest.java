package io.quorate.spi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts are read as administrators write them, underscores and IPv6 zones included. */
class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "hv1,hv1,-1,hv1",
        "hv_1,hv_1,-1,hv_1",
        "_hv:5986,_hv,5986,_hv:5986",
        "HV1.example.com.:1,HV1.example.com.,1,HV1.example.com.:1",
        "10.0.0.5:65535,10.0.0.5,65535,10.0.0.5:65535",
        "[::1],::1,-1,[::1]",
        "[fe80::1%25eth0],fe80::1%eth0,-1,[fe80::1%25eth0]",
        "[fe80::1%eth0]:5986,fe80::1%eth0,5986,[fe80::1%25eth0]:5986",
        "[fe80::1%2]:5986,fe80::1%2,5986,[fe80::1%252]:5986",
    })
    void parse_readsHostAndPort(String text, String host, int port, String authority) {
        HostPort at = HostPort.parse(text);
        assertThat(at).isEqualTo(new HostPort(host, port));
        assertThat(at.authority()).isEqualTo(authority);
        assertThat(HostPort.of(URI.create("https://" + authority + "/wsman"))).isEqualTo(at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":1",
                "hv1:0",
                "hv1:65536",
                "hv1:99999",
                "hv1:x",
                "fe80::1",
                "[fe80::1",
                "[]",
                "[hv1]",
                "a b",
                "a@b",
                "[::1%]"
            })
    void parse_ofNoHostAndPort_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse(text));
    }

    @ParameterizedTest
    @DisplayName("a zone is the socket's alone: neither URLs nor certificates hold it")
    @CsvSource({
        "https://[fe80::1%25eth0]:5986/wsman,https://[fe80::1]:5986/wsman",
        "https://hv_1:5986/wsman,https://hv_1:5986/wsman",
        "https://[::1]:5986/wsman,https://[::1]:5986/wsman"
    })
    void withoutZone_leavesTheRest(String address, String expected) {
        assertThat(HostPort.withoutZone(URI.create(address))).hasToString(expected);
    }
}
