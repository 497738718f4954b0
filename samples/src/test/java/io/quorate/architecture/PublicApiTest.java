package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What users may call: every change of it shows in the diff of one text file, and nothing of it is out of reach. */
class PublicApiTest {
    private static final Path TEXT = Path.of("src/test/resources/io/quorate/architecture/public-api.txt");
    private static final List<Class<?>> EXPORTED = exported();

    /** What an application makes for its own connections, without a Quorate. */
    private static final Set<String> APPLICATIONS = Set.of("ConnectionProfile", "AgSqlExceptionOverride");

    @Test
    @DisplayName("the public API is what public-api.txt says; -Dquorate.api.write=true writes it anew")
    void publicApi_isWhatTheTextSays() throws IOException {
        String now = EXPORTED.stream().map(PublicApiTest::describe).collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("quorate.api.write")) {
            Files.createDirectories(TEXT.getParent());
            Files.writeString(TEXT, now);
        }
        assertThat(now).isEqualTo(Files.readString(TEXT));
    }

    @Test
    @DisplayName(
            "every public type is reached from Quorate, the errors, the SPI, the command rooms, services, the lab or what applications make")
    void publicTypes_areWithinReach() {
        Deque<Class<?>> todo = new ArrayDeque<>();
        Set<Class<?>> reached = new HashSet<>();
        EXPORTED.stream().filter(PublicApiTest::isDoor).forEach(todo::add);
        while (!todo.isEmpty()) {
            Class<?> next = todo.remove();
            if (!next.getName().startsWith("io.quorate.") || !reached.add(next)) {
                continue;
            }
            todo.addAll(named(next));
        }
        assertThat(EXPORTED).allMatch(reached::contains);
    }

    @Test
    @DisplayName("no public signature names a type that is not exported")
    void publicSignatures_nameExportedTypesOnly() {
        Set<String> exported = Modules.exported();
        Set<String> hidden = new TreeSet<>();
        for (Class<?> c : EXPORTED) {
            for (Class<?> named : named(c)) {
                if (named.getName().startsWith("io.quorate.")
                        && (!exported.contains(named.getPackageName()) || !Modifier.isPublic(named.getModifiers()))) {
                    hidden.add(c.getName() + " names " + named.getName());
                }
            }
        }
        assertThat(hidden).isEmpty();
    }

    private static boolean isDoor(Class<?> c) {
        String room = c.getPackageName();
        return c.getName().equals("io.quorate.Quorate")
                || room.equals("io.quorate.error")
                || room.equals("io.quorate.spi")
                || room.equals("io.quorate.text")
                || room.endsWith(".command")
                || room.startsWith("io.quorate.lab")
                || APPLICATIONS.contains(c.getSimpleName())
                || Modules.services().contains(c.getName());
    }

    private static List<Class<?>> exported() {
        Set<String> rooms = Modules.exported();
        return Modules.classes(location ->
                        rooms.stream().anyMatch(room -> location.contains("/" + room.replace('.', '/') + "/")))
                .stream()
                .filter(c -> rooms.contains(c.getPackageName()))
                .map(JavaClass::reflect)
                .filter(PublicApiTest::isVisible)
                .sorted(Comparator.comparing(Class::getName))
                .collect(Collectors.toUnmodifiableList());
    }

    private static boolean isVisible(Class<?> c) {
        boolean open = Modifier.isPublic(c.getModifiers()) || Modifier.isProtected(c.getModifiers());
        return open && !c.isAnonymousClass() && (c.getEnclosingClass() == null || isVisible(c.getEnclosingClass()));
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    /** The types that the visible signatures of a type name, and the types inside it. */
    private static Set<Class<?>> named(Class<?> c) {
        Set<Class<?>> all = new HashSet<>();
        collect(c.getGenericSuperclass(), all);
        Stream.of(c.getGenericInterfaces()).forEach(t -> collect(t, all));
        for (Constructor<?> one : c.getDeclaredConstructors()) {
            if (isOpen(one.getModifiers())) {
                Stream.of(one.getGenericParameterTypes()).forEach(t -> collect(t, all));
                Stream.of(one.getExceptionTypes()).forEach(t -> collect(t, all));
            }
        }
        for (Method one : c.getDeclaredMethods()) {
            if (isOpen(one.getModifiers()) && !one.isSynthetic()) {
                collect(one.getGenericReturnType(), all);
                Stream.of(one.getGenericParameterTypes()).forEach(t -> collect(t, all));
                Stream.of(one.getTypeParameters())
                        .flatMap(t -> Stream.of(t.getBounds()))
                        .forEach(t -> collect(t, all));
                Stream.of(one.getExceptionTypes()).forEach(t -> collect(t, all));
            }
        }
        for (Field one : c.getDeclaredFields()) {
            if (isOpen(one.getModifiers())) {
                collect(one.getGenericType(), all);
            }
        }
        for (Class<?> inner : c.getDeclaredClasses()) {
            if (isOpen(inner.getModifiers())) {
                all.add(inner);
            }
        }
        return all;
    }

    private static void collect(Type type, Set<Class<?>> into) {
        if (type instanceof Class<?> c) {
            into.add(c.isArray() ? c.getComponentType() : c);
        } else if (type instanceof ParameterizedType p) {
            collect(p.getRawType(), into);
            Stream.of(p.getActualTypeArguments()).forEach(t -> collect(t, into));
        } else if (type instanceof GenericArrayType a) {
            collect(a.getGenericComponentType(), into);
        } else if (type instanceof WildcardType w) {
            Stream.of(w.getUpperBounds()).forEach(t -> collect(t, into));
            Stream.of(w.getLowerBounds()).forEach(t -> collect(t, into));
        } else if (type instanceof TypeVariable<?> v) {
            for (Type bound : v.getBounds()) {
                if (bound instanceof Class<?> || bound instanceof ParameterizedType) {
                    collect(bound instanceof ParameterizedType p ? p.getRawType() : bound, into);
                }
            }
        }
    }

    private static String describe(Class<?> c) {
        List<String> lines = new ArrayList<>();
        for (Constructor<?> one : c.getDeclaredConstructors()) {
            if (isOpen(one.getModifiers())) {
                lines.add("new(" + types(one.getGenericParameterTypes()) + ")");
            }
        }
        for (Method one : c.getDeclaredMethods()) {
            if (isOpen(one.getModifiers()) && !one.isSynthetic() && !isOfEveryRecord(c, one)) {
                lines.add((Modifier.isStatic(one.getModifiers()) ? "static " : "")
                        + one.getGenericReturnType().getTypeName() + " " + one.getName() + "("
                        + types(one.getGenericParameterTypes()) + ")");
            }
        }
        for (Field one : c.getDeclaredFields()) {
            if (isOpen(one.getModifiers())) {
                lines.add("field " + one.getGenericType().getTypeName() + " " + one.getName());
            }
        }
        lines.sort(Comparator.naturalOrder());
        String supers = Stream.concat(
                        Stream.ofNullable(c.getGenericSuperclass())
                                .filter(t -> t != Object.class && t != Record.class && !c.isEnum()),
                        Arrays.stream(c.getGenericInterfaces()))
                .map(Type::getTypeName)
                .collect(Collectors.joining(", "));
        return kind(c) + " " + c.getName() + (supers.isEmpty() ? "" : " : " + supers) + "\n"
                + lines.stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    private static boolean isOfEveryRecord(Class<?> c, Method method) {
        return c.isRecord() && Set.of("equals", "hashCode", "toString").contains(method.getName());
    }

    private static String kind(Class<?> c) {
        return c.isAnnotation()
                ? "annotation"
                : c.isInterface() ? "interface" : c.isEnum() ? "enum" : c.isRecord() ? "record" : "class";
    }

    private static String types(Type[] types) {
        return Stream.of(types).map(Type::getTypeName).collect(Collectors.joining(", "));
    }
}
