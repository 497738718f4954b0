package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Change;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.command.SetWriteCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Switches the write cache of the logical unit behind a volume. The unit of a volume that was just mapped shows a moment later. */
final class SetWriteCacheHandler extends Change<SetWriteCache, Optional<LogicalUnit>, LogicalUnit, Nef> {

    @Override
    public Class<SetWriteCache> handles() {
        return SetWriteCache.class;
    }

    /** Waits for the unit of a volume that is mapped. */
    @Override
    protected Optional<LogicalUnit> read(SetWriteCache c, Nef nef) {
        Optional<LogicalUnit> there = MappingReads.unit(nef, c.volume());
        if (there.isPresent()) {
            return there;
        }
        if (!MappingReads.mapped(nef, c.volume())) {
            throw nowhere(c);
        }
        return Optional.of(nef.awaitBefore(
                "the logical unit of volume " + c.volume() + " is there", () -> MappingReads.unit(nef, c.volume())));
    }

    private static Fault nowhere(SetWriteCache c) {
        return Seen.missing("volume " + c.volume() + " has no logical unit; it is mapped nowhere");
    }

    @Override
    protected Observation<LogicalUnit> done(SetWriteCache c, Optional<LogicalUnit> there) {
        return there.filter(unit -> unit.writeCacheDisabled() == !c.enabled())
                .map(Observation::present)
                .orElseGet(Observation::absent);
    }

    /** Waits for nothing: while there is no unit, it has no cache. */
    @Override
    public Observation<LogicalUnit> look(SetWriteCache c, Nef nef) {
        return done(c, MappingReads.unit(nef, c.volume()));
    }

    @Override
    protected List<NefRequest> change(SetWriteCache c, Optional<LogicalUnit> there) {
        String guid = there.map(unit -> unit.naa().hex()).orElse("(guid of the logical unit)");
        return List.of(
                NefRequest.put("san", "logicalUnits", guid).body(Map.of(MappingReads.CACHE_DISABLED, !c.enabled())));
    }

    @Override
    protected Optional<LogicalUnit> unseen(SetWriteCache c) {
        return Optional.empty();
    }

    @Override
    protected LogicalUnit carryOut(SetWriteCache c, Optional<LogicalUnit> there, Nef nef) {
        change(c, there).forEach(nef::change);
        LogicalUnit after = nef.looking(() -> MappingReads.unit(nef, c.volume()).orElseThrow(() -> nowhere(c)));
        return Seen.kept(done(c, Optional.of(after)), after, "the logical unit of volume " + c.volume());
    }
}
