package io.quorate.plan;

import io.quorate.Secret;
import io.quorate.cluster.command.AddNode;
import io.quorate.host.NetworkProfile;
import io.quorate.host.SwitchType;
import io.quorate.replica.ReplicationAct;
import io.quorate.spi.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of any class by their components: tries values until the constructors take them. Secrets and bytes hold {@link #CANARY}.
 */
public final class SampleRecords {
    /** What no audit log and no plan may tell. */
    public static final String CANARY = "Canary-7f3a-Se";

    /** The name of every secret. */
    public static final String SECRET_NAME = "chap-of-the-rack";

    private static final List<String> TEXTS = List.of(
            "HV1",
            "b7a3c1de-0000-4000-8000-0123456789ab",
            "iqn.2005-07.com.nexenta:01:fc1",
            "600144F0C0FFEE00000000000000001A",
            "10.0.0.5",
            "tank/vg/csv1",
            "PRIMARY",
            "AUTOMATIC",
            "DOMAIN\\sql");
    /** What a component of such a name takes, where few texts would do. */
    private static final Map<String, String> BY_NAME = Map.of(
            "url",
            "TCP://sql1.example.com:5022",
            "mask",
            "255.255.255.0",
            "folder",
            "C:\\VMs",
            "digits",
            "00155D010B0C",
            "container",
            "OU=Clusters,DC=lab,DC=example");
    /** What was found; a search takes long where many texts fit few components. */
    private static final Map<Class<?>, Object> FULL = new ConcurrentHashMap<>();

    /** What a number of such a name is, where one would not do. */
    private static final Map<String, Integer> NUMBERS_BY_NAME = Map.of("port", 5022, "mtu", 9000);

    private static final List<Long> NUMBERS = List.of(1L << 30, 1L << 15, 1L);

    private final boolean absent;
    private final List<Integer> choices = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private int next;

    private SampleRecords(boolean absent) {
        this.absent = absent;
    }

    /** Returns every command there is: the records of all {@code command} packages, by name. */
    static List<Class<? extends Command<?>>> commands() {
        try {
            Path classes = Path.of(AddNode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(classes)) {
                List<Class<? extends Command<?>>> found = new ArrayList<>();
                files.filter(file -> file.getParent().endsWith("command"))
                        .map(file -> classes.relativize(file).toString().replace('\\', '/'))
                        .filter(name -> name.matches("io/quorate/[a-z]+/command/\\w+\\.class"))
                        .sorted()
                        .forEach(name -> add(name.replace(".class", "").replace('/', '.'), found));
                return found;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked") // checked by hand
    private static void add(String name, List<Class<? extends Command<?>>> found) {
        try {
            Class<?> type = Class.forName(name);
            if (type.isRecord() && Command.class.isAssignableFrom(type)) {
                found.add((Class<? extends Command<?>>) type);
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes one with everything present. */
    public static <T> T full(Class<T> type) {
        return type.cast(FULL.computeIfAbsent(type, wanted -> new SampleRecords(false).search(wanted)));
    }

    /** Makes one with as much absent as the annotations allow; null if its constructor wants something of it. */
    static <T> @Nullable T sparse(Class<T> type) {
        try {
            return new SampleRecords(true).search(type);
        } catch (AssertionError nothing) {
            return null;
        }
    }

    static boolean isNullable(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    /** Goes through all choices, the last one first; what a constructor refuses is not looked at any deeper. */
    private <T> T search(Class<T> type) {
        while (true) {
            next = 0;
            try {
                return type.cast(record(type));
            } catch (IllegalArgumentException e) {
                if (!advance()) {
                    throw new AssertionError("no sample of " + type + " was found; last: " + e.getMessage(), e);
                }
            }
        }
    }

    private boolean advance() {
        while (choices.size() > next) {
            choices.remove(choices.size() - 1);
            widths.remove(widths.size() - 1);
        }
        for (int i = choices.size() - 1; i >= 0; i--) {
            if (choices.get(i) + 1 < widths.get(i)) {
                choices.set(i, choices.get(i) + 1);
                return true;
            }
            choices.remove(i);
            widths.remove(i);
        }
        return false;
    }

    private <V> V pick(List<V> of) {
        if (next == choices.size()) {
            choices.add(0);
            widths.add(of.size());
        }
        return of.get(choices.get(next++));
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = absent && isNullable(components[i]) ? null : value(components[i]);
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object value(RecordComponent component) {
        String name = component.getName().toLowerCase(Locale.ROOT);
        if (component.getType() == String.class) {
            for (Map.Entry<String, String> known : BY_NAME.entrySet()) {
                if (name.endsWith(known.getKey())) {
                    return known.getValue();
                }
            }
        }
        Integer number = component.getType() == int.class ? NUMBERS_BY_NAME.get(name) : null;
        return number != null ? number : value(component.getGenericType());
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType list) {
            Object item = value(list.getActualTypeArguments()[0]);
            return list.getRawType() == Set.class ? Set.of(item) : List.of(item);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return pick(TEXTS);
        }
        if (plain == long.class) {
            return pick(NUMBERS);
        }
        if (plain == int.class || plain == Integer.class) {
            return 1;
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return true;
        }
        if (plain == Instant.class) {
            return Instant.parse("2030-01-02T03:04:05Z");
        }
        if (plain == Duration.class) {
            return Duration.ofSeconds(90);
        }
        if (plain == UUID.class) {
            return UUID.fromString("b7a3c1de-0000-4000-8000-0123456789ab");
        }
        if (plain == Secret.class) {
            return Secret.named(SECRET_NAME, CANARY);
        }
        if (plain == byte[].class) {
            return Arrays.copyOf((CANARY + " on disk").getBytes(StandardCharsets.UTF_8), 512);
        }
        List<Object> words = words(plain);
        if (!words.isEmpty()) {
            return pick(words);
        }
        if (plain == ReplicationAct.class) {
            return pick(List.of(ReplicationAct.REMOVE, ReplicationAct.SUSPEND));
        }
        if (plain == SwitchType.class) {
            return pick(List.of(SwitchType.EXTERNAL, SwitchType.PRIVATE));
        }
        if (plain == NetworkProfile.class) {
            return pick(List.of(NetworkProfile.PRIVATE, NetworkProfile.PUBLIC));
        }
        return plain.isEnum() ? plain.getEnumConstants()[0] : record(plain);
    }

    /** Returns the constants of a record that stands for one of the servers' words. */
    private static List<Object> words(Class<?> type) {
        List<Object> words = new ArrayList<>();
        if (type.isRecord()
                && type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getType() == String.class) {
            for (Field field : type.getFields()) {
                try {
                    if (field.getType() == type) {
                        words.add(field.get(null));
                    }
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return words;
    }
}
