package io.quorate.lab.http;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One physical connection of a client, from its accept to its end. Log-in schemes that authenticate a connection, not a request, keep here what
 * they know of it: it is there for every later request of the connection, for no other connection, and gone with it. Thread-safe.
 */
public final class ClientConnection {
    private final int number;
    private final Map<Class<?>, Object> attributes = new ConcurrentHashMap<>();

    ClientConnection(int number) {
        this.number = number;
    }

    /** Returns its number, counted from 1 by its listener; none is given twice. */
    public int number() {
        return number;
    }

    /** Returns what was kept under a type, if anything was. */
    public <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(attributes.get(type)).map(type::cast);
    }

    /** Keeps a value under its type, in place of the one before. */
    public <T> void put(Class<T> type, T value) {
        attributes.put(Objects.requireNonNull(type, "type"), Objects.requireNonNull(value, "value"));
    }

    /** Forgets what was kept under a type; nothing happens if nothing was. */
    public void remove(Class<?> type) {
        attributes.remove(type);
    }

    /** Names the kinds of what it keeps, never a value: it may be a key. */
    @Override
    public String toString() {
        return "connection " + number + " "
                + attributes.keySet().stream()
                        .map(Class::getSimpleName)
                        .sorted()
                        .toList();
    }
}
