package io.quorate.nexenta.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NefRequestTest {

    @Test
    void path_isOneSegmentHoweverItLooks() {
        assertThat(NefRequest.get("storage", "volumes", "path/to/item name + - & # $ = 0")
                        .target())
                .isEqualTo("/storage/volumes/path%2Fto%2Fitem%20name%20%2B%20-%20%26%20%23%20%24%20%3D%200");
        assertThat(NefRequest.get("storage", "snapshots", "tank/vg/a@b%2Fc?d").target())
                .isEqualTo("/storage/snapshots/tank%2Fvg%2Fa%40b%252Fc%3Fd");
        assertThat(NefRequest.get("san", "iscsi", "targets", "iqn.2005-07.com.nexenta:01:csv")
                        .target())
                .isEqualTo("/san/iscsi/targets/iqn.2005-07.com.nexenta:01:csv");
    }

    @Test
    void parameters_areEncodedAlike() {
        assertThat(NefRequest.get("a")
                        .with("path", "x y&z=1")
                        .with("fields", "a,b")
                        .target())
                .isEqualTo("/a?path=x%20y%26z%3D1&fields=a%2Cb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void segment_thatWouldLeadElsewhere_isRefused(String segment) {
        assertThatThrownBy(() -> NefRequest.delete("storage", "volumes", segment))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rendered_itHidesSecretsAndSendsThem() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("chapUser", "hv1 \"quoted\"");
        body.put("chapSecret", Secret.of("twelve-or-more"));
        body.put("many", List.of(true, 5L, Map.of("deep", Secret.of("twelve-or-more"))));
        NefRequest request = NefRequest.put("x").body(body);
        assertThat(request.render())
                .isEqualTo("PUT /x {\"chapUser\":\"hv1 \\\"quoted\\\"\",\"chapSecret\":\"<hidden>\","
                        + "\"many\":[true,5,{\"deep\":\"<hidden>\"}]}")
                .isEqualTo(request.toString());
        assertThat(new String(JsonText.sent(body), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"chapSecret\":\"twelve-or-more\"");
        assertThat(request.clean("invalid: twelve-or-more")).isEqualTo("invalid: <hidden>");
    }

    @Test
    void request_changesSomethingUnlessItIsAGet() {
        assertThat(NefRequest.get("a").changes()).isFalse();
        assertThat(NefRequest.follow("/jobStatus/1").changes()).isFalse();
        assertThat(NefRequest.follow("/jobStatus/1").render()).isEqualTo("GET /jobStatus/1");
        assertThat(NefRequest.post("a").changes()).isTrue();
        assertThat(NefRequest.put("a").changes()).isTrue();
        assertThat(NefRequest.delete("a").changes()).isTrue();
        assertThat(NefRequest.delete("a", "b").text()).isEqualTo("DELETE /a/b");
    }

    @Test
    void path_leavesAloneWhatStandsForItself_andNothingBesides() {
        assertThat(NefRequest.encode("azAZ09-._~:")).isEqualTo("azAZ09-._~:");
        assertThat(NefRequest.encode("`{@[/;")).isEqualTo("%60%7B%40%5B%2F%3B");
        assertThat(NefRequest.encode("\u00e9")).isEqualTo("%C3%A9");
    }

    @Test
    void cleaned_secretsDeepInTheBodyAreTakenOut_andThoseWithoutAValueTakeNothing() {
        Secret wiped = Secret.of("gone");
        wiped.wipe();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("many", List.of(Map.of("deep", Secret.of("first")), Secret.of("second")));
        body.put("wiped", wiped);
        body.put("empty", Secret.of(""));
        NefRequest request = NefRequest.put("x").body(body);
        assertThat(request.clean("first, second, gone")).isEqualTo("<hidden>, <hidden>, gone");
        assertThat(NefRequest.get("x").clean("first")).isEqualTo("first");
    }
}
