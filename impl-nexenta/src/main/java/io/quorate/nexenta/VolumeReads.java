package io.quorate.nexenta;

import io.quorate.Size;
import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.DatasetPath;
import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Volume;
import io.quorate.storage.command.GetVolume;
import io.quorate.storage.command.ListVolumes;
import io.quorate.storage.command.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads of the volumes, and how a request names one. */
final class VolumeReads {
    private VolumeReads() {}

    static List<Handler<?, ?, Nef>> handlers() {
        return List.of(
                new Reading<>(ListVolumes.class, VolumeReads::page),
                new Finding<>(GetVolume.class, (c, nef) -> find(nef, c.path()).map(Zvol::volume)));
    }

    static NefRequest list() {
        return NefRequest.get("storage", "volumes")
                .with(
                        "fields",
                        "path,guid,volumeSize,volumeBlockSize,referencedReservationSize,originalSnapshot,bytesUsed");
    }

    static NefRequest update(DatasetPath path, Map<String, Object> values) {
        return NefRequest.put("storage", "volumes", path.value()).body(values);
    }

    static NefRequest promotion(DatasetPath path) {
        return NefRequest.post("storage", "volumes", path.value(), "promote");
    }

    private static Zvol decode(NefObject item) {
        long size = item.number(Zvol.SIZE);
        long reservation = item.numberOrZero(Zvol.RESERVATION);
        String origin = item.textOrNull("originalSnapshot");
        Volume volume = new Volume(
                new DatasetPath(item.text("path")),
                item.digits("guid"),
                Size.bytes(size),
                Size.bytes(item.number("volumeBlockSize")),
                size > 0 && reservation >= size ? Provisioning.THICK : Provisioning.THIN,
                origin == null ? null : SnapshotReads.told(origin),
                Size.bytes(item.numberOrZero("bytesUsed")));
        return new Zvol(volume, reservation);
    }

    static Optional<Zvol> find(Nef nef, DatasetPath path) {
        return nef.named(list(), "path", path.value()).map(item -> nef.looking(() -> decode(item)));
    }

    static Zvol get(Nef nef, DatasetPath path) {
        return nef.looking(() -> find(nef, path).orElseThrow(() -> missing(path)));
    }

    static Fault missing(DatasetPath path) {
        return Seen.missing("there is no volume " + path);
    }

    /** Says that a path stands for another volume than the one of a guid; empty if it does not. */
    static Optional<Fault> another(Volume there, String guid) {
        return there.guid().equals(guid)
                ? Optional.empty()
                : Optional.of(Seen.conflict(
                        there.path() + " is another volume by now: its guid is " + there.guid() + ", not " + guid));
    }

    static void refuseMapped(Nef nef, DatasetPath path) {
        if (MappingReads.mapped(nef, path)) {
            throw Seen.conflict(path + " is mapped; unpublish it first");
        }
    }

    private static Page<Volume> page(ListVolumes c, Nef nef) {
        if (c.group() == null) {
            return ApplianceReads.page(
                    nef, list(), c.offset(), c.limit(), item -> decode(item).volume());
        }
        String group = c.group().value();
        return ApplianceReads.page(nef, list().with("parent", group), c.offset(), c.limit(), item -> {
            Volume volume = decode(item).volume();
            if (!volume.path().value().startsWith(group + "/")) {
                throw Filters.notKept("parent", group, volume.path().value());
            }
            return volume;
        });
    }
}
