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
import java.util.concurrent.TimeUnit;

/** vertx-mssql-client against an instance of the lab: {@code PORT USER CA}; the password is in QUORATE_PASSWORD. */
public final class VertxMssql {
    private VertxMssql() {}

    public static void main(String[] args) {
        Expected.end(() -> {
            Vertx vertx = Vertx.vertx();
            int port = Integer.parseInt(args[0]);
            String password = System.getenv("QUORATE_PASSWORD");
            Buffer ca = Buffer.buffer(Files.readAllBytes(Path.of(args[2])));
            for (boolean tls : new boolean[] {false, true}) {
                System.out.println("vertx-mssql-client, " + (tls ? "TLS" : "plain"));
                judge(vertx, options(port, args[1], password, tls, ca));
            }
            MSSQLException refused =
                    refusal(MSSQLConnection.connect(vertx, options(port, args[1], "not-" + password, false, ca)));
            Expected.is("a wrong password", refused.getErrorCode() + " " + refused.severity(), "18456 14");
            return null;
        });
    }

    private static MSSQLConnectOptions options(int port, String user, String password, boolean tls, Buffer ca) {
        MSSQLConnectOptions options = new MSSQLConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setUser(user)
                .setPassword(password)
                .setDatabase("orders");
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
        Expected.is(
                "a row",
                String.valueOf(got(connection.query("SELECT 1").execute())
                        .iterator()
                        .next()
                        .getInteger(0)),
                "1");
        Expected.is(
                "a parameter",
                got(connection.preparedQuery("SELECT @P1").execute(Tuple.of("Größe")))
                        .iterator()
                        .next()
                        .getString(0),
                "Größe");
        MSSQLException error = refusal(connection.query("RAISE").execute());
        Expected.is(
                "an error",
                error.getErrorCode() + " " + error.severity() + " " + error.state() + " " + error.serverName() + " "
                        + error.lineNumber(),
                "47106 16 3 SQL1 4");
        got(connection.begin().compose(t -> t.commit()));
        got(connection.close());
    }

    private static <T> T got(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static MSSQLException refusal(Future<?> future) throws Exception {
        try {
            got(future);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof MSSQLException refused) {
                return refused;
            }
            throw e;
        }
        throw new AssertionError("nothing was refused");
    }
}
