package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NoJacksonTest {

    @Test
    @DisplayName("without Jackson core plans are made all the same; writing and reading say what to add")
    void withoutJackson_paperSaysWhatToAdd() throws Exception {
        Class<?> plan = new WithoutJackson().loadClass(Plan.class.getName());
        assertThat(plan).isNotSameAs(Plan.class);
        Object empty = plan.getMethod("of", List.class).invoke(null, List.of());
        assertThat(fails(() -> plan.getMethod("toJson").invoke(empty)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("add tools.jackson.core:jackson-core");
        assertThat(fails(() -> plan.getMethod("parse", String.class).invoke(null, "{}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("add tools.jackson.core:jackson-core");
    }

    private interface Action {
        void run() throws ReflectiveOperationException;
    }

    private static Throwable fails(Action action) throws ReflectiveOperationException {
        try {
            action.run();
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
        throw new AssertionError("it did not fail");
    }

    /** Loads Quorate anew, in a world without Jackson. */
    private static final class WithoutJackson extends ClassLoader {
        WithoutJackson() {
            super(Plan.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("tools.jackson.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.quorate.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? define(name) : known;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = Plan.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
