package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds for every class that a user can hold. */
class ExportedTypesTest {
    private static final List<String> MODULES =
            List.of("api", "impl-winrm", "impl-nexenta", "impl-mssql", "src-test-fixtures", "samples");
    private static final Pattern EXPORT = Pattern.compile("(?m)^\\s*exports ([\\w.]+);");

    @Test
    @DisplayName("no public class of an exported package prints as a name and a number: ClusterClient@67e3")
    void publicClasses_tellWhatTheyAre() throws Exception {
        TreeSet<String> silent = new TreeSet<>();
        List<Class<?>> all = exported();
        for (Class<?> type : all) {
            if (isHeld(type) && type.getMethod("toString").getDeclaringClass() == Object.class) {
                silent.add(type.getName());
            }
        }
        assertThat(all).hasSizeGreaterThan(500);
        assertThat(silent).as("%s", silent).isEmpty();
    }

    @Test
    @DisplayName("list() is a List everywhere; what may be too large for one is a stream() besides")
    void lists_areLists() throws Exception {
        TreeSet<String> others = new TreeSet<>();
        int lists = 0;
        for (Class<?> type : exported()) {
            for (Method method : type.getMethods()) {
                boolean ours = method.getDeclaringClass() == type && !Modifier.isStatic(method.getModifiers());
                if (ours && method.getName().equals("list") && !type.isRecord()) {
                    lists++;
                    if (method.getReturnType() != List.class) {
                        others.add(type.getName() + " " + method.toGenericString());
                    }
                }
                if (ours
                        && Stream.class.isAssignableFrom(method.getReturnType())
                        && !method.getName().startsWith("stream")) {
                    others.add(type.getName() + " " + method.toGenericString());
                }
            }
        }
        assertThat(lists).isGreaterThan(30);
        assertThat(others).as("%s", others).isEmpty();
    }

    /** The public classes of all exported packages, nested ones, too. */
    private static List<Class<?>> exported() throws IOException, ClassNotFoundException {
        List<Class<?>> all = new ArrayList<>();
        for (String module : MODULES) {
            Path root = Path.of("..", module, "src", "main", "java");
            String info = Files.readString(root.resolve("module-info.java"));
            for (String room :
                    EXPORT.matcher(info).results().map(found -> found.group(1)).toList()) {
                try (Stream<Path> files = Files.list(root.resolve(room.replace('.', '/')))) {
                    for (String name : files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java") && !name.startsWith("package-"))
                            .toList()) {
                        withNested(Class.forName(room + "." + name.replace(".java", ""), false, loader()), all);
                    }
                }
            }
        }
        return all;
    }

    private static ClassLoader loader() {
        return ExportedTypesTest.class.getClassLoader();
    }

    private static void withNested(Class<?> type, List<Class<?>> all) {
        if (Modifier.isPublic(type.getModifiers())) {
            all.add(type);
            for (Class<?> nested : type.getClasses()) {
                if (nested.getDeclaringClass() == type) {
                    withNested(nested, all);
                }
            }
        }
    }

    /** Whether there are objects of it that do something: no interface, and no mere place of static methods. */
    private static boolean isHeld(Class<?> type) {
        return !type.isInterface()
                && Arrays.stream(type.getMethods())
                        .filter(method -> method.getDeclaringClass() != Object.class)
                        .anyMatch(method -> !Modifier.isStatic(method.getModifiers()));
    }
}
