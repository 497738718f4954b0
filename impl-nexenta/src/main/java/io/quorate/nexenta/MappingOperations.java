package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.storage.command.CreateMapping;
import io.quorate.san.DatasetPath;
import io.quorate.storage.command.GetLogicalUnit;
import io.quorate.storage.command.ListMappings;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.LunMapping;
import io.quorate.san.Naa;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.RemoveMapping;
import io.quorate.storage.command.SetWriteCache;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The LUN mappings and the logical units behind them. What is done to a mapping shows a moment later. */
final class MappingOperations {
    /** Beyond the flat space of SAM-5 4.7.3 there is no number for an initiator to ask for. */
    private static final int NO_LUN = 16_384;

    private MappingOperations() {}

    static void addTo(Operations all) {
        all.read(ListMappings.class, MappingOperations::page);
        all.guarded(
                CreateMapping.class, MappingOperations::create, MappingOperations::created, c -> List.of(creation(c)));
        all.change(RemoveMapping.class, MappingOperations::remove, c -> List.of(delete(c.mapping())));
        all.find(GetLogicalUnit.class, (c, nef) -> unit(nef, c.volume()));
        all.change(
                SetWriteCache.class,
                MappingOperations::writeCache,
                c -> List.of(cache("(guid of the logical unit)", c.enabled())));
    }

    static NefRequest list() {
        return NefRequest.get("san", "lunMappings").with("fields", "id,lun,hostGroup,targetGroup,volume");
    }

    static NefRequest list(DatasetPath volume) {
        return list().with("volume", volume.value());
    }

    private static NefRequest creation(CreateMapping c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("volume", c.volume().value());
        body.put("targetGroup", c.targetGroup());
        body.put("hostGroup", c.hostGroup());
        return NefRequest.post("san", "lunMappings").body(body);
    }

    private static NefRequest delete(LunMapping mapping) {
        return NefRequest.delete("san", "lunMappings", mapping.id());
    }

    private static NefRequest cache(String guid, boolean enabled) {
        return NefRequest.put("san", "logicalUnits", guid).body(Map.of("writebackCacheDisabled", !enabled));
    }

    private static LunMapping decode(NefObject item) {
        long lun = item.number("lun");
        if (lun >= NO_LUN) {
            throw Filters.notKept("lun", "0 to " + (NO_LUN - 1), String.valueOf(lun));
        }
        return new LunMapping(
                item.text("id"),
                item.parsed("volume", DatasetPath::of),
                (int) lun,
                item.text("targetGroup"),
                item.text("hostGroup"));
    }

    private static LunMapping decode(NefObject item, DatasetPath of) {
        LunMapping mapping = decode(item);
        if (!mapping.volume().equals(of)) {
            throw Filters.notKept("volume", of.value(), mapping.volume().value());
        }
        return mapping;
    }

    private static Page<LunMapping> page(ListMappings c, Nef nef) {
        DatasetPath volume = c.volume();
        return volume == null
                ? StorageOperations.page(nef, list(), c.offset(), c.limit(), MappingOperations::decode)
                : StorageOperations.page(nef, list(volume), c.offset(), c.limit(), item -> decode(item, volume));
    }

    private static List<LunMapping> of(Nef nef, DatasetPath volume) {
        return nef.all(list(volume), item -> decode(item, volume));
    }

    private static Optional<LunMapping> find(Nef nef, CreateMapping c) {
        return of(nef, c.volume()).stream()
                .filter(there -> there.targetGroup().equals(c.targetGroup())
                        && there.hostGroup().equals(c.hostGroup()))
                .findFirst();
    }

    private static Observation<LunMapping> created(CreateMapping c, Nef nef) {
        return find(nef, c).<Observation<LunMapping>>map(Observation::present).orElseGet(Observation::absent);
    }

    private static LunMapping create(CreateMapping c, Nef nef) {
        String shown = "volume " + c.volume() + " is mapped for " + c.hostGroup();
        try {
            nef.change(creation(c));
        } catch (Fault fault) {
            if ("EEXIST".equals(fault.code())) {
                // It may be what an earlier attempt made. Once it shows, the engine can tell.
                nef.await(shown, () -> find(nef, c));
            }
            throw fault;
        }
        return nef.await(shown, () -> find(nef, c));
    }

    private static Optional<LunMapping> find(Nef nef, LunMapping mapping) {
        return of(nef, mapping.volume()).stream()
                .filter(there -> there.id().equals(mapping.id()))
                .findFirst();
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Void remove(RemoveMapping c, Nef nef) {
        Optional<LunMapping> there = find(nef, c.mapping());
        if (there.isEmpty()) {
            return null;
        }
        if (!there.get().equals(c.mapping())) {
            throw Operations.conflict("the id stands for another mapping by now: " + there.get());
        }
        nef.remove(delete(c.mapping()));
        nef.await(
                "the mapping of " + c.mapping().volume() + " is gone",
                () -> find(nef, c.mapping()).isPresent() ? Optional.empty() : Optional.of(true));
        return null;
    }

    private static Optional<LogicalUnit> unit(Nef nef, DatasetPath volume) {
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
                item.parsed("guid", Naa::of), volume, item.flag("writebackCacheDisabled"), item.flag("writeProtect"));
    }

    private static LogicalUnit writeCache(SetWriteCache c, Nef nef) {
        LogicalUnit there = got(nef, c.volume());
        if (there.writeCacheDisabled() == !c.enabled()) {
            return there;
        }
        nef.change(cache(there.naa().hex(), c.enabled()));
        return got(nef, c.volume());
    }

    private static LogicalUnit got(Nef nef, DatasetPath volume) {
        return nef.looking(() -> unit(nef, volume)
                .orElseThrow(
                        () -> Operations.missing("volume " + volume + " has no logical unit; it is mapped nowhere")));
    }
}
