package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.storage.Snapshot;
import io.quorate.storage.command.CreateSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Creates a snapshot. */
final class CreateSnapshotHandler extends Creation<CreateSnapshot, Snapshot> {

    @Override
    public Class<CreateSnapshot> handles() {
        return CreateSnapshot.class;
    }

    @Override
    Optional<Snapshot> find(CreateSnapshot c, Nef nef) {
        return SnapshotReads.find(nef, c.path());
    }

    @Override
    NefRequest create(CreateSnapshot c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("path", c.path().toString());
        body.put("recursive", c.recursive());
        return NefRequest.post("storage", "snapshots").body(body);
    }

    @Override
    Snapshot made(CreateSnapshot c, Nef nef) {
        return nef.looking(() -> find(c, nef).orElseThrow(() -> Seen.missing(c.path() + " was made and is not there")));
    }
}
