package io.quorate.lab.tds;

import java.net.InetAddress;
import java.security.PrivilegedExceptionAction;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/** A client of the listener that has nothing but the driver and a keytab, in a JVM that finds the lab's names. Prints how each log-in went. */
final class DomainClient {
    private static final String HOST = "ag1l.lab.example";
    private static final String REALM = "LAB.EXAMPLE";
    private static final String READ = "applicationIntent";

    /** What the driver itself answers where it has no credential any more; an instance says 18452 or 18456 with a state. */
    private static final int DRIVERS_OWN = 18_456;

    private static final String ONLY = "ReadOnly";

    private DomainClient() {}

    public static void main(String... arguments) throws Exception {
        Subject subject = login(arguments[0]);
        GSSCredential credential = as(
                subject,
                () -> GSSManager.getInstance()
                        .createCredential(
                                null,
                                GSSCredential.DEFAULT_LIFETIME,
                                new Oid("1.2.840.113554.1.2.2"),
                                GSSCredential.INITIATE_ONLY));
        Properties usual = new Properties();
        usual.put("databaseName", "orders");
        usual.put("encrypt", "true");
        usual.put("trustStore", arguments[1]);
        usual.put("trustStorePassword", TdsRig.STORE_PASSWORD);
        usual.put("multiSubnetFailover", "true");
        usual.put("connectRetryCount", "0");
        usual.put("loginTimeout", "60");
        usual.put("integratedSecurity", "true");
        usual.put("authenticationScheme", "JavaKerberos");
        Properties handed = new Properties();
        handed.putAll(usual);
        handed.put("gsscredential", credential);
        usual.put("useDefaultGSSCredential", "true");
        say("addresses", String.valueOf(InetAddress.getAllByName(HOST).length));
        say("write, credential handed over", tried(handed, "realm", REALM));
        say("read, credential handed over", tried(handed, "realm", REALM, READ, ONLY));
        as(subject, () -> {
            say("write", tried(usual, "realm", REALM));
            say("read", tried(usual, "realm", REALM, READ, ONLY));
            say("read with serverSpn", tried(usual, "serverSpn", "MSSQLSvc/" + HOST + ":1433@" + REALM, READ, ONLY));
            say("read without a realm", tried(usual, READ, ONLY));
            return null;
        });
        System.exit(0);
    }

    @SuppressWarnings("removal") // what replaces it came with Java 18
    private static <T> T as(Subject subject, PrivilegedExceptionAction<T> action) throws Exception {
        return Subject.doAs(subject, action);
    }

    private static String tried(Properties usual, String... more) {
        Properties properties = new Properties();
        properties.putAll(usual);
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlserver://" + HOST + ":1433", properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@SERVERNAME, SUSER_SNAME()")) {
            row.next();
            return row.getString(1) + " " + row.getString(2);
        } catch (SQLException e) {
            e.printStackTrace();
            return e.getErrorCode() == DRIVERS_OWN ? "not led on" : String.valueOf(e.getErrorCode());
        } catch (UnsupportedOperationException e) {
            // what the driver falls back to has gone from newer Java platforms
            e.printStackTrace();
            return "not led on";
        }
    }

    private static Subject login(String keytab) throws Exception {
        Configuration configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            "com.sun.security.auth.module.Krb5LoginModule",
                            LoginModuleControlFlag.REQUIRED,
                            Map.of(
                                    "useKeyTab", "true",
                                    "keyTab", keytab,
                                    "principal", "alice@LAB.EXAMPLE",
                                    "doNotPrompt", "true"))
                };
            }
        };
        Subject subject = new Subject();
        new LoginContext("client", subject, null, configuration).login();
        return subject;
    }

    private static void say(String what, String how) {
        System.out.print(what + ": " + how + "\n");
    }
}
