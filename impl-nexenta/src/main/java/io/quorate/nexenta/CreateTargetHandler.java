package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.Portal;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.command.CreateTarget;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates an iSCSI target. */
final class CreateTargetHandler extends Creation<CreateTarget, IscsiTarget> {

    @Override
    public Class<CreateTarget> handles() {
        return CreateTarget.class;
    }

    @Override
    Optional<IscsiTarget> find(CreateTarget c, Nef nef) {
        return TargetReads.find(nef, c.iqn());
    }

    @Override
    List<String> differences(CreateTarget wanted, IscsiTarget there) {
        return new HashSet<>(there.portals()).equals(new HashSet<>(wanted.portals()))
                ? List.of()
                : List.of("portals " + there.portals() + " instead of " + wanted.portals());
    }

    @Override
    Set<?> lost(CreateTarget wanted, IscsiTarget made) {
        Set<Portal> lost = new LinkedHashSet<>(wanted.portals());
        made.portals().forEach(lost::remove);
        return lost;
    }

    @Override
    NefRequest create(CreateTarget c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", c.iqn().value());
        body.put(
                "portals", c.portals().stream().map(CreateTargetHandler::encode).toList());
        return NefRequest.post("san", "iscsi", "targets").body(body);
    }

    private static Map<String, Object> encode(Portal portal) {
        Map<String, Object> encoded = new LinkedHashMap<>();
        encoded.put("address", portal.address());
        encoded.put("port", portal.port());
        return encoded;
    }

    @Override
    IscsiTarget made(CreateTarget c, Nef nef) {
        return TargetReads.get(nef, c.iqn());
    }
}
