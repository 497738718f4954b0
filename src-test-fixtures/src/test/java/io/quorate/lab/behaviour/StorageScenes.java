package io.quorate.lab.behaviour;

import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.SnapshotPath;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Snapshot;
import io.quorate.storage.StorageClient;
import io.quorate.storage.command.AddMembers;
import io.quorate.storage.command.CloneSnapshot;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.CreateMapping;
import io.quorate.storage.command.CreateSnapshot;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.CreateVolume;
import io.quorate.storage.command.CreateVolumeGroup;
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
import java.util.Set;

/** An appliance from an empty group to one that is empty again: volumes, who may see them, snapshots and clones. */
final class StorageScenes extends Scenes {
    private static final DatasetPath GROUP = DatasetPath.of("tank/rack");
    private static final DatasetPath VOLUME = DatasetPath.of("tank/rack/one");
    private static final DatasetPath CLONE = DatasetPath.of("tank/rack/two");
    private static final DatasetPath THIN = DatasetPath.of("tank/rack/thin");
    private static final SnapshotPath SNAPSHOT = VOLUME.at("s1");
    private static final String HOSTS = "rack";
    private static final String TARGETS = "csv";
    private static final Iqn ONE = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn TWO = Iqn.of("iqn.1991-05.com.microsoft:hv2");

    private final StorageClient storage = quorate.storage(Lab.STORAGE);

    StorageScenes() {
        super(HeardLab.san());
        scene(CreateVolumeGroup.class, () -> storage(new CreateVolumeGroup(GROUP)));
        scene(
                CreateVolume.class,
                () -> storage(new CreateVolume(VOLUME, Size.gib(1), Size.kib(16), Provisioning.THICK)));
        scene(GrowVolume.class, () -> storage(new GrowVolume(VOLUME, Size.gib(2))));
        scene(GrowVolume.class, "that is thin", () -> {
            storage.volumes().create(THIN, spec -> spec.size(Size.gib(1)));
            return storage(new GrowVolume(THIN, Size.gib(2)));
        });
        publishing();
        snapshots();
        scene(RemoveGroup.class, () -> storage(new RemoveGroup(StorageGroup.Kind.HOST, HOSTS)));
        scene(RemoveGroup.class, "of targets", () -> storage(new RemoveGroup(StorageGroup.Kind.TARGET, TARGETS)));
        scene(RemoveTarget.class, () -> storage(new RemoveTarget(SanRack.TARGET)));
        scene(RemoveVolumeGroup.class, () -> {
            DatasetPath empty = DatasetPath.of("tank/empty");
            storage.volumeGroups().create(empty);
            return storage(new RemoveVolumeGroup(empty));
        });
    }

    private void publishing() {
        scene(CreateTarget.class, () -> storage(new CreateTarget(SanRack.TARGET, nas().portals())));
        scene(RequireChap.class, () -> storage(new RequireChap(SanRack.TARGET, true)));
        scene(SetChap.class, () -> storage(new SetChap(ONE, SanRack.CHAP, false)));
        scene(CreateGroup.class, () -> storage(new CreateGroup(StorageGroup.Kind.HOST, HOSTS, Set.of(ONE))));
        scene(
                CreateGroup.class,
                "of targets",
                () -> storage(new CreateGroup(StorageGroup.Kind.TARGET, TARGETS, Set.of(SanRack.TARGET))));
        scene(
                SetChap.class,
                "of one that is known",
                () -> storage(new SetChap(ONE, new ChapLogin("another", Secret.of("another-secret")), false)));
        scene(
                SetChap.class,
                "to be renewed",
                () -> storage(new SetChap(ONE, new ChapLogin("another", Secret.of("a-newer-secret")), true)));
        scene(WidenGroup.class, () -> storage(new WidenGroup(StorageGroup.Kind.HOST, HOSTS, Set.of(ONE, TWO))));
        scene(
                AddMembers.class,
                () -> storage(new AddMembers(StorageGroup.Kind.HOST, HOSTS, Set.of(Iqn.of(ONE.value() + "-b")))));
        scene(SetGroup.class, () -> storage(new SetGroup(StorageGroup.Kind.HOST, HOSTS, Set.of(TWO))));
        scene(CreateMapping.class, () -> storage(new CreateMapping(VOLUME, TARGETS, HOSTS)));
        scene(
                SetWriteCache.class,
                () -> storage(new SetWriteCache(
                        VOLUME,
                        storage.mappings().logicalUnit(VOLUME).orElseThrow().writeCacheDisabled())));
        scene(
                RemoveMapping.class,
                () -> storage(new RemoveMapping(storage.mappings().of(VOLUME).get(0))));
    }

    private void snapshots() {
        scene(CreateSnapshot.class, () -> storage(new CreateSnapshot(SNAPSHOT, false)));
        scene(RollbackVolume.class, () -> {
            storage.volumes().grow(VOLUME, Size.gib(3));
            return storage(
                    new RollbackVolume(SNAPSHOT, storage.volumes().get(VOLUME).guid()));
        });
        scene(RollbackVolume.class, "of its size still", () -> {
            storage.snapshots().create(THIN.at("s1"));
            return storage(new RollbackVolume(
                    THIN.at("s1"), storage.volumes().get(THIN).guid()));
        });
        scene(CloneSnapshot.class, () -> storage(new CloneSnapshot(SNAPSHOT, CLONE)));
        scene(
                CloneSnapshot.class,
                "of a thin volume",
                () -> storage(new CloneSnapshot(THIN.at("s1"), DatasetPath.of("tank/rack/thin-two"))));
        scene(PromoteVolume.class, () -> storage(new PromoteVolume(CLONE, SNAPSHOT)));
        scene(RemoveSnapshot.class, () -> {
            Snapshot snapshot = storage.snapshots().create(VOLUME.at("s2"));
            return storage(new RemoveSnapshot(snapshot.path(), snapshot.guid(), false));
        });
        scene(
                RemoveSnapshot.class,
                "with its last clone",
                () -> storage(new RemoveSnapshot(
                        THIN.at("s1"), storage.snapshots().get(THIN.at("s1")).guid(), true)));
        scene(RemoveVolume.class, "without snapshots", () -> {
            DatasetPath bare = DatasetPath.of("tank/rack/bare");
            storage.volumes().create(bare, spec -> spec.size(Size.gib(1)));
            return storage(new RemoveVolume(storage.volumes().planRemoval(bare)));
        });
        scene(RemoveVolume.class, "with a clone", () -> {
            storage.snapshots().create(VOLUME.at("s3"));
            storage.snapshots().clone(VOLUME.at("s3"), DatasetPath.of("tank/rack/three"));
            return storage(new RemoveVolume(storage.volumes().planRemoval(VOLUME)));
        });
    }
}
