package io.quorate.replica;

import io.quorate.call.Calls;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.ErrorReport;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.host.command.TestConnection;
import io.quorate.replica.command.FindBroker;
import io.quorate.replica.command.GetCertificate;
import io.quorate.replica.command.GetMachineSecurity;
import io.quorate.replica.command.GetReplicaServer;
import io.quorate.replica.command.ListGuardians;
import io.quorate.vm.command.ListVirtualMachines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at what a replication stands on before it is enabled: certificates, and guardians of a virtual TPM. What cannot be told is a finding. */
final class ReplicaPreflight {
    private static final String OPERATION = "replica.preflight";

    private final Calls calls;
    private final String host;
    private final UUID id;
    private final ReplicaPartner partner;
    private final List<ReplicaFinding> findings = new ArrayList<>();

    ReplicaPreflight(Calls calls, String host, UUID id, ReplicationSettings settings) {
        this.calls = calls;
        this.host = host;
        this.id = id;
        this.partner = settings.partner();
    }

    ReplicaReport report() {
        String thumbprint = partner.authentication() == ReplicaAuthentication.CERTIFICATE ? partner.thumbprint() : null;
        boolean tpm = hasTpm();
        if (thumbprint != null || tpm) {
            String there = otherHost();
            if (thumbprint != null) {
                certificates(thumbprint, there);
            }
            if (tpm) {
                guardians(there);
            }
        }
        return new ReplicaReport(id, findings);
    }

    /** Refuses what is known to be wrong. */
    void refuse() {
        List<ReplicaFinding> wrong = report().wrong();
        if (!wrong.isEmpty()) {
            throw new RejectedException(
                    new ErrorReport(
                            OPERATION,
                            "virtual machine " + id,
                            host,
                            null,
                            calls.endpoint(),
                            0,
                            Duration.ZERO,
                            "nothing was enabled: "
                                    + wrong.stream()
                                            .map(one -> one.host() + ": " + one.said())
                                            .collect(Collectors.joining("; ")),
                            null,
                            wrong.stream().map(ReplicaFinding::cure).distinct().collect(Collectors.joining("; ")),
                            null),
                    null);
        }
    }

    private boolean hasTpm() {
        try {
            return calls.run(new GetMachineSecurity(host, id)).tpm();
        } catch (QuorateException untold) {
            unknown(
                    ReplicaCheck.GUARDIAN,
                    host,
                    "whether the machine has a virtual TPM cannot be told: " + untold.said(),
                    "if it has one, take the guardian's certificates with their keys to the replica first");
            return false;
        }
    }

    /** Returns the host of this endpoint that is the replica server; null if none is known to be. */
    private @Nullable String otherHost() {
        Optional<String> named = among(partner.server());
        if (named.isPresent()) {
            return named.get();
        }
        ReplicaBroker broker = broker();
        if (broker != null && ClusterNode.sameHost(broker.name(), partner.server())) {
            Optional<String> owner = among(broker.owner());
            if (owner.isPresent()) {
                return owner.get();
            }
        }
        unknown(
                ReplicaCheck.SERVER,
                host,
                partner.server() + " is no host of the endpoint, so that it cannot be looked at",
                "add it to the endpoint, or see to its certificates yourself");
        return null;
    }

    private Optional<String> among(String server) {
        return calls.hosts().stream()
                .filter(one -> ClusterNode.sameHost(one, server))
                .findFirst();
    }

    /** Where no cluster can be asked there is no broker to be seen. */
    private @Nullable ReplicaBroker broker() {
        try {
            return calls.run(new FindBroker()).orElse(null);
        } catch (QuorateException untold) {
            return null;
        }
    }

    private void certificates(String thumbprint, @Nullable String there) {
        CertificateView mine = view(host, thumbprint);
        ReplicaServer server = there == null ? null : server(there);
        CertificateView theirs = there == null || server == null ? null : view(there, server.thumbprint());
        if (mine != null) {
            findings.addAll(CertificateCheck.findings(mine, thumbprint, ownNames(mine), theirs));
            revocation(mine, there);
        }
        if (theirs != null && server != null) {
            findings.addAll(CertificateCheck.findings(theirs, server.thumbprint(), List.of(partner.server()), mine));
            revocation(theirs, host);
        }
    }

    private @Nullable CertificateView view(String at, String thumbprint) {
        try {
            return calls.run(new GetCertificate(at, thumbprint));
        } catch (QuorateException untold) {
            unknown(
                    ReplicaCheck.CERTIFICATE,
                    at,
                    "the host's certificates cannot be read: " + untold.said(),
                    "ask with an account that may read them");
            return null;
        }
    }

    private @Nullable ReplicaServer server(String there) {
        try {
            ReplicaServer server = calls.run(new GetReplicaServer(there));
            if (server.enabled() && server.certificate()) {
                return server;
            }
            findings.add(new ReplicaFinding(
                    ReplicaCheck.SERVER,
                    true,
                    there,
                    "the host does not receive replicas by certificates",
                    "have it do so: ensureServer with ReplicaServerSettings.certificate"));
        } catch (QuorateException untold) {
            unknown(
                    ReplicaCheck.SERVER,
                    there,
                    "how the host receives replicas cannot be read: " + untold.said(),
                    "ask with an account that may read it");
        }
        return null;
    }

    /** A server is known by its own name, and a cluster's machine by the name of its broker, too. */
    private List<String> ownNames(CertificateView mine) {
        if (mine.dnsName().isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>(List.of(mine.dnsName()));
        if (isClustered()) {
            ReplicaBroker broker = broker();
            if (broker == null || broker.name().isEmpty()) {
                unknown(
                        ReplicaCheck.NAMES,
                        host,
                        "the machine is a cluster's, and no broker is to be seen whose name the certificate needs",
                        "make the broker first: ensureBroker");
            } else {
                names.add(
                        broker.name() + mine.dnsName().substring(mine.dnsName().indexOf('.')));
            }
        }
        return names;
    }

    private boolean isClustered() {
        try {
            return calls.run(new ListVirtualMachines(host)).stream()
                    .anyMatch(vm -> vm.id().equals(id) && vm.clustered());
        } catch (QuorateException untold) {
            unknown(
                    ReplicaCheck.NAMES,
                    host,
                    "whether the machine is a cluster's cannot be told: " + untold.said(),
                    "if it is, the certificate needs the broker's name, too");
            return false;
        }
    }

    /** It is the other side that asks whether a certificate is revoked. */
    private void revocation(CertificateView shown, @Nullable String asks) {
        HostCertificate certificate = shown.certificate();
        if (certificate == null || asks == null) {
            return;
        }
        List<CertificateCheck.Place> places = CertificateCheck.places(certificate);
        if (places.isEmpty()) {
            unknown(
                    ReplicaCheck.REVOCATION,
                    shown.host(),
                    certificate.revocation().isEmpty()
                            ? "the certificate names no place that tells whether it is revoked: Windows refuses it unless it was told not"
                                    + " to look"
                            : "whether it is revoked is told at " + certificate.revocation()
                                    + ", which cannot be looked at from here",
                    "have a certificate whose authority publishes a list over HTTP");
        } else if (places.stream().noneMatch(place -> reaches(asks, place))) {
            unknown(
                    ReplicaCheck.REVOCATION,
                    asks,
                    "the host reaches none of " + certificate.revocation()
                            + ", where it is told whether the certificate of " + shown.host()
                            + " is revoked; it does without only while it has a list from before",
                    "open the way to it");
        }
    }

    private boolean reaches(String from, CertificateCheck.Place place) {
        try {
            return calls.run(new TestConnection(from, place.name(), place.port()))
                    .connected();
        } catch (QuorateException untold) {
            return false;
        }
    }

    /** Which guardian keeps the machine is not told; where the replica's host has all of this host's it has that one, too. */
    private void guardians(@Nullable String there) {
        String cure =
                "export the guardian's certificates with their keys, and import them there into the store Shielded VM Local"
                        + " Certificates";
        if (there == null) {
            unknown(
                    ReplicaCheck.GUARDIAN,
                    host,
                    "the machine has a virtual TPM, and whether " + partner.server()
                            + " has its guardian's certificates cannot be told",
                    cure);
            return;
        }
        try {
            List<GuardianCertificate> mine = calls.run(new ListGuardians(host)).stream()
                    .filter(GuardianCertificate::key)
                    .toList();
            List<String> theirs = calls.run(new ListGuardians(there)).stream()
                    .filter(GuardianCertificate::key)
                    .map(GuardianCertificate::thumbprint)
                    .toList();
            List<GuardianCertificate> missing = mine.stream()
                    .filter(one -> theirs.stream().noneMatch(one.thumbprint()::equalsIgnoreCase))
                    .toList();
            if (mine.isEmpty()) {
                unknown(
                        ReplicaCheck.GUARDIAN,
                        there,
                        "the machine has a virtual TPM, and " + host
                                + " has no guardian's certificates of its own: a guardian service may keep it",
                        "see that the replica's host is attested by the same service");
            } else if (!missing.isEmpty()) {
                findings.add(new ReplicaFinding(
                        ReplicaCheck.GUARDIAN,
                        missing.size() == mine.size(),
                        there,
                        "the machine has a virtual TPM, and of the guardians' certificates of " + host
                                + " the host lacks "
                                + missing.stream()
                                        .map(GuardianCertificate::subject)
                                        .toList(),
                        cure));
            }
        } catch (QuorateException untold) {
            unknown(
                    ReplicaCheck.GUARDIAN,
                    there,
                    "the machine has a virtual TPM, and the guardians' certificates cannot be compared: "
                            + untold.said(),
                    cure);
        }
    }

    private void unknown(ReplicaCheck check, String at, String said, String cure) {
        findings.add(new ReplicaFinding(check, false, at, said, cure));
    }
}
