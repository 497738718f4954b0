package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.Locale;

/**
 * What an adapter of a machine's copy is to have after a failover.
 *
 * @param vm id of the copy
 * @param adapter the adapter's name
 * @param address IPv4 address, empty for none; as are the others
 */
public record FailoverSetting(
        String vm, String adapter, String address, String mask, String gateway, String preferred, String alternate) {

    /** Returns the entity's key. */
    public static Key<FailoverSetting> key(String vm, String adapter) {
        return new Key<>(
                FailoverSetting.class,
                "replica/failover/" + vm.toLowerCase(Locale.ROOT) + "/" + adapter.toLowerCase(Locale.ROOT));
    }

    /** Returns one that sets nothing. */
    public static FailoverSetting none(String vm, String adapter) {
        return new FailoverSetting(vm, adapter, "", "", "", "", "");
    }
}
