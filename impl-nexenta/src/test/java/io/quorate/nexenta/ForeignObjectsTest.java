package io.quorate.nexenta;

import static io.quorate.nexenta.StubNas.json;
import static io.quorate.nexenta.StubNas.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.error.BadReplyException;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.storage.HostGroup;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.LunMapping;
import io.quorate.storage.PublicationPlan;
import io.quorate.storage.PublicationSpec;
import io.quorate.storage.Snapshot;
import io.quorate.storage.TargetGroup;
import io.quorate.storage.Volume;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others made on the appliance is none of our business: it is shown as far as it can be read, passed back as it is, and in nobody's way. */
class ForeignObjectsTest extends StubStorage {
    private static final String NAA = "600144F0C0FFEE000000000000000001";
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:01:csv");
    private static final String ESX = "iqn.1998-01.com.vmware:esx_01-5f3a";

    private static final Consumer<PublicationSpec> WISH = p -> p.target(TARGET)
            .addPortal(Portal.of("10.3.0.11"))
            .addPortal(Portal.of("10.3.0.12"))
            .initiators(List.of(HV1, HV2))
            .targetGroup("tg1")
            .hostGroup("hg");

    private static String group(String name, String... members) {
        return "{\"name\":\"" + name + "\",\"members\":["
                + String.join(",", Stream.of(members).map(m -> '"' + m + '"').toList()) + "]}";
    }

    /** A volume that is published for HV1. */
    private void published() {
        putVolume(CSV1.value(), GIB, 0, "");
        put("san/iscsi/targets", "t", target("none"));
        put("san/targetgroups", "tg1", group("tg1", TARGET.value()));
        put("san/hostgroups", "hg", group("hg", HV1.value()));
        put("san/lunMappings", "m1", mapping("m1", 7));
        put("san/logicalUnits", "u", "{\"guid\":\"" + NAA + "\",\"volume\":\"tank/vg/csv1\"}");
        changes = this::carryOut;
    }

    private ResponseDefinitionBuilder carryOut(StubNas.Asked asked) {
        String[] path = URLDecoder.decode(asked.path(), StandardCharsets.UTF_8)
                .substring(1)
                .split("/(?=[^/]+$)");
        if (asked.method().equals("PUT") && path[0].equals("san/hostgroups")) {
            put("san/hostgroups", path[1], asked.body().replaceFirst("\\{", "{\"name\":\"" + path[1] + "\","));
        } else if (asked.method().equals("DELETE")) {
            there.keySet()
                    .removeIf(key -> key.equals("/" + path[0] + "?" + path[1])
                            || path[0].equals("san/iscsi/targets") && key.equals("/san/iscsi/targets?t"));
        }
        return json(200, null);
    }

    static Stream<String> oddGroups() {
        return Stream.of(
                group("vmware", ESX),
                group("vmware", "IQN.1998-01.COM.VMWARE:ESX01"),
                group("eui", "eui.0123456789abcdef", "naa.5000c50012345678"),
                group("fc", "wwn.210000e08b05a1b2", "21:00:00:e0:8b:05:a1:b2"),
                group("empty"),
                group("odd", "", " ", "\u00fcber", "x".repeat(400)),
                "{\"name\":\"nobody\",\"members\":null}",
                "{\"name\":\"nobody\"}",
                "{\"name\":\"nobody\",\"members\":\"iqn.2026-01.a:b\"}",
                "{\"name\":\"nobody\",\"members\":[null,7,{},[]]}",
                "{\"name\":42,\"members\":[],\"unheardOf\":{\"a\":[1]}}",
                "{\"name\":null}",
                "{}",
                "null",
                "\"a text\"");
    }

    /** Each alone; without the sweep eight beside each other. */
    static Stream<List<String>> oddGroupsBesideEachOther() {
        int beside = Boolean.getBoolean("quorate.sweep") ? 1 : 8;
        List<String> all = oddGroups().toList();
        return IntStream.range(0, (all.size() + beside - 1) / beside)
                .mapToObj(i -> all.subList(i * beside, Math.min(all.size(), (i + 1) * beside)));
    }

    @ParameterizedTest
    @MethodSource("oddGroupsBesideEachOther")
    void publication_whenSomebodyElsesGroupIsOdd_goesOnAsIfItWereNot(List<String> odd) {
        published();
        for (int i = 0; i < odd.size(); i++) {
            put("san/hostgroups", "odd" + i, odd.get(i));
            put("san/targetgroups", "odd" + i, odd.get(i));
        }

        assertThat(nas.storage().hostGroups().list())
                .extracting(HostGroup::name)
                .contains("hg");
        assertThat(nas.storage().targetGroups().list())
                .extracting(TargetGroup::name)
                .contains("tg1");
        PublicationPlan plan = nas.storage().publications().plan(CSV1, WISH);
        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.steps()).hasSize(1);

        Ensured<Publication> ensured = nas.storage().publications().ensure(CSV1, WISH);
        assertThat(ensured.changed()).isTrue();
        assertThat(ensured.value().initiators()).containsExactly(HV1, HV2);
        nas.storage().publications().unpublish(CSV1, Consent.to(NAA, "test"));
        assertThat(nas.changes())
                .containsExactly(
                        "PUT /san/hostgroups/hg",
                        "DELETE /san/lunMappings/m1",
                        "DELETE /san/targetgroups/tg1",
                        "DELETE /san/iscsi/targets/" + TARGET.value(),
                        "DELETE /san/hostgroups/hg");
        assertThat(there.values()).containsAll(odd);
    }

    @Test
    void members_thatAreNoIscsiNames_goBackAsTheyAreSpelt() {
        published();
        put(
                "san/hostgroups",
                "mixed",
                group("mixed", ESX, "IQN.1998-01.COM.VMWARE:ESX02", "wwn.210000E08B05A1B2", "21:00:00:e0:8b:05:a1:b2"));
        HostGroup before = nas.storage().hostGroups().get("mixed");
        assertThat(before.members())
                .extracting(Iqn::value)
                .containsExactlyInAnyOrder(
                        ESX, "IQN.1998-01.COM.VMWARE:ESX02", "wwn.210000E08B05A1B2", "21:00:00:e0:8b:05:a1:b2");

        Set<Iqn> wider = new TreeSet<>(before.members());
        wider.remove(Iqn.of("iqn.1998-01.com.vmware:esx02"));
        wider.add(Iqn.of("iqn.1998-01.com.vmware:esx02"));
        wider.add(HV2);
        nas.storage().hostGroups().update("mixed", wider, null);

        assertThat(body(0))
                .contains("\"" + ESX + "\"")
                .contains("\"IQN.1998-01.COM.VMWARE:ESX02\"")
                .contains("\"wwn.210000E08B05A1B2\"")
                .contains("\"21:00:00:e0:8b:05:a1:b2\"")
                .contains("\"" + HV2 + "\"");
    }

    @Test
    void members_thatAreNew_haveIscsiNames() {
        published();
        assertThatThrownBy(() -> nas.storage().hostGroups().update("hg", Set.of(HV1, new Iqn(ESX)), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an iSCSI name: " + ESX);
        assertThatThrownBy(() -> nas.storage().hostGroups().create("new", Set.of(new Iqn(ESX))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nas.storage().targets().create(new Iqn("a_b"), List.of(Portal.of("10.0.0.5"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nas.storage()
                        .publications()
                        .plan(CSV1, WISH.andThen(p -> p.initiators(List.of(HV1, new Iqn(ESX))))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(nas.changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "ALL", "All"})
    void group_ofEverybody_isNoGroupToMakeOrChange(String name) {
        published();
        assertThatThrownBy(() -> nas.storage().hostGroups().create(name, Set.of(HV1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds everybody");
        assertThatThrownBy(() -> nas.storage().targetGroups().create(name, Set.of(TARGET)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nas.storage().hostGroups().remove(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nas.storage().publications().plan(CSV1, WISH.andThen(p -> p.hostGroup(name))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(nas.asked).isEmpty();
    }

    static Stream<String> oddMappings() {
        return Stream.of(
                "{\"id\":\"m9\",\"lun\":3,\"volume\":\"tank/fs/%recv\",\"targetGroup\":\"a\",\"hostGroup\":\"b\"}",
                "{\"id\":\"m9\",\"lun\":99999,\"volume\":\"tank/vg/\u00fc\",\"targetGroup\":\"a/b\",\"hostGroup\":\" b\"}",
                "{\"id\":9,\"lun\":\"3\",\"volume\":\"\",\"targetGroup\":1,\"hostGroup\":true}",
                "{\"id\":\"m9\",\"lun\":-1,\"volume\":{},\"targetGroup\":\"a\",\"hostGroup\":\"b\"}",
                "{\"id\":\"m9\",\"lun\":null,\"targetGroup\":\"a\",\"hostGroup\":\"b\"}",
                "{\"targetGroup\":\"a\",\"hostGroup\":\"b\"}");
    }

    @ParameterizedTest
    @MethodSource("oddMappings")
    void mapping_ofSomethingElse_isListed_andInNobodysWay(String odd) {
        published();
        put("san/lunMappings", "odd", odd);

        assertThat(nas.storage().mappings().stream().map(LunMapping::id))
                .hasSize(2)
                .contains("m1");
        nas.storage().publications().ensure(CSV1, WISH);
        nas.storage().publications().unpublish(CSV1, Consent.to(NAA, "test"));
        assertThat(nas.changes()).contains("DELETE /san/hostgroups/hg").hasSize(5);
    }

    @Test
    void mapping_thatNamesNoGroups_isTakenForOneThatHoldsForAll() {
        published();
        put("san/lunMappings", "odd", "{\"id\":\"m9\",\"lun\":3,\"volume\":\"tank/vg/x\"}");
        nas.storage().publications().unpublish(CSV1, Consent.to(NAA, "test"));
        assertThat(nas.changes()).noneMatch(line -> line.contains("/iscsi/targets/"));
    }

    static Stream<String> oddPaths() {
        return Stream.of(
                "tank/vg/%recv",
                "tank/vg/with blank ",
                "tank/vg/\u00fcml\u00e4ut",
                "tank/vg/" + "x".repeat(300),
                "tank/vg//a",
                "tank/vg/a@b",
                "0tank/vg/a");
    }

    @ParameterizedTest
    @MethodSource("oddPaths")
    void volume_whosePathNobodyCouldMake_staysListed(String path) {
        published();
        putVolume(path, GIB, 0, "tank/vg/%recv/x@a@b");
        put("storage/volumeGroups", "o", "{\"path\":\"" + path + "\",\"bytesAvailable\":\"5\",\"bytesUsed\":null}");

        assertThat(nas.storage().volumes().stream().map(v -> v.path().value()))
                .containsExactlyInAnyOrder(CSV1.value(), path);
        assertThat(nas.storage().volumeGroups().list()).hasSize(1);
        assertThat(nas.storage().volumes().get(CSV1).path()).isEqualTo(CSV1);
        nas.storage().publications().ensure(CSV1, WISH);
        assertThatThrownBy(() -> nas.storage().volumes().create(new DatasetPath(path), v -> v.size(Size.gib(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%recv", "a@b", "\u00fc", "@"})
    void snapshot_whoseNameNobodyCouldGive_staysListed(String name) {
        putVolume(CSV1.value(), GIB, 0, "");
        String path = CSV1 + "@" + name;
        put("storage/snapshots", "odd", "{\"path\":\"" + path + "\"}");
        String at = "/storage/snapshots/" + io.quorate.nexenta.rest.NefPaths.encoded(path);
        there.put(at, "{\"path\":\"" + path + "\",\"guid\":77,\"creationTxg\":1,\"clones\":[\"tank/vg/%recv\"]}");
        putSnapshot(ORIGIN, "2", "");

        List<Snapshot> all = nas.storage().snapshots().list(CSV1);
        assertThat(all).extracting(s -> s.path().toString()).containsExactlyInAnyOrder(path, ORIGIN);
        assertThatThrownBy(() -> CSV1.at(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void targets_whateverTheirPortalsLookLike_areListed() {
        published();
        String portals = "[{\"address\":\"[2001:db8::1]:3260\"},{\"address\":\"fe80::1%net0\",\"port\":\"3261\"},"
                + "{\"address\":\"0.0.0.0:3260\",\"port\":3260},{\"address\":\"10.0.0.5\",\"port\":0},"
                + "{\"address\":\"10.0.0.6\",\"port\":99999},{\"port\":3260},{},7,\"10.0.0.7\"]";
        put(
                "san/iscsi/targets",
                "odd",
                "{\"name\":\"iqn.2010-08.org.illumos:02:my_target\",\"authentication\":\"radius\",\"portals\":"
                        + portals + "}");
        put("san/iscsi/targets", "eui", "{\"name\":\"eui.0123456789ABCDEF\",\"state\":5,\"portals\":null}");

        List<IscsiTarget> all = nas.storage().targets().list();
        assertThat(all).hasSize(3);
        IscsiTarget odd = all.stream()
                .filter(one -> one.name().value().endsWith("my_target"))
                .findFirst()
                .orElseThrow();
        assertThat(odd.portals())
                .startsWith(
                        Portal.of("2001:db8::1"),
                        Portal.of("fe80::1%net0", 3261),
                        Portal.of("0.0.0.0"),
                        Portal.of("10.0.0.5"))
                .allMatch(portal -> !portal.address().isEmpty());
        assertThat(all).extracting(IscsiTarget::name).contains(Iqn.of("eui.0123456789abcdef"));
    }

    @Test
    void target_thatHasAPortalNobodyCanName_isNoTargetWithoutIt() {
        published();
        put(
                "san/iscsi/targets",
                "t",
                target("none").replace("{\"address\":\"10.3.0.12\"}", "{\"address\":\"10.3.0.12\"},{\"port\":5}"));
        assertThat(nas.storage().publications().plan(CSV1, WISH).obstacles())
                .singleElement()
                .asString()
                .contains("listens on");
        // To take it away nobody needs to know where it listens.
        assertThatCode(() -> nas.storage().publications().unpublish(CSV1, Consent.to(NAA, "test")))
                .doesNotThrowAnyException();
    }

    @Test
    void target_ofAnEuiName_isMadeAndFound() {
        Iqn eui = Iqn.of("eui.0123456789ABCDEF");
        changes = asked -> {
            put("san/iscsi/targets", "eui", asked.body());
            return json(201, null);
        };
        IscsiTarget made = nas.storage().targets().create(eui, List.of(Portal.of("10.0.0.5")));
        assertThat(made.name()).isEqualTo(eui);
        assertThat(nas.storage().targets().get(eui).portals()).containsExactly(Portal.of("10.0.0.5"));
    }

    @Test
    void numbersForTexts_andTextsForNumbers_areRead() {
        put(
                "storage/volumes",
                CSV1.value(),
                "{\"path\":\"tank/vg/csv1\",\"guid\":1234567890123456789,\"volumeSize\":\"1048576\","
                        + "\"volumeBlockSize\":32768.0,\"bytesUsed\":\"12\"}");
        put("storage/pools", "p", "{\"poolName\":\"tank\",\"health\":7}");
        put("san/lunMappings", "m", mapping("m1", 7).replace("\"m1\"", "1").replace(":7", ":\"7\""));
        put(
                "san/logicalUnits",
                "u",
                "{\"guid\":\"" + NAA
                        + "\",\"volume\":\"tank/vg/csv1\",\"writebackCacheDisabled\":\"true\",\"writeProtect\":0}");

        Volume read = nas.storage().volumes().get(CSV1);
        assertThat(read.guid()).isEqualTo("1234567890123456789");
        assertThat(read.size()).isEqualTo(Size.bytes(1_048_576));
        assertThat(read.blockSize()).isEqualTo(Size.kib(32));
        assertThat(nas.storage().pools().list()).singleElement().hasToString("Pool[name=tank, health=7, status=]");
        assertThat(nas.storage().mappings().of(CSV1)).containsExactly(new LunMapping("1", CSV1, 7, "tg1", "hg"));
        assertThat(nas.storage().mappings().logicalUnit(CSV1)).hasValueSatisfying(unit -> {
            assertThat(unit.naa()).isEqualTo(Naa.of(NAA));
            assertThat(unit.writeCacheDisabled()).isTrue();
        });
    }

    @Test
    void volume_thatIsAskedFor_mustBeReadable_andOneAmongMany_isListed() {
        put("storage/volumes", CSV1.value(), volume(CSV1.value(), GIB, 0, "").replace("" + GIB, "\"1 GiB\""));
        assertThatThrownBy(() -> nas.storage().volumes().get(CSV1))
                .isInstanceOf(BadReplyException.class)
                .hasMessageContaining("volumeSize is no whole number");
        assertThat(nas.storage().volumes().stream().map(Volume::path)).containsExactly(CSV1);
    }
}
