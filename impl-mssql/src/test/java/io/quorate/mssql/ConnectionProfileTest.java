package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.mssql.ConnectionProfile.Encryption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a profile tells the driver. {@code -Dquorate.golden.write=true}, run in the module's folder, writes the golden file anew; read the difference before
 * it is committed.
 */
class ConnectionProfileTest {
    private static final String PASSWORD = "Pa}s;s{w=0rd";

    @RegisterExtension
    private final Seed seed = Seed.usually(11);

    private static Map<String, ConnectionProfile> all() {
        Map<String, ConnectionProfile> all = new LinkedHashMap<>();
        ConnectionProfile usual = ConnectionProfile.of("ag1l.lab.example", "orders");
        all.put("as usual", usual);
        all.put(
                "only reads",
                usual.with(p -> p.readIntent().applicationName("reports").workstation("web1")));
        all.put("by an address", usual.at("10.66.1.50"));
        all.put("by an address of version 6", usual.with(p -> p.port(14_333)).at("fd00::50"));
        all.put("strict", usual.with(p -> p.encryption(Encryption.STRICT).hostNameInCertificate("sql.lab.example")));
        all.put(
                "one subnet, without a certificate",
                usual.with(p -> p.multiSubnet(false).encryption(Encryption.LOGIN_ONLY)));
        all.put("the domain logs in", usual.with(ConnectionProfileSpec::kerberos));
        all.put(
                "short time-outs",
                usual.with(p -> p.loginTimeout(Duration.ofSeconds(10))
                        .queryTimeout(Duration.ofMillis(1500))
                        .cancelTimeout(Duration.ofSeconds(1))));
        all.put(
                "long statements",
                usual.with(p -> p.queryTimeout(Duration.ofHours(2)).withoutSocketTimeout()));
        all.put(
                "hostile names",
                ConnectionProfile.of("ag1l", "a;password=x}b{c]d'e\" ", p -> p.applicationName("{;}")));
        return all;
    }

    private static String rendered() {
        StringBuilder text = new StringBuilder();
        all().forEach((name, profile) -> {
            text.append("-- ").append(name).append('\n').append(profile.url()).append('\n');
            new TreeMap<>(profile.properties())
                    .forEach((key, value) -> text.append("  ")
                            .append(key)
                            .append(": ")
                            .append(value)
                            .append('\n'));
        });
        return text.toString();
    }

    @Test
    @DisplayName("properties and URLs are the golden ones")
    void profiles_areTheGoldenOnes() throws IOException {
        if (Boolean.getBoolean("quorate.golden.write")) {
            Files.writeString(Path.of("src/test/resources/profile/profiles.txt"), rendered());
        }
        String golden;
        try (InputStream in = ConnectionProfileTest.class.getResourceAsStream("/profile/profiles.txt")) {
            golden = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(rendered()).isEqualTo(golden);
    }

    /** What the driver itself reads from a URL, of what a profile sets. */
    private static Properties read(ConnectionProfile profile) throws SQLException {
        Properties read = new Properties();
        Map<String, String> told = new TreeMap<>(String.CASE_INSENSITIVE_ORDER); // as it takes names
        profile.properties()
                .stringPropertyNames()
                .forEach(name -> told.put(name, profile.properties().getProperty(name)));
        for (DriverPropertyInfo info :
                DriverManager.getDriver(profile.url()).getPropertyInfo(profile.url(), new Properties())) {
            String value = told.get(info.name);
            if (value != null) {
                // it writes its own words in its own case
                boolean word = value.matches("ReadOnly|ReadWrite|JavaKerberos|true|false|strict")
                        && value.equalsIgnoreCase(info.value);
                String name = info.name.equals("TransparentNetworkIPResolution")
                        ? "transparentNetworkIPResolution"
                        : info.name;
                read.setProperty(name, word ? value : info.value);
            }
        }
        return read;
    }

    @Test
    @DisplayName("the driver reads the same from the URL as from the properties, and nothing besides")
    void url_saysWhatThePropertiesSay() throws SQLException {
        for (ConnectionProfile profile : all().values()) {
            assertThat(read(profile)).isEqualTo(profile.properties());
            DriverPropertyInfo[] read =
                    DriverManager.getDriver(profile.url()).getPropertyInfo(profile.url(), new Properties());
            assertThat(read)
                    .filteredOn(i -> i.name.equals("password"))
                    .allMatch(i -> i.value == null || i.value.isEmpty());
        }
    }

    @Test
    @DisplayName("whatever a database or a program is called, the driver hears that name and no other property")
    void names_areQuotedWhateverTheyHold() throws SQLException {
        Random random = seed.random();
        String alphabet = "ab{}{};;==' \"\\]%ö漢:,";
        int times = Boolean.getBoolean("quorate.sweep") ? 20_000 : 300;
        for (int i = 0; i < times; i++) {
            StringBuilder name = new StringBuilder("x");
            for (int j = random.nextInt(12); j > 0; j--) {
                name.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            ConnectionProfile profile =
                    ConnectionProfile.of("ag1l", name.toString(), p -> p.applicationName("x" + name.reverse()));
            assertThat(read(profile)).as(profile.url()).isEqualTo(profile.properties());
        }
    }

    @Test
    @DisplayName("the password is in the properties that were asked for with it, and nowhere else")
    void secret_isInPropertiesAlone() {
        ConnectionProfile profile = ConnectionProfile.of("ag1l", "orders");
        Secret secret = Secret.of(PASSWORD);
        Properties properties = profile.properties(new Credentials.Basic("shop", secret));
        assertThat(properties).containsEntry("user", "shop").containsEntry("password", PASSWORD);
        assertThat(profile.url())
                .doesNotContain(PASSWORD)
                .doesNotContain("password")
                .doesNotContain("shop");
        assertThat(profile.toString()).isEqualTo(profile.url());
        assertThat(profile.properties()).doesNotContainKeys("user", "password");
        secret.wipe();
        assertThatThrownBy(() -> profile.properties(new Credentials.Basic("shop", secret)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("neither the driver's own retries nor an endless wait can be had by mistake")
    void timeouts_endAndRetriesAreOff() {
        all().values().forEach(profile -> {
            Properties told = profile.properties();
            assertThat(told)
                    .containsEntry("connectRetryCount", "0")
                    .containsEntry("connectRetryInterval", "60")
                    .containsEntry("transparentNetworkIPResolution", "false")
                    .containsEntry("trustServerCertificate", "false")
                    .doesNotContainKeys("serverSpn", "instanceName", "failoverPartner", "retryConn", "retryExec");
            long login = Long.parseLong(told.getProperty("loginTimeout"));
            assertThat(login).isBetween(1L, 59L);
            long silence = Long.parseLong(told.getProperty("socketTimeout"));
            long statement = Long.parseLong(told.getProperty("queryTimeout"))
                    + Long.parseLong(told.getProperty("cancelQueryTimeout"));
            assertThat(silence == 0 || silence > 1000 * statement).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sql1,1433",
                "sql1\\INST",
                "ag1l;encrypt=false",
                "a b",
                "[::1]",
                "ag1l:1433",
                "-x",
                "ag{1}l",
                "a\nb",
                "ag=l"
            })
    @DisplayName("a listener is a name or an address, and nothing that smuggles something else in")
    void listener_whenItIsNone_isRefused(String host) {
        assertThatThrownBy(() -> ConnectionProfile.of(host, "orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither a host's name nor an address");
        ConnectionProfile profile = ConnectionProfile.of("ag1l", "orders");
        assertThatThrownBy(() -> profile.at(host)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> profile.with(p -> p.hostNameInCertificate(host)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("what contradicts itself is refused with a sentence, not at the server")
    void build_whenItContradictsItself_isRefused() {
        ConnectionProfile profile = ConnectionProfile.of("ag1l.lab.example", "orders");
        assertThatThrownBy(() -> profile.with(p -> p.socketTimeout(Duration.ofSeconds(20))))
                .hasMessageContaining("cuts statements that may take 35 s");
        assertThat(profile.with(p -> p.queryTimeout(Duration.ofSeconds(5)).socketTimeout(Duration.ofSeconds(20)))
                        .properties())
                .containsEntry("socketTimeout", "20000");
        assertThatThrownBy(() -> profile.with(p -> p.loginTimeout(Duration.ofSeconds(60))))
                .hasMessageContaining("59 s is the longest");
        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(400)}) {
            assertThatThrownBy(() -> profile.with(p -> p.queryTimeout(none)))
                    .hasMessageContaining("not a query time-out");
            assertThatThrownBy(() -> profile.with(p -> p.cancelTimeout(none)))
                    .hasMessageContaining("not a cancel time-out");
            assertThatThrownBy(() -> profile.with(p -> p.loginTimeout(none)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> profile.with(p -> p.socketTimeout(none)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> profile.with(p -> p.port(0))).hasMessageContaining("not a port: 0");
        assertThatThrownBy(() -> profile.with(p -> p.port(65_536))).hasMessageContaining("not a port");
        assertThatThrownBy(() -> ConnectionProfile.of("ag1l", " ")).hasMessageContaining("database needs a name");
        assertThatThrownBy(() -> ConnectionProfile.of("ag1l", "x".repeat(129))).hasMessageContaining("1 to 128");
        assertThatThrownBy(() -> profile.with(ConnectionProfileSpec::kerberos).at("10.66.1.50"))
                .hasMessageContaining("by its name");
        assertThatThrownBy(() -> profile.at("10.66.1.50").with(ConnectionProfileSpec::kerberos))
                .hasMessageContaining("by its name");
        assertThatThrownBy(() -> ConnectionProfile.of("10.66.1.50", "orders", ConnectionProfileSpec::kerberos))
                .hasMessageContaining("not an address");
    }

    @Test
    void with_changesACopyAndKeepsTheRest() {
        ConnectionProfile writers = ConnectionProfile.of("ag1l", "orders", p -> p.port(1500));
        ConnectionProfile readers = writers.with(ConnectionProfileSpec::readIntent);
        assertThat(writers.properties()).containsEntry("applicationIntent", "ReadWrite");
        assertThat(readers.properties())
                .containsEntry("applicationIntent", "ReadOnly")
                .containsEntry("portNumber", "1500");
        assertThat(readers).isNotEqualTo(writers).hasSameHashCodeAs(writers.with(ConnectionProfileSpec::readIntent));
        assertThat(readers.listener()).isEqualTo("ag1l");
        assertThat(readers.database()).isEqualTo("orders");
        // what follows from the other two follows them
        assertThat(writers.with(p -> p.queryTimeout(Duration.ofSeconds(60))).properties())
                .containsEntry("socketTimeout", "70000");
    }
}
