package consumer;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import java.net.URI;
import java.nio.file.Path;

/** Lists the cluster nodes: arguments are HOST=URL[,HOST=URL], user name and CA file; the password comes from QUORATE_PASSWORD. */
public final class ListNodes {
    private ListNodes() {}

    public static void main(String[] args) {
        StringBuilder uri = new StringBuilder("winrm://");
        for (String host : args[0].split(",")) {
            uri.append(uri.length() > 8 ? "," : "").append(host, 0, host.indexOf('='));
        }
        try (Quorate quorate = Quorate.builder()
                .endpoint("cluster", uri.toString(), endpoint -> {
                    for (String host : args[0].split(",")) {
                        endpoint.host(host.substring(0, host.indexOf('=')), URI.create(host.substring(host.indexOf('=') + 1)));
                    }
                    endpoint.credentials(Credentials.basic(args[1], Secret.of(System.getenv("QUORATE_PASSWORD"))))
                            .trust(Trust.authorities(Path.of(args[2])));
                })
                .build()) {
            quorate.cluster("cluster").nodes().list().forEach(node -> System.out.print(node.name() + " "));
            System.out.println();
        }
    }
}
