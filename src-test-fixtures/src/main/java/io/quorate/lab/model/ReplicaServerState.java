package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.List;

/**
 * How a host receives replicas.
 *
 * @param host the host
 * @param enabled whether it does
 * @param authentication 1 Kerberos, 2 certificate, 3 both
 * @param kerberosPort where it listens for its domain
 * @param certificatePort where it listens for certificates
 * @param thumbprint of its certificate
 * @param fromAnyServer whether it takes machines of any server
 * @param storage the folder for those
 * @param entries whose machines it takes else
 */
public record ReplicaServerState(
        String host,
        boolean enabled,
        int authentication,
        int kerberosPort,
        int certificatePort,
        String thumbprint,
        boolean fromAnyServer,
        String storage,
        List<Entry> entries) {

    /** An authorization entry. */
    public record Entry(String primary, String storage, String trustGroup) {
        boolean takes(HostSpec server) {
            return primary.equalsIgnoreCase(server.fqdn())
                    || primary.equalsIgnoreCase(server.name())
                    || primary.startsWith("*.")
                            && server.fqdn()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .endsWith(primary.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
    }

    public ReplicaServerState {
        entries = List.copyOf(entries);
    }

    static ReplicaServerState fresh(String host) {
        return new ReplicaServerState(host, false, 1, 80, 443, "", false, "", List.of());
    }

    static Key<ReplicaServerState> key(String host) {
        return new Key<>(ReplicaServerState.class, "replica/" + host + "/server");
    }

    /** Returns the same with other entries. */
    public ReplicaServerState with(List<Entry> newEntries) {
        return new ReplicaServerState(
                host,
                enabled,
                authentication,
                kerberosPort,
                certificatePort,
                thumbprint,
                fromAnyServer,
                storage,
                newEntries);
    }
}
