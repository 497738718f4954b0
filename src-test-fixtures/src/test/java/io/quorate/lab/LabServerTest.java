package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.san.Iqn;
import io.quorate.san.LunIdentity;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Volume;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LabServerTest {

    @Test
    void serve_printsOneLineAndServesUntilInputEnds() throws Exception {
        int port = FreePort.find();
        PipedInputStream input = new PipedInputStream();
        PipedInputStream printed = new PipedInputStream();
        try (OutputStream keepOpen = new PipedOutputStream(input);
                OutputStream output = new PipedOutputStream(printed);
                BufferedReader lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try {
                    LabServer.serve(
                            new String[] {
                                "--seed",
                                "5",
                                "--token-lifetime",
                                "1.5h",
                                "--job-delay",
                                "0s",
                                "--http-port",
                                "HV2=" + port,
                                "--sql",
                                "off"
                            },
                            input,
                            output);
                    output.close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            JsonNode line = JsonMapper.shared().readTree(lines.readLine());
            Path ca = Path.of(line.get("ca").asString());
            assertThat(Files.readString(ca)).startsWith("-----BEGIN CERTIFICATE-----");
            assertThat(line.get("username").asString()).isEqualTo("Administrator");
            assertThat(line.get("password").asString()).isNotEmpty();
            assertThat(line.get("winrm")).hasSize(2);
            String url = line.get("winrm").get(0).get("url").asString();
            assertThat(url).matches("https://127\\.0\\.0\\.1:\\d+/wsman");
            String http = line.get("winrm").get(1).get("http").asString();
            assertThat(http).isEqualTo("http://127.0.0.1:" + port + "/wsman");
            assertThat(line.get("winrm").get(0).get("http").asString()).matches("http://127\\.0\\.0\\.1:\\d+/wsman");
            assertThat(line.get("domain").propertyNames()).containsExactly("name", "netBios", "username", "password");
            if (hasCurl()) {
                assertThat(curl(url, ca)).contains("Microsoft Corporation");
                assertThat(curl(http, ca)).contains("Microsoft Corporation");
            }
            serves64MiB(line, ca);
            keepOpen.close();
            server.get(60, TimeUnit.SECONDS);
            assertThat(lines.readLine()).isNull();
            assertThat(ca).doesNotExist();
        }
    }

    @Test
    void serve_withSql_leadsWritersAndReadersThroughItsListener() throws Exception {
        PipedInputStream input = new PipedInputStream();
        PipedInputStream printed = new PipedInputStream();
        try (OutputStream keepOpen = new PipedOutputStream(input);
                OutputStream output = new PipedOutputStream(printed);
                BufferedReader lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try {
                    LabServer.serve(new String[0], input, output);
                    output.close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            JsonNode line = JsonMapper.shared().readTree(lines.readLine());
            assertThat(line.propertyNames())
                    .contains("winrm", "username", "password", "ca", "tds", "sqlUsername", "sqlPassword", "listener");
            assertThat(line.get("winrm")).hasSize(2);
            assertThat(line.get("tds")).hasSize(2).allSatisfy(one -> {
                assertThat(one.propertyNames()).containsExactly("instance", "host", "port");
                assertThat(text(one, "host")).matches("127\\.\\d+\\.\\d+\\.\\d+");
                assertThat(asked(line, text(one, "host"), one.get("port").asInt(), "master", false))
                        .isEqualTo(text(one, "instance"));
            });
            JsonNode listener = line.get("listener");
            assertThat(listener.propertyNames()).containsExactly("host", "addresses", "port", "database");
            assertThat(listener.get("addresses")).hasSize(2);
            String address = listener.get("addresses").get(0).asString();
            int port = listener.get("port").asInt();
            String database = text(listener, "database");
            assertThat(asked(line, address, port, database, false)).isEqualTo("SQL1");
            assertThat(asked(line, address, port, database, true)).isEqualTo("SQL2");
            keepOpen.close();
            server.get(60, TimeUnit.SECONDS);
        }
    }

    /** Asks who answers, as the vendor's driver does. */
    private static String asked(JsonNode line, String host, int port, String database, boolean readOnly)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", text(line, "sqlUsername"));
        properties.setProperty("password", text(line, "sqlPassword"));
        properties.setProperty("encrypt", "true");
        properties.setProperty("trustServerCertificate", "true");
        properties.setProperty("databaseName", database);
        properties.setProperty("applicationIntent", readOnly ? "ReadOnly" : "ReadWrite");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlserver://" + host + ":" + port, properties);
                ResultSet result = connection.createStatement().executeQuery("SELECT @@SERVERNAME")) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    /** The SDK itself, in the real world's time, finds the volume by management and by iSCSI. */
    private static void serves64MiB(JsonNode line, Path ca) {
        JsonNode nef = line.get("nef");
        JsonNode iscsi = line.get("iscsi");
        assertThat(nef.propertyNames()).containsExactly("url", "username", "password");
        assertThat(iscsi.propertyNames()).containsExactly("portal", "target", "chapUser", "chapSecret");
        try (Quorate quorate = Quorate.builder()
                .endpoint(
                        "nas",
                        "nexenta://127.0.0.1",
                        e -> e.host("127.0.0.1", URI.create(text(nef, "url")))
                                .credentials(Credentials.basic(text(nef, "username"), Secret.of(text(nef, "password"))))
                                .trust(Trust.authorities(ca)))
                .endpoint(
                        "luns",
                        "iscsi://" + text(iscsi, "portal"),
                        e -> e.credentials(
                                Credentials.chap(text(iscsi, "chapUser"), Secret.of(text(iscsi, "chapSecret")))))
                .build()) {
            assertThat(quorate.storage("nas").volumes().list())
                    .singleElement()
                    .returns(Size.mib(64), Volume::size)
                    .returns(Provisioning.THIN, Volume::provisioning);
            Iqn target = Iqn.of(text(iscsi, "target"));
            assertThat(quorate.iscsi("luns").discover())
                    .singleElement()
                    .satisfies(t -> assertThat(t.name()).isEqualTo(target));
            LunIdentity unit = quorate.iscsi("luns").identify(target, 0);
            assertThat(unit.size()).isEqualTo(Size.mib(64));
        }
    }

    private static String text(JsonNode object, String name) {
        return object.get(name).asString();
    }

    @Test
    void identify_byCurl_isAnswered() throws Exception {
        assumeTrue(hasCurl(), "curl is not installed");
        Path ca = Files.createTempFile("ca", ".pem");
        try (Lab lab = Lab.story()) {
            Files.writeString(ca, lab.caPem());
            assertThat(curl(lab.url("HV2").toString(), ca)).contains("<wsmid:ProductVendor>Microsoft Corporation");
        } finally {
            Files.delete(ca);
        }
    }

    @Test
    void arguments_notUnderstood_areRefused() {
        for (String[] args : new String[][] {
            {"--port"},
            {"--port", "HV1"},
            {"--seed", "x"},
            {"--what", "1"},
            {"--job-delay", "3"},
            {"--http", "maybe"},
            {"--binding", "tight"},
            {"--sql", "maybe"}
        }) {
            assertThatThrownBy(
                            () -> LabServer.serve(args, InputStream.nullInputStream(), OutputStream.nullOutputStream()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("usage");
        }
    }

    @Test
    @DisplayName(
            "--help and --version are answered, what is not understood ends with 2 and a sentence: never with a stack trace")
    void arguments_ofSomebodyWhoDoesNotKnowThem_areAnswered() throws IOException {
        Said help = said("--help");
        assertThat(help.code).isZero();
        assertThat(help.out).contains("Usage: LabServer").contains("Exit codes: 0,");
        Said wrong = said("--what", "1");
        assertThat(wrong.code).isEqualTo(2);
        assertThat(wrong.out).isEmpty();
        assertThat(wrong.err)
                .contains("not understood: --what", "--help tells what there is")
                .doesNotContain("\tat ");
        assertThat(Pattern.compile("--[a-z-]+")
                        .matcher(wrong.err.replace("--what", ""))
                        .results())
                .extracting(MatchResult::group)
                .hasSizeGreaterThan(8)
                .allMatch(help.out::contains);
        assertThat(said("--version").out).startsWith("Quorate's lab, ");
        assertThat(said("--port", "HV9=1").code).isEqualTo(1);
        assertThat(said("--port", "HV9=1").err)
                .contains("the lab cannot be served: ")
                .doesNotContain("\tat ");
    }

    private record Said(int code, String out, String err) {}

    private static Said said(String... args) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = LabServer.run(
                args, InputStream.nullInputStream(), out, new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static boolean hasCurl() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(p -> Files.isExecutable(Path.of(p, "curl")));
    }

    private static String curl(String url, Path ca) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "curl",
                        "-s",
                        "--noproxy",
                        "*",
                        "--max-time",
                        "60",
                        "--cacert",
                        ca.toString(),
                        "-H",
                        "WSMANIDENTIFY: unauthenticated",
                        "-H",
                        "Content-Type: application/soap+xml;charset=UTF-8",
                        "-d",
                        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header/><s:Body/></s:Envelope>",
                        url)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
