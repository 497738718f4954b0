package io.quorate.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quorate.lab.sql.SqlColumn;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that nobody here wrote are served: FreeTDS, pymssql, tedious, vertx-mssql-client. jTDS, which speaks 7.1 without a word before, is not. */
@EnabledIfEnvironmentVariable(
        named = "QUORATE_PEERS",
        matches = "1",
        disabledReason =
                "peers: apt-get install -y --no-install-recommends freetds-bin python3-pymssql, then QUORATE_PEERS=1")
class TdsPeersTest {
    private static final int LIMIT_SECONDS = 170;
    private static final int NPM_SECONDS = 60;
    private static final Path SCRIPTS = Path.of("src", "test", "peers").toAbsolutePath();
    private static final Path FOREIGN =
            Path.of("..", "samples", "consumers", "foreign").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private TdsRig rig;

    private record Ran(int exit, String output) {}

    @BeforeEach
    void up() throws Exception {
        rig = new TdsRig();
        rig.door.on(
                "RAISE",
                (session, values, answer) ->
                        answer.message(new SqlMessage(47106, 16, 3, "Cannot join availability group 'ag'.", 4)));
        rig.door.on("SELECT types", (session, values, answer) -> {
            answer.columns(List.of(
                    new SqlColumn("i", SqlType.INT),
                    new SqlColumn("s", SqlType.NVARCHAR),
                    new SqlColumn("n", SqlType.BIGINT),
                    new SqlColumn("l", SqlType.NVARCHAR),
                    new SqlColumn("b", SqlType.VARBINARY),
                    new SqlColumn("d", SqlType.NUMERIC)));
            answer.row(Arrays.asList(
                    42,
                    "Größe",
                    null,
                    "x".repeat(20_000),
                    new byte[] {0, 1, -1},
                    new BigDecimal("9999999999999999999999999")));
            answer.counted(1);
        });
    }

    @AfterEach
    void down() {
        rig.close();
    }

    /** Says aloud that a client is not judged; where CI is set, that is a failure. */
    private static void missing(String what) {
        System.err.println("LEFT OUT: " + what);
        if (System.getenv("CI") != null) {
            fail(what);
        }
        abort(what);
    }

    private Ran run(Map<String, String> environment, String input, List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "peer", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // These would be trusted instead of the lab's authority.
        builder.environment().keySet().removeAll(List.of("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"));
        if (!command.contains("npm")) {
            builder.environment().remove("NODE_EXTRA_CA_CERTS");
        }
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("QUORATE_PASSWORD", ScriptedDoor.PASSWORD);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Ran(127, e.getMessage());
        }
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        if (!process.waitFor(command.contains("npm") ? NPM_SECONDS : LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return new Ran(-1, "took too long: " + Files.readString(output));
        }
        return new Ran(process.exitValue(), Files.readString(output));
    }

    private String ca() throws IOException {
        return Files.writeString(folder.resolve("ca.pem"), rig.authority.pem()).toString();
    }

    private Map<String, String> freeTds(String encryption) throws IOException {
        Path file = folder.resolve("freetds.conf");
        Files.writeString(
                file,
                "[global]\n tds version = 7.4\n client charset = UTF-8\n text size = 64512\n encryption = " + encryption
                        + "\n"
                        + (encryption.equals("off")
                                ? ""
                                : " ca file = " + ca() + "\n check certificate hostname = no\n"));
        return Map.of("FREETDSCONF", file.toString());
    }

    @ParameterizedTest
    @CsvSource({"off", "request", "require"})
    void tsql_isServed(String encryption) throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/tsql"))) {
            missing("tsql: apt-get install -y --no-install-recommends freetds-bin");
        }
        List<String> command = List.of(
                "/usr/bin/tsql",
                "-H",
                "127.0.0.1",
                "-p",
                Integer.toString(rig.face.port()),
                "-U",
                ScriptedDoor.USER,
                "-P");
        List<String> right = new ArrayList<>(command);
        right.add(ScriptedDoor.PASSWORD);
        Ran ran = run(freeTds(encryption), "SELECT 1\ngo\nRAISE\ngo\nUSE msdb\ngo\nSELECT 1\ngo\nexit\n", right);
        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(ran.output()).contains("(1 row affected)", "Msg 47106 (severity 16, state 3) from SQL1 Line 4");
        assertThat(rig.door.sessions.get(0).database).isEqualTo("msdb");
        List<String> wrong = new ArrayList<>(command);
        wrong.add("wrong");
        assertThat(run(freeTds(encryption), "exit\n", wrong).output()).contains("18456");
        System.out.println("tsql (FreeTDS) is served, encryption " + encryption);
    }

    @ParameterizedTest
    @CsvSource({"off", "require"})
    void pymssql_isServed(String encryption) throws Exception {
        if (!Files.isReadable(Path.of("/usr/lib/python3/dist-packages/pymssql/__init__.py"))) {
            missing("pymssql: apt-get install -y --no-install-recommends python3-pymssql");
        }
        Ran ran = run(
                freeTds(encryption),
                "",
                List.of(
                        "/usr/bin/python3",
                        SCRIPTS.resolve("tds_pymssql.py").toString(),
                        "127.0.0.1",
                        Integer.toString(rig.face.port()),
                        ScriptedDoor.USER));
        assertThat(ran.exit()).as(ran.output()).isZero();
        System.out.println(ran.output().strip() + ", encryption " + encryption);
    }

    @Test
    void tedious_isServed() throws Exception {
        Path modules = Path.of("target", "tedious").toAbsolutePath();
        Files.createDirectories(modules);
        if (!Files.isDirectory(modules.resolve("node_modules/tedious"))) {
            Ran got = run(
                    Map.of(),
                    "",
                    List.of(
                            "npm",
                            "install",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                            modules.toString(),
                            "tedious@19.2.2"));
            if (got.exit() != 0) {
                // Debian's npm is a hundred packages and its registry another's: no part of what a clean machine must
                // have.
                String why = "tedious: npm could not fetch it, or there is no npm";
                System.err.println("LEFT OUT: " + why + ": " + got.output().strip());
                abort(why);
            }
        }
        Ran ran = run(
                Map.of("NODE_PATH", modules.resolve("node_modules").toString()),
                "",
                List.of(
                        "node",
                        SCRIPTS.resolve("tds_tedious.js").toString(),
                        Integer.toString(rig.face.port()),
                        ScriptedDoor.USER,
                        ca(),
                        TdsRig.HOST));
        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(rig.door.logins).anyMatch(l -> l.readIntent());
        System.out.println(ran.output().strip());
    }

    @Test
    void vertx_isServed() throws Exception {
        Path project = FOREIGN.resolve("vertx-mssql");
        if (!Files.isDirectory(project.resolve("target/lib"))) {
            Ran built = run(
                    Map.of(),
                    "",
                    List.of(
                            "mvn",
                            "-B",
                            "-ntp",
                            "-q",
                            "-f",
                            FOREIGN.resolve("pom.xml").toString(),
                            "-pl",
                            "vertx-mssql",
                            "process-classes"));
            if (built.exit() != 0) {
                missing("vertx-mssql-client: Maven could not fetch or compile it: "
                        + built.output().strip());
            }
        }
        Ran ran = run(
                Map.of("QUORATE_PASSWORD", ScriptedDoor.PLAIN_PASSWORD),
                "",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        project.resolve("target/classes") + ":" + project.resolve("target/lib") + "/*",
                        "consumer.VertxMssql",
                        Integer.toString(rig.face.port()),
                        ScriptedDoor.USER,
                        ca()));
        assertThat(ran.exit()).as(ran.output()).isZero();
        System.out.println(ran.output().strip());
    }
}
