package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Fault;
import io.quorate.storage.LunMapping;
import io.quorate.storage.command.RemoveMapping;
import java.util.Optional;

/** Takes a LUN mapping away, and waits until it is gone. */
final class RemoveMappingHandler extends Removal<RemoveMapping, LunMapping> {

    @Override
    public Class<RemoveMapping> handles() {
        return RemoveMapping.class;
    }

    @Override
    Optional<LunMapping> find(RemoveMapping c, Nef nef) {
        return MappingReads.of(nef, c.mapping().volume()).stream()
                .filter(there -> there.id().equals(c.mapping().id()))
                .findFirst();
    }

    @Override
    Optional<Fault> another(RemoveMapping c, LunMapping there) {
        return there.equals(c.mapping())
                ? Optional.empty()
                : Optional.of(Seen.conflict("the id stands for another mapping by now: " + there));
    }

    @Override
    NefRequest delete(RemoveMapping c) {
        return NefRequest.delete("san", "lunMappings", c.mapping().id());
    }

    @Override
    void settle(RemoveMapping c, Nef nef) {
        nef.await(
                "the mapping of " + c.mapping().volume() + " is gone",
                () -> find(c, nef).isPresent() ? Optional.empty() : Optional.of(true));
    }
}
