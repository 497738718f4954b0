package measure;

import com.zaxxer.hikari.HikariConfig;
import io.quorate.mssql.AgSqlExceptionOverride;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which HikariCP the override works with: the oldest one does, the one before says what it lacks. */
final class OlderPools {
    private static final Path FOLDER = Path.of("samples/measure/target/older");

    private OlderPools() {}

    static void judge(Verdicts verdicts) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(FOLDER)) {
            jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
        boolean named = false;
        for (Path jar : jars) {
            boolean oldest = jar.toString().endsWith("-" + AgSqlExceptionOverride.OLDEST + ".jar");
            named |= oldest;
            String said = said(jar);
            boolean right = oldest ? said.isEmpty() : said.contains("needs HikariCP " + AgSqlExceptionOverride.OLDEST);
            verdicts.atLeast(
                    jar.getFileName() + (oldest ? " takes the override" : " is told to be too old"), Unit.COUNT, right ? 1 : 0, 1, said);
        }
        verdicts.atLeast("the oldest HikariCP was tried", Unit.COUNT, named ? 1 : 0, 1, AgSqlExceptionOverride.OLDEST);
    }

    /** Has a pool's own loader make the override, and returns what it complains of; empty if of nothing. */
    private static String said(Path jar) throws IOException {
        URL override = AgSqlExceptionOverride.class.getProtectionDomain().getCodeSource().getLocation();
        try (ChildFirst loader = new ChildFirst(jar.toUri().toURL(), override)) {
            Class<?> config = loader.loadClass(HikariConfig.class.getName());
            Thread.currentThread().setContextClassLoader(loader);
            config.getMethod("setExceptionOverrideClassName", String.class)
                    .invoke(config.getConstructor().newInstance(), AgSqlExceptionOverride.class.getName());
            return "";
        } catch (ReflectiveOperationException e) {
            Throwable deepest = e;
            while (deepest.getCause() != null && !String.valueOf(deepest.getMessage()).contains("needs HikariCP")) {
                deepest = deepest.getCause();
            }
            return String.valueOf(deepest.getMessage());
        } finally {
            Thread.currentThread().setContextClassLoader(OlderPools.class.getClassLoader());
        }
    }

    /** Has the pool and the override to itself. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL... jars) {
            super(jars, OlderPools.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("com.zaxxer.hikari.") && !name.startsWith("io.quorate.mssql.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }
    }
}
