package io.quorate.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What was found at one host of one endpoint.
 *
 * @param endpoint the endpoint's name
 * @param host the host, as the endpoint names it
 * @param kind what stands there
 * @param entrance what it shows before anybody logs in; not asked at portals
 * @param session what a session is good for; asked of Windows alone
 * @param unseen what nobody here has seen on a real host; asked of Windows alone
 * @param appliance what the management says; asked of appliances alone
 * @param targets what a portal shows us; asked of portals alone
 * @param nouns which nouns work there; of Windows alone
 * @param findings what is wrong
 * @param took how long it took to look
 */
public record HostReport(
        String endpoint,
        String host,
        Kind kind,
        Told<Entrance> entrance,
        Told<SessionPicture> session,
        Told<UnseenAnswers> unseen,
        Told<AppliancePicture> appliance,
        Told<TargetsPicture> targets,
        List<NounState> nouns,
        List<Finding> findings,
        Duration took) {
    public HostReport {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(kind, "kind");
        nouns = List.copyOf(nouns);
        findings = List.copyOf(findings);
        Objects.requireNonNull(took, "took");
    }

    /** What stands behind an endpoint. */
    public enum Kind {
        /** A Windows host, by WinRM. */
        WINDOWS,
        /** A storage appliance's management. */
        APPLIANCE,
        /** An iSCSI portal. */
        PORTAL
    }

    /** Tells whether nothing was found. */
    public boolean isHealthy() {
        return findings.isEmpty();
    }

    /** Returns what keeps a noun, if it was looked at. */
    public java.util.Optional<NounState> noun(String name) {
        return nouns.stream().filter(one -> one.noun().equals(name)).findFirst();
    }
}
