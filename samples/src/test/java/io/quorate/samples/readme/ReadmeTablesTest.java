package io.quorate.samples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.error.QuorateException;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The README's tables against what they tell of. */
class ReadmeTablesTest {
    private static final Readme README = Readme.read();
    private static final Secret SECRET = Secret.of("long-enough-secret");

    /** Where the code keeps the options of a scheme; read by reflection, because nobody else may. */
    private static final Map<String, String> READERS = Map.of(
            "winrm", "io.quorate.winrm.EndpointOptions",
            "nexenta", "io.quorate.nexenta.NexentaOptions",
            "iscsi", "io.quorate.iscsi.IscsiOptions",
            "sqlserver", "io.quorate.mssql.SqlOptions");

    private static final Map<String, String> ADDRESSES = Map.of(
            "winrm", "https://hv1:5986/wsman",
            "nexenta", "https://nas1:8443",
            "iscsi", "iscsi://10.0.0.5:3260",
            "sqlserver", "sqlserver://sql1:1433");

    /** Options that take no more than words or numbers are given such a value that nobody means. */
    private static final String NONSENSE = "no such value";

    /** scheme, option, default, meaning: the scheme stands once. */
    private static List<List<String>> options() {
        List<List<String>> rows = new ArrayList<>();
        String scheme = "";
        for (List<String> row : README.rows("Connect")) {
            if (!Readme.code(row.get(1)).isEmpty() && row.get(1).startsWith("`")) {
                scheme = row.get(0).isEmpty() ? scheme : Readme.code(row.get(0)).get(0);
                for (int i = 0; i < Readme.code(row.get(1)).size(); i++) {
                    rows.add(
                            List.of(scheme, Readme.code(row.get(1)).get(i), row.get(2), row.get(3), String.valueOf(i)));
                }
            }
        }
        return rows;
    }

    private static Object read(String scheme, Map<String, String> options) throws ReflectiveOperationException {
        URI address = URI.create(ADDRESSES.get(scheme));
        Credentials credentials = scheme.equals("iscsi") ? null : Credentials.basic("u", SECRET);
        Endpoint endpoint =
                new Endpoint("e", scheme, Map.of(address.getHost(), address), credentials, Trust.platform(), options);
        Method of = Class.forName(READERS.get(scheme)).getDeclaredMethod("of", Endpoint.class);
        of.setAccessible(true);
        return of.invoke(null, endpoint);
    }

    private static Object component(Object record, String name) throws ReflectiveOperationException {
        Method accessor = record.getClass().getDeclaredMethod(name);
        accessor.setAccessible(true);
        return accessor.invoke(record);
    }

    @Test
    @DisplayName("the options of each scheme are those it takes, an unknown one is refused")
    void options_areAllThereAre() {
        Map<String, TreeSet<String>> told = new TreeMap<>();
        options()
                .forEach(row ->
                        told.computeIfAbsent(row.get(0), any -> new TreeSet<>()).add(row.get(1)));
        assertThat(told.keySet()).isEqualTo(READERS.keySet());
        told.forEach((scheme, names) -> assertThatThrownBy(() -> read(scheme, Map.of("misspelt", "x")))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no option misspelt; there are: " + String.join(", ", names)));
    }

    @Test
    @DisplayName("the defaults are what is read where nothing is said")
    void options_haveTheirDefaults() throws ReflectiveOperationException {
        Map<String, String> real = new TreeMap<>();
        Object winrm = read("winrm", Map.of());
        real.put("winrm delegatedConfiguration", component(winrm, "delegated") == null ? "none" : "some");
        real.put("winrm configurationName", String.valueOf(component(winrm, "configurationName")));
        real.put("winrm runspaces", String.valueOf(component(winrm, "runspaces")));
        Duration quiet = (Duration) component(winrm, "operationTimeout");
        real.put("winrm operationTimeout", quiet.toString());
        real.put(
                "winrm readTimeout",
                ((Duration) component(winrm, "readTimeout")).minus(quiet).toSeconds() + " s more");
        real.put("winrm protocol", String.valueOf(component(winrm, "protocol")));
        Object login = component(winrm, "login");
        real.put(
                "winrm channelBinding",
                String.valueOf(component(login, "channelBinding")).toLowerCase(Locale.ROOT));
        Object nexenta = read("nexenta", Map.of());
        real.put("nexenta readTimeout", String.valueOf(component(nexenta, "readTimeout")));
        real.put("nexenta allowPlaintext", String.valueOf(component(nexenta, "allowPlaintext")));
        Object iscsi = read("iscsi", Map.of());
        real.put("iscsi access", component(iscsi, "writable").equals(true) ? "read-write" : "read-only");
        real.put("iscsi name", String.valueOf(component(iscsi, "name")));
        boolean minusTwo = String.valueOf(component(iscsi, "secondName")).equals(component(iscsi, "name") + "-2");
        real.put("iscsi secondName", minusTwo ? "name -2" : "another");
        boolean digests = component(iscsi, "headerDigest").equals(true)
                || component(iscsi, "dataDigest").equals(true);
        real.put("iscsi digests", digests ? "some" : "none");
        real.put("iscsi initiator", String.valueOf(component(iscsi, "initiator")));
        Object sql = read("sqlserver", Map.of());
        real.put("sqlserver encrypt", String.valueOf(component(sql, "encrypt")));
        real.put("sqlserver allowPlaintext", String.valueOf(component(sql, "allowPlaintext")));

        Map<String, String> told = new TreeMap<>();
        for (List<String> row : options()) {
            String[] cells = row.get(2).split(", ", -1);
            String cell = cells.length > 1 && !row.get(1).equals("servicePrincipalName")
                    ? cells[Integer.parseInt(row.get(4))]
                    : row.get(2);
            told.put(row.get(0) + " " + row.get(1), cell.replace("`", "").replace(" and ", " "));
        }
        // Names that are made of the address stand in the tests of log-ins.
        told.remove("winrm servicePrincipalName");
        told.remove("sqlserver servicePrincipalName");
        assertThat(told).isEqualTo(real);
    }

    @Test
    @DisplayName("a value that an option cannot take is refused, but where any text is a name")
    void options_refuseNonsense() {
        for (List<String> row : options()) {
            Throwable refused = catchThrowable(() -> read(row.get(0), Map.of(row.get(1), NONSENSE)));
            if (!row.get(1).endsWith("onfiguration") && !row.get(1).equals("configurationName")) {
                boolean laterOn = row.get(1).equals("initiator")
                        || row.get(0).equals("winrm") && row.get(1).equals("servicePrincipalName");
                if (!laterOn) {
                    assertThat(refused)
                            .as("%s %s", row.get(0), row.get(1))
                            .isInstanceOf(InvocationTargetException.class)
                            .cause()
                            .isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
        assertThatThrownBy(() -> Quorate.builder()
                        .endpoint("e", "iscsi://10.0.0.5", e -> e.option("initiator", "nobody's"))
                        .build())
                .hasMessageContaining("there is no initiator nobody's");
    }

    @Test
    @DisplayName("words and ranges that are told of options are taken")
    void options_takeWhatIsTold() {
        Map<String, List<String>> values = Map.of(
                "winrm runspaces", List.of("1", "32"),
                "winrm protocol", List.of("2.1", "2.4"),
                "winrm channelBinding", List.of("auto", "off", "required"),
                "nexenta readTimeout", List.of("PT0.1S", "PT10M"),
                "iscsi access", List.of("read-only", "read-write"),
                "iscsi digests", List.of("header", "data", "both", "none"),
                "sqlserver encrypt", List.of("true", "strict", "false"));
        values.forEach((option, words) -> words.forEach(word -> {
            String[] parts = option.split(" ", -1);
            assertThatCode(() -> read(parts[0], Map.of(parts[1], word)))
                    .as("%s=%s", option, word)
                    .doesNotThrowAnyException();
        }));
        assertThatThrownBy(() -> read("winrm", Map.of("runspaces", "33")))
                .cause()
                .hasMessageContaining("1 to 32");
        assertThatThrownBy(() -> read("nexenta", Map.of("readTimeout", "PT10M1S")))
                .cause()
                .hasMessageContaining("lies between");
    }

    @Test
    @DisplayName("schemes have the ports and take the credentials that the table tells, and no others")
    void schemes_haveTheirPortsAndCredentials() {
        Map<String, List<String>> table = new TreeMap<>();
        for (List<String> row : README.rows("Connect")) {
            if (!row.get(0).isEmpty() && !row.get(1).startsWith("`")) {
                table.put(Readme.code(row.get(0)).get(0), row);
            }
        }
        Map<String, String> ports = new TreeMap<>();
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            URI address = provider.address("h1");
            ports.put(provider.scheme(), "port " + address.getPort());
        }
        assertThat(table.keySet()).isEqualTo(ports.keySet());
        table.forEach((scheme, row) -> assertThat(row.get(1)).contains(ports.get(scheme)));

        Map<String, Credentials> ways = Map.of(
                "basic", Credentials.basic("u", SECRET),
                "domain", Credentials.domain("u@LAB.EXAMPLE", SECRET),
                "kerberos", Credentials.kerberos("u@LAB.EXAMPLE", SECRET),
                "ntlm", Credentials.ntlm("u", SECRET),
                "credSsp", Credentials.credSsp("u", SECRET),
                "chap", Credentials.chap("u", SECRET),
                "mutualChap", Credentials.mutualChap("u", SECRET, "t", Secret.of("another-long-secret")));
        table.forEach((scheme, row) -> {
            TreeSet<String> taken = new TreeSet<>();
            ways.forEach((name, credentials) -> {
                String uri = scheme + "://h1.lab.example";
                Throwable refused = catchThrowable(() -> Quorate.builder()
                        .endpoint("e", uri, e -> e.credentials(credentials))
                        .build()
                        .close());
                if (refused == null) {
                    taken.add(name);
                }
            });
            TreeSet<String> told = new TreeSet<>();
            Readme.code(row.get(2)).forEach(code -> told.add(code.replaceAll("\\(.*", "")));
            told.remove("certificate"); // wants files; CertificateThroughLabTest
            assertThat(told).as(scheme).isEqualTo(taken);
        });
    }

    @Test
    @DisplayName("the table of errors has every kind once, and each is an exception of that name")
    void errors_areAllThereAre() throws ClassNotFoundException {
        TreeSet<String> told = new TreeSet<>();
        for (List<String> row : README.rows("When something fails")) {
            Arrays.stream(row.get(0).split(", ", -1))
                    .forEach(name -> assertThat(told.add(name)).as(name).isTrue());
        }
        TreeSet<String> kinds = new TreeSet<>();
        for (ErrorKind kind : ErrorKind.values()) {
            StringBuilder name = new StringBuilder();
            for (String word : kind.name().split("_", -1)) {
                name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
            }
            kinds.add(name.toString());
            assertThat(QuorateException.class)
                    .isAssignableFrom(Class.forName("io.quorate.error." + name + "Exception"));
        }
        assertThat(told).isEqualTo(kinds);
    }

    @Test
    @DisplayName("the table of what is retried is the engine's")
    void retries_areTheEngines() throws ReflectiveOperationException {
        Method decide = Class.forName("io.quorate.engine.SafetyTable")
                .getDeclaredMethod("decide", Safety.class, FaultPhase.class);
        decide.setAccessible(true);
        List<List<String>> rows = README.rows("What is retried");
        List<List<Safety>> safeties =
                List.of(List.of(Safety.READ, Safety.CONVERGE), List.of(Safety.GUARDED), List.of(Safety.ONCE));
        assertThat(rows).hasSameSizeAs(safeties);
        for (int row = 0; row < rows.size(); row++) {
            for (Safety safety : safeties.get(row)) {
                for (FaultPhase phase : FaultPhase.values()) {
                    String cell = rows.get(row).get(1 + phase.ordinal());
                    String wanted = switch (String.valueOf(decide.invoke(null, safety, phase))) {
                        case "RETRY" -> "again";
                        case "READ_BACK" -> "read back: there = success, absent = again, cannot tell = OutcomeUnknown";
                        case "OUTCOME_UNKNOWN" -> "OutcomeUnknown";
                        default -> "fail";
                    };
                    assertThat(cell).as("%s %s", safety, phase).isEqualTo(wanted);
                }
            }
        }
    }

    @Test
    @DisplayName("rounds, pauses, breaker and places are the defaults")
    void figures_areTheDefaults() {
        RetrySettings retry = RetrySettings.defaults();
        BreakerSettings breaker = BreakerSettings.defaults();
        BulkheadSettings bulkhead = BulkheadSettings.defaults();
        assertThat(retry).isEqualTo(new RetrySettings(4, Duration.ofMillis(500), Duration.ofSeconds(10), 2, 0.2));
        assertThat(README.under("What is retried").replace('\n', ' '))
                .contains("Four rounds over the hosts", "pauses of 0.5 s, 1 s and 2 s, plus or minus 20 %")
                .contains("opens after %d failures for %d s"
                        .formatted(breaker.failureThreshold(), breaker.openFor().toSeconds()))
                .contains("%d calls at a time on a host".formatted(bulkhead.maxConcurrent()));
    }
}
