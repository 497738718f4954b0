package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaServer;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Words;
import java.util.List;

/** The message that reads a replica server with its authorization entries, and its decoder. */
final class ServerReads {
    private static final String SERVER_MARK = "ReplicationEnabled";
    private static final String ENTRY_MARK = "AllowedPrimaryServer";
    private static final List<String> SERVER = List.of(
            SERVER_MARK,
            "AllowedAuthenticationType",
            "KerberosAuthenticationPort",
            "CertificateAuthenticationPort",
            "CertificateThumbprint",
            "ReplicationAllowedFromAnyServer",
            "DefaultStorageLocation");
    private static final List<String> ENTRY = List.of(ENTRY_MARK, "ReplicaStorageLocation", "TrustGroup");
    static final Words AUTHENTICATION =
            Words.of(1, "Kerberos").and(2, "Certificate").and(3, "CertificateAndKerberos");

    private ServerReads() {}

    static PsPipeline message() {
        return Line.message(
                Cmdlet.GET_VM_REPLICATION_SERVER.line().select(SERVER),
                Cmdlet.GET_VM_REPLICATION_AUTHORIZATION_ENTRY.line().select(ENTRY));
    }

    static ReplicaServer read(String host, List<PsValue> output) {
        List<ReplicaAuthorization> entries = Decode.all(output, ENTRY_MARK, List.of(SERVER_MARK), ServerReads::entry);
        List<ReplicaServer> servers =
                Decode.all(output, SERVER_MARK, List.of(ENTRY_MARK), value -> server(host, value, entries));
        if (servers.size() != 1) {
            throw Decode.badReply("the host described itself as a replica server " + servers.size() + " times");
        }
        return servers.get(0);
    }

    private static ReplicaServer server(String host, PsValue value, List<ReplicaAuthorization> entries) {
        Decode from = Decode.of(value, "replica server");
        String authentication = from.wordOr("AllowedAuthenticationType", AUTHENTICATION, "");
        return new ReplicaServer(
                host,
                from.flag(SERVER_MARK),
                authentication.endsWith("Kerberos"),
                authentication.startsWith("Certificate"),
                from.countOr("KerberosAuthenticationPort", 0),
                from.countOr("CertificateAuthenticationPort", 0),
                from.textOrEmpty("CertificateThumbprint"),
                from.flagOr("ReplicationAllowedFromAnyServer", false),
                from.textOrEmpty("DefaultStorageLocation"),
                entries);
    }

    private static ReplicaAuthorization entry(PsValue value) {
        Decode from = Decode.of(value, "authorization entry");
        return new ReplicaAuthorization(
                from.text(ENTRY_MARK), from.textOrEmpty("ReplicaStorageLocation"), from.textOrEmpty("TrustGroup"));
    }
}
