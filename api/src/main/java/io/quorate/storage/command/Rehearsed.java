package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.san.Naa;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.Volume;
import java.util.List;
import java.util.function.Predicate;

/** What a rehearsal pretends of what nobody has looked at. */
final class Rehearsed {
    private Rehearsed() {}

    /** The logical unit of a volume that was mapped nowhere. */
    static LogicalUnit unit(DatasetPath volume) {
        return new LogicalUnit(Naa.of(Placeholder.naa("logical unit of volume " + volume)), volume, false, false);
    }

    /** What is found of a new volume. */
    static List<Foretold<?>> created(Volume volume) {
        return List.of(
                Foretold.found(new GetVolume(volume.path()), volume),
                Foretold.gone(new GetLogicalUnit(volume.path())),
                Foretold.found(new ListMappings(volume.path(), 0, Page.LIMIT), new Page<>(List.of(), false)));
    }

    /** Lists of the mappings of one volume, which is not this. */
    static Predicate<ListMappings> ofOthers(DatasetPath volume) {
        return list -> list.volume() != null && !volume.equals(list.volume());
    }
}
