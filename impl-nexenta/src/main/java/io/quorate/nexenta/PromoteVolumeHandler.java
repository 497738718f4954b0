package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Change;
import io.quorate.spi.Observation;
import io.quorate.storage.Volume;
import io.quorate.storage.command.PromoteVolume;
import java.util.List;
import java.util.Optional;

/** Makes a clone independent of its origin; done when it does not depend on that one any more. */
final class PromoteVolumeHandler extends Change<PromoteVolume, Optional<Volume>, Volume, Nef> {

    @Override
    public Class<PromoteVolume> handles() {
        return PromoteVolume.class;
    }

    @Override
    protected Optional<Volume> read(PromoteVolume c, Nef nef) {
        return VolumeReads.find(nef, c.path()).map(Zvol::volume);
    }

    @Override
    protected Observation<Volume> done(PromoteVolume c, Optional<Volume> there) {
        return there.filter(volume -> !c.origin().equals(volume.origin()))
                .map(Observation::present)
                .orElseGet(Observation::absent);
    }

    @Override
    protected void refuse(PromoteVolume c, Optional<Volume> there) {
        if (there.isEmpty()) {
            throw VolumeReads.missing(c.path());
        }
    }

    @Override
    protected List<NefRequest> change(PromoteVolume c, Optional<Volume> there) {
        return List.of(VolumeReads.promotion(c.path()));
    }

    @Override
    protected Optional<Volume> unseen(PromoteVolume c) {
        return Optional.empty();
    }

    @Override
    protected Volume carryOut(PromoteVolume c, Optional<Volume> there, Nef nef) {
        change(c, there).forEach(nef::change);
        Volume after = VolumeReads.get(nef, c.path()).volume();
        return Seen.kept(done(c, Optional.of(after)), after, "volume " + c.path());
    }
}
