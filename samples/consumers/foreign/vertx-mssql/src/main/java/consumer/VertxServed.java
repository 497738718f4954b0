package consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mssqlclient.MSSQLConnectOptions;
import io.vertx.mssqlclient.MSSQLConnection;
import io.vertx.mssqlclient.MSSQLException;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * vertx-mssql-client against a served lab: {@code HOST PORT SECOND-HOST SECOND-PORT LISTENER-ADDRESS LISTENER-PORT DATABASE USER CA}; the password is
 * in QUORATE_PASSWORD. Number, severity, state, server and line of an error are what it judges better than others.
 */
public final class VertxServed {
    private VertxServed() {}

    public static void main(String[] args) {
        Expected.end(() -> {
            Vertx vertx = Vertx.vertx();
            String password = System.getenv("QUORATE_PASSWORD");
            Buffer ca = Buffer.buffer(Files.readAllBytes(Path.of(args[8])));
            for (boolean tls : new boolean[] {false, true}) {
                System.out.println("vertx-mssql-client, " + (tls ? "TLS" : "plain"));
                judge(vertx, options(args[0], args[1], "master", args[7], password, tls, ca));
                write(vertx, options(args[4], args[5], args[6], args[7], password, tls, ca));
                Expected.is(
                        "a secondary for those who only read",
                        said(refusal(MSSQLConnection.connect(
                                vertx, options(args[2], args[3], args[6], args[7], password, tls, ca)))),
                        "978 14 1 SQL2 1");
                Expected.is(
                        "a wrong password",
                        said(refusal(MSSQLConnection.connect(
                                vertx, options(args[0], args[1], "master", args[7], "not-" + password, tls, ca)))),
                        "18456 14 1 SQL1 1");
            }
            return null;
        });
    }

    private static MSSQLConnectOptions options(
            String host, String port, String database, String user, String password, boolean tls, Buffer ca) {
        MSSQLConnectOptions options = new MSSQLConnectOptions()
                .setHost(host)
                .setPort(Integer.parseInt(port))
                .setUser(user)
                .setPassword(password)
                .setDatabase(database);
        if (tls) {
            options.setSsl(true)
                    .setSslOptions(new ClientSSLOptions()
                            .setHostnameVerificationAlgorithm("HTTPS")
                            .setTrustOptions(new PemTrustOptions().addCertValue(ca)));
        }
        return options;
    }

    private static void judge(Vertx vertx, MSSQLConnectOptions options) throws Exception {
        MSSQLConnection connection = got(MSSQLConnection.connect(vertx, options));
        Expected.is("the instance", text(connection, "SELECT @@SERVERNAME"), "SQL1");
        MSSQLException error = refusal(connection.query("SELECT 1\n\nSELECT * FROM nowhere_at_all").execute());
        Expected.is("an error", said(error), "208 16 1 SQL1 3");
        got(connection.close());
    }

    private static void write(Vertx vertx, MSSQLConnectOptions options) throws Exception {
        MSSQLConnection connection = got(MSSQLConnection.connect(vertx, options));
        Expected.is("the listener leads to the primary", text(connection, "SELECT @@SERVERNAME"), "SQL1");
        got(connection.query("CREATE TABLE foreign_vertx (id INT NOT NULL PRIMARY KEY, text NVARCHAR(40) NULL)").execute());
        got(connection.preparedQuery("INSERT INTO foreign_vertx VALUES (1, @P1)").execute(Tuple.of("Größe")));
        Expected.is("a committed row", text(connection, "SELECT text FROM foreign_vertx"), "Größe");
        got(connection.query("DROP TABLE foreign_vertx").execute());
        got(connection.close());
    }

    private static String text(MSSQLConnection connection, String query) throws Exception {
        return got(connection.query(query).execute()).iterator().next().getString(0);
    }

    private static String said(MSSQLException error) {
        return error.getErrorCode() + " " + error.severity() + " " + error.state() + " " + error.serverName() + " "
                + error.lineNumber();
    }

    private static <T> T got(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static MSSQLException refusal(Future<?> future) throws Exception {
        try {
            got(future);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MSSQLException refused) {
                return refused;
            }
            throw e;
        }
        throw new AssertionError("nothing was refused");
    }
}
