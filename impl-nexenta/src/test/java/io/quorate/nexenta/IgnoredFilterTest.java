package io.quorate.nexenta;

import static io.quorate.nexenta.StubNas.html;
import static io.quorate.nexenta.StubNas.json;
import static io.quorate.nexenta.StubNas.list;
import static io.quorate.nexenta.StubNas.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Size;
import io.quorate.error.BadReplyException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.storage.StorageClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An appliance that passes a filter over lists others, and what is looked for may be on another page: that proves no absence. */
class IgnoredFilterTest extends StubStorage {
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");

    private static final Map<String, Function<StorageClient, Object>> LOOKS = Map.of(
            "volume", s -> s.volumes().find(CSV1),
            "volume group", s -> s.volumeGroups().find(DatasetPath.of("tank/vg")),
            "pool", s -> s.pools().find("tank"),
            "target", s -> s.targets().find(Iqn.of("iqn.2005-07.com.nexenta:01:csv")),
            "target group", s -> s.targetGroups().find("tg"),
            "host group", s -> s.hostGroups().find("hg"),
            "mappings", s -> s.mappings().of(CSV1),
            "logical unit", s -> s.mappings().logicalUnit(CSV1),
            "snapshot", s -> s.snapshots().find(CSV1.at("gold")),
            "initiator", s -> s.initiators().find(HV1));

    private static final String OTHER =
            "{\"name\":\"iqn.2026-01.a:other\",\"poolName\":\"other\",\"health\":\"ONLINE\",\"status\":\"x\","
                    + "\"id\":\"m9\",\"lun\":3,\"volume\":\"tank/vg/other\",\"targetGroup\":\"a\",\"hostGroup\":\"b\","
                    + "\"guid\":\"600144F0C0FFEE000000000000000009\",\"creationTxg\":\"1\",\"members\":[],"
                    + "\"path\":\"tank/vg/other\",\"bytesAvailable\":1,\"bytesUsed\":1,\"volumeSize\":1,\"volumeBlockSize\":512}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "volume",
                "volume group",
                "pool",
                "target",
                "target group",
                "host group",
                "mappings",
                "logical unit",
                "snapshot",
                "initiator"
            })
    void find_whenTheApplianceListsSomethingElse_isABadReply_notAbsence(String what) {
        boolean single = what.equals("snapshot") || what.equals("initiator");
        nas.answers = asked -> single ? json(200, OTHER) : list(List.of(OTHER));
        assertThatThrownBy(() -> LOOKS.get(what).apply(nas.storage()))
                .isInstanceOf(BadReplyException.class)
                .hasMessageContaining("filter");
    }

    @Test
    @DisplayName("a create whose answer was lost is not sent again where nothing can be looked up")
    void create_whenItsAnswerIsLost_andTheFilterIsIgnored_isSentOnce() {
        AtomicInteger created = new AtomicInteger();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                created.incrementAndGet();
                return html(502);
            }
            return list(created.get() == 0 ? List.of() : List.of(volume("tank/vg/other", GIB, 0, "")));
        };
        assertThatThrownBy(() -> nas.patient().volumes().create(CSV1, v -> v.size(Size.gib(1))))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(created).hasValue(1);
    }

    @Test
    @DisplayName("a create that was carried out and cannot be read back is not sent again")
    void create_whenReadingBackFails_isSentOnce() {
        AtomicInteger created = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                created.incrementAndGet();
                return json(201, null);
            }
            if (created.get() == 0) {
                return list(List.of());
            }
            return looks.incrementAndGet() == 1
                    ? html(503)
                    : list(List.of("{\"name\":\"hg\",\"members\":[\"" + HV1 + "\"]}"));
        };
        assertThat(nas.patient().hostGroups().create("hg", Set.of(HV1)).members())
                .containsExactly(HV1);
        assertThat(created).hasValue(1);
    }
}
