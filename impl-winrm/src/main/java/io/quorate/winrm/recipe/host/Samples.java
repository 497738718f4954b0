package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskMark;
import io.quorate.san.Naa;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.host.DiskReads.Seen;

/** Disks as they would be seen, for rendering what a command sends before anything is read. */
final class Samples {
    /** Stands for what only a look will tell. */
    static final PsValue AS_SEEN = PsValue.string("(as seen)");

    private Samples() {}

    static Seen raw(Naa naa) {
        return new Seen(naa.hex(), AS_SEEN, AS_SEEN, null);
    }

    static Seen table(Naa naa) {
        return new Seen(naa.hex(), AS_SEEN, AS_SEEN, AS_SEEN);
    }

    static Seen begun(Naa naa) {
        return new Seen(naa.hex(), AS_SEEN, AS_SEEN, PsValue.string("{" + DiskMark.begun(naa) + "}"));
    }
}
