package io.quorate.lab.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.ApplianceRefusal.Code;
import io.quorate.lab.storage.StorageAppliance.Lun;
import io.quorate.lab.storage.StorageGroupState.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NEF's semantics (nexenta.md 1.2 to 1.5). */
class SimulatedApplianceTest {
    private static final long MIB = 1L << 20;
    private static final String A = "tank/vg/a";
    private static final String HV1 = "iqn.1991-05.com.microsoft:hv1.lab";
    private static final String HV2 = "iqn.1991-05.com.microsoft:hv2.lab";
    private static final String T1 = "iqn.2005-07.com.nexenta:02:t1";
    private static final String T2 = "iqn.2005-07.com.nexenta:02:t2";

    @TempDir
    Path directory;

    private final World world = World.builder().seed(7).build();
    private final SimulatedAppliance appliance = SimulatedAppliance.builder(world, "nex1")
            .pool("tank", 100 * MIB)
            .pool("other", 100 * MIB)
            .volumeGroup("tank/vg")
            .volume(A, 10 * MIB)
            .target(T1)
            .target(T2)
            .hostGroup("nodes", HV1, HV2)
            .targetGroup("tg", T1)
            .build();

    @AfterEach
    void close() {
        appliance.close();
        world.close();
    }

    private void change(Runnable action) {
        world.change("test", action);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(Runnable action, Code code) {
        long events = world.events().size();
        AbstractThrowableAssert<?, ? extends Throwable> refusal = assertThatThrownBy(() -> change(action))
                .isInstanceOfSatisfying(
                        ApplianceRefusal.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(world.events()).as("a refusal changes nothing").hasSize((int) events);
        return refusal;
    }

    private void write(String volume, long offset, String text) throws IOException {
        byte[] data = text.getBytes(StandardCharsets.US_ASCII);
        appliance.blocks(volume).write(offset, data, 0, data.length);
    }

    private String read(String volume, long offset, int count) throws IOException {
        byte[] data = new byte[count];
        appliance.blocks(volume).read(offset, data, 0, count);
        return new String(data, StandardCharsets.US_ASCII).replace('\0', '.');
    }

    private VolumeState volume(String path) {
        return appliance.volume(path).orElseThrow();
    }

    // volumes

    @Test
    void create_ofBadArguments_isEbadarg() {
        refused(() -> appliance.createVolume("tank/vg/b", MIB, 3000, true, Map.of()), Code.EBADARG);
        refused(() -> appliance.createVolume("tank/vg/b", MIB, 256, true, Map.of()), Code.EBADARG);
        refused(() -> appliance.createVolume("tank/vg/b", MIB, 262_144, true, Map.of()), Code.EBADARG);
        refused(() -> appliance.createVolume("tank/vg/b", MIB + 512, 0, true, Map.of()), Code.EBADARG);
        refused(() -> appliance.createVolume("tank/vg/b", 0, 0, true, Map.of()), Code.EBADARG);
        refused(() -> appliance.createVolume("tank/b", MIB, 0, true, Map.of()), Code.EBADARG);
        refused(() -> appliance.createVolume("tank/vg/b c", MIB, 0, true, Map.of()), Code.EBADARG);
    }

    @Test
    void create_whereSomethingIsMissingOrThere_isEnoentOrEexist() {
        refused(() -> appliance.createVolume(A, 10 * MIB, 0, true, Map.of()), Code.EEXIST);
        refused(() -> appliance.createVolume("tank/no/a", MIB, 0, true, Map.of()), Code.ENOENT);
        refused(() -> appliance.createVolumeGroup("nope/vg", Map.of()), Code.ENOENT);
        refused(() -> appliance.createVolumeGroup("tank/vg", Map.of()), Code.EEXIST);
    }

    @Test
    void thickVolumes_takeTheirSizeFromThePoolAtOnce() {
        change(() -> appliance.createVolume("tank/vg/thick", 60 * MIB, 0, false, Map.of()));
        assertThat(volume("tank/vg/thick").reservation()).isEqualTo(60 * MIB);
        assertThat(appliance.poolUsed("tank")).isEqualTo(60 * MIB);
        refused(() -> appliance.createVolume("tank/vg/b", 60 * MIB, 0, false, Map.of()), Code.ENOSPC);
        change(() -> appliance.createVolume("tank/vg/b", 60 * MIB, 0, true, Map.of()));
        refused(() -> appliance.updateVolume("tank/vg/b", null, 60 * MIB, Map.of()), Code.ENOSPC);
    }

    @Test
    void thinVolumes_runOutOfSpaceOnWriting() throws IOException {
        change(() -> {
            appliance.createVolume("tank/vg/thick", 90 * MIB, 0, false, Map.of());
            appliance.createVolume("tank/vg/thin", 50 * MIB, 0, true, Map.of());
        });
        byte[] data = new byte[(int) MIB];
        for (int i = 0; i < 10; i++) {
            appliance.blocks("tank/vg/thin").write(i * MIB, data, 0, data.length);
        }
        assertThatThrownBy(() -> appliance.blocks("tank/vg/thin").write(20 * MIB, data, 0, data.length))
                .isInstanceOf(NoSpaceException.class);
        appliance.blocks("tank/vg/thick").write(0, data, 0, data.length);
        appliance.blocks("tank/vg/thin").unmap(0, MIB);
        appliance.blocks("tank/vg/thin").write(20 * MIB, data, 0, data.length);
        assertThat(appliance.poolUsed("tank")).isEqualTo(100 * MIB);
    }

    @Test
    void update_growsButNeverShrinks_andNullInherits() {
        change(() -> appliance.updateVolume(A, 20 * MIB, null, Map.of("compressionMode", "\"lz4\"")));
        assertThat(volume(A).size()).isEqualTo(20 * MIB);
        assertThat(appliance.blocks(A).size()).isEqualTo(20 * MIB);
        assertThat(volume(A).properties()).containsEntry("compressionMode", "\"lz4\"");
        refused(() -> appliance.updateVolume(A, 10 * MIB, null, Map.of()), Code.EINVAL);
        change(() -> appliance.updateVolume(A, null, null, Map.of("compressionMode", "null")));
        assertThat(volume(A).properties()).isEmpty();
    }

    @Test
    void delete_followsTheMatrix() {
        change(() -> appliance.map(A, "all", "all", null));
        refused(() -> appliance.deleteVolume(A, true), Code.EBUSY).hasMessageContaining("mapped");
        change(() -> appliance.unmap(appliance.mappings().get(0).id()));
        change(() -> appliance.createSnapshot(A + "@s", false));
        refused(() -> appliance.deleteVolume(A, false), Code.EBUSY).hasMessageContaining("snapshots");
        change(() -> appliance.cloneSnapshot(A + "@s", "tank/vg/c"));
        refused(() -> appliance.deleteVolume(A, true), Code.EEXIST).hasMessageContaining("clones");
        change(() -> appliance.deleteVolume("tank/vg/c", false));
        change(() -> appliance.deleteVolume(A, true));
        assertThat(appliance.volumes()).isEmpty();
        assertThat(appliance.snapshots()).isEmpty();
        assertThat(appliance.logicalUnits()).isEmpty();
        refused(() -> appliance.deleteVolume(A, true), Code.ENOENT);
    }

    @Test
    void delete_thenCreate_givesAnotherGuidAndEmptyBlocks() throws IOException {
        String guid = volume(A).guid();
        BlockStore old = appliance.blocks(A);
        write(A, 0, "data");
        change(() -> {
            appliance.deleteVolume(A, false);
            appliance.createVolume(A, 10 * MIB, 0, true, Map.of());
        });
        assertThat(volume(A).guid()).isNotEqualTo(guid);
        assertThat(read(A, 0, 4)).isEqualTo("....");
        assertThatThrownBy(() -> old.read(0, new byte[4], 0, 4)).isInstanceOf(IOException.class);
    }

    @Test
    void volumeGroup_withChildrenOrSnapshots_stays() {
        refused(() -> appliance.deleteVolumeGroup("tank/vg"), Code.EEXIST);
        change(() -> {
            appliance.deleteVolume(A, false);
            appliance.createSnapshot("tank/vg@s", true);
        });
        refused(() -> appliance.deleteVolumeGroup("tank/vg"), Code.EBUSY);
        change(() -> {
            appliance.deleteSnapshot("tank/vg@s", false, true);
            appliance.deleteVolumeGroup("tank/vg");
        });
        refused(() -> appliance.deleteVolumeGroup("tank/vg"), Code.ENOENT);
    }

    // snapshots and clones

    @Test
    void snapshotsAndClones_shareBlocksUntilSomebodyWrites() throws IOException {
        write(A, 100, "before");
        change(() -> appliance.createSnapshot(A + "@s", false));
        change(() -> appliance.cloneSnapshot(A + "@s", "tank/vg/c"));
        long used = appliance.poolUsed("tank");
        write(A, 100, "after!");
        write("tank/vg/c", 103, "NEW");
        assertThat(read(A, 100, 6)).isEqualTo("after!");
        assertThat(read("tank/vg/c", 100, 6)).isEqualTo("befNEW");
        assertThat(appliance.poolUsed("tank")).isEqualTo(3 * used);
        change(() -> appliance.rollback(A, "s"));
        assertThat(read(A, 100, 6)).isEqualTo("before");
        assertThat(appliance.referenced(A + "@s")).isEqualTo(32_768);
    }

    @Test
    void clone_losesReservationAndProperties() {
        change(() -> {
            appliance.createVolume("tank/vg/t", 8 * MIB, 4096, false, Map.of("logBiasMode", "\"latency\""));
            appliance.createSnapshot("tank/vg/t@s", false);
            appliance.updateVolume("tank/vg/t", 16 * MIB, 16 * MIB, Map.of());
            appliance.cloneSnapshot("tank/vg/t@s", "tank/vg/c");
        });
        VolumeState clone = volume("tank/vg/c");
        assertThat(clone.reservation()).isZero();
        assertThat(clone.properties()).isEmpty();
        assertThat(clone.size()).isEqualTo(8 * MIB);
        assertThat(clone.blockSize()).isEqualTo(4096);
        assertThat(clone.origin()).isEqualTo("tank/vg/t@s");
        assertThat(appliance.clonesOf("tank/vg/t@s")).containsExactly(clone);
        refused(() -> appliance.cloneSnapshot("tank/vg/t@s", "tank/vg/c"), Code.EEXIST);
        refused(() -> appliance.cloneSnapshot("tank/vg/t@no", "tank/vg/d"), Code.ENOENT);
    }

    @Test
    void rollback_bringsSizeBack_andIsRefusedOverNewerSnapshots() {
        change(() -> {
            appliance.createSnapshot(A + "@one", false);
            appliance.updateVolume(A, 20 * MIB, null, Map.of("logBiasMode", "\"latency\""));
            appliance.createSnapshot(A + "@two", false);
        });
        refused(() -> appliance.rollback(A, "one"), Code.EEXIST);
        BlockStore blocks = appliance.blocks(A);
        change(() -> {
            appliance.deleteSnapshot(A + "@two", false, false);
            appliance.rollback(A, "one");
        });
        assertThat(volume(A).size()).isEqualTo(10 * MIB);
        assertThat(volume(A).properties()).isEmpty();
        assertThat(appliance.blocks(A)).isSameAs(blocks);
        refused(() -> appliance.rollback(A, "two"), Code.ENOENT);
    }

    @Test
    void promote_movesSnapshotsUpToTheOrigin_andOtherClonesFollow() throws IOException {
        write(A, 0, "one");
        change(() -> appliance.createSnapshot(A + "@s1", false));
        write(A, 0, "two");
        change(() -> {
            appliance.createSnapshot(A + "@s2", false);
            appliance.createSnapshot(A + "@s3", false);
            appliance.cloneSnapshot(A + "@s1", "tank/vg/x");
            appliance.cloneSnapshot(A + "@s2", "tank/vg/c");
            appliance.promote("tank/vg/c");
        });
        assertThat(appliance.snapshots())
                .extracting(SnapshotState::path)
                .containsExactlyInAnyOrder("tank/vg/c@s1", "tank/vg/c@s2", A + "@s3");
        assertThat(volume("tank/vg/c").origin()).isNull();
        assertThat(volume(A).origin()).isEqualTo("tank/vg/c@s2");
        assertThat(volume("tank/vg/x").origin()).isEqualTo("tank/vg/c@s1");
        assertThat(read("tank/vg/x", 0, 3)).isEqualTo("one");
        assertThat(read("tank/vg/c", 0, 3)).isEqualTo("two");
        refused(() -> appliance.promote("tank/vg/c"), Code.EBADARG);
        refused(() -> appliance.promote("tank/vg/no"), Code.ENOENT);
        change(() -> appliance.deleteVolume(A, true));
    }

    @Test
    void promote_whereASnapshotsNameIsTaken_isEexist() {
        change(() -> {
            appliance.createSnapshot(A + "@s", false);
            appliance.cloneSnapshot(A + "@s", "tank/vg/c");
            appliance.createSnapshot("tank/vg/c@s", false);
        });
        refused(() -> appliance.promote("tank/vg/c"), Code.EEXIST);
    }

    @Test
    void recursiveSnapshot_takesTheGroupAtOnce() {
        change(() -> appliance.createVolume("tank/vg/b", MIB, 0, true, Map.of()));
        change(() -> appliance.createSnapshot("tank/vg@night", true));
        assertThat(appliance.snapshots())
                .extracting(SnapshotState::path)
                .containsExactly("tank/vg@night", A + "@night", "tank/vg/b@night");
        assertThat(appliance.snapshots())
                .extracting(SnapshotState::txg)
                .containsOnly(appliance.snapshots().get(0).txg());
        refused(() -> appliance.createSnapshot("tank/vg@night", true), Code.EEXIST);
        change(() -> appliance.deleteSnapshot("tank/vg@night", false, true));
        assertThat(appliance.snapshots()).isEmpty();
    }

    @Test
    void deferredSnapshot_goesWithItsLastClone() {
        change(() -> {
            appliance.createSnapshot(A + "@s", false);
            appliance.cloneSnapshot(A + "@s", "tank/vg/c");
        });
        refused(() -> appliance.deleteSnapshot(A + "@s", false, false), Code.EBUSY);
        change(() -> appliance.deleteSnapshot(A + "@s", true, false));
        assertThat(appliance.snapshot(A + "@s").orElseThrow().deferred()).isTrue();
        change(() -> appliance.deleteVolume("tank/vg/c", false));
        assertThat(appliance.snapshots()).isEmpty();
        refused(() -> appliance.deleteSnapshot(A + "@s", true, false), Code.ENOENT);
    }

    @Test
    void snapshotOfAThickVolume_needsRoomForWhatItShares() throws IOException {
        change(() -> appliance.createVolume("tank/vg/t", 60 * MIB, 0, false, Map.of()));
        appliance.blocks("tank/vg/t").write(0, new byte[(int) (50 * MIB)], 0, (int) (50 * MIB));
        refused(() -> appliance.createSnapshot("tank/vg/t@s", false), Code.ENOSPC);
        change(() -> {
            appliance.updateVolume("tank/vg/t", null, 0L, Map.of());
            appliance.createSnapshot("tank/vg/t@s", false);
        });
    }

    // publishing

    @Test
    void map_takesTheLowestNumberFreeForAllWhoSee() {
        change(() -> {
            appliance.createVolume("tank/vg/b", MIB, 0, true, Map.of());
            appliance.createVolume("tank/vg/c", MIB, 0, true, Map.of());
            appliance.createVolume("tank/vg/d", MIB, 0, true, Map.of());
            appliance.createGroup(Kind.HOST, "solo", List.of("iqn.1991-05.com.microsoft:hv9.lab"));
            appliance.map(A, "tg", "nodes", null);
            appliance.map("tank/vg/b", "tg", "solo", null);
            appliance.map("tank/vg/c", "all", "all", null);
        });
        assertThat(appliance.mappings()).extracting(MappingState::lun).containsExactly(0, 0, 1);
        refused(() -> appliance.map("tank/vg/d", "tg", "nodes", 1), Code.EEXIST);
        refused(() -> appliance.map(A, "tg", "nodes", 7), Code.EEXIST);
        refused(() -> appliance.map("tank/vg/d", "tg", "nodes", 16_384), Code.EBADARG);
        refused(() -> appliance.map("tank/vg/d", "no", "nodes", null), Code.ENOENT);
        refused(() -> appliance.map("tank/vg/no", "tg", "nodes", null), Code.ENOENT);
        String a = appliance.logicalUnits().get(0).naa();
        String c = appliance.logicalUnits().get(2).naa();
        assertThat(appliance.luns(HV1, T1)).containsExactly(new Lun(0, a), new Lun(1, c));
        assertThat(appliance.luns(HV1, T2)).containsExactly(new Lun(1, c));
    }

    @Test
    void logicalUnit_keepsItsNaaAsLongAsTheVolumeLives() {
        change(() -> appliance.map(A, "all", "all", null));
        String naa = appliance.logicalUnits().get(0).naa();
        assertThat(naa).matches("600144F0[0-9A-F]{24}");
        change(() -> {
            appliance.unmap(appliance.mappings().get(0).id());
            appliance.map(A, "tg", "nodes", 5);
        });
        assertThat(appliance.luns(HV2, T1)).containsExactly(new Lun(5, naa));
        change(() -> appliance.renameVolume(A, "tank/vg/b"));
        assertThat(appliance.mappings()).as("a rename breaks mappings").isEmpty();
        change(() -> appliance.map("tank/vg/b", "tg", "nodes", null));
        assertThat(appliance.luns(HV2, T1)).containsExactly(new Lun(0, naa));
    }

    @Test
    void rename_takesSnapshotsAndOriginsAlong_withinThePoolOnly() {
        change(() -> {
            appliance.createVolumeGroup("tank/vg2", Map.of());
            appliance.createVolumeGroup("other/vg", Map.of());
            appliance.createSnapshot(A + "@s", false);
            appliance.cloneSnapshot(A + "@s", "tank/vg/c");
            appliance.renameVolume(A, "tank/vg2/b");
        });
        assertThat(volume("tank/vg/c").origin()).isEqualTo("tank/vg2/b@s");
        assertThat(appliance.snapshot("tank/vg2/b@s")).isPresent();
        refused(() -> appliance.renameVolume("tank/vg/c", "tank/vg2/b"), Code.EEXIST);
        refused(() -> appliance.renameVolume("tank/vg/c", "other/vg/c"), Code.EBADARG);
        refused(() -> appliance.renameVolume("tank/vg/c", "tank/no/c"), Code.ENOENT);
    }

    @Test
    void lag_hidesMappingsFirst_andKeepsThemForAWhile() {
        change(() -> appliance.mappingLag(Duration.ofSeconds(3)));
        change(() -> appliance.map(A, "all", "all", null));
        assertThat(appliance.luns(HV1, T1)).isEmpty();
        world.time().advance(Duration.ofSeconds(4));
        assertThat(appliance.luns(HV1, T1)).hasSize(1);
        change(() -> appliance.unmap(appliance.mappings().get(0).id()));
        assertThat(appliance.luns(HV1, T1)).hasSize(1);
        refused(() -> appliance.deleteVolume(A, false), Code.EBUSY);
        world.time().advance(Duration.ofSeconds(4));
        assertThat(appliance.mappings()).isEmpty();
    }

    @Test
    void groups_holdAMemberOnce_andStayWhileUsed() {
        refused(() -> appliance.createGroup(Kind.HOST, "more", List.of(HV1)), Code.EEXIST);
        refused(() -> appliance.createGroup(Kind.HOST, "all", List.of()), Code.EEXIST);
        refused(() -> appliance.createGroup(Kind.HOST, "bad", List.of("hv1")), Code.EBADARG);
        refused(() -> appliance.updateGroup(Kind.HOST, "no", List.of()), Code.ENOENT);
        change(() -> appliance.map(A, "tg", "nodes", null));
        refused(() -> appliance.deleteGroup(Kind.HOST, "nodes"), Code.EBUSY);
        change(() -> appliance.updateGroup(Kind.HOST, "nodes", List.of(HV2)));
        assertThat(appliance.luns(HV1, T1)).isEmpty();
        assertThat(appliance.luns(HV2, T1)).hasSize(1);
    }

    @Test
    void luns_areGoneWithoutPowerServiceOrTarget() {
        change(() -> appliance.map(A, "all", "all", null));
        AtomicInteger heard = new AtomicInteger();
        appliance.onChange(heard::incrementAndGet);
        change(() -> appliance.targetOnline(T1, false));
        assertThat(appliance.luns(HV1, T1)).isEmpty();
        assertThat(appliance.luns(HV1, T2)).hasSize(1);
        change(() -> appliance.targetService(false));
        assertThat(appliance.luns(HV1, T2)).isEmpty();
        change(() -> appliance.targetService(true));
        change(appliance::powerOff);
        assertThat(appliance.luns(HV1, T2)).isEmpty();
        assertThat(heard).hasValue(4);
    }

    @Test
    void powerCut_losesReservationsUnlessTheyPersist() {
        change(() -> {
            appliance.createVolume("tank/vg/b", MIB, 0, true, Map.of());
            appliance.map(A, "all", "all", null);
            appliance.map("tank/vg/b", "all", "all", null);
        });
        List<String> naas =
                appliance.logicalUnits().stream().map(LogicalUnitState::naa).toList();
        change(() -> {
            appliance.putReservations(Reserving.register(appliance.reservations(naas.get(0)), "n", 0, 1, false, false));
            appliance.putReservations(Reserving.register(appliance.reservations(naas.get(1)), "n", 0, 1, false, true));
        });
        change(() -> {
            appliance.powerOff();
            appliance.powerOn();
        });
        assertThat(appliance.reservations(naas.get(0)).registrations()).isEmpty();
        assertThat(appliance.reservations(naas.get(1)).registrations()).hasSize(1);
    }

    @Test
    void chap_isTheInitiatorsOwnElseTheStars_andNeverPrinted() {
        assertThat(appliance.chapOf(HV1)).isEmpty();
        change(() -> {
            appliance.setInitiator("*", "anyone", Secret.of("star-secret-1"));
            appliance.setInitiator(HV1, "hv1", Secret.of("own-secret-12"));
        });
        assertThat(appliance.chapOf(HV1).orElseThrow().chapUser()).isEqualTo("hv1");
        assertThat(appliance.chapOf(HV2).orElseThrow().chapUser()).isEqualTo("anyone");
        assertThat(world.trace()).doesNotContain("own-secret-12");
        refused(() -> appliance.setInitiator(HV2, "x", Secret.of("short")), Code.EBADARG);
    }

    @Test
    void targets_areNamedByTheApplianceWhenNobodyDoes() {
        TargetState made = world.change("test", () -> appliance.createTarget(null, List.of("10.0.0.1:3260"), true));
        assertThat(made.name()).startsWith("iqn.2005-07.com.nexenta:02:");
        refused(() -> appliance.createTarget(made.name(), List.of(), false), Code.EEXIST);
        refused(() -> appliance.createTarget("disk", List.of(), false), Code.EBADARG);
        change(() -> appliance.deleteTarget(T1));
        assertThat(appliance.groups(Kind.TARGET).get(0).members()).isEmpty();
        refused(() -> appliance.deleteTarget(T1), Code.ENOENT);
    }

    // blocks

    @Test
    void blocksInAFile_behaveLikeThoseInMemory() throws IOException {
        try (SimulatedAppliance other = SimulatedAppliance.builder(world, "nex2")
                .blocksIn(directory)
                .pool("p", 10_000 * MIB)
                .volumeGroup("p/vg")
                .volume("p/vg/a", 5_000 * MIB)
                .build()) {
            BlockStore blocks = other.blocks("p/vg/a");
            byte[] data = "sparse".getBytes(StandardCharsets.US_ASCII);
            blocks.write(4_999 * MIB, data, 0, data.length);
            change(() -> other.createSnapshot("p/vg/a@s", false));
            blocks.unmap(4_990 * MIB, 10 * MIB);
            assertThat(blocks.allocated()).isZero();
            byte[] back = new byte[6];
            blocks.read(4_999 * MIB, back, 0, 6);
            assertThat(back).containsOnly(0);
            change(() -> other.rollback("p/vg/a", "s"));
            blocks.read(4_999 * MIB, back, 0, 6);
            assertThat(back).isEqualTo(data);
            change(() -> other.deleteSnapshot("p/vg/a@s", false, false));
            blocks.unmap(0, 5_000 * MIB);
            blocks.write(7, data, 0, 1);
            blocks.read(0, back, 0, 6);
            assertThat(back).as("a piece used again is zeros first").containsOnly(0);
            try (var files = Files.list(directory)) {
                assertThat(files.mapToLong(f -> f.toFile().length()).sum()).isLessThan(MIB);
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void blocks_outsideTheVolume_areRefused() {
        BlockStore blocks = appliance.blocks(A);
        assertThatThrownBy(() -> blocks.read(10 * MIB - 1, new byte[2], 0, 2)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> blocks.write(Long.MAX_VALUE, new byte[2], 0, 2))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> blocks.unmap(-1, 2)).isInstanceOf(IOException.class);
    }

    @Test
    void partlyUnmappedPieces_areZeroedInPlace() throws IOException {
        write(A, 32_768 - 4, "abcdefgh");
        appliance.blocks(A).unmap(32_768 - 2, 4);
        assertThat(read(A, 32_768 - 4, 8)).isEqualTo("ab....gh");
        appliance.blocks(A).unmap(32_768, 65_536);
        assertThat(read(A, 32_768 - 4, 8)).isEqualTo("ab......");
        assertThat(appliance.blocks(A).allocated()).isEqualTo(32_768);
    }
}
