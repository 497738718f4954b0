package io.quorate.storage;

import io.quorate.Shown;
import io.quorate.san.DatasetPath;
import java.util.Objects;

/**
 * A LUN mapping (view): which volume which initiators see through which targets, and under which number.
 *
 * @param id the appliance's id for it
 * @param volume the volume; of an empty path if the appliance names none, because it is a mapping of something else
 * @param lun the logical unit number
 * @param targetGroup through which targets; empty if the appliance names none
 * @param hostGroup for which initiators; empty if the appliance names none
 */
public record LunMapping(String id, DatasetPath volume, int lun, String targetGroup, String hostGroup) {
    public LunMapping {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(volume, "volume");
        Objects.requireNonNull(targetGroup, "targetGroup");
        Objects.requireNonNull(hostGroup, "hostGroup");
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
