package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.storage.VolumeGroup;
import io.quorate.storage.command.CreateVolumeGroup;
import java.util.Map;
import java.util.Optional;

/** Creates a volume group. */
final class CreateVolumeGroupHandler extends Creation<CreateVolumeGroup, VolumeGroup> {

    @Override
    public Class<CreateVolumeGroup> handles() {
        return CreateVolumeGroup.class;
    }

    @Override
    Optional<VolumeGroup> find(CreateVolumeGroup c, Nef nef) {
        return VolumeGroupReads.find(nef, c.path());
    }

    @Override
    NefRequest create(CreateVolumeGroup c) {
        return NefRequest.post("storage", "volumeGroups")
                .body(Map.of("path", c.path().value()));
    }

    @Override
    VolumeGroup made(CreateVolumeGroup c, Nef nef) {
        return nef.looking(() -> find(c, nef).orElseThrow(() -> Seen.missing(c.path() + " was made and is not there")));
    }
}
