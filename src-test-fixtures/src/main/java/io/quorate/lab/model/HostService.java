package io.quorate.lab.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service of a host, as its service control manager knows it. What it does not simulate it says. */
public interface HostService {
    /** Start types. */
    int AUTOMATIC = 2;

    int MANUAL = 3;
    int DISABLED = 4;

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

    /** Stops it; false if that is not simulated. */
    default boolean stop() {
        return false;
    }
}
