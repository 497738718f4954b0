package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Fault;
import io.quorate.storage.LunMapping;
import io.quorate.storage.command.CreateMapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Maps a volume, and waits until the mapping shows. */
final class CreateMappingHandler extends Creation<CreateMapping, LunMapping> {

    @Override
    public Class<CreateMapping> handles() {
        return CreateMapping.class;
    }

    @Override
    Optional<LunMapping> find(CreateMapping c, Nef nef) {
        return MappingReads.of(nef, c.volume()).stream()
                .filter(there -> there.targetGroup().equals(c.targetGroup())
                        && there.hostGroup().equals(c.hostGroup()))
                .findFirst();
    }

    @Override
    NefRequest create(CreateMapping c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("volume", c.volume().value());
        body.put("targetGroup", c.targetGroup());
        body.put("hostGroup", c.hostGroup());
        return NefRequest.post("san", "lunMappings").body(body);
    }

    @Override
    protected LunMapping carryOut(CreateMapping c, Optional<LunMapping> there, Nef nef) {
        try {
            nef.change(create(c));
        } catch (Fault fault) {
            if ("EEXIST".equals(fault.code())) {
                // It may be what an earlier attempt made. Once it shows, the engine can tell.
                made(c, nef);
            }
            throw fault;
        }
        return made(c, nef);
    }

    @Override
    LunMapping made(CreateMapping c, Nef nef) {
        return nef.await("volume " + c.volume() + " is mapped for " + c.hostGroup(), () -> find(c, nef));
    }
}
