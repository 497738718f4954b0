package io.quorate.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.sql.SqlType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real driver with each of its ways to encrypt. */
class TdsTlsTest {
    private static TdsRig rig;

    @TempDir
    static Path folder;

    @BeforeAll
    static void up() throws Exception {
        rig = new TdsRig();
    }

    @AfterAll
    static void down() {
        rig.close();
    }

    private static void asks(Connection connection) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
            assertThat(rows.next()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    void connect_whenTheAuthorityIsTrustedAndTheNameFits_isEncrypted(String encrypt) throws Exception {
        String store = rig.trustStore(folder).toString();
        asks(rig.connect(
                "encrypt",
                encrypt,
                "trustStore",
                store,
                "trustStorePassword",
                TdsRig.STORE_PASSWORD,
                "hostNameInCertificate",
                TdsRig.HOST));
        asks(rig.connect("encrypt", encrypt, "trustStore", store, "trustStorePassword", TdsRig.STORE_PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    void connect_whenTheNameIsAnother_isRefusedByTheDriver(String encrypt) throws Exception {
        String store = rig.trustStore(folder).toString();
        assertThatThrownBy(() -> rig.connect(
                        "encrypt",
                        encrypt,
                        "trustStore",
                        store,
                        "trustStorePassword",
                        TdsRig.STORE_PASSWORD,
                        "hostNameInCertificate",
                        "sql2.lab.example"))
                .isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    void connect_whenTheAuthorityIsNotTrusted_isRefusedByTheDriver(String encrypt) throws Exception {
        String store = TdsRig.trustStore(folder, new LabAuthority("another")).toString();
        int before = rig.door.logins.size();
        assertThatThrownBy(() -> rig.connect(
                        "encrypt", encrypt, "trustStore", store, "trustStorePassword", TdsRig.STORE_PASSWORD))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("SSL");
        assertThat(rig.door.logins).hasSize(before);
    }

    @Test
    void connect_whenTheServerIsTrustedUnseen_isEncrypted() throws Exception {
        asks(rig.connect("encrypt", "true", "trustServerCertificate", "true"));
    }

    @Test
    void connect_whenEncryptionIsOff_encryptsTheLoginAlone() throws Exception {
        asks(rig.connect("encrypt", "false", "trustServerCertificate", "true"));
    }

    @Test
    void connect_whenTheServerHasNoTls_isPlain() throws Exception {
        try (TdsRig plain = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED))) {
            asks(plain.connect("encrypt", "false"));
            assertThatThrownBy(() -> plain.connect("encrypt", "true", "trustServerCertificate", "true"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void connect_whenTheServerForcesEncryption_isEncryptedWhateverTheClientSays() throws Exception {
        try (TdsRig strict = new TdsRig(o -> o.encryption(TdsEncryption.REQUIRED))) {
            asks(strict.connect("encrypt", "false", "trustServerCertificate", "true"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 8000, 32767})
    void query_whenPacketsAreOfAnySize_isAnsweredWhole(int size) throws Exception {
        for (String encrypt : new String[] {"false", "true"}) {
            String long20k = "x".repeat(20_000);
            rig.door.on("SELECT long -- " + long20k, (session, values, answer) -> {
                answer.columns(ScriptedDoor.column(SqlType.NVARCHAR));
                answer.row(List.of(long20k));
                answer.counted(1);
            });
            try (Connection connection = rig.connect(
                            "encrypt",
                            encrypt,
                            "trustServerCertificate",
                            "true",
                            "packetSize",
                            Integer.toString(size));
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT long -- " + long20k)) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo(long20k);
            }
        }
    }
}
