package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * The links between hosts and appliances that are cut.
 *
 * @param cut {@code host|appliance}
 */
public record StorageCuts(List<String> cut) {
    static final Key<StorageCuts> KEY = new Key<>(StorageCuts.class, "storagelinks");

    public StorageCuts {
        cut = List.copyOf(cut);
    }

    boolean up(String host, String appliance) {
        return !cut.contains(host + "|" + appliance);
    }

    StorageCuts with(String host, String appliance, boolean up) {
        List<String> next = new ArrayList<>(cut);
        next.remove(host + "|" + appliance);
        if (!up) {
            next.add(host + "|" + appliance);
        }
        return new StorageCuts(next);
    }
}
