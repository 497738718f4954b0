package io.quorate.lab.behaviour;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quorate.spi.Command;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads from the class files which commands there are: all stand in the command rooms of their subjects. */
final class CommandRooms {

    private CommandRooms() {}

    static Set<Class<?>> commands() {
        // Without what they depend on, which takes long to read.
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter(List.of(location -> location.contains("/command/")))
                    .importPackages("io.quorate").stream()
                            .filter(c -> c.getPackageName().matches("io\\.quorate\\.\\w+\\.command"))
                            .map(JavaClass::reflect)
                            .filter(c -> !c.isInterface() && Command.class.isAssignableFrom(c))
                            .collect(Collectors.toSet());
        });
    }
}
