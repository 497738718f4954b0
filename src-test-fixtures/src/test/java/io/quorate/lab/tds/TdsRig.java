package io.quorate.lab.tds;

import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.UnaryOperator;

/** An instance on a free port, and the real driver's way in. */
final class TdsRig implements AutoCloseable {
    static final String HOST = "sql1.lab.example";
    static final String STORE_PASSWORD = "changeit";

    final World world = World.builder().seed(7).build();
    final Faults faults = new Faults();
    final ScriptedDoor door = new ScriptedDoor();
    final LabAuthority authority = new LabAuthority("TDS tests");
    final TdsFace face;

    TdsRig(UnaryOperator<TdsOptions> options) throws Exception {
        this("SQL1", options);
    }

    TdsRig(String machine, UnaryOperator<TdsOptions> options) throws Exception {
        face = new TdsFace(
                world, faults, machine, door, options.apply(TdsOptions.create().tls(authority.serverContext(HOST))));
        face.up();
    }

    TdsRig() throws Exception {
        this(UnaryOperator.identity());
    }

    Path trustStore(Path folder) throws Exception {
        return trustStore(folder, authority);
    }

    static Path trustStore(Path folder, LabAuthority trusted) throws Exception {
        return trustStore(folder, trusted.certificate());
    }

    static Path trustStore(Path folder, X509Certificate trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", trusted);
        Path file = Files.createTempFile(folder, "trust", ".p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        return file;
    }

    Connection connect(String... more) throws SQLException {
        return connect(face.port(), more);
    }

    /** Logs in by the real driver; further properties come in pairs. */
    static Connection connect(int port, String... more) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", ScriptedDoor.USER);
        properties.setProperty("password", ScriptedDoor.PASSWORD);
        properties.setProperty("encrypt", "false");
        properties.setProperty("connectRetryCount", "0");
        // else it tries again by itself, whatever connectRetryCount says
        properties.setProperty("connectRetryInterval", "60");
        properties.setProperty("loginTimeout", "30");
        properties.setProperty("databaseName", "orders");
        for (int i = 0; i < more.length; i += 2) {
            properties.setProperty(more[i], more[i + 1]);
        }
        return DriverManager.getConnection("jdbc:sqlserver://127.0.0.1:" + port, properties);
    }

    @Override
    public void close() {
        face.close();
        world.close();
    }
}
