package io.quorate.nexenta;

import io.quorate.Size;
import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.storage.command.CreateVolumeGroup;
import io.quorate.san.DatasetPath;
import io.quorate.storage.command.GetVolumeGroup;
import io.quorate.storage.command.ListVolumeGroups;
import io.quorate.storage.command.RemoveVolumeGroup;
import io.quorate.storage.VolumeGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The volume groups. */
final class VolumeGroupOperations {
    private VolumeGroupOperations() {}

    static void addTo(Operations all) {
        all.read(
                ListVolumeGroups.class,
                (c, nef) -> StorageOperations.page(nef, list(), c.offset(), c.limit(), VolumeGroupOperations::decode));
        all.find(GetVolumeGroup.class, (c, nef) -> find(nef, c.path()));
        all.guarded(
                CreateVolumeGroup.class,
                (c, nef) -> {
                    nef.change(create(c));
                    return nef.looking(() -> find(nef, c.path())
                            .orElseThrow(() -> Operations.missing(c.path() + " was made and is not there")));
                },
                (c, nef) -> Operations.compared(find(nef, c.path()), there -> List.of()),
                c -> List.of(create(c)));
        all.change(RemoveVolumeGroup.class, (c, nef) -> remove(nef, c.path()), c -> List.of(delete(c.path())));
    }

    private static NefRequest list() {
        return NefRequest.get("storage", "volumeGroups").with("fields", "path,bytesAvailable,bytesUsed");
    }

    private static NefRequest create(CreateVolumeGroup c) {
        return NefRequest.post("storage", "volumeGroups")
                .body(Map.of("path", c.path().value()));
    }

    private static NefRequest delete(DatasetPath path) {
        return NefRequest.delete("storage", "volumeGroups", path.value());
    }

    private static VolumeGroup decode(NefObject item) {
        return new VolumeGroup(
                item.parsed("path", DatasetPath::of),
                Size.bytes(item.number("bytesAvailable")),
                Size.bytes(item.number("bytesUsed")));
    }

    private static Optional<VolumeGroup> find(Nef nef, DatasetPath path) {
        return nef.named(list(), "path", path.value()).map(item -> nef.looking(() -> decode(item)));
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Void remove(Nef nef, DatasetPath path) {
        if (find(nef, path).isEmpty()) {
            return null;
        }
        // Not left to the appliance: nobody has seen what it does with one that is not empty.
        boolean volumes = !nef.page(VolumeOperations.list().with("parent", path.value()), 0, 1)
                .items()
                .isEmpty();
        boolean snapshots =
                !nef.page(SnapshotOperations.list(path), 0, 1).items().isEmpty();
        if (volumes || snapshots) {
            throw Operations.conflict(path + " is not empty: it has " + (volumes ? "volumes" : "snapshots"));
        }
        nef.remove(delete(path));
        return null;
    }
}
