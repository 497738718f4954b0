package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.call.Order;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Find;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Safety;
import io.quorate.storage.command.AddMembers;
import io.quorate.storage.command.CloneSnapshot;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.CreateMapping;
import io.quorate.storage.command.CreateSnapshot;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.CreateVolume;
import io.quorate.storage.command.CreateVolumeGroup;
import io.quorate.storage.command.GetGroup;
import io.quorate.storage.command.GetVolume;
import io.quorate.storage.command.GrowVolume;
import io.quorate.storage.command.PromoteVolume;
import io.quorate.storage.command.RemoveGroup;
import io.quorate.storage.command.RemoveMapping;
import io.quorate.storage.command.RemoveSnapshot;
import io.quorate.storage.command.RemoveTarget;
import io.quorate.storage.command.RemoveVolume;
import io.quorate.storage.command.RemoveVolumeGroup;
import io.quorate.storage.command.RequireChap;
import io.quorate.storage.command.RollbackVolume;
import io.quorate.storage.command.SetChap;
import io.quorate.storage.command.SetGroup;
import io.quorate.storage.command.SetWriteCache;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every storage command says of itself, and what it refuses to be. */
class StorageCommandsTest {
    private static final DatasetPath CSV1 = DatasetPath.of("tank/vg/csv1");
    private static final DatasetPath GROUP = DatasetPath.of("tank/vg");
    private static final SnapshotPath GOLD = CSV1.at("gold");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:01:csv");
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Volume VOLUME =
            new Volume(CSV1, "4711", Size.gib(1), Size.kib(32), Provisioning.THIN, null, Size.bytes(0));
    private static final RemovalPlan PLAN = new RemovalPlan(VOLUME, List.of(), List.of(), false);
    private static final LunMapping MAPPING = new LunMapping("m1", CSV1, 0, "tg", "hg");

    static Stream<Command<?>> changes() {
        return Stream.of(
                new CreateVolumeGroup(GROUP),
                new RemoveVolumeGroup(GROUP),
                new CreateVolume(CSV1, Size.gib(1), Size.kib(64), Provisioning.THICK),
                new GrowVolume(CSV1, Size.gib(2)),
                new PromoteVolume(CSV1, GOLD),
                new RemoveVolume(PLAN),
                new CreateSnapshot(GOLD, false),
                new CloneSnapshot(GOLD, DatasetPath.of("tank/vg/c1")),
                new RollbackVolume(GOLD, "4711"),
                new RemoveSnapshot(GOLD, "77", false),
                new CreateTarget(TARGET, List.of(Portal.of("10.3.0.11"))),
                new RequireChap(TARGET, true),
                new RemoveTarget(TARGET),
                new CreateGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1)),
                new WidenGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1)),
                new AddMembers(StorageGroup.Kind.HOST, "hg", Set.of(HV1)),
                new SetGroup(StorageGroup.Kind.TARGET, "tg", Set.of(TARGET)),
                new RemoveGroup(StorageGroup.Kind.TARGET, "tg"),
                new SetChap(HV1, new ChapLogin("hv1", Secret.of("twelve-or-more")), true),
                new CreateMapping(CSV1, "tg", "hg"),
                new RemoveMapping(MAPPING),
                new SetWriteCache(CSV1, false));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void change_isNamedSafeAndRehearsable(Command<?> change) {
        assertThat(change.name()).matches("storage\\.[a-z]+\\.[a-z]+");
        assertThat(change.target().toString()).doesNotContain("null");
        assertThat(change.safety()).isNotEqualTo(Safety.READ);
        assertThat(change.toString()).doesNotContain("twelve-or-more");
        boolean creates = change.getClass().getSimpleName().startsWith("Create")
                || change instanceof CloneSnapshot
                || change instanceof GrowVolume;
        assertThat(change.safety() == Safety.GUARDED).isEqualTo(creates);
        if (change instanceof Destructive destructive) {
            assertThat(destructive.identity()).isNotBlank();
        }
        change.rehearsed();
    }

    @Test
    void whatLosesDataOrService_needsAConsentForItsIdentity() {
        assertThat(changes()
                        .filter(Destructive.class::isInstance)
                        .map(change -> change.name() + " " + ((Destructive) change).identity()))
                .containsExactlyInAnyOrder(
                        "storage.volume.remove 4711",
                        "storage.volume.rollback 4711",
                        "storage.snapshot.remove 77",
                        "storage.target.remove iqn.2005-07.com.nexenta:01:csv",
                        "storage.targetgroup.set tg",
                        "storage.mapping.remove m1");
    }

    @Test
    void onlyARollback_isNeverRepeated() {
        assertThat(changes().filter(change -> change.safety() == Safety.ONCE).map(Command::name))
                .containsExactly("storage.volume.rollback");
    }

    @Test
    void find_isNamedAfterWhatItFinds() {
        ReadCommand<?> find = new Find<>(new GetVolume(CSV1));
        assertThat(find.name()).isEqualTo("storage.volume.find");
        assertThat(find.target()).hasToString("volume tank/vg/csv1");
        assertThat(new Find<>(new GetGroup(StorageGroup.Kind.HOST, "hg")).name())
                .isEqualTo("storage.hostgroup.find");
    }

    @Test
    void volume_thatCannotBe_isRefusedWithASentence() {
        assertThatThrownBy(() -> new CreateVolume(CSV1, Size.bytes(5), Size.kib(32), Provisioning.THIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whole number of its blocks");
        assertThatThrownBy(() -> new CreateVolume(CSV1, Size.gib(1), Size.bytes(1000), Provisioning.THIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("power of two");
        assertThatThrownBy(() -> new CreateVolume(GROUP, Size.gib(1), Size.kib(32), Provisioning.THIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lies in a volume group");
        assertThatThrownBy(() -> new CloneSnapshot(GOLD, DatasetPath.of("other/vg/c1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pool");
        assertThatThrownBy(() -> new CreateTarget(TARGET, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a/b", "a\nb", " a"})
    void groupName_thatCannotBe_isRefused(String name) {
        assertThatThrownBy(() -> new GetGroup(StorageGroup.Kind.HOST, name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void removalPlan_ofNothingButSnapshots_takesThemAll() {
        Snapshot late = new Snapshot(CSV1.at("late"), "1", 1000, List.of(), false);
        Snapshot early = new Snapshot(CSV1.at("early"), "2", 999, List.of(), false);
        RemovalPlan plan = RemovalPlan.of(VOLUME, List.of(late, early), true);
        assertThat(plan.snapshots()).containsExactly(early.path(), late.path());
        assertThat(plan.promotions()).isEmpty();
        assertThat(plan.mapped()).isTrue();
    }

    @Test
    void consent_isCarriedToTheEngine() {
        Consent consent = Consent.to("m1", "moved");
        assertThat(Order.create("nas", new RemoveMapping(MAPPING)).with(consent).consent())
                .isSameAs(consent);
    }
}
