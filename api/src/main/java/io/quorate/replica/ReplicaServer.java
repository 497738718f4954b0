package io.quorate.replica;

import java.util.List;
import java.util.Objects;

/**
 * A host as a replica server.
 *
 * @param host the host
 * @param enabled whether it receives replicas
 * @param kerberos whether it takes servers of its domain
 * @param certificate whether it takes servers with a certificate
 * @param kerberosPort where it listens for the former
 * @param certificatePort where it listens for the latter
 * @param thumbprint of its certificate; empty if it has none
 * @param fromAnyServer whether it takes machines of any server; else of those with an entry
 * @param storage the folder for machines of any server; empty if Windows does not tell
 * @param authorizations whose machines it takes besides
 */
public record ReplicaServer(
        String host,
        boolean enabled,
        boolean kerberos,
        boolean certificate,
        int kerberosPort,
        int certificatePort,
        String thumbprint,
        boolean fromAnyServer,
        String storage,
        List<ReplicaAuthorization> authorizations) {
    public ReplicaServer {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(thumbprint, "thumbprint");
        Objects.requireNonNull(storage, "storage");
        authorizations = List.copyOf(authorizations);
    }

    /** Tells whether it receives as it should. */
    public boolean isSet(ReplicaServerSettings wanted) {
        return enabled
                && kerberos == (wanted.kerberosPort() != null)
                && certificate == (wanted.certificatePort() != null)
                && (wanted.kerberosPort() == null || wanted.kerberosPort() == kerberosPort)
                && (wanted.certificatePort() == null || wanted.certificatePort() == certificatePort)
                && (wanted.thumbprint() == null || wanted.thumbprint().equalsIgnoreCase(thumbprint))
                && fromAnyServer == (wanted.storage() != null)
                && (wanted.storage() == null || ReplicaAuthorization.isSame(wanted.storage(), storage));
    }
}
