package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.DatasetPath;
import io.quorate.storage.VolumeGroup;
import io.quorate.storage.command.RemoveVolumeGroup;
import java.util.Optional;

/** Removes a volume group that is empty. */
final class RemoveVolumeGroupHandler extends Removal<RemoveVolumeGroup, VolumeGroup> {

    @Override
    public Class<RemoveVolumeGroup> handles() {
        return RemoveVolumeGroup.class;
    }

    @Override
    Optional<VolumeGroup> find(RemoveVolumeGroup c, Nef nef) {
        return VolumeGroupReads.find(nef, c.path());
    }

    /** Not left to the appliance: nobody has seen what it does with one that is not empty. */
    @Override
    void spare(RemoveVolumeGroup c, VolumeGroup there, Nef nef) {
        DatasetPath path = c.path();
        boolean volumes = !nef.page(VolumeReads.list().with("parent", path.value()), 0, 1)
                .items()
                .isEmpty();
        boolean snapshots = !nef.page(SnapshotReads.list(path), 0, 1).items().isEmpty();
        if (volumes || snapshots) {
            throw Seen.conflict(path + " is not empty: it has " + (volumes ? "volumes" : "snapshots"));
        }
    }

    @Override
    NefRequest delete(RemoveVolumeGroup c) {
        return NefRequest.delete("storage", "volumeGroups", c.path().value());
    }
}
