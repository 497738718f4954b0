package io.quorate.lab.behaviour;

import io.quorate.spi.Command;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads from the class files which commands there are: all stand in the command rooms of their subjects. */
final class CommandRooms {
    private static final String ROOT = "io/quorate";
    private static final String CLASS = ".class";

    private CommandRooms() {}

    static Set<Class<?>> commands() {
        try {
            Set<Class<?>> commands = new HashSet<>();
            for (URL place :
                    Collections.list(CommandRooms.class.getClassLoader().getResources(ROOT))) {
                if (place.getProtocol().equals("jar")) {
                    try (FileSystem jar = FileSystems.newFileSystem(
                            URI.create(place.toString().split("!", 2)[0]), Map.of())) {
                        read(jar.getPath(ROOT), commands);
                    }
                } else {
                    read(Path.of(place.toURI()), commands);
                }
            }
            return commands;
        } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
            throw new AssertionError("the class files cannot be read", e);
        }
    }

    private static void read(Path root, Set<Class<?>> commands) throws IOException, ReflectiveOperationException {
        List<Path> subjects;
        try (Stream<Path> all = Files.list(root)) {
            subjects = all.map(subject -> subject.resolve("command"))
                    .filter(Files::isDirectory)
                    .toList();
        }
        for (Path room : subjects) {
            try (Stream<Path> files = Files.list(room)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(CLASS) && !name.equals("package-info.class")) {
                        Class<?> found = Class.forName(
                                ROOT.replace('/', '.') + "." + room.getParent().getFileName() + ".command."
                                        + name.substring(0, name.length() - CLASS.length()),
                                false,
                                CommandRooms.class.getClassLoader());
                        if (!found.isInterface() && Command.class.isAssignableFrom(found)) {
                            commands.add(found);
                        }
                    }
                }
            }
        }
    }
}
