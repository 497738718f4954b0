package io.quorate.mssql;

import io.quorate.Shown;
import io.quorate.Span;
import io.quorate.mssql.ConnectionProfile.Encryption;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an application connects; what is not said is as usual. Mutable inside the lambda it is handed to, and of no use outside. */
public final class ConnectionProfileSpec {
    private static final int USUAL_PORT = 1433;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_HOST = 255;
    private static final Duration LOGIN = Duration.ofSeconds(30);
    private static final Duration LONGEST_LOGIN = Duration.ofSeconds(59);
    private static final Duration QUERY = Duration.ofSeconds(30);
    private static final Duration CANCEL = Duration.ofSeconds(5);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final String listener;
    private final String database;
    private int port = USUAL_PORT;
    private boolean readIntent;
    private boolean multiSubnet = true;
    private Encryption encryption = Encryption.MANDATORY;
    private @Nullable String certificate;
    private @Nullable String application;
    private @Nullable String workstation;
    private boolean kerberos;
    private Duration login = LOGIN;
    private Duration query = QUERY;
    private Duration cancel = CANCEL;
    private @Nullable Duration silence;

    ConnectionProfileSpec(String listener, String database) {
        this.listener = listener;
        this.database = database;
    }

    ConnectionProfileSpec(Values values) {
        this(values.listener, values.database);
        port = values.port;
        readIntent = values.readIntent;
        multiSubnet = values.multiSubnet;
        encryption = values.encryption;
        certificate = values.certificate;
        application = values.application;
        workstation = values.workstation;
        kerberos = values.kerberos;
        login = values.login;
        query = values.query;
        cancel = values.cancel;
        silence = values.derived ? null : values.silence;
    }

    /**
     * What was said.
     *
     * @param silence zero for none
     * @param derived whether {@code silence} follows the other two
     */
    record Values(
            String listener,
            String database,
            int port,
            boolean readIntent,
            boolean multiSubnet,
            Encryption encryption,
            @Nullable String certificate,
            @Nullable String application,
            @Nullable String workstation,
            boolean kerberos,
            Duration login,
            Duration query,
            Duration cancel,
            Duration silence,
            boolean derived) {}

    /** Sets the listener's port; 1433 as usual. */
    public ConnectionProfileSpec port(int value) {
        if (value < 1 || value > 65_535) {
            throw new IllegalArgumentException("not a port: " + value);
        }
        port = value;
        return this;
    }

    /** Says that nothing is written, so that the listener leads to a readable secondary by the group's routing list. */
    public ConnectionProfileSpec readIntent() {
        readIntent = true;
        return this;
    }

    /** Says whether all of the listener's addresses are tried at once; they are, as usual, and it does no harm where there is one. */
    public ConnectionProfileSpec multiSubnet(boolean value) {
        multiSubnet = value;
        return this;
    }

    /** Sets how much is encrypted; {@link Encryption#MANDATORY} as usual. */
    public ConnectionProfileSpec encryption(Encryption value) {
        encryption = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets the name that certificates must hold, if it is not the one that is connected to. With the intent to read the certificate of the secondary
     * that the listener leads to must hold it, too.
     */
    public ConnectionProfileSpec hostNameInCertificate(String value) {
        certificate = host(value);
        return this;
    }

    /** Sets what {@code sys.dm_exec_sessions} calls the program. */
    public ConnectionProfileSpec applicationName(String value) {
        application = name(value, "application");
        return this;
    }

    /** Sets what {@code sys.dm_exec_sessions} calls this machine. Without it the driver looks its name up, which no time-out ends. */
    public ConnectionProfileSpec workstation(String value) {
        workstation = name(value, "workstation");
        return this;
    }

    /**
     * Has the domain's account log in, by the Kerberos tickets that the JVM has. The listener needs service principal names ({@code
     * MSSQLSvc/listener:port}) on the account of the instances.
     */
    public ConnectionProfileSpec kerberos() {
        kerberos = true;
        return this;
    }

    /** Sets after which time an attempt to connect and log in ends, 1 to 59 seconds; 30 as usual. See the class about shorter ones. */
    public ConnectionProfileSpec loginTimeout(Duration value) {
        login = seconds(value, "login");
        if (login.compareTo(LONGEST_LOGIN) > 0) {
            throw new IllegalArgumentException("a login time-out of " + Span.words(login)
                    + ": from 60 s on the driver retries by itself, so 59 s is the longest");
        }
        return this;
    }

    /** Sets after which time the driver asks for the end of a statement; 30 seconds as usual. A statement may set its own, shorter one. */
    public ConnectionProfileSpec queryTimeout(Duration value) {
        query = seconds(value, "query");
        return this;
    }

    /** Sets how long the driver waits for that end; 5 seconds as usual. */
    public ConnectionProfileSpec cancelTimeout(Duration value) {
        cancel = seconds(value, "cancel");
        return this;
    }

    /** Sets after which silence of the wire a connection is given up; 5 seconds more than the query and cancel time-outs, as usual. */
    public ConnectionProfileSpec socketTimeout(Duration value) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("not a socket time-out: " + Span.words(value));
        }
        silence = value;
        return this;
    }

    /**
     * Has no silence end a connection, for statements that may not be cut: what became of them would be unknown. Then only TCP's keep-alive ends a wait for
     * a host that is gone (some 40 s, where the JVM lets the driver set it), and nothing one for an instance that hangs.
     */
    public ConnectionProfileSpec withoutSocketTimeout() {
        silence = Duration.ZERO;
        return this;
    }

    /** Rounds up to whole seconds, which the driver counts in. */
    private static Duration seconds(Duration value, String what) {
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("not a " + what + " time-out: " + Span.words(value));
        }
        return Duration.ofSeconds(value.plusNanos(999_999_999).toSeconds());
    }

    /** Takes a host's name or address, and nothing that would change what else the driver is told. */
    static String host(String value) {
        Objects.requireNonNull(value, "host");
        boolean name = value.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?");
        boolean sixth = value.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");
        if (value.length() > LONGEST_HOST || !name && !sixth) {
            throw new IllegalArgumentException("neither a host's name nor an address: '" + shown(value)
                    + "'; a port goes into port(..), and a named instance is known by its port");
        }
        return value;
    }

    static String database(String value) {
        return name(Objects.requireNonNull(value, "database"), "database");
    }

    private static String name(String value, String what) {
        if (value.isBlank() || value.length() > LONGEST_NAME || value.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    what + " needs a name of 1 to " + LONGEST_NAME + " characters: '" + shown(value) + "'");
        }
        return value;
    }

    private static String shown(String value) {
        String plain = value.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME) + "...";
    }

    Values build() {
        Duration both = query.plus(cancel);
        Duration wanted = silence;
        if (wanted != null && !wanted.isZero() && wanted.compareTo(both) <= 0) {
            throw new IllegalArgumentException("a socket time-out of " + Span.words(wanted)
                    + " cuts statements that may take " + Span.words(both)
                    + " with their cancel: make it longer, or the query and cancel time-outs shorter");
        }
        if (kerberos && (listener.indexOf(':') >= 0 || listener.matches("[0-9.]+"))) {
            throw new IllegalArgumentException(
                    "Kerberos asks for a ticket for the name that is connected to: give the listener's name, not an address");
        }
        return new Values(
                listener,
                database,
                port,
                readIntent,
                multiSubnet,
                encryption,
                certificate,
                application,
                workstation,
                kerberos,
                login,
                query,
                cancel,
                wanted == null ? both.plus(MARGIN) : wanted,
                wanted == null);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("listener", listener)
                .with("database", database)
                .with("port", port)
                .with("readIntent", readIntent)
                .with("multiSubnet", multiSubnet)
                .with("encryption", encryption)
                .with("certificate", certificate)
                .with("application", application)
                .with("workstation", workstation)
                .with("kerberos", kerberos)
                .with("login", login)
                .with("query", query)
                .with("cancel", cancel)
                .with("silence", silence)
                .toString();
    }
}
