package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Volume;
import io.quorate.storage.command.CreateVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates a volume. */
final class CreateVolumeHandler extends Creation<CreateVolume, Volume> {

    @Override
    public Class<CreateVolume> handles() {
        return CreateVolume.class;
    }

    @Override
    Optional<Volume> find(CreateVolume c, Nef nef) {
        return VolumeReads.find(nef, c.path()).map(Zvol::volume);
    }

    @Override
    List<String> differences(CreateVolume wanted, Volume there) {
        List<String> differences = new ArrayList<>();
        differ(differences, "size", there.size(), wanted.size());
        differ(differences, "block size", there.blockSize(), wanted.blockSize());
        differ(differences, "provisioning", there.provisioning(), wanted.provisioning());
        return differences;
    }

    private static void differ(List<String> differences, String what, Object is, Object wanted) {
        if (!is.equals(wanted)) {
            differences.add(what + " " + is + " instead of " + wanted);
        }
    }

    @Override
    NefRequest create(CreateVolume c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("path", c.path().value());
        body.put(Zvol.SIZE, c.size().bytes());
        body.put("volumeBlockSize", c.blockSize().bytes());
        body.put("sparseVolume", c.provisioning() == Provisioning.THIN);
        return NefRequest.post("storage", "volumes").body(body);
    }

    @Override
    Volume made(CreateVolume c, Nef nef) {
        return VolumeReads.get(nef, c.path()).volume();
    }
}
