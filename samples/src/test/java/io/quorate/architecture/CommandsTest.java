package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.doctor.command.ExamineEntrance;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every command of the command rooms is answered by exactly one backend. The list is read from the class files. */
class CommandsTest {

    /** What is asked alike of several wires: who stands at the door. */
    private static final Map<Class<?>, Integer> SEVERAL = Map.of(ExamineEntrance.class, 2);

    @TestFactory
    Stream<DynamicTest> everyCommand_hasExactlyOneHandler() {
        Map<Class<?>, List<String>> answered =
                new TreeMap<>((a, b) -> a.getName().compareTo(b.getName()));
        commands().forEach(command -> answered.put(command, new ArrayList<>()));
        List<Class<?>> unknown = new ArrayList<>();
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            try (Backend backend = open(provider)) {
                for (Class<?> command : backend.commands()) {
                    if (answered.containsKey(command)) {
                        answered.get(command).add(provider.scheme());
                    } else {
                        unknown.add(command);
                    }
                }
            }
        }
        return Stream.concat(
                answered.entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                entry.getKey().getSimpleName(),
                                () -> assertThat(entry.getValue())
                                        .as("backends for %s", entry.getKey())
                                        .hasSize(SEVERAL.getOrDefault(entry.getKey(), 1)))),
                Stream.of(
                        DynamicTest.dynamicTest(
                                "nothing is handled that is no command",
                                () -> assertThat(unknown).isEmpty()),
                        DynamicTest.dynamicTest(
                                "there are commands", () -> assertThat(answered).hasSizeGreaterThan(90))));
    }

    private static Stream<Class<?>> commands() {
        return Modules.classes(location -> location.contains("/command/")).stream()
                .filter(c -> c.getPackageName().matches("io\\.quorate\\.\\w+\\.command"))
                .map(JavaClass::reflect)
                .filter(c -> Command.class.isAssignableFrom(c) && c.isRecord());
    }

    private static Backend open(BackendProvider provider) {
        Credentials credentials =
                provider.scheme().equals("iscsi") ? null : Credentials.basic("quorate", Secret.of("twelve-or-more"));
        return provider.open(
                new Endpoint(
                        "e",
                        provider.scheme(),
                        Map.of("h1", provider.address("h1")),
                        credentials,
                        Trust.platform(),
                        Map.of()),
                QuorateRuntime.system());
    }
}
