package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.DatasetPath;
import io.quorate.san.Naa;
import io.quorate.spi.Handler;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.LunMapping;
import io.quorate.storage.command.GetLogicalUnit;
import io.quorate.storage.command.ListMappings;
import io.quorate.storage.command.Page;
import java.util.List;
import java.util.Optional;

/** Reads of the LUN mappings and the logical units behind them. What is done to a mapping shows a moment later. */
final class MappingReads {
    static final String CACHE_DISABLED = "writebackCacheDisabled";

    /** Beyond the flat space of SAM-5 4.7.3 there is no number for an initiator to ask for. */
    private static final int NO_LUN = 16_384;

    private MappingReads() {}

    static List<Handler<?, ?, Nef>> handlers() {
        return List.of(
                new Reading<>(ListMappings.class, MappingReads::page),
                new Finding<>(GetLogicalUnit.class, (c, nef) -> unit(nef, c.volume())));
    }

    static NefRequest list() {
        return NefRequest.get("san", "lunMappings").with("fields", "id,lun,hostGroup,targetGroup,volume");
    }

    private static NefRequest list(DatasetPath volume) {
        return list().with("volume", volume.value());
    }

    /** Tells whether a volume is mapped at all. */
    static boolean mapped(Nef nef, DatasetPath volume) {
        return !nef.page(list(volume), 0, 1).items().isEmpty();
    }

    private static LunMapping decode(NefObject item) {
        return new LunMapping(
                item.text("id"),
                new DatasetPath(item.text("volume")),
                (int) Math.min(item.number("lun"), Integer.MAX_VALUE),
                item.text("targetGroup"),
                item.text("hostGroup"));
    }

    private static LunMapping decode(NefObject item, DatasetPath of) {
        LunMapping mapping = decode(item);
        if (mapping.lun() >= NO_LUN) {
            throw Filters.notKept("lun", "0 to " + (NO_LUN - 1), String.valueOf(mapping.lun()));
        }
        if (!mapping.volume().equals(of)) {
            throw Filters.notKept("volume", of.value(), mapping.volume().value());
        }
        return mapping;
    }

    private static Page<LunMapping> page(ListMappings c, Nef nef) {
        DatasetPath volume = c.volume();
        return volume == null
                ? ApplianceReads.page(nef, list(), c.offset(), c.limit(), MappingReads::decode)
                : ApplianceReads.page(nef, list(volume), c.offset(), c.limit(), item -> decode(item, volume));
    }

    /** Reads all mappings of a volume. */
    static List<LunMapping> of(Nef nef, DatasetPath volume) {
        return nef.all(list(volume), item -> decode(item, volume));
    }

    /** Reads the logical unit behind a volume. */
    static Optional<LogicalUnit> unit(Nef nef, DatasetPath volume) {
        NefRequest filtered = NefRequest.get("san", "logicalUnits")
                .with("fields", "guid,volume,writebackCacheDisabled,writeProtect")
                .with("volume", volume.value());
        List<NefObject> items = nef.list(filtered).items();
        return nef.looking(() -> {
            if (items.size() > 1) {
                throw Filters.notKept("volume", volume.value(), items.size() + " logical units");
            }
            return items.stream().findFirst().map(item -> decodeUnit(item, volume));
        });
    }

    private static LogicalUnit decodeUnit(NefObject item, DatasetPath volume) {
        String of = item.textOrNull("volume");
        if (of != null && !of.equals(volume.value())) {
            throw Filters.notKept("volume", volume.value(), of);
        }
        return new LogicalUnit(
                item.parsed("guid", Naa::of), volume, item.flag(CACHE_DISABLED), item.flag("writeProtect"));
    }
}
