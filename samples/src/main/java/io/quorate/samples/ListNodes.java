package io.quorate.samples;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.NotFoundException;
import java.io.Console;
import java.nio.file.Path;
import java.util.List;

/** Lists the nodes of a real cluster: arguments are the hosts with commas between them, the user name and the file of the authority. */
public final class ListNodes {
    private ListNodes() {}

    public static void main(String[] args) {
        Console console = System.console();
        boolean asked = args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"));
        if (asked || args.length != 3 || console == null) {
            System.err.println("Usage, on a terminal: ListNodes HV1,HV2 Administrator ca.pem");
            System.exit(asked ? 0 : 2);
            return;
        }
        list(args[0], args[1], Secret.of(new String(console.readPassword("Password: "))), Path.of(args[2]));
    }

    static void list(String hosts, String user, Secret password, Path authority) {
        // @start region="connect"
        try (Quorate quorate = Quorate.builder()
                .endpoint(
                        "rack",
                        "winrm://" + hosts,
                        endpoint -> endpoint.credentials(Credentials.basic(user, password))
                                .trust(Trust.authorities(authority)))
                .build()) {
            print(quorate.cluster("rack"));
        }
        // @end
    }

    static void print(ClusterClient cluster) {
        // @start region="list"
        List<ClusterNode> nodes = cluster.nodes().list(); // never null
        nodes.forEach(node -> System.out.println(node.name() + " is " + node.state()));
        try {
            cluster.nodes().get("HV9"); // or an exception that says what was asked, where, and what to try
        } catch (NotFoundException e) {
            System.out.println(e.getMessage());
        }
        // @end
    }
}
