package io.quorate.mssql;

import io.quorate.Credentials;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an application connects to a database of an availability group so that it comes back after a failover: the properties that Microsoft's JDBC
 * driver needs, for {@link java.sql.DriverManager}, a pool or a data source of your own. It holds no secret and does no I/O. Immutable.
 *
 * <p>What it sets, and why; the numbers were measured with mssql-jdbc 13.6.2:
 * <ul>
 * <li>{@code multiSubnetFailover=true}: a listener's name leads to an address in each subnet, of which one answers. The driver tries all at once and
 *     needs 24 to 36 ms beside an address that swallows everything; without it, one after another, and after a login time-out not at all.
 * <li>{@code transparentNetworkIPResolution=false}, because it tries every refused log-in a second time.
 * <li>{@code connectRetryCount=0} and {@code connectRetryInterval=60}: the driver retries in two loops, which turn one refusal into up to four
 *     attempts within one call and wait whole seconds. An interval that is longer than the login time-out stops both. Who connects repeats: at
 *     once where the server was reached and refused, 10 to 100 ms later where nobody was.
 * <li>{@code loginTimeout}: 30 s. With {@code multiSubnetFailover} the driver gives 8 % of it, 2.4 s, to the connection itself (1.5 s at least where there
 *     are several addresses), and what is left of it to a server that takes the connection and says nothing.
 * <li>{@code queryTimeout} (30 s) has the driver ask for an end, {@code cancelQueryTimeout} (5 s) is how long it waits for that: against a server
 *     that is silent the two alone wait for ever.
 * <li>{@code socketTimeout}, 5 s longer than the two together, ends that, too. It counts the silence of the wire, so a statement that works for
 *     longer without a row needs a profile of its own: a longer {@link ConnectionProfileSpec#queryTimeout}, from which this is derived, or
 *     {@link ConnectionProfileSpec#withoutSocketTimeout} where an unknown outcome is worse than waiting, as for BACKUP and FAILOVER.
 * <li>{@code applicationIntent=ReadOnly} only by {@link ConnectionProfileSpec#readIntent}: the listener leads it to a secondary, if the connection
 *     names a database of the group, which is why one is asked for here. {@code serverSpn} is never set: the driver would use it at the
 *     secondary, too.
 * </ul>
 *
 * <p>Look-ups of names are the JVM's, and no time-out of the driver ends them; {@code networkaddress.cache.ttl} of 5 to 30 s follows a listener that is
 * given other addresses. With HikariCP, add {@link AgSqlExceptionOverride}.
 */
public final class ConnectionProfile {
    private static final String TRUE = "true";
    private static final String SERVER = "serverName";
    private static final String PORT = "portNumber";

    private final ConnectionProfileSpec.Values values;
    private final @Nullable String address;

    private ConnectionProfile(ConnectionProfileSpec.Values values, @Nullable String address) {
        this.values = values;
        this.address = address;
    }

    /** How much of the conversation is encrypted; a certificate is always verified where one is asked for. */
    public enum Encryption {
        /** Only the log-in, by whatever certificate the server has: for servers without one of their own. */
        LOGIN_ONLY("false"),
        /** All of it, by TLS inside TDS. */
        MANDATORY(TRUE),
        /** All of it, by TDS 8.0 inside TLS; SQL Server 2022 and later. */
        STRICT("strict");

        private final String word;

        Encryption(String word) {
            this.word = word;
        }
    }

    /**
     * Says where an application connects to, with what is usual.
     *
     * @param listener the listener's DNS name, as certificates hold it, or its address
     * @param database a database of the group
     * @throws IllegalArgumentException if either is unusable
     */
    public static ConnectionProfile of(String listener, String database) {
        return of(listener, database, profile -> {});
    }

    /**
     * Says where an application connects to, and how.
     *
     * @param listener the listener's DNS name, as certificates hold it, or its address
     * @param database a database of the group
     * @throws IllegalArgumentException if something is unusable, or contradicts something else
     */
    public static ConnectionProfile of(String listener, String database, Consumer<ConnectionProfileSpec> details) {
        ConnectionProfileSpec spec = new ConnectionProfileSpec(
                ConnectionProfileSpec.host(listener), ConnectionProfileSpec.database(database));
        details.accept(spec);
        return new ConnectionProfile(spec.build(), null);
    }

    /**
     * Returns the same with something else about it, such as {@code writers.with(ConnectionProfileSpec::readIntent)}.
     *
     * @throws IllegalArgumentException if something is unusable, or contradicts something else
     */
    public ConnectionProfile with(Consumer<ConnectionProfileSpec> details) {
        ConnectionProfileSpec spec = new ConnectionProfileSpec(values);
        details.accept(spec);
        return new ConnectionProfile(checked(spec.build(), address), address);
    }

    /**
     * Returns the same through one address of the listener, where its name cannot be looked up; the certificate must still hold the listener's
     * name. The driver takes one address only: a listener with several needs a profile for each, tried in turn.
     *
     * @param address an IP address, or another name of it
     * @throws IllegalArgumentException if it is none, or Kerberos is to log in, which knows the listener by its name
     */
    public ConnectionProfile at(String address) {
        return new ConnectionProfile(
                checked(values, address), ConnectionProfileSpec.host(Objects.requireNonNull(address, "address")));
    }

    private static ConnectionProfileSpec.Values checked(ConnectionProfileSpec.Values values, @Nullable String address) {
        if (address != null && values.kerberos()) {
            throw new IllegalArgumentException(
                    "Kerberos asks for a ticket for the name that is connected to: connect to the listener by its name");
        }
        return values;
    }

    /** Returns the listener as it was named. */
    public String listener() {
        return values.listener();
    }

    /** Returns the database. */
    public String database() {
        return values.database();
    }

    private Map<String, String> rendered() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(SERVER, address == null ? values.listener() : address);
        all.put(PORT, String.valueOf(values.port()));
        all.put("databaseName", values.database());
        if (values.application() != null) {
            all.put("applicationName", values.application());
        }
        if (values.workstation() != null) {
            all.put("workstationID", values.workstation());
        }
        all.put("applicationIntent", values.readIntent() ? "ReadOnly" : "ReadWrite");
        all.put("multiSubnetFailover", String.valueOf(values.multiSubnet()));
        all.put("transparentNetworkIPResolution", "false");
        all.put("encrypt", values.encryption().word);
        all.put("trustServerCertificate", "false");
        String certificate = values.certificate() == null && address != null ? values.listener() : values.certificate();
        if (certificate != null) {
            all.put("hostNameInCertificate", certificate);
        }
        if (values.kerberos()) {
            all.put("integratedSecurity", TRUE);
            all.put("authenticationScheme", "JavaKerberos");
        }
        all.put("loginTimeout", String.valueOf(values.login().toSeconds()));
        all.put("connectRetryCount", "0");
        all.put("connectRetryInterval", "60");
        all.put("queryTimeout", String.valueOf(values.query().toSeconds()));
        all.put("cancelQueryTimeout", String.valueOf(values.cancel().toSeconds()));
        all.put("socketTimeout", String.valueOf(values.silence().toMillis()));
        return all;
    }

    /** Returns the driver's properties, without who logs in; yours to change. */
    public Properties properties() {
        Properties properties = new Properties();
        rendered().forEach(properties::setProperty);
        return properties;
    }

    /**
     * Returns the driver's properties with a SQL log-in. They hold the password in clear: {@linkplain Properties#clear clear} them as soon as the
     * driver or the pool has them.
     *
     * @throws IllegalStateException if the password is a reference without a value, or was wiped
     */
    public Properties properties(Credentials.Basic login) {
        Properties properties = properties();
        char[] password = login.password().reveal();
        try {
            properties.setProperty("user", login.username());
            properties.setProperty("password", new String(password));
        } finally {
            Arrays.fill(password, '\0');
        }
        return properties;
    }

    /** Returns all of it as the driver's URL, without who logs in. */
    public String url() {
        Map<String, String> all = rendered();
        StringBuilder url = new StringBuilder("jdbc:sqlserver://");
        if (all.getOrDefault(SERVER, "").indexOf(':') < 0) {
            url.append(all.remove(SERVER)).append(':').append(all.remove(PORT));
        }
        all.forEach((name, value) -> url.append(';').append(name).append('=').append(quoted(value)));
        return url.toString();
    }

    /** Braces hold whatever stands in a value; a closing one is doubled. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9_.-]+") ? value : "{" + value.replace("}", "}}") + "}";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionProfile that
                && values.equals(that.values)
                && Objects.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, address);
    }

    /** Returns the URL, which holds no secret. */
    @Override
    public String toString() {
        return url();
    }
}
