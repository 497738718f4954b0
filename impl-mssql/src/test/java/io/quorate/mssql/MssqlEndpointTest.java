package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.sql.command.GetInventory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an endpoint may say. */
class MssqlEndpointTest {
    private final StubSql stub = new StubSql();

    private Endpoint endpoint(String address, Credentials credentials, Map<String, String> options) {
        return new Endpoint(
                "sql", "sqlserver", Map.of("sql1", URI.create(address)), credentials, Trust.platform(), options);
    }

    private MssqlBackend open(String address, Credentials credentials, Map<String, String> options) {
        return new MssqlBackend(endpoint(address, credentials, options), QuorateRuntime.system(), stub);
    }

    private static Credentials basic() {
        return Credentials.basic("sa", Secret.of("pass-word"));
    }

    @Test
    void address_isPort1433_andNeverAsksForOne() {
        MssqlBackendProvider provider = new MssqlBackendProvider();
        assertThat(provider.address("sql1")).isEqualTo(URI.create("sqlserver://sql1:1433"));
        assertThat(provider.address("sql2:1500")).isEqualTo(URI.create("sqlserver://sql2:1500"));
        assertThat(provider.address("[fe80::1]")).isEqualTo(URI.create("sqlserver://[fe80::1]:1433"));
        assertThatThrownBy(() -> provider.address("sql1\\INST")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a password travels without encryption to this machine alone, and only if that is said")
    void encryption_whenItIsOff_isForThisMachineOnly() {
        for (Map<String, String> options :
                java.util.List.of(Map.of("encrypt", "false"), Map.of("encrypt", "false", "allowPlaintext", "false"))) {
            assertThatThrownBy(() -> open("sqlserver://127.0.0.1:1433", basic(), options))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("clear text");
        }
        Map<String, String> said = Map.of("encrypt", "false", "allowPlaintext", "true");
        assertThatThrownBy(() -> open("sqlserver://sql1.example.com:1433", basic(), said))
                .isInstanceOf(IllegalArgumentException.class);
        open("sqlserver://127.0.0.1:1433", basic(), said).close();
    }

    @Test
    void options_whenUnknownOrUnusable_areRefused() {
        assertThatThrownBy(() -> open("sqlserver://a:1", basic(), Map.of("encrypted", "true")))
                .hasMessageContaining("there is no option encrypted");
        assertThatThrownBy(() -> open("sqlserver://a:1", basic(), Map.of("encrypt", "optional")))
                .hasMessageContaining("encrypt is one of");
        for (String address :
                new String[] {"sqlserver://a:1/db", "sqlserver://a:1?x=1", "http://a:1", "sqlserver://u:p@a:1"}) {
            assertThatThrownBy(() -> open(address, basic(), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("u:p");
        }
    }

    @Test
    @DisplayName("credentials that the driver cannot log in with are refused with what can be used instead")
    void credentials_whenUnusable_areRefused() {
        for (Credentials wrong : new Credentials[] {
            null,
            Credentials.chap("a", Secret.of("pass-word-pass")),
            Credentials.credSsp("D\\u", Secret.of("pass-word")),
            Credentials.certificate(Path.of("x.p12"), Secret.of("pass-word")),
            Credentials.domain("DOM\\user", Secret.of("pass-word"))
        }) {
            assertThatThrownBy(() -> open("sqlserver://a:1", wrong, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Credentials")
                    .hasMessageNotContaining("pass-word");
        }
        for (Credentials right : new Credentials[] {
            basic(),
            Credentials.kerberos(),
            Credentials.domain("u@R", Secret.of("p-w-p-w")),
            Credentials.ntlm("D\\u", Secret.of("p-w-p-w"))
        }) {
            open("sqlserver://a:1", right, Map.of()).close();
        }
    }

    @Test
    @DisplayName("a service's name is a whole one, of one instance, for Kerberos")
    void servicePrincipalName_whenItSaysNothing_isRefused() {
        Map<String, String> whole = Map.of("servicePrincipalName", "MSSQLSvc/sql1.example.com:1433");
        open("sqlserver://10.0.0.1:1433", Credentials.kerberos(), whole).close();
        assertThatThrownBy(() -> open("sqlserver://10.0.0.1:1433", basic(), whole))
                .hasMessageContaining("for Kerberos alone");
        for (String wrong : new String[] {"MSSQLSvc", "", "MSSQLSvc/a/b", "MSSQLSvc/a b", "MSSQLSvc/a@"}) {
            assertThatThrownBy(() ->
                            open("sqlserver://a:1", Credentials.kerberos(), Map.of("servicePrincipalName", wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("servicePrincipalName");
        }
        Endpoint two = new Endpoint(
                "sql",
                "sqlserver",
                Map.of("a", URI.create("sqlserver://a:1"), "b", URI.create("sqlserver://b:1")),
                Credentials.kerberos(),
                Trust.platform(),
                whole);
        assertThatThrownBy(() -> new MssqlBackend(two, QuorateRuntime.system(), stub))
                .hasMessageContaining("names one instance");
    }

    @Test
    void ntlm_isTheDriversOwn() {
        FakeInstance fake = new FakeInstance();
        MssqlBackend backend = new MssqlBackend(
                endpoint("sqlserver://127.0.0.1:1433", Credentials.ntlm("DOM\\user", Secret.of("pass-word")), Map.of()),
                QuorateRuntime.system(),
                fake.stub);
        FakeInstance.send(backend, new GetInventory("sql1"));
        Properties said = fake.stub.logins.get(0);
        assertThat(said)
                .containsEntry("integratedSecurity", "true")
                .containsEntry("authenticationScheme", "NTLM")
                .containsEntry("domain", "DOM")
                .containsEntry("user", "user");
        assertThat(said).doesNotContainKey("serverSpn");
        backend.close();
    }
}
