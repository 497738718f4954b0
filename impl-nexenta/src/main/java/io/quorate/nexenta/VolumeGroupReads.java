package io.quorate.nexenta;

import io.quorate.Size;
import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.DatasetPath;
import io.quorate.spi.Handler;
import io.quorate.storage.VolumeGroup;
import io.quorate.storage.command.GetVolumeGroup;
import io.quorate.storage.command.ListVolumeGroups;
import java.util.List;
import java.util.Optional;

/** Reads of the volume groups. */
final class VolumeGroupReads {
    private VolumeGroupReads() {}

    static List<Handler<?, ?, Nef>> handlers() {
        return List.of(
                new Reading<>(
                        ListVolumeGroups.class,
                        (c, nef) -> ApplianceReads.page(nef, list(), c.offset(), c.limit(), VolumeGroupReads::decode)),
                new Finding<>(GetVolumeGroup.class, (c, nef) -> find(nef, c.path())));
    }

    private static NefRequest list() {
        return NefRequest.get("storage", "volumeGroups").with("fields", "path,bytesAvailable,bytesUsed");
    }

    private static VolumeGroup decode(NefObject item) {
        return new VolumeGroup(
                new DatasetPath(item.text("path")),
                Size.bytes(item.number("bytesAvailable")),
                Size.bytes(item.number("bytesUsed")));
    }

    static Optional<VolumeGroup> find(Nef nef, DatasetPath path) {
        return nef.named(list(), "path", path.value()).map(item -> nef.looking(() -> decode(item)));
    }
}
