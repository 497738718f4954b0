package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.Locale;

/**
 * What a host's registry and memory keep of a service that has no state of its own elsewhere.
 *
 * @param host computer name
 * @param name the service's name
 * @param startType 2 Automatic, 3 Manual, 4 Disabled
 * @param wanted whether it was started last, and not stopped
 * @param starts counts starts and stops
 */
public record ServiceState(String host, String name, int startType, boolean wanted, int starts) {

    /** Returns the entity's key. */
    public static Key<ServiceState> key(String host, String name) {
        return new Key<>(ServiceState.class, "host/" + host + "/service/" + name.toUpperCase(Locale.ROOT));
    }

    ServiceState withStartType(int type) {
        return new ServiceState(host, name, type, wanted, starts);
    }

    ServiceState withWanted(boolean runs) {
        return new ServiceState(host, name, startType, runs, starts + 1);
    }
}
