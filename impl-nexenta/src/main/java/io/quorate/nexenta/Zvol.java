package io.quorate.nexenta;

import io.quorate.storage.Provisioning;
import io.quorate.storage.Volume;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A volume with what the appliance calls its referenced reservation.
 *
 * @param reservation what is set aside for it, in bytes; its size or a little more if it is thick, else 0
 */
record Zvol(Volume volume, long reservation) {
    static final String SIZE = "volumeSize";
    static final String RESERVATION = "referencedReservationSize";

    boolean thick() {
        return volume.provisioning() == Provisioning.THICK;
    }

    long size() {
        return volume.size().bytes();
    }

    /** Returns what to set for it to have a size and stay as thick or thin as it is. */
    Map<String, Object> sized(long size) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(SIZE, size);
        if (thick()) {
            body.put(RESERVATION, size + (reservation - size()));
        }
        return body;
    }
}
