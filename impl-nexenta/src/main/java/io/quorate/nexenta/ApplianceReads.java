package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefPage;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Handler;
import io.quorate.storage.Appliance;
import io.quorate.storage.Pool;
import io.quorate.storage.PoolHealth;
import io.quorate.storage.command.GetAppliance;
import io.quorate.storage.command.GetPool;
import io.quorate.storage.command.ListPools;
import io.quorate.storage.command.Page;
import java.util.List;
import java.util.function.Function;

/** Reads of the appliance and its pools. */
final class ApplianceReads {
    private ApplianceReads() {}

    static List<Handler<?, ?, Nef>> handlers() {
        return List.of(
                new Reading<>(GetAppliance.class, (c, nef) -> appliance(nef)),
                new Reading<>(
                        ListPools.class, (c, nef) -> page(nef, pools(), c.offset(), c.limit(), ApplianceReads::pool)),
                new Finding<>(
                        GetPool.class,
                        (c, nef) ->
                                nef.named(pools(), "poolName", c.pool()).map(item -> nef.looking(() -> pool(item)))));
    }

    /** Reads and decodes a page: most of what is on it is somebody else's, and no item keeps the others from being read. */
    static <T> Page<T> page(Nef nef, NefRequest list, int offset, int limit, Function<NefObject, T> decode) {
        NefPage page = nef.page(list, offset, limit);
        List<T> items = nef.looking(() ->
                page.items().stream().map(NefObject::forgiving).map(decode).toList());
        return new Page<>(items, page.more());
    }

    static Appliance appliance(Nef nef) {
        String guid =
                nef.get(NefRequest.get("settings", "properties", "system.guid")).text("value");
        NefObject software = nef.get(NefRequest.get("software", "current"));
        long build = software.numberOrZero("build");
        return new Appliance(guid, software.text("version") + (build == 0 ? "" : "." + build));
    }

    private static NefRequest pools() {
        return NefRequest.get("storage", "pools").with("fields", "poolName,health,status");
    }

    private static Pool pool(NefObject item) {
        return new Pool(item.text("poolName"), PoolHealth.of(item.word("health")), item.word("status"));
    }
}
