package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.lab.LongForm;
import io.quorate.lab.behaviour.Scenes.Scene;
import io.quorate.lab.behaviour.Scenes.Shot;
import io.quorate.replica.ReplicaPartner;
import io.quorate.spi.Backend;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Placement;
import io.quorate.spi.ReadCommand;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Allowances;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What each command calls on a Windows host, reads included, recorded by playing every command in the lab: the table that roles are made of
 * ({@code role.tsv} of impl-winrm) says the same. With {@code -Dquorate.record=<file>} it is written there.
 */
class RoleTableTest {
    private final Map<String, Allowances> seen = new TreeMap<>();
    private final Set<String> literals = literals();
    private final Set<Class<?>> read = new HashSet<>();
    private final Set<String> different = new TreeSet<>();

    /** What they read changes by itself. */
    private static final Set<String> CHANGING = Set.of();

    @LongForm
    @Test
    void table_ofEveryCommand_isWhatTheyCallInTheLab() throws IOException {
        for (Supplier<Scenes> maker : List.<Supplier<Scenes>>of(
                ClusterScenes::new, DirectoryScenes::new, HostScenes::new, ReplicaScenes::new)) {
            try (Scenes scenes = maker.get()) {
                record(scenes);
            }
        }
        List<String> lines = new ArrayList<>();
        seen.forEach((command, allowances) -> lines.addAll(allowances.lines(command)));
        String file = System.getProperty("quorate.record");
        if (file != null) {
            Files.write(
                    Path.of(file),
                    Stream.concat(
                                    Stream.of(
                                            "# What each command calls, recorded in the lab by RoleTableTest: command, cmdlet,"
                                                    + " parameters with the only values they take."),
                                    lines.stream())
                            .toList());
        }
        try (InputStream in = Allowances.class.getResourceAsStream("role.tsv")) {
            assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines())
                    .filteredOn(line -> !line.startsWith("#"))
                    .containsExactlyElementsOf(lines);
        }
        assertThat(different).as("read otherwise on our side").isEmpty();
        Set<String> unread = new TreeSet<>();
        reads().filter(command -> !read.contains(command)).forEach(command -> unread.add(command.getName()));
        assertThat(unread).as("reads that were never played").isEmpty();
    }

    private void record(Scenes scenes) {
        Map<String, Object> pool = new HashMap<>(Map.of(
                "host", scenes.lab.hostNames().get(0),
                "node", "HV1",
                "server", "10.0.0.11",
                "domain", "lab.example",
                "service", "MSiSCSI",
                "instance", "MSSQLSERVER",
                "rule", "RemoteDesktop-UserMode-In-TCP",
                "address", "10.0.0.12",
                "destination", "10.0.0.12",
                "computer", "CLU1"));
        pool.put("group", "Cluster Group");
        pool.put("dnsName", "hv1.lab.example");
        pool.put("thumbprint", "0123456789ABCDEF0123456789ABCDEF01234567");
        pool.put("port", 5986);
        pool.put("mtu", 1500);
        pool.put("partner", ReplicaPartner.kerberos("HV2"));
        pool.put("volume", "CSV1");
        int number = 0;
        for (Scene scene : scenes.scenes()) {
            Shot shot = scene.play();
            Backend backend = scenes.backend(shot.endpoint());
            boolean windows = shot.endpoint().equals(Lab.ENDPOINT);
            if (windows) {
                for (RecordComponent part : shot.command().getClass().getRecordComponents()) {
                    Object value = valueOf(part, shot.command());
                    pool.put(part.getName(), value);
                    if (value instanceof UUID && part.getName().equals("id")) {
                        pool.put("machine", value);
                    }
                }
                scenes.heard.take();
                backend.look(shot.command(), scenes.call(shot));
                if (shot.command().placement().kind() == Placement.Kind.OWNER) {
                    backend.glimpse(shot.command(), scenes.call(shot));
                    backend.locate(shot.command(), scenes.call(shot));
                }
                heard(scenes, shot.command());
            }
            backend.send(shot.command(), scenes.call(shot));
            if (windows) {
                heard(scenes, shot.command());
            }
            shot.settle().run();
            if (windows) {
                scenes.heard.take();
                backend.look(shot.command(), scenes.call(shot));
                heard(scenes, shot.command());
                // reading takes time, in which a copy that is to be cancelled would end
                if (number++ % 8 == 0 && !(scenes instanceof ReplicaScenes)) {
                    readAll(scenes, pool);
                }
            }
        }
        readAll(scenes, pool);
    }

    private static Stream<Class<?>> reads() {
        return CommandRooms.commands().stream()
                .filter(ReadCommand.class::isAssignableFrom)
                .filter(command -> command.getPackageName()
                        .matches("io\\.quorate\\.(cluster|vm|host|directory|replica)\\.command"))
                .sorted(Comparator.comparing(Class::getName));
    }

    private void readAll(Scenes scenes, Map<String, Object> pool) {
        Backend backend = scenes.backend(Lab.ENDPOINT);
        reads().forEach(type -> {
            Command<?> command = make(type, pool);
            if (command == null) {
                return;
            }
            for (String host : scenes.lab.hostNames()) {
                Shot shot = new Shot(command, Lab.ENDPOINT, host);
                scenes.heard.take();
                Object found = null;
                try {
                    if (command.placement().kind() == Placement.Kind.OWNER) {
                        backend.glimpse(command, scenes.call(shot));
                        backend.locate(command, scenes.call(shot));
                    }
                    found = backend.send(command, scenes.call(shot));
                } catch (Fault fault) {
                    // what it called by then counts
                }
                read.add(type);
                heard(scenes, command);
                if (found != null && !CHANGING.contains(type.getSimpleName())) {
                    compare(scenes, shot, found);
                }
            }
        });
    }

    /** Where the session gives nothing but cmdlets, the same is found, or it is said what is missing. */
    private void compare(Scenes scenes, Shot shot, Object found) {
        try {
            Object here = scenes.restricted(HeardLab.PLAIN).send(shot.command(), scenes.call(shot));
            if (!found.equals(here)) {
                different.add(shot.command().name() + ": " + found + " / " + here);
            }
        } catch (Fault fault) {
            if (fault.kind() != ErrorKind.UNSUPPORTED) {
                different.add(shot.command().name() + ": " + fault.getMessage());
            }
        }
    }

    private static @Nullable Command<?> make(Class<?> type, Map<String, Object> pool) {
        RecordComponent[] parts = type.getRecordComponents();
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = pool.get(parts[i].getName());
            Class<?> wanted = parts[i].getType() == int.class ? Integer.class : parts[i].getType();
            if (!wanted.isInstance(values[i])) {
                return null;
            }
        }
        try {
            Constructor<?> constructor = type.getConstructor(
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return (Command<?>) constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static Object valueOf(RecordComponent part, Object of) {
        try {
            return part.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void heard(Scenes scenes, Command<?> command) {
        Set<String> own = new TreeSet<>();
        texts(command, own);
        Allowances all = seen.computeIfAbsent(command.name(), name -> new Allowances());
        for (HeardLab.Heard one : scenes.heard.take()) {
            if (one instanceof HeardLab.Pipeline pipeline && !isPreflight(pipeline.pipeline())) {
                all.add(
                        pipeline.pipeline(),
                        (cmdlet, parameter, value) ->
                                literals.contains(value) && !own.contains(value.toLowerCase(Locale.ROOT)));
            }
        }
    }

    private static boolean isPreflight(PsPipeline pipeline) {
        return pipeline.statements().stream()
                .flatMap(List::stream)
                .map(PsCommand::name)
                .anyMatch("Get-Command"::equals);
    }

    /** Collects every text that a command holds, however deep; an enumeration's words count. */
    private static void texts(@Nullable Object value, Set<String> into) {
        if (value instanceof Record held) {
            for (RecordComponent part : held.getClass().getRecordComponents()) {
                part.getAccessor().setAccessible(true);
                texts(valueOf(part, held), into);
            }
        } else if (value instanceof Collection<?> several) {
            several.forEach(one -> texts(one, into));
        } else if (value instanceof Optional<?> one) {
            one.ifPresent(there -> texts(there, into));
        } else if (value instanceof Map<?, ?> map) {
            texts(map.keySet(), into);
            texts(map.values(), into);
        } else if (value instanceof Enum<?> word) {
            into.add(word.name().toLowerCase(Locale.ROOT));
            into.add(word.name().replace("_", "").toLowerCase(Locale.ROOT));
        } else if (value != null && !(value instanceof UUID)) {
            into.add(value.toString().toLowerCase(Locale.ROOT));
        }
    }

    /** The texts that stand in the recipes' class files, in a folder or in a jar. */
    private static Set<String> literals() {
        try {
            Path root = Path.of(Allowances.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(root)) {
                return literals(root);
            }
            try (FileSystem jar = FileSystems.newFileSystem(root)) {
                return literals(jar.getPath("/"));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> literals(Path root) throws IOException {
        Set<String> all = new HashSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(
                            f -> f.toString().contains("recipe") && f.toString().endsWith(".class"))
                    .toList()) {
                try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                    constants(in, all);
                }
            }
        }
        assertThat(all).isNotEmpty();
        return all;
    }

    private static void constants(DataInputStream in, Set<String> into) throws IOException {
        in.readInt();
        in.readInt();
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> into.add(in.readUTF());
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.readUnsignedShort();
                case 15 -> in.skipBytes(3);
                default -> throw new IOException("constant " + tag);
            }
        }
    }
}
