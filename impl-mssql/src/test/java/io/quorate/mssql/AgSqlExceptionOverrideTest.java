package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride.Override;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of a pool's connections a failover has made useless, by the number alone. */
class AgSqlExceptionOverrideTest {
    private final AgSqlExceptionOverride override = new AgSqlExceptionOverride();

    private static SQLException error(int number) {
        return new SQLException("ein Fehler", "S0001", number);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                976, 978, 979, 982, 983, 988, 3906, 3908, 35250, 35251, 41140, 41190, 921, 922, 926, 927, 942, 945, 952,
                596, 6005, 17142, 4060, 4221, 18401
            })
    @DisplayName("a replica in the wrong role, a database that is not open there, a session that is ended: evicted")
    void adjudicate_whenANewConnectionWouldBetterIt_evicts(int number) {
        assertThat(override.adjudicate(error(number))).isEqualTo(Override.MUST_EVICT);
        assertThat(override.adjudicate(new BatchUpdateException("ein Fehler", "S0001", number, new int[0])))
                .isEqualTo(Override.MUST_EVICT);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 102, 208, 229, 515, 547, 701, 1204, 1205, 1222, 2601, 2627, 3960, 8134, 8645, 9002, 10928, 10929,
                18456, 35216, 47106, 50000
            })
    @DisplayName(
            "deadlocks, time-outs, violated constraints and the server's load are no reason: left to HikariCP, which keeps them")
    void adjudicate_whenANewConnectionWouldBetterNothing_keeps(int number) {
        assertThat(override.adjudicate(error(number))).isEqualTo(Override.CONTINUE_EVICT);
    }

    @Test
    @DisplayName("a full file group evicts nothing, unless something worse hangs on it")
    void adjudicate_whenAFileGroupIsFull_keeps() {
        assertThat(override.adjudicate(error(1105))).isEqualTo(Override.DO_NOT_EVICT);
        SQLException chained = error(1105);
        chained.setNextException(new SQLException("closed", "08S01"));
        assertThat(override.adjudicate(chained)).isEqualTo(Override.CONTINUE_EVICT);
    }

    @Test
    @DisplayName("a lost connection and a query time-out are HikariCP's own business")
    void adjudicate_whenTheDriverSpeaks_leavesItToThePool() {
        assertThat(override.adjudicate(new SQLException("Connection reset", "08S01")))
                .isEqualTo(Override.CONTINUE_EVICT);
        assertThat(override.adjudicate(new SQLTimeoutException("The query has timed out.", "HY008")))
                .isEqualTo(Override.CONTINUE_EVICT);
    }

    /** As the driver's exception tells severity. */
    public static final class Told extends SQLException {
        private static final long serialVersionUID = 1L;
        private final int severity;

        Told(int number, int severity) {
            super("ein Fehler", "S0001", number);
            this.severity = severity;
        }

        public Detail getSQLServerError() {
            return new Detail(getErrorCode(), severity);
        }
    }

    public record Detail(int number, int severity) {
        public int getErrorNumber() {
            return number;
        }

        public int getErrorSeverity() {
            return severity;
        }
    }

    @Test
    @DisplayName("what the server ends the connection with evicts it, whatever its number")
    void adjudicate_whenTheSeverityEndsTheConnection_evicts() {
        assertThat(override.adjudicate(new Told(50_001, 20))).isEqualTo(Override.MUST_EVICT);
        assertThat(override.adjudicate(new Told(50_001, 19))).isEqualTo(Override.CONTINUE_EVICT);
        assertThat(override.adjudicate(new Told(3906, 16))).isEqualTo(Override.MUST_EVICT);
    }

    @Test
    @DisplayName("HikariCP takes it by its name")
    void name_isTakenByHikari() {
        HikariConfig config = new HikariConfig();
        config.setExceptionOverrideClassName(AgSqlExceptionOverride.class.getName());
        assertThat(config.getExceptionOverrideClassName()).isEqualTo(AgSqlExceptionOverride.class.getName());
    }

    private static final String OLDER = """
            package com.zaxxer.hikari;
            public interface SQLExceptionOverride {
                enum Override { CONTINUE_EVICT, DO_NOT_EVICT }
                default Override adjudicate(java.sql.SQLException e) { return Override.CONTINUE_EVICT; }
            }
            """;

    @Test
    @DisplayName(
            "a HikariCP that cannot be told to evict is refused when the override is made, with the oldest one that can")
    void constructor_whenHikariIsTooOld_saysWhichOneItNeeds() throws Exception {
        Class<?> there = new Older(compiled()).loadClass(AgSqlExceptionOverride.class.getName());
        assertThatThrownBy(() -> there.getConstructor().newInstance())
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs HikariCP 6.2.0 or later")
                .hasMessageContaining("MUST_EVICT");
    }

    /** Compiles the interface as it was before 6.2.0. */
    private static Map<String, byte[]> compiled() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> made = new HashMap<>();
        try (JavaFileManager files =
                new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
                    @java.lang.Override
                    public JavaFileObject getJavaFileForOutput(
                            Location at, String name, JavaFileObject.Kind kind, FileObject from) {
                        return new SimpleJavaFileObject(
                                URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind) {
                            @java.lang.Override
                            public OutputStream openOutputStream() {
                                return made.computeIfAbsent(name, n -> new ByteArrayOutputStream());
                            }
                        };
                    }
                }) {
            JavaFileObject source =
                    new SimpleJavaFileObject(
                            URI.create("memory:///com/zaxxer/hikari/SQLExceptionOverride.java"),
                            JavaFileObject.Kind.SOURCE) {
                        @java.lang.Override
                        public CharSequence getCharContent(boolean ignore) {
                            return OLDER;
                        }
                    };
            List<String> options = new ArrayList<>(List.of("-proc:none", "--release", "17"));
            assertThat(compiler.getTask(null, files, null, options, null, List.of(source))
                            .call())
                    .isTrue();
        }
        Map<String, byte[]> classes = new HashMap<>();
        made.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    /** Has the override to itself, with an older HikariCP. */
    private static final class Older extends ClassLoader {
        private final Map<String, byte[]> hikari;

        Older(Map<String, byte[]> hikari) {
            super(AgSqlExceptionOverrideTest.class.getClassLoader());
            this.hikari = hikari;
        }

        @java.lang.Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] older = hikari.get(name);
            if (older == null && !name.startsWith("io.quorate.mssql.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                byte[] bytes = older == null ? bytes(name) : older;
                return defineClass(name, bytes, 0, bytes.length);
            }
        }

        private byte[] bytes(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
