package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.Locale;

/**
 * What an adapter of a machine's copy is to have after a failover.
 *
 * @param vm id of the copy
 * @param adapter the adapter's name
 * @param v4 what of IPv4
 * @param v6 what of IPv6
 */
public record FailoverSetting(String vm, String adapter, Family v4, Family v6) {

    /**
     * What of one family; texts, empty for none.
     *
     * @param net the subnet's mask, or the length of its prefix
     */
    public record Family(String address, String net, String gateway, String preferred, String alternate) {
        /** Nothing. */
        public static final Family NONE = new Family("", "", "", "", "");
    }

    /** Returns the entity's key. */
    public static Key<FailoverSetting> key(String vm, String adapter) {
        return new Key<>(
                FailoverSetting.class,
                "replica/failover/" + vm.toLowerCase(Locale.ROOT) + "/" + adapter.toLowerCase(Locale.ROOT));
    }

    /** Returns one that sets nothing. */
    public static FailoverSetting none(String vm, String adapter) {
        return new FailoverSetting(vm, adapter, Family.NONE, Family.NONE);
    }
}
