package io.quorate.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The faces of the lab's machines: up while their machine has power, down when it has not. Thread-safe. */
final class Faces {
    private final Object lock = new Object();
    private final Map<String, Owner> machines = new LinkedHashMap<>();

    /** A machine with its faces; its monitor guards its power, and is held while they go up or down. */
    private static final class Owner {
        final String name;
        final List<Face> faces = new ArrayList<>();
        final Set<String> cut = new HashSet<>();
        boolean up;

        Owner(String name) {
            this.name = name;
        }
    }

    void place(String machine, Face face) {
        synchronized (lock) {
            Owner owner = machines.computeIfAbsent(key(machine), k -> new Owner(machine));
            if (owner.faces.stream().anyMatch(f -> f.name().equals(face.name()))) {
                throw new IllegalArgumentException(owner.name + " has a face of that name: " + face.name());
            }
            owner.faces.add(face);
        }
    }

    List<String> machines() {
        synchronized (lock) {
            return machines.values().stream().map(m -> m.name).toList();
        }
    }

    Optional<Face> find(String machine, String name) {
        return of(machine).stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /** Returns a machine's faces. */
    List<Face> of(String machine) {
        synchronized (lock) {
            Owner owner = machines.get(key(machine));
            return owner == null ? List.of() : List.copyOf(owner.faces);
        }
    }

    private List<Face> all() {
        synchronized (lock) {
            return machines.values().stream().flatMap(m -> m.faces.stream()).toList();
        }
    }

    /** Returns the names of all faces, each once. */
    List<String> names() {
        return all().stream().map(Face::name).distinct().sorted().toList();
    }

    /** Returns what reached all faces of these names; without names, all faces. */
    Traffic traffic(String... names) {
        Set<String> wanted = Set.of(names);
        return Traffic.of(all().stream()
                .filter(f -> wanted.isEmpty() || wanted.contains(f.name()))
                .map(Face::traffic)
                .toList());
    }

    /** Brings a machine's faces to its power, which is asked for once nobody else brings them to another. */
    void power(String machine, BooleanSupplier on) {
        Owner owner;
        synchronized (lock) {
            owner = machines.get(key(machine));
        }
        if (owner == null) {
            return;
        }
        synchronized (owner) {
            boolean now = on.getAsBoolean();
            if (now != owner.up) {
                owner.up = now;
                of(machine).stream()
                        .filter(face -> !now || !owner.cut.contains(face.name()))
                        .forEach(now ? Faces::up : Face::down);
            }
        }
    }

    /** Gives one of a machine's faces its network or takes it away, which is asked for once nobody else does so. */
    void reach(String machine, String face, BooleanSupplier reached) {
        Owner owner;
        synchronized (lock) {
            owner = machines.get(key(machine));
        }
        if (owner == null) {
            return;
        }
        synchronized (owner) {
            boolean changed = reached.getAsBoolean() ? owner.cut.remove(face) : owner.cut.add(face);
            if (changed && owner.up) {
                find(machine, face).ifPresent(owner.cut.contains(face) ? Face::cut : Faces::up);
            }
        }
    }

    private static void up(Face face) {
        try {
            face.up();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        all().forEach(Face::close);
    }

    /** Returns, machine by machine, a line for each face but those of the given names. */
    List<String> described(Set<String> without) {
        return machines().stream()
                .flatMap(m -> of(m).stream()
                        .filter(f -> !without.contains(f.name()))
                        .map(f -> "face " + f.name() + " of " + m + " [port=" + f.port() + " " + f.traffic() + "]"))
                .toList();
    }

    private static String key(String machine) {
        return machine.toUpperCase(Locale.ROOT);
    }
}
