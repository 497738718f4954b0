package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What is claimed of Hyper-V Replica. */
final class ReplicaClaims {
    private static final String LEARN = "Microsoft Learn: Set up Hyper-V Replica; references of the cmdlets";
    private static final String ASSUMED = "assumption";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "replica.states",
                    Evidence.B,
                    "states, modes and kinds carry the numbers of VMReplicationState, VMReplicationMode and VMReplicationType; only states of"
                            + " Hyper-V Replica itself occur",
                    "stub of the Hyper-V module (MIT); reference of the project, windows 4.2"),
            new Claim(
                    "replica.cycle",
                    Evidence.C,
                    "every 30, 300 or 900 s what was written is sent; what cannot be sent grows, and beyond half of the disks both copies have"
                            + " to be compared",
                    LEARN + "; bandwidth, what a guest writes and how long comparing takes are the lab's choice"),
            new Claim(
                    "replica.settings",
                    Evidence.C,
                    "Set-VMReplication changes frequency, points, hours of consistent points, compression, port, authentication,"
                            + " certificate and the hours of comparing on the primary, and the replica follows; a disk that was left out"
                            + " comes back by ReplicatedDiskPaths",
                    LEARN
                            + "; that it is refused while a copy or a comparison is under way, and that a replica tells neither port nor"
                            + " certificate, is assumed"),
            new Claim(
                    "replica.extended",
                    Evidence.D,
                    "a replica that replicates is replicated in turn, never every 30 s and never more often than it receives; its host"
                            + " then lists two replications of it, the third host one whose mode is ExtendedReplica",
                    "field reports; reference of the project, winrm 8; that the extension shows the mode Replica, and that the third host's"
                            + " is Simple, and that either end is removed without the other, is assumed"),
            new Claim(
                    "replica.first-copy",
                    Evidence.C,
                    "a first copy is begun at a time within seven days, written to a folder and taken in on the other side, or sends what"
                            + " differs from a machine that was restored and waits as a replica",
                    LEARN
                            + "; that a medium is the same folder on both sides, how long writing it takes and how much differs from a"
                            + " backup is the lab's choice; what a machine that waits shows until its primary comes, and that what"
                            + " is pending tells how far a medium is written, is assumed"),
            new Claim(
                    "replica.failover-address",
                    Evidence.C,
                    "an adapter has settings of IPv4 and of IPv6 for a failover, which are empty until they are set, and are cleared"
                            + " apart",
                    LEARN + "; that a guest takes them is not simulated"),
            new Claim(
                    "replica.points",
                    Evidence.C,
                    "a replica keeps the latest and, if it is to, one point an hour; Get-VMSnapshot lists those with the numbers of"
                            + " SnapshotType; completing deletes them",
                    LEARN
                            + "; that the latest is not among them, and that an hour is counted from the last point, is assumed;"
                            + " checkpoints of administrators are not simulated"),
            new Claim(
                    "replica.firewall",
                    Evidence.D,
                    "two rules of the firewall, known by their names, let replicas in on ports 80 and 443",
                    "field reports; reference of the project, windows 2.1; the lab's hosts have both enabled until a test shuts them,"
                            + " Windows comes with both disabled; another port needs no rule here"),
            new Claim(
                    "replica.broker",
                    Evidence.C,
                    "a cluster's broker is a resource that needs a client access point; a clustered machine is replicated only while"
                            + " it is online, and is known by its name; settings and entries are those of all nodes",
                    LEARN
                            + "; that a missing broker shows as an object that was not found is a field report; a replica that a cluster"
                            + " receives is not made a role of it, and no computer object is needed here; that its group is removed with"
                            + " all its resources while it is online is assumed"),
            new Claim(
                    "replica.certificates",
                    Evidence.C,
                    "the drive Cert: lists a host's stores by name, and the certificates of one with their bytes, their parent's path and"
                            + " whether the host has the key",
                    "PowerShell reference: about_Certificate_Provider; that a store comes with Name alone, and which stores a host has,"
                            + " is the lab's choice; the lab's connections by certificate look at none"),
            new Claim(
                    "replica.guardians",
                    Evidence.D,
                    "a host that is a guardian has its certificates in the store Shielded VM Local Certificates; Get-VMSecurity tells a"
                            + " virtual TPM",
                    "field reports; reference of the project, winrm 8; stub of the Hyper-V module (MIT)"),
            new Claim(
                    "replica.copy",
                    Evidence.D,
                    "the replica has the primary's id, and is there, off, once replication is enabled; it cannot be started before a failover",
                    "field reports; reference of the project, windows 5.5"),
            new Claim(
                    "replica.planned",
                    Evidence.C,
                    "a planned failover prepares a primary that is off, fails the replica over without loss, and is reversed at once;"
                            + " it is not completed",
                    LEARN + "; that the replica tells it by LastReplicationType Planned is assumed"),
            new Claim(
                    "replica.unplanned",
                    Evidence.C,
                    "an unplanned failover is possible at any time, also while the primary runs; it is completed or cancelled",
                    LEARN),
            new Claim(
                    "replica.unplanned.reverse",
                    Evidence.E,
                    "reversed after an unplanned failover, which has to be completed first, both need a first copy anew; Windows can compare"
                            + " instead",
                    ASSUMED),
            new Claim(
                    "replica.test",
                    Evidence.C,
                    "a test makes a machine that is off and connected to nothing while replication goes on; Stop-VMFailover removes it, and"
                            + " refuses while it runs",
                    LEARN + "; the mode TestReplica of that machine is not simulated"),
            new Claim(
                    "replica.server",
                    Evidence.C,
                    "a server takes machines of any server or of those with an entry, on the port of the authentication",
                    LEARN
                            + "; that a refusal is InvalidParameter, and that a host refuses itself as unreachable, is assumed"),
            new Claim(
                    "replica.graph",
                    Evidence.C,
                    "a side changes by the edges of a graph alone, each of which has a grade and a source of its own",
                    LEARN + "; field reports; what is assumed says so"),
            new Claim(
                    "replica.loss",
                    Evidence.E,
                    "a running machine writes evenly; a failover loses what it wrote since the last cycle that ended began",
                    ASSUMED),
            new Claim(
                    "replica.leftover",
                    Evidence.E,
                    "a server that has a machine of the same id, replicated or not, takes no replica of it",
                    ASSUMED),
            new Claim("replica.state.errors", Evidence.E, "what a state does not allow is InvalidState", ASSUMED),
            new Claim(
                    "date.kind",
                    Evidence.B,
                    "Get-Date gives the host's time with its zone; the lab's hosts live in UTC",
                    "PowerShell reference"));

    private ReplicaClaims() {}
}
