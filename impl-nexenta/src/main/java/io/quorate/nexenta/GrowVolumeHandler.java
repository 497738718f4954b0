package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Change;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.storage.Volume;
import io.quorate.storage.command.GrowVolume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a volume larger; what is set aside for a thick one grows with it, by the same request. */
final class GrowVolumeHandler extends Change<GrowVolume, Optional<Zvol>, Volume, Nef> {

    @Override
    public Class<GrowVolume> handles() {
        return GrowVolume.class;
    }

    @Override
    protected Optional<Zvol> read(GrowVolume c, Nef nef) {
        return VolumeReads.find(nef, c.path());
    }

    @Override
    protected Observation<Volume> done(GrowVolume c, Optional<Zvol> there) {
        return there.map(Zvol::volume)
                .filter(volume -> volume.size().compareTo(c.size()) >= 0)
                .map(Observation::present)
                .orElseGet(Observation::absent);
    }

    @Override
    protected void refuse(GrowVolume c, Optional<Zvol> there) {
        Volume volume = there.orElseThrow(() -> VolumeReads.missing(c.path())).volume();
        if (c.size().bytes() % volume.blockSize().bytes() != 0) {
            throw Fault.lasting(ErrorKind.REJECTED)
                    .because(c.size().bytes() + " bytes are no whole number of its blocks of " + volume.blockSize());
        }
    }

    @Override
    protected List<NefRequest> change(GrowVolume c, Optional<Zvol> there) {
        return List.of(VolumeReads.update(
                c.path(), there.map(zvol -> zvol.sized(c.size().bytes())).orElseGet(() -> guessed(c))));
    }

    private static Map<String, Object> guessed(GrowVolume c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(Zvol.SIZE, c.size().bytes());
        body.put(Zvol.RESERVATION, "(as much more as the volume grows; only if it is thick)");
        return body;
    }

    @Override
    protected Optional<Zvol> unseen(GrowVolume c) {
        return Optional.empty();
    }

    @Override
    protected Volume carryOut(GrowVolume c, Optional<Zvol> there, Nef nef) {
        change(c, there).forEach(nef::change);
        Zvol after = VolumeReads.get(nef, c.path());
        return Seen.kept(done(c, Optional.of(after)), after.volume(), "volume " + c.path());
    }
}
