package io.quorate.lab.model;

import java.time.Duration;
import java.util.List;

/**
 * How a machine is replicated.
 *
 * @param server the replica server as it was given
 * @param port of the replica server
 * @param authentication 1 Kerberos, 2 certificate
 * @param thumbprint of the own certificate; empty with Kerberos
 * @param frequency seconds between two cycles
 * @param points how many hourly points are kept
 * @param vssHours hours between two consistent points; 0 for none
 * @param compression whether what is sent is compressed
 * @param excluded paths of the disks that are not replicated
 * @param auto whether both copies are compared by themselves
 * @param from since when of a day
 * @param until until when of a day
 */
public record ReplicaSetup(
        String server,
        int port,
        int authentication,
        String thumbprint,
        int frequency,
        int points,
        int vssHours,
        boolean compression,
        List<String> excluded,
        boolean auto,
        Duration from,
        Duration until) {
    private static final int MOST_POINTS = 24;
    private static final int MOST_HOURS = 12;

    public ReplicaSetup {
        excluded = List.copyOf(excluded);
        if (frequency != 30 && frequency != 300 && frequency != 900) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "ReplicationFrequencySec");
        }
        if (points < 0 || points > MOST_POINTS) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "RecoveryHistory");
        }
        if (vssHours < 0 || vssHours > MOST_HOURS || vssHours > 0 && points == 0) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "VSSSnapshotFrequencyHour");
        }
    }

    /** Returns the same to another server. */
    public ReplicaSetup to(String newServer) {
        return new ReplicaSetup(
                newServer,
                port,
                authentication,
                thumbprint,
                frequency,
                points,
                vssHours,
                compression,
                excluded,
                auto,
                from,
                until);
    }
}
