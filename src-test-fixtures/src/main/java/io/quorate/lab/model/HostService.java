package io.quorate.lab.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service of a host, as its service control manager knows it. What it does not simulate it says. */
public interface HostService {
    /** Start types. */
    int AUTOMATIC = 2;

    int MANUAL = 3;
    int DISABLED = 4;

    /** {@code ERROR_INVALID_SERVICE_CONTROL}: it takes no order to stop. */
    int ERROR_INVALID_SERVICE_CONTROL = 1052;

    int ERROR_SERVICE_DISABLED = 1058;

    /** {@code ERROR_SERVICE_DEPENDENCY_FAIL}: what it needs did not start. */
    int ERROR_SERVICE_DEPENDENCY_FAIL = 1068;

    /** {@code ERROR_SERVICE_SPECIFIC_ERROR}: it ended by itself with an error of its own. */
    int ERROR_SERVICE_SPECIFIC_ERROR = 1066;

    /** Returns its name. */
    String name();

    /** Returns what people call it; null where the language decides. */
    default @Nullable String display() {
        return null;
    }

    /** Returns the account it logs on as. */
    default String account() {
        return "LocalSystem";
    }

    /** Returns the names of the services it needs. */
    default List<String> needs() {
        return List.of();
    }

    /** Tells whether others live in its process. */
    default boolean shared() {
        return false;
    }

    /** Returns when it starts. */
    int startType();

    /** Tells whether it runs. */
    boolean running();

    /** Returns its process while it runs. */
    long process();

    /** Sets when it starts; false if that is not simulated. */
    default boolean startType(int type) {
        return false;
    }

    /** Starts it; it may take a while to run. False if that is not simulated. */
    default boolean start() {
        return running();
    }

    /** Returns the system's code for why it cannot be started by hand; 0 if it can. */
    default int startRefusal() {
        return startType() == DISABLED ? ERROR_SERVICE_DISABLED : 0;
    }

    /** Returns the system's code for why it takes no order to stop; 0 if it takes it. */
    default int stopRefusal() {
        return 0;
    }

    /** Stops it; false if that is not simulated. */
    default boolean stop() {
        return false;
    }
}
