package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Endpoint;
import io.quorate.ManualRuntime;
import io.quorate.ScriptedBackend;
import io.quorate.Trust;
import io.quorate.spi.Target;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SiteTest {

    private static Site site(String... hosts) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        for (String host : hosts) {
            addresses.put(host, URI.create("script://x"));
        }
        Endpoint endpoint = new Endpoint("rack", "script", addresses, null, Trust.platform(), Map.of());
        return new Site(endpoint, new ScriptedBackend(), new ManualRuntime(), host -> HostSettings.defaults());
    }

    private static String found(Site site, String name) {
        HostGate gate = site.gate(name);
        return gate == null ? "none" : gate.host;
    }

    @Test
    @DisplayName("a host is found by its name in any case, with or without its domain")
    void gate_findsAHostAsTheServersSpellIt() {
        Site site = site("HV1", "hv2.lab.example");
        assertThat(found(site, "HV1")).isEqualTo("HV1");
        assertThat(found(site, "hv1")).isEqualTo("HV1");
        assertThat(found(site, "hv1.lab.example")).isEqualTo("HV1");
        assertThat(found(site, "HV2")).isEqualTo("hv2.lab.example");
        assertThat(found(site, "HV2.LAB.EXAMPLE")).isEqualTo("hv2.lab.example");
        assertThat(found(site, "hv3")).isEqualTo("none");
    }

    @Test
    @DisplayName("two names in full are one host only if they are the same; one short name of two hosts is none")
    void gate_doesNotGuess() {
        assertThat(found(site("hv1.one.example"), "hv1.two.example")).isEqualTo("none");
        assertThat(found(site("hv1.one.example", "hv1.two.example"), "hv1")).isEqualTo("none");
        assertThat(found(site("hv1.one.example", "hv1.two.example"), "HV1.Two.Example"))
                .isEqualTo("hv1.two.example");
    }

    @Test
    void gate_ofAnAddress_isThatAddressAlone() {
        for (String[] pair : new String[][] {
            {"10.0.0.1", "10"},
            {"10", "10.0.0.1"},
            {"9.0.0.1", "9"},
            {"0.0.0.1", "0"},
            {"fe80::1.2", "fe80::1"},
            {"fe80::1", "fe80::1.2"}
        }) {
            assertThat(found(site(pair[0]), pair[1]))
                    .as("%s for %s", pair[0], pair[1])
                    .isEqualTo("none");
            assertThat(found(site(pair[0]), pair[0])).isEqualTo(pair[0]);
        }
        // Letters beside digits are a name.
        assertThat(found(site("10a.lab.example"), "10A")).isEqualTo("10a.lab.example");
        assertThat(found(site("-1.lab.example"), "-1")).isEqualTo("-1.lab.example");
    }

    @Test
    void owner_isRememberedByTheObject_inAnyCase_andTheOldestIsForgottenFirst() {
        Site site = site("HV1", "HV2");
        site.owner(new Target("vm", "Web1"), "HV1");
        assertThat(site.owner(new Target("vm", "WEB1"))).isEqualTo("HV1");
        assertThat(site.owner(new Target("group", "web1"))).isNull();
        assertThat(site.owner(new Target("vm", "web2"))).isNull();
        for (int i = 0; i < 999; i++) {
            site.owner(new Target("vm", "other" + i), "HV2");
        }
        assertThat(site.owner(new Target("vm", "web1"))).isEqualTo("HV1");
        site.owner(new Target("vm", "one more"), "HV2");
        assertThat(site.owner(new Target("vm", "other0"))).isNull();
        assertThat(site.owner(new Target("vm", "web1"))).isEqualTo("HV1");
        site.forgetOwner(new Target("vm", "wEB1"));
        assertThat(site.owner(new Target("vm", "web1"))).isNull();
    }

    @Test
    void rotation_beginsWithWhoAnsweredLast_andKeepsTheOrder() {
        Site site = site("HV1", "HV2", "HV3");
        assertThat(hosts(site)).containsExactly("HV1", "HV2", "HV3");
        site.answered("HV2");
        assertThat(hosts(site)).containsExactly("HV2", "HV3", "HV1");
        assertThat(site.hosts()).containsExactly("HV1", "HV2", "HV3");
        assertThat(site.firstGate().host).isEqualTo("HV1");
    }

    private static List<String> hosts(Site site) {
        return site.rotation().stream().map(gate -> gate.host).toList();
    }
}
