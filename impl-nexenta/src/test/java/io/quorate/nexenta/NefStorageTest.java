package io.quorate.nexenta;

import static io.quorate.nexenta.StubNas.error;
import static io.quorate.nexenta.StubNas.json;
import static io.quorate.nexenta.StubNas.list;
import static io.quorate.nexenta.StubNas.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.error.BadReplyException;
import io.quorate.error.BusyException;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.RejectedException;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.SnapshotPath;
import io.quorate.storage.Appliance;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.LunMapping;
import io.quorate.storage.Pool;
import io.quorate.storage.PoolHealth;
import io.quorate.storage.Provisioning;
import io.quorate.storage.RemovalPlan;
import io.quorate.storage.Snapshot;
import io.quorate.storage.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The storage verbs as requests of NexentaStor 5, and lists of many pages. */
class NefStorageTest extends StubStorage {

    // appliance, pools, groups

    @Test
    void appliance_isItsGuidAndVersion() {
        there.put("/settings/properties/system.guid", "{\"name\":\"system.guid\",\"value\":\"5f1b\"}");
        there.put("/software/current", "{\"version\":\"5.3.0\",\"build\":61}");
        assertThat(nas.storage().get()).isEqualTo(new Appliance("5f1b", "5.3.0.61"));
    }

    @Test
    void pools_keepHealthWordsNobodyKnows() {
        put("storage/pools", "tank", "{\"poolName\":\"tank\",\"health\":\"ONLINE\",\"status\":\"up\"}");
        put("storage/pools", "odd", "{\"poolName\":\"odd\",\"health\":\"mumbling\",\"status\":\"?\"}");
        assertThat(nas.storage().pools().list())
                .containsExactly(
                        new Pool("tank", PoolHealth.ONLINE, "up"), new Pool("odd", PoolHealth.of("MUMBLING"), "?"));
        assertThat(nas.storage().pools().find("tank")).isPresent();
        assertThatThrownBy(() -> nas.storage().pools().get("none")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void volumeGroup_isMadeOnceAndRemovedWhenEmpty() {
        String group = "{\"path\":\"tank/vg\",\"bytesAvailable\":5,\"bytesUsed\":6}";
        changes = asked -> {
            if (asked.method().equals("POST")) {
                put("storage/volumeGroups", "tank/vg", group);
                return json(201, null);
            }
            there.remove("/storage/volumeGroups?tank/vg");
            return json(200, null);
        };
        var groups = nas.storage().volumeGroups();
        DatasetPath path = DatasetPath.of("tank/vg");
        assertThat(groups.ensure(path).changed()).isTrue();
        assertThat(groups.ensure(path).changed()).isFalse();
        assertThatThrownBy(() -> groups.create(path)).isInstanceOf(ConflictException.class);
        assertThat(body(0)).isEqualTo("{\"path\":\"tank/vg\"}");
        putVolume("tank/vg/csv1", GIB, 0, "");
        assertThatThrownBy(() -> groups.remove(path))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("not empty");
        there.remove("/storage/volumes?tank/vg/csv1");
        groups.remove(path);
        groups.remove(path);
        assertThat(nas.changes())
                .containsExactly("POST /storage/volumeGroups", "DELETE /storage/volumeGroups/tank%2Fvg");
    }

    // volumes

    @Test
    void create_sendsSizeBlocksAndSparseness() {
        changes = asked -> {
            putVolume("tank/vg/csv1", 2 * GIB, 2 * GIB, "");
            return json(201, null);
        };
        Volume made = nas.storage()
                .volumes()
                .create(
                        CSV1,
                        spec -> spec.size(Size.gib(2)).blockSize(Size.kib(64)).thick());
        assertThat(body(0))
                .isEqualTo("{\"path\":\"tank/vg/csv1\",\"volumeSize\":2147483648,\"volumeBlockSize\":65536,"
                        + "\"sparseVolume\":false}");
        assertThat(made.provisioning()).isEqualTo(Provisioning.THICK);
    }

    @Test
    void ensure_whenThereWithAnotherSpec_isAConflictThatNamesTheDifferences() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        assertThatThrownBy(() -> nas.patient()
                        .volumes()
                        .ensure(
                                CSV1,
                                spec -> spec.size(Size.gib(2))
                                        .blockSize(Size.kib(64))
                                        .thick()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("size 1 GiB instead of 2 GiB")
                .hasMessageContaining("block size 32 KiB instead of 64 KiB")
                .hasMessageContaining("provisioning THIN instead of THICK");
        assertThat(nas.changes()).isEmpty();
        assertThat(nas.lines()).hasSize(1);
    }

    @Test
    void ensure_whenThereAsSpecified_changesNothing() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        Ensured<Volume> ensured = nas.storage()
                .volumes()
                .ensure(CSV1, spec -> spec.size(Size.gib(1)).thin());
        assertThat(ensured.changed()).isFalse();
        assertThat(nas.changes()).isEmpty();
    }

    @Test
    void ensure_whenTheAnswerIsLostAndSomebodyMadeAnother_isAConflict() {
        changes = asked -> {
            putVolume("tank/vg/csv1", 3 * GIB, 0, "");
            return com.github.tomakehurst.wiremock.client.WireMock.aResponse()
                    .withFault(Fault.CONNECTION_RESET_BY_PEER);
        };
        assertThatThrownBy(() -> nas.patient().volumes().ensure(CSV1, spec -> spec.size(Size.gib(1))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("size 3 GiB instead of 1 GiB")
                .hasMessageContaining("an answer was lost");
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void create_whenTheReadBackAfterItFails_isReadBackAgainAndNotRepeated() {
        AtomicInteger looks = new AtomicInteger();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                putVolume("tank/vg/csv1", GIB, 0, "");
                return json(201, null);
            }
            return looks.incrementAndGet() == 2 ? StubNas.html(502) : answer(asked);
        };
        assertThat(nas.patient()
                        .volumes()
                        .create(CSV1, spec -> spec.size(Size.gib(1)))
                        .path())
                .isEqualTo(CSV1);
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void grow_ofAThickOne_raisesBothSizesInOneRequest() {
        putVolume("tank/vg/csv1", GIB, GIB, "");
        changes = asked -> {
            putVolume("tank/vg/csv1", 2 * GIB, 2 * GIB, "");
            return json(200, null);
        };
        Ensured<Volume> grown = nas.storage().volumes().grow(CSV1, Size.gib(2));
        assertThat(grown.changed()).isTrue();
        assertThat(body(0)).isEqualTo("{\"volumeSize\":2147483648,\"referencedReservationSize\":2147483648}");
        assertThat(nas.storage().volumes().grow(CSV1, Size.gib(1)).changed()).isFalse();
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void grow_refusesAHalfBlockAndAMissingVolume() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        assertThatThrownBy(() -> nas.storage().volumes().grow(CSV1, Size.bytes(GIB + 512)))
                .isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> nas.storage().volumes().grow(DatasetPath.of("tank/vg/none"), Size.gib(1)))
                .isInstanceOf(NotFoundException.class);
        assertThat(nas.changes()).isEmpty();
    }

    @Test
    void promote_climbsOneStepAndLeavesWhatIsNoClone() {
        putVolume("tank/vg/csv1", GIB, 0, "tank/vg/old@a");
        changes = asked -> {
            putVolume("tank/vg/csv1", GIB, 0, "tank/vg/older@b");
            return com.github.tomakehurst.wiremock.client.WireMock.aResponse()
                    .withFault(Fault.CONNECTION_RESET_BY_PEER);
        };
        Volume promoted = nas.patient().volumes().promote(CSV1);
        assertThat(promoted.origin()).isEqualTo(SnapshotPath.of("tank/vg/older@b"));
        assertThat(nas.changes()).containsExactly("POST /storage/volumes/tank%2Fvg%2Fcsv1/promote");
        putVolume("tank/vg/csv1", GIB, 0, "");
        nas.storage().volumes().promote(CSV1);
        assertThat(nas.changes()).hasSize(1);
    }

    // removal

    @Test
    void planRemoval_promotesACloneOfTheLatestSnapshotThatHasOne() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        putSnapshot("tank/vg/csv1@s9", "900", "");
        putSnapshot("tank/vg/csv1@s10", "1000", "", "tank/vg/c2", "tank/vg/c3");
        putSnapshot("tank/vg/csv1@s2", "200", "", "tank/vg/c1");
        putSnapshot("tank/vg/csv1@s11", "1100", "");
        RemovalPlan plan = nas.storage().volumes().planRemoval(CSV1);
        assertThat(plan.promotions()).containsExactly(DatasetPath.of("tank/vg/c2"));
        assertThat(plan.snapshots()).containsExactly(CSV1.at("s11"));
        assertThat(plan.mapped()).isFalse();
    }

    @Test
    void remove_promotesThenDestroysAndMayBeRepeated() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        putSnapshot(ORIGIN, "5", "", "tank/vg/c1");
        putSnapshot("tank/vg/csv1@late", "6", "");
        changes = asked -> {
            if (asked.path().endsWith("/promote")) {
                there.keySet().removeIf(key -> key.contains("gold"));
            } else {
                there.clear();
            }
            return json(200, null);
        };
        var volumes = nas.storage().volumes();
        RemovalPlan plan = volumes.planRemoval(CSV1);
        volumes.remove(plan, Consent.to(GUID, "test"));
        volumes.remove(plan, Consent.to(GUID, "test"));
        assertThat(nas.changes())
                .containsExactly(
                        "POST /storage/volumes/tank%2Fvg%2Fc1/promote", "DELETE /storage/volumes/tank%2Fvg%2Fcsv1");
        assertThat(nas.asked.stream().filter(one -> one.method().equals("DELETE")))
                .allSatisfy(one -> assertThat(one.query()).containsEntry("snapshots", "true"));
    }

    @Test
    void remove_whenAnythingBeyondThePlanWouldGo_isRefused() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        var volumes = nas.storage().volumes();
        RemovalPlan plan = volumes.planRemoval(CSV1);
        Consent consent = Consent.to(GUID, "test");
        putSnapshot(ORIGIN, "5", "");
        assertThatThrownBy(() -> volumes.remove(plan, consent))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(ORIGIN)
                .hasMessageContaining("not in the plan");
        putSnapshot(ORIGIN, "5", "", "tank/vg/c1");
        assertThatThrownBy(() -> volumes.remove(plan, consent))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("tank/vg/c1");
        RemovalPlan replicated = new RemovalPlan(plan.volume(), List.of(CSV1.at("gold")), List.of(), false);
        putSnapshot(ORIGIN, "5", ",\"hprService\":\"dr\"");
        assertThatThrownBy(() -> volumes.remove(replicated, consent))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("replication");
        there.clear();
        put("storage/volumes", "x", volume("tank/vg/csv1", GIB, 0, "").replace(GUID, "42"));
        assertThatThrownBy(() -> volumes.remove(plan, consent))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("another volume");
        there.clear();
        putVolume("tank/vg/csv1", GIB, 0, "");
        put("san/lunMappings", "m", mapping("m1", 0));
        assertThatThrownBy(() -> volumes.remove(plan, consent))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("mapped");
        assertThatThrownBy(() -> volumes.remove(plan, Consent.to("42", "wrong")))
                .isInstanceOf(ConsentRequiredException.class);
        assertThatThrownBy(() -> volumes.remove(plan, null)).isInstanceOf(ConsentRequiredException.class);
        assertThat(nas.changes()).isEmpty();
    }

    @Test
    @DisplayName("a snapshot that goes while they are looked through never hides one that is not in the plan")
    void remove_whenTheSnapshotsShiftMeanwhile_isNotDone() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            names.add("tank/vg/csv1@s" + (1000 + i));
            putSnapshot(names.get(i), String.valueOf(i), "");
        }
        nas.answers = asked -> {
            if (!asked.is("GET", "/storage/snapshots")) {
                return answer(asked);
            }
            int from = Math.min(asked.number("offset"), names.size());
            List<String> page = names.subList(from, Math.min(names.size(), from + asked.number("limit"))).stream()
                    .map(name -> "{\"path\":\"" + name + "\"}")
                    .toList();
            if (names.contains(ORIGIN) && from == 0) {
                names.remove(0);
            }
            return list(page);
        };
        var volumes = nas.storage().volumes();
        RemovalPlan plan = volumes.planRemoval(CSV1);
        assertThat(plan.snapshots()).hasSize(150);
        putSnapshot(ORIGIN, "99", "");
        names.add(100, ORIGIN);
        assertThatThrownBy(() -> volumes.remove(plan, Consent.to(GUID, "test"))).isInstanceOf(BusyException.class);
        assertThat(nas.changes()).isEmpty();
    }

    @Test
    void remove_whenItIsPublishedDuringThePromotion_isRefused() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        putSnapshot(ORIGIN, "5", "", "tank/vg/c1");
        changes = asked -> {
            there.keySet().removeIf(key -> key.contains("gold"));
            put("san/lunMappings", "m", mapping("m1", 0));
            return json(200, null);
        };
        var volumes = nas.storage().volumes();
        RemovalPlan plan = volumes.planRemoval(CSV1);
        assertThatThrownBy(() -> volumes.remove(plan, Consent.to(GUID, "test")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("mapped");
        assertThat(nas.changes()).containsExactly("POST /storage/volumes/tank%2Fvg%2Fc1/promote");
    }

    // snapshots and clones

    @Test
    void snapshot_comparesTransactionGroupsAsNumbers() {
        putSnapshot("tank/vg/csv1@a", "4720", "", "tank/vg/c1");
        Snapshot snapshot = nas.storage().snapshots().get(CSV1.at("a"));
        assertThat(snapshot.creationTxg()).isEqualTo(4720);
        assertThat(snapshot.clones()).containsExactly(DatasetPath.of("tank/vg/c1"));
        assertThat(snapshot.ofReplication()).isFalse();
        assertThat(nas.storage().snapshots().find(CSV1.at("none"))).isEmpty();
        assertThat(nas.storage().snapshots().list(CSV1)).containsExactly(snapshot);
    }

    @Test
    void clone_ofAThickVolume_reAppliesItsReservation() {
        putVolume("tank/vg/csv1", GIB, GIB, "");
        putSnapshot(ORIGIN, "5", "");
        changes = asked -> {
            putVolume("tank/vg/c1", GIB, asked.method().equals("PUT") ? GIB : 0, ORIGIN);
            return json(201, null);
        };
        var snapshots = nas.storage().snapshots();
        Volume made = snapshots.clone(CSV1.at("gold"), DatasetPath.of("tank/vg/c1"));
        assertThat(made.provisioning()).isEqualTo(Provisioning.THICK);
        assertThat(nas.changes())
                .containsExactly(
                        "POST /storage/snapshots/tank%2Fvg%2Fcsv1%40gold/clone", "PUT /storage/volumes/tank%2Fvg%2Fc1");
        assertThat(body(0)).isEqualTo("{\"targetPath\":\"tank/vg/c1\"}");
        assertThat(body(1)).isEqualTo("{\"referencedReservationSize\":1073741824}");
        assertThat(snapshots
                        .ensureClone(CSV1.at("gold"), DatasetPath.of("tank/vg/c1"))
                        .changed())
                .isFalse();
        assertThat(nas.changes()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @DisplayName("a connection cut after either step of a clone leaves one clone with its reservation")
    void clone_whenAnAnswerIsLost_isFinishedAndNotRepeated(int cut) {
        putVolume("tank/vg/csv1", GIB, GIB, "");
        putSnapshot(ORIGIN, "5", "");
        AtomicInteger done = new AtomicInteger();
        changes = asked -> {
            boolean exists = there.containsKey("/storage/volumes?tank/vg/c1");
            if (asked.method().equals("POST") && exists) {
                return error(409, "EEXIST");
            }
            putVolume("tank/vg/c1", GIB, asked.method().equals("PUT") ? GIB : 0, ORIGIN);
            return done.getAndIncrement() == cut
                    ? com.github.tomakehurst.wiremock.client.WireMock.aResponse()
                            .withFault(Fault.CONNECTION_RESET_BY_PEER)
                    : json(201, null);
        };
        Volume made = nas.patient().snapshots().clone(CSV1.at("gold"), DatasetPath.of("tank/vg/c1"));
        assertThat(made.provisioning()).isEqualTo(Provisioning.THICK);
        assertThat(done).hasValue(2);
    }

    @Test
    void ensureClone_whenTheTargetIsSomethingElse_isAConflict() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        putVolume("tank/vg/c1", GIB, 0, "");
        assertThatThrownBy(() -> nas.storage().snapshots().ensureClone(CSV1.at("gold"), DatasetPath.of("tank/vg/c1")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("no clone instead of one of " + ORIGIN);
    }

    @Test
    void rollback_reAppliesTheSize() {
        putVolume("tank/vg/csv1", 2 * GIB, 0, "");
        putSnapshot(ORIGIN, "5", "");
        changes = asked -> {
            putVolume("tank/vg/csv1", asked.method().equals("PUT") ? 2 * GIB : GIB, 0, "");
            return json(200, null);
        };
        Volume back = nas.storage().snapshots().rollback(CSV1.at("gold"), Consent.to(GUID, "test"));
        assertThat(back.size()).isEqualTo(Size.gib(2));
        assertThat(nas.changes())
                .containsExactly(
                        "POST /storage/volumes/tank%2Fvg%2Fcsv1/rollback", "PUT /storage/volumes/tank%2Fvg%2Fcsv1");
        assertThat(body(0)).isEqualTo("{\"snapshot\":\"gold\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a volume that was made smaller since the snapshot gets all of it back, and keeps it")
    void rollback_toALargerSize_isNotCutOff(boolean thick) {
        putVolume("tank/vg/csv1", GIB, thick ? GIB : 0, "");
        putSnapshot(ORIGIN, "5", "");
        changes = asked -> {
            boolean put = asked.method().equals("PUT");
            putVolume("tank/vg/csv1", 2 * GIB, put ? 2 * GIB : thick ? GIB : 0, "");
            return json(200, null);
        };
        Volume back = nas.storage().snapshots().rollback(CSV1.at("gold"), Consent.to(GUID, "test"));
        assertThat(back.size()).isEqualTo(Size.gib(2));
        assertThat(nas.changes()).hasSize(thick ? 2 : 1);
        if (thick) {
            assertThat(body(1)).isEqualTo("{\"volumeSize\":2147483648,\"referencedReservationSize\":2147483648}");
        }
    }

    @Test
    void rollback_whenTheVolumeIsMapped_isRefused() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        putSnapshot(ORIGIN, "5", "");
        put("san/lunMappings", "m", mapping("m1", 0));
        assertThatThrownBy(() -> nas.storage().snapshots().rollback(CSV1.at("gold"), Consent.to(GUID, "test")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("tank/vg/csv1 is mapped; unpublish it first");
        assertThat(nas.changes()).isEmpty();
    }

    @Test
    void rollback_whenTheAnswerIsLost_isUnknownAndNotRepeated() {
        putVolume("tank/vg/csv1", GIB, 0, "");
        putSnapshot(ORIGIN, "5", "");
        changes = asked ->
                com.github.tomakehurst.wiremock.client.WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
        var snapshots = nas.patient().snapshots();
        assertThatThrownBy(() -> snapshots.rollback(CSV1.at("gold"), Consent.to(GUID, "test")))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(nas.changes()).hasSize(1);
        assertThatThrownBy(() -> snapshots.rollback(CSV1.at("gold"), null))
                .isInstanceOf(ConsentRequiredException.class);
        assertThatThrownBy(() -> snapshots.rollback(CSV1.at("none"), Consent.to(GUID, "test")))
                .isInstanceOf(NotFoundException.class);
        assertThat(nas.changes()).hasSize(1);
    }

    @Test
    void rollback_whenOnlyTheSizeFails_saysThatItWasRolledBack() {
        putVolume("tank/vg/csv1", 2 * GIB, 0, "");
        putSnapshot(ORIGIN, "5", "");
        changes = asked -> {
            putVolume("tank/vg/csv1", GIB, 0, "");
            return asked.method().equals("PUT") ? error(500, "EBUSY") : json(200, null);
        };
        assertThatThrownBy(() -> nas.patient().snapshots().rollback(CSV1.at("gold"), Consent.to(GUID, "test")))
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("it was rolled back");
        assertThat(nas.changes()).hasSize(2);
    }

    @Test
    void removeSnapshot_isIdentifiedAndSparesClonesAndReplication() {
        var snapshots = nas.storage().snapshots();
        snapshots.remove(CSV1.at("gold"), Consent.to("77", "gone already"));
        putSnapshot(ORIGIN, "5", "", "tank/vg/c1");
        assertThatThrownBy(() -> snapshots.remove(CSV1.at("gold"), Consent.to("77", "test")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("tank/vg/c1");
        assertThatThrownBy(() -> snapshots.remove(CSV1.at("gold"), Consent.to("78", "test")))
                .isInstanceOf(ConsentRequiredException.class);
        putSnapshot(ORIGIN, "5", ",\"snaplistId\":\"x\"");
        assertThatThrownBy(() -> snapshots.remove(CSV1.at("gold"), Consent.to("77", "test")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("replication");
        assertThat(nas.changes()).isEmpty();
        putSnapshot(ORIGIN, "5", "", "tank/vg/c1");
        snapshots.removeDeferred(CSV1.at("gold"), Consent.to("77", "test"));
        assertThat(nas.changes()).containsExactly("DELETE /storage/snapshots/tank%2Fvg%2Fcsv1%40gold");
        assertThat(nas.asked).last().satisfies(one -> assertThat(one.query()).containsEntry("defer", "true"));
    }

    // targets, groups, initiators

    @Test
    void target_isMadeSwitchedAndRemoved() {
        Iqn iqn = Iqn.of("iqn.2005-07.com.nexenta:01:csv");
        changes = asked -> {
            if (asked.method().equals("DELETE")) {
                there.remove("/san/iscsi/targets?t");
            } else {
                put("san/iscsi/targets", "t", target(asked.body().contains("chap\"") ? "chap" : "none"));
            }
            return json(201, null);
        };
        var targets = nas.storage().targets();
        IscsiTarget made = targets.create(iqn, List.of(Portal.of("10.3.0.11"), Portal.of("10.3.0.12")));
        assertThat(made.portals()).containsExactly(Portal.of("10.3.0.11"), Portal.of("10.3.0.12"));
        assertThat(made.chap()).isFalse();
        assertThat(targets.requireChap(iqn, true).chap()).isTrue();
        assertThat(targets.requireChap(iqn, true).chap()).isTrue();
        put("san/targetgroups", "g", "{\"name\":\"tg1\",\"members\":[\"" + iqn + "\"]}");
        assertThatThrownBy(() -> targets.remove(iqn, Consent.to(iqn.value(), "test")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("tg1");
        there.remove("/san/targetgroups?g");
        targets.remove(iqn, Consent.to(iqn.value(), "test"));
        targets.remove(iqn, Consent.to(iqn.value(), "test"));
        assertThat(nas.changes())
                .containsExactly(
                        "POST /san/iscsi/targets",
                        "PUT /san/iscsi/targets/iqn.2005-07.com.nexenta:01:csv",
                        "DELETE /san/iscsi/targets/iqn.2005-07.com.nexenta:01:csv");
        assertThat(body(0))
                .isEqualTo("{\"name\":\"iqn.2005-07.com.nexenta:01:csv\",\"portals\":"
                        + "[{\"address\":\"10.3.0.11\",\"port\":3260},{\"address\":\"10.3.0.12\",\"port\":3260}]}");
        assertThat(body(1)).isEqualTo("{\"authentication\":\"chap\"}");
    }

    @Test
    void group_whenSomebodyWouldBeLeftOut_needsAConsent() {
        Iqn hv1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
        Iqn hv2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");
        changes = asked -> {
            boolean both = asked.body().contains("hv1") && asked.body().contains("hv2");
            put(
                    "san/hostgroups",
                    "g",
                    "{\"name\":\"hg\",\"members\":[\"" + hv1 + "\"" + (both ? ",\"" + hv2 + "\"" : "") + "]}");
            return json(200, null);
        };
        var groups = nas.storage().hostGroups();
        groups.create("hg", Set.of(hv1));
        assertThat(groups.update("hg", Set.of(hv1, hv2), null).members()).containsExactly(hv1, hv2);
        assertThatThrownBy(() -> groups.update("hg", Set.of(hv1), null))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("hg");
        assertThat(groups.update("hg", Set.of(hv1), Consent.to("hg", "hv2 is retired"))
                        .members())
                .containsExactly(hv1);
        assertThat(groups.update("hg", Set.of(hv1), null).members()).containsExactly(hv1);
        assertThat(nas.changes())
                .containsExactly("POST /san/hostgroups", "PUT /san/hostgroups/hg", "PUT /san/hostgroups/hg");
        assertThat(body(1)).isEqualTo("{\"members\":[\"" + hv1 + "\",\"" + hv2 + "\"]}");
    }

    @Test
    void group_whenAMappingNamesIt_isNotRemoved() {
        put("san/targetgroups", "g", "{\"name\":\"tg1\",\"members\":[]}");
        put("san/lunMappings", "m", mapping("m1", 0));
        var groups = nas.storage().targetGroups();
        assertThatThrownBy(() -> groups.remove("tg1"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("tank/vg/csv1");
        there.remove("/san/lunMappings?m");
        groups.remove("tg1");
        assertThat(nas.changes()).containsExactly("DELETE /san/targetgroups/tg1");
    }

    @Test
    void chap_isSetOnAnInitiatorKnownOrNot() {
        Iqn hv1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
        String where = "/san/iscsi/remoteInitiators/" + hv1;
        changes = asked -> {
            there.put(where, "{\"name\":\"" + hv1 + "\",\"chapUser\":\"hv1\",\"chapSecretSet\":true}");
            return json(201, null);
        };
        var initiators = nas.storage().initiators();
        assertThat(initiators.find(hv1)).isEmpty();
        ChapLogin login = new ChapLogin("hv1", Secret.of("twelve-or-more"));
        assertThat(initiators.setChap(hv1, login).chapSecretSet()).isTrue();
        assertThat(initiators.setChap(hv1, login).chapUser()).isEqualTo("hv1");
        assertThat(nas.changes()).containsExactly("POST /san/iscsi/remoteInitiators", "PUT " + where);
        assertThat(body(1)).isEqualTo("{\"chapUser\":\"hv1\",\"chapSecret\":\"twelve-or-more\"}");
    }

    // mappings

    @Test
    void mapping_isWaitedForUntilItShowsAndUntilItIsGone() {
        AtomicInteger lag = new AtomicInteger();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                lag.set(3);
                put("san/lunMappings", "m", mapping("m1", 4));
                return json(201, null);
            }
            if (asked.method().equals("DELETE")) {
                lag.set(-3);
                return json(200, null);
            }
            if (lag.get() > 0 && lag.getAndDecrement() > 0) {
                return list(List.of());
            }
            if (lag.get() < 0 && lag.incrementAndGet() == 0) {
                there.clear();
            }
            return answer(asked);
        };
        var mappings = nas.storage().mappings();
        int slept = nas.runtime.slept().size();
        LunMapping made = mappings.create(CSV1, "tg1", "hg");
        assertThat(made).isEqualTo(new LunMapping("m1", CSV1, 4, "tg1", "hg"));
        assertThat(nas.runtime.slept().subList(slept, nas.runtime.slept().size()))
                .containsExactly(50L, 100L, 200L);
        assertThatThrownBy(() -> mappings.create(CSV1, "tg1", "hg")).isInstanceOf(ConflictException.class);
        mappings.remove(made, Consent.to("m1", "test"));
        assertThat(mappings.of(CSV1)).isEmpty();
        mappings.remove(made, Consent.to("m1", "test"));
        assertThat(nas.changes()).containsExactly("POST /san/lunMappings", "DELETE /san/lunMappings/m1");
        assertThat(body(0)).isEqualTo("{\"volume\":\"tank/vg/csv1\",\"targetGroup\":\"tg1\",\"hostGroup\":\"hg\"}");
    }

    @Test
    void mapping_whenTheAnswerIsLostAndItShowsLate_isNotMadeTwice() {
        AtomicInteger posts = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        nas.answers = asked -> {
            if (asked.method().equals("POST")) {
                return posts.incrementAndGet() == 1
                        ? com.github.tomakehurst.wiremock.client.WireMock.aResponse()
                                .withFault(Fault.CONNECTION_RESET_BY_PEER)
                        : error(409, "EEXIST");
            }
            return looks.incrementAndGet() < 6 ? list(List.of()) : list(List.of(mapping("m1", 0)));
        };
        assertThat(nas.patient().mappings().create(CSV1, "tg1", "hg").id()).isEqualTo("m1");
    }

    @Test
    void mapping_whoseIdStandsForAnotherByNow_isNotRemoved() {
        put("san/lunMappings", "m", mapping("m1", 0));
        LunMapping other = new LunMapping("m1", CSV1, 7, "tg1", "hg");
        assertThatThrownBy(() -> nas.storage().mappings().remove(other, Consent.to("m1", "test")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("another mapping");
        assertThatThrownBy(() -> nas.storage().mappings().remove(other, Consent.to("m2", "test")))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(nas.changes()).isEmpty();
    }

    @Test
    void logicalUnit_isReadAndItsCacheSwitched() {
        var mappings = nas.storage().mappings();
        assertThat(mappings.logicalUnit(CSV1)).isEmpty();
        assertThatThrownBy(() -> mappings.writeCache(CSV1, false)).isInstanceOf(NotFoundException.class);
        String unit =
                "{\"guid\":\"600144f0ab12000000005e1a2b3c0001\",\"volume\":\"tank/vg/csv1\",\"writebackCacheDisabled\":";
        put("san/logicalUnits", "u", unit + "false}");
        changes = asked -> {
            put("san/logicalUnits", "u", unit + "true}");
            return json(200, null);
        };
        LogicalUnit switched = mappings.writeCache(CSV1, false);
        assertThat(switched.naa()).isEqualTo(Naa.of("600144F0AB12000000005E1A2B3C0001"));
        assertThat(switched.writeCacheDisabled()).isTrue();
        mappings.writeCache(CSV1, false);
        assertThat(nas.changes()).containsExactly("PUT /san/logicalUnits/600144F0AB12000000005E1A2B3C0001");
        assertThat(body(0)).isEqualTo("{\"writebackCacheDisabled\":true}");
    }

    // pages

    private static List<String> many(int count) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> volume("tank/vg/v" + String.format("%05d", i), GIB, 0, ""))
                .toList());
    }

    private static ResponseDefinitionBuilder page(List<String> all, StubNas.Asked asked) {
        int offset = Math.min(asked.number("offset"), all.size());
        int end = Math.min(offset + asked.number("limit"), all.size());
        String next =
                end < all.size() ? "{\"rel\":\"next\",\"href\":\"/storage/volumes?limit=100&offset=" + end + "\"}" : "";
        return json(200, "{\"data\":[" + String.join(",", all.subList(offset, end)) + "],\"links\":[" + next + "]}");
    }

    @Test
    void list_of252_isCompleteAndSendsItsFiltersWithEveryPage() {
        List<String> all = many(252);
        nas.answers = asked -> page(all, asked);
        assertThat(nas.storage().volumes().stream(DatasetPath.of("tank/vg")).map(Volume::path))
                .hasSize(252)
                .doesNotHaveDuplicates();
        assertThat(nas.asked)
                .filteredOn(one -> one.method().equals("GET"))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.query())
                        .containsEntry("parent", "tank/vg")
                        .containsKey("fields")
                        .containsEntry("limit", "100"));
    }

    @Test
    void list_of10000_isCompleteAndReadsAPageOnlyWhenItIsNeeded() {
        List<String> all = many(10_000);
        nas.answers = asked -> page(all, asked);
        AtomicInteger seen = new AtomicInteger();
        try (Stream<Volume> volumes = nas.storage().volumes().stream()) {
            volumes.forEach(volume -> {
                int pages = (int) nas.count("GET", "/storage/volumes");
                assertThat(pages).isEqualTo(seen.get() < 100 ? 1 : 2 + (seen.get() - 100) / 99);
                assertThat(volume.path().name()).isEqualTo(String.format("v%05d", seen.getAndIncrement()));
            });
        }
        assertThat(seen).hasValue(10_000);
    }

    @Test
    void list_whoseFilterIsIgnored_isABadReply() {
        put("storage/volumes", "a", volume("tank/other/a", GIB, 0, ""));
        nas.answers = asked -> list(List.copyOf(there.values()));
        assertThatThrownBy(() -> nas.storage().volumes().list(DatasetPath.of("tank/vg")))
                .isInstanceOf(BadReplyException.class)
                .hasMessageContaining("filter");
    }

    @Test
    void list_withMoreItemsThanAskedFor_isABadReply() {
        nas.answers = asked -> list(many(101));
        assertThatThrownBy(() -> nas.storage().volumes().list()).isInstanceOf(BadReplyException.class);
    }
}
