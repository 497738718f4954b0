package io.quorate.lab;

import io.quorate.Shown;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.Replications;
import io.quorate.lab.model.StoredCertificate;
import io.quorate.lab.model.VirtualTpm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** What happens to a lab's replicated machines, and what it cost. Thread-safe. */
public final class LabReplicas {
    private final Estate estate;

    LabReplicas(Estate estate) {
        this.estate = estate;
    }

    private Replications model() {
        return estate.replications();
    }

    /** Returns what was lost so far, oldest first; a planned failover has an entry of nothing. */
    public List<ReplicaLoss> losses() {
        return model().ledger().stream()
                .map(lost -> new ReplicaLoss(
                        lost.machine(), lost.host(), lost.planned(), lost.cancelled(), lost.bytes(), lost.at()))
                .toList();
    }

    /** Returns the machines that were started while another copy of them ran: Hyper-V Replica fences nothing. */
    public List<UUID> upTwice() {
        return model().upTwice().stream().map(UUID::fromString).toList();
    }

    /** Returns how much a running machine writes in a second, in bytes. */
    public long writesPerSecond() {
        return Replications.WRITES;
    }

    /** Stops the replication of a machine at an error on one host, where it replicates; else nothing happens. */
    public void fail(String host, UUID machine) {
        estate.world()
                .change(
                        "an error of the replication on " + host,
                        () -> model().fail(estate.host(host).name(), machine.toString()));
    }

    /**
     * Puts a certificate into a store of a host.
     *
     * @param store the store's name below {@code LocalMachine}: {@code My}, {@code Root}, {@code CA}, {@code Shielded VM Local Certificates}
     * @param key whether the host has its private key, too
     */
    public void putCertificate(String host, String store, X509Certificate certificate, boolean key) {
        String name = estate.host(host).name();
        try {
            byte[] encoded = certificate.getEncoded();
            String thumbprint = HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(encoded));
            estate.world()
                    .change(
                            "a certificate for " + name,
                            () -> estate.world()
                                    .put(
                                            StoredCertificate.key(name, store, thumbprint),
                                            new StoredCertificate(
                                                    name,
                                                    store,
                                                    thumbprint,
                                                    Base64.getEncoder().encodeToString(encoded),
                                                    key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no certificate that can be encoded", e);
        }
    }

    /** Gives a machine a virtual TPM. */
    public void giveTpm(UUID machine) {
        estate.world()
                .change(
                        "a virtual TPM",
                        () -> estate.world()
                                .put(VirtualTpm.key(machine.toString()), new VirtualTpm(machine.toString())));
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
