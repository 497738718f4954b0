package measure;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A program that asks once and says when it has the result and how much CPU it took; a JVM of its own runs it. Arguments: who asks, at which
 * port, and whom a client over TLS trusts.
 */
final class Once {
    static final String RESULT = "it has the result after ";

    private Once() {}

    public static void main(String... args) {
        if (args.length == 0) {
            System.exit(0); // an empty program, to compare with
        }
        int port = Integer.parseInt(args[1]);
        try (Client client = switch (args[0]) {
            case "ntlm" -> new Client.Ours(port);
            case "tls" -> overTls(port, Path.of(args[2]));
            default -> new Client.Winrm4j(port);
        }) {
            FirstCall.begins();
            client.ask();
            FirstCall.Result.isThere();
            Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            System.out.println(RESULT + cpu.toMillis());
        }
        System.exit(0);
    }

    private static Client overTls(int port, Path authority) {
        return new Client.Ours(Quorate.builder()
                .runtime(new Client.Loopback())
                .endpoint(
                        "lab",
                        "winrm://hv1",
                        endpoint -> endpoint.credentials(Credentials.basic(Client.USER, Secret.of(Client.PASSWORD)))
                                .trust(Trust.authorities(authority))
                                .host("hv1", URI.create("https://hv1:" + port + "/wsman")))
                .build());
    }

    /** Is loaded when the first call begins: so the JVM's log of classes tells which came before. */
    static final class FirstCall {
        private FirstCall() {}

        static void begins() {}

        /** Is loaded when the result is there. */
        static final class Result {
            private Result() {}

            static void isThere() {}
        }
    }
}
