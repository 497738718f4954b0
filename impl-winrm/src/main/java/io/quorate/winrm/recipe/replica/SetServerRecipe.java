package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicaServer;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.command.SetReplicaServer;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;

/** Sets a replica server with {@code Set-VMReplicationServer}; {@code -Force} only keeps it from asking. */
final class SetServerRecipe extends ServerChange<SetReplicaServer> {
    @Override
    public Class<SetReplicaServer> handles() {
        return SetReplicaServer.class;
    }

    @Override
    boolean isSo(SetReplicaServer command, ReplicaServer seen) {
        return seen.isSet(command.settings());
    }

    @Override
    PsPipeline message(SetReplicaServer command) {
        ReplicaServerSettings wanted = command.settings();
        Integer kerberos = wanted.kerberosPort();
        Integer certificate = wanted.certificatePort();
        String thumbprint = wanted.thumbprint();
        String storage = wanted.storage();
        Line line = Cmdlet.SET_VM_REPLICATION_SERVER
                .line()
                .with("ReplicationEnabled", true)
                .with(
                        "AllowedAuthenticationType",
                        certificate == null ? "Kerberos" : kerberos == null ? "Certificate" : "CertificateAndKerberos");
        if (kerberos != null) {
            line = line.with("KerberosAuthenticationPort", kerberos);
        }
        if (certificate != null && thumbprint != null) {
            line = line.with("CertificateAuthenticationPort", certificate).with("CertificateThumbprint", thumbprint);
        }
        line = line.with("ReplicationAllowedFromAnyServer", storage != null);
        if (storage != null) {
            line = line.with("DefaultStorageLocation", storage);
        }
        return Line.message(Line.statement(line.flag("Force").unasked()));
    }
}
