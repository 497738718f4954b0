package io.quorate.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What the doctor found. {@link #toString} and {@link #table} tell it to a person.
 *
 * @param at when it was looked, by our clock
 * @param hosts one for each host of each endpoint, in the order they were given
 */
public record DoctorReport(Instant at, List<HostReport> hosts) {
    public DoctorReport {
        Objects.requireNonNull(at, "at");
        hosts = List.copyOf(hosts);
    }

    /** Tells whether nothing was found, and everything could be told that should be. */
    public boolean isHealthy() {
        return findings().isEmpty();
    }

    /** Returns all findings, worst first. */
    public List<Finding> findings() {
        return hosts.stream()
                .flatMap(host -> host.findings().stream())
                .sorted(java.util.Comparator.comparing(Finding::severity).thenComparing(Finding::code))
                .toList();
    }

    /** Returns the findings of a kind. */
    public List<Finding> of(Ailment code) {
        return findings().stream().filter(one -> one.code() == code).toList();
    }

    /** Returns what was found at a host, if it was looked at. */
    public java.util.Optional<HostReport> host(String endpoint, String host) {
        return hosts.stream()
                .filter(one -> one.endpoint().equals(endpoint) && one.host().equalsIgnoreCase(host))
                .findFirst();
    }

    /** Returns a table, a host a line. */
    public String table() {
        return ReportTable.of(this);
    }

    /**
     * Writes a file that may be sent to this project: what the hosts answered to the questions that nobody here has seen a real host answer,
     * and what was found. Every name, address, SID, GUID, MAC address, IQN, serial number and time of the estate is replaced, the same by the
     * same; free texts of the other side are left out. It holds no secret, because the report holds none. Overwrites what is there.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void writeForMaintainers(Path file) {
        try {
            Files.write(file, forMaintainers().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the file for the maintainers could not be written", e);
        }
    }

    /** Returns what {@link #writeForMaintainers} writes: JSON. */
    public String forMaintainers() {
        return new MaintainersFile(this).text();
    }

    /** Tells it to a person: the table, the findings with their cures, and what does not work on which host. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(table());
        List<Finding> all = findings();
        out.append(System.lineSeparator());
        if (all.isEmpty()) {
            out.append("nothing found").append(System.lineSeparator());
        }
        all.forEach(one -> out.append(one).append(System.lineSeparator()));
        for (HostReport host : hosts) {
            entrance(host, out);
            List<NounState> sick = host.nouns().stream()
                    .filter(noun -> noun.works() != NounState.Works.YES && noun.works() != NounState.Works.NOT_HERE)
                    .toList();
            boolean entered = host.session().orNull() != null;
            if (!sick.isEmpty() && entered) {
                out.append("on ").append(host.endpoint()).append('/').append(host.host());
                out.append(System.lineSeparator());
                sick.forEach(noun -> out.append("  ").append(noun).append(System.lineSeparator()));
            }
        }
        return out.toString();
    }

    /** Tells what a host shows, and how we got in. */
    private static void entrance(HostReport host, StringBuilder out) {
        String at = host.endpoint() + "/" + host.host();
        Entrance seen = host.entrance().orNull();
        ServerCertificate certificate = seen == null ? null : seen.certificate();
        if (certificate != null) {
            out.append(at).append(" shows the certificate of ").append(certificate.subject());
            out.append(" for ").append(certificate.names()).append(", until ").append(certificate.until());
            out.append(System.lineSeparator());
        }
        SessionPicture session = host.session().orNull();
        if (session != null) {
            out.append(at).append(" let us in by ").append(session.login());
            out.append(seen == null || seen.offered().isEmpty() ? "" : "; it offers " + seen.offered());
            out.append(System.lineSeparator());
        }
    }
}
