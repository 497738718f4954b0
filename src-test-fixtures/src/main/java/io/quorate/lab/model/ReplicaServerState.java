package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.List;
import java.util.Locale;

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
        boolean takes(String server) {
            String name = server.toLowerCase(Locale.ROOT);
            String wanted = primary.toLowerCase(Locale.ROOT);
            return name.equals(wanted)
                    || wanted.indexOf('.') < 0 && name.startsWith(wanted + ".")
                    || wanted.startsWith("*.") && name.endsWith(wanted.substring(1));
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

    /** Returns the same of another host, or of a broker. */
    ReplicaServerState of(String place) {
        return new ReplicaServerState(
                place,
                enabled,
                authentication,
                kerberosPort,
                certificatePort,
                thumbprint,
                fromAnyServer,
                storage,
                entries);
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
