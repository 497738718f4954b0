package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Change;
import io.quorate.spi.Observation;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.command.RequireChap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Switches whether a target demands CHAP. */
final class RequireChapHandler extends Change<RequireChap, Optional<IscsiTarget>, IscsiTarget, Nef> {

    @Override
    public Class<RequireChap> handles() {
        return RequireChap.class;
    }

    @Override
    protected Optional<IscsiTarget> read(RequireChap c, Nef nef) {
        return TargetReads.find(nef, c.iqn());
    }

    @Override
    protected Observation<IscsiTarget> done(RequireChap c, Optional<IscsiTarget> there) {
        return there.filter(target -> target.chap() == c.chap())
                .map(Observation::present)
                .orElseGet(Observation::absent);
    }

    @Override
    protected void refuse(RequireChap c, Optional<IscsiTarget> there) {
        if (there.isEmpty()) {
            throw TargetReads.missing(c.iqn());
        }
    }

    @Override
    protected List<NefRequest> change(RequireChap c, Optional<IscsiTarget> there) {
        return List.of(NefRequest.put("san", "iscsi", "targets", c.iqn().value())
                .body(Map.of(TargetReads.AUTHENTICATION, c.chap() ? TargetReads.CHAP : "none")));
    }

    @Override
    protected Optional<IscsiTarget> unseen(RequireChap c) {
        return Optional.empty();
    }

    @Override
    protected IscsiTarget carryOut(RequireChap c, Optional<IscsiTarget> there, Nef nef) {
        change(c, there).forEach(nef::change);
        IscsiTarget after = TargetReads.get(nef, c.iqn());
        return Seen.kept(done(c, Optional.of(after)), after, "target " + c.iqn());
    }
}
