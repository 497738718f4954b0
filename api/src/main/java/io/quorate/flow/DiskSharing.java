package io.quorate.flow;

import io.quorate.Consent;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Waiter;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.SharedVolumeAccess;
import io.quorate.cluster.SharedVolumeState;
import io.quorate.error.BusyException;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.ErrorReport;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.flow.FlowStep.Outcome;
import io.quorate.host.ConnectSpec;
import io.quorate.host.DiskContent;
import io.quorate.host.HostClient;
import io.quorate.host.HostDisk;
import io.quorate.host.HostInitiator;
import io.quorate.host.InitiatorService;
import io.quorate.host.InitiatorSession;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.san.LunIdentity;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.san.Reservations;
import io.quorate.text.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of sharing a disk. */
final class DiskSharing {
    private static final Logger log = LoggerFactory.getLogger(DiskSharing.class);
    private static final Duration DISK_SHOWS = Duration.ofMinutes(2);
    private static final Duration SESSION_RETURNS = Duration.ofMinutes(5);
    private static final Duration VOLUME_MOUNTS = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Function<String, Calls> doors;
    private final QuorateRuntime runtime;
    private final ShareDiskSpec.Wanted wanted;
    private final Publication publication;
    private final Naa naa;
    private final ClusterClient cluster;
    private final Deadline deadline;
    private final NodeDisks onNodes;
    private final long started;
    private boolean changed;
    private boolean deafened;

    DiskSharing(Function<String, Calls> doors, QuorateRuntime runtime, ShareDiskSpec.Wanted wanted) {
        this.doors = doors;
        this.runtime = runtime;
        this.wanted = wanted;
        this.publication = wanted.publication();
        this.naa = publication.naa();
        this.cluster = new ClusterClient(doors.apply(wanted.cluster()));
        this.started = runtime.nanos();
        this.deadline = Deadline.in(wanted.atMost(), runtime);
        this.onNodes = new NodeDisks(
                this::host,
                runtime,
                naa,
                deadline,
                doors.apply(wanted.cluster()).rehearses());
    }

    Ensured<SharedDisk> run() {
        return doors.apply(wanted.cluster()).inTurn("sharing of disk", naa.hex(), deadline.remaining(), this::share);
    }

    private Ensured<SharedDisk> share() {
        inTime("looking for the nodes");
        List<String> nodes = nodes();
        for (String node : nodes) {
            connect(node);
        }
        Map<String, HostDisk> disks = new LinkedHashMap<>();
        for (String node : nodes) {
            HostDisk found = onNodes.find(node);
            tell("disk", node, Outcome.DONE, NodeDisks.words(found));
            disks.put(node, found);
        }
        requireOneDisk(disks);
        SharedVolume volume = shared(guids(disks)).orElse(null);
        if (volume != null) {
            tell("cluster", null, Outcome.DONE, "the disk is shared volume " + volume.name() + " already");
        } else {
            volume = bringIn(nodes, disks);
        }
        return new Ensured<>(mounted(nodes, disks, volume), changed);
    }

    /** The nodes must be exactly the cluster's: one that is left out would not reach a volume that the cluster may move to it. */
    private List<String> nodes() {
        List<ClusterNode> members = cluster.nodes().list();
        List<String> named = wanted.nodes();
        if (named.isEmpty()) {
            return members.stream().map(ClusterNode::name).toList();
        }
        List<String> obstacles = new ArrayList<>();
        for (ClusterNode member : members) {
            if (named.stream().noneMatch(member::isNamed)) {
                obstacles.add(member.name() + " is a node of the cluster and was not named");
            }
        }
        for (String node : named) {
            if (members.stream().noneMatch(member -> member.isNamed(node))) {
                obstacles.add(node + " is no node of the cluster");
            }
        }
        if (!obstacles.isEmpty()) {
            throw conflict(String.join("; ", obstacles), "share a disk to all nodes of the cluster");
        }
        return named;
    }

    // the iSCSI side of a node

    private void connect(String node) {
        HostInitiator initiator = host(node).initiator();
        Ensured<InitiatorService> service = initiator.ensureRunning();
        Iqn name = service.value().name();
        tell("initiator service", node, service.changed(), name == null ? "runs" : "runs as " + name);
        if (!publication.initiators().isEmpty() && !service.value().goesBy(publication.initiators())) {
            throw conflict(
                    "the initiator of " + node + " is " + (name == null ? "not known" : name)
                            + ", which the publication does not let in",
                    "publish the volume for " + (name == null ? "the initiators of all nodes" : name)
                            + " and share it then");
        }
        Portal portal = sessionPortal(node, initiator).orElse(wanted.portal());
        Ensured<?> known = initiator.ensurePortal(portal);
        tell("portal", node, known.changed(), portal.toString());
        ConnectSpec spec =
                new ConnectSpec(publication.target(), portal, null, wanted.chap(), wanted.mutualSecret(), false);
        Ensured<InitiatorSession> session = waitFor(
                        "the session of " + node + " to " + publication.target(), () -> initiator.ensureConnected(spec))
                .tolerating(BusyException.class::isInstance)
                .every(LOOK_AGAIN)
                .await(atMost(SESSION_RETURNS));
        tell("session", node, session.changed(), publication.target() + " through " + portal);
        inTime("going on after the sessions of " + node);
    }

    /**
     * A node that is connected through another of the portals stays so: a second session without MPIO would show the disk twice. A session that
     * was lost and comes back is waited for: only then does it say which portal it runs over.
     */
    private Optional<Portal> sessionPortal(String node, HostInitiator initiator) {
        List<InitiatorSession> ours = waitFor(
                        "the session of " + node + " to " + publication.target() + " is connected again",
                        () -> initiator.sessions().stream()
                                .filter(session -> session.target().equals(publication.target()))
                                .toList())
                .until(all -> all.isEmpty() || all.stream().anyMatch(InitiatorSession::connected))
                .describedBy(all -> "a session that is not connected")
                .every(LOOK_AGAIN)
                .await(atMost(SESSION_RETURNS));
        return ours.stream()
                .filter(InitiatorSession::connected)
                .flatMap(session -> session.portals().stream())
                .filter(publication.portals()::contains)
                .findFirst();
    }

    private void requireOneDisk(Map<String, HostDisk> disks) {
        Set<String> ids = new LinkedHashSet<>();
        List<String> views = new ArrayList<>();
        List<String> sizes = new ArrayList<>();
        disks.forEach((node, disk) -> {
            ids.add(disk.uniqueId());
            views.add(node + " sees " + disk.uniqueId());
            if (!disk.size().equals(publication.size())) {
                sizes.add(node + " sees " + disk.size().bytes());
            }
        });
        if (ids.size() > 1) {
            throw conflict(
                    "the nodes see different disks: " + String.join(", ", views),
                    "nothing was touched; look which target each node is logged in to");
        }
        if (!sizes.isEmpty()) {
            throw conflict(
                    "the volume has " + publication.size().bytes() + " bytes, but " + String.join(", ", sizes),
                    "nothing was touched; rescan the nodes' disks, or read the publication anew");
        }
    }

    // into the cluster

    private SharedVolume bringIn(List<String> nodes, Map<String, HostDisk> disks) {
        UUID guid = managed(guids(disks)).orElse(null);
        if (guid != null) {
            tell("cluster", null, Outcome.DONE, "the cluster has disk " + guid + " already");
        } else {
            guid = unlessTaken(disks, () -> addToCluster(prepare(nodes, disks)));
        }
        Ensured<SharedVolume> volume = cluster.sharedVolumes().ensure(guid.toString());
        tell("shared volume", null, volume.changed(), volume.value().name());
        inTime("waiting until it is mounted");
        return volume.value();
    }

    /** Whoever else shares it may have had the cluster take it meanwhile: what stands in the way of preparing it then is what was to be. */
    private UUID unlessTaken(Map<String, HostDisk> disks, Supplier<UUID> work) {
        try {
            return work.get();
        } catch (ConflictException
                | ConsentRequiredException
                | DeadlineExceededException
                | NotFoundException
                | RejectedException e) {
            if (doors.apply(wanted.cluster()).rehearses() || deadline.expired()) {
                throw e;
            }
            disks.replaceAll((node, before) -> host(node).disks().find(naa).orElse(before));
            UUID taken = taken(guids(disks)).orElseThrow(() -> e);
            tell("cluster", null, Outcome.DONE, "the cluster has taken disk " + taken + " meanwhile");
            return taken;
        }
    }

    private UUID prepare(List<String> nodes, Map<String, HostDisk> disks) {
        Reservations reservations = reservations();
        Map<String, DiskContent> seen = new LinkedHashMap<>();
        for (String node : nodes) {
            // What Windows remembers of a disk that another node wrote to is stale.
            host(node).disks().rescan();
            seen.put(node, onNodes.content(node));
        }
        inTime("preparing the disk");
        DiskDecision decision = DiskDecision.of(seen, reservations, wanted.wipe());
        if (decision instanceof DiskDecision.Look look) {
            decision = looked(look, seen, reservations);
        }
        if (decision instanceof DiskDecision.Refuse refusal) {
            throw conflict(refusal.why(), refusal.hint());
        }
        if (decision instanceof DiskDecision.NeedsConsent needed) {
            boolean once = seen.values().stream()
                    .anyMatch(c -> PreparedDisk.mark(naa).equals(c.disk().guid()));
            throw once ? preparedOnce(needed) : consentRequired(needed.why(), needed.identity());
        }
        if (decision instanceof DiskDecision.Keep keep) {
            tell("prepare", keep.node(), Outcome.DONE, keep.why());
            return sameEverywhere(nodes, disks, keep.node());
        }
        if (decision instanceof DiskDecision.Wipe wipe) {
            giveUp(wipe.offlineFirst());
            boolean online = host(wipe.node()).disks().ensureOnline(naa).changed();
            tell("online", wipe.node(), online, "to be wiped");
            host(wipe.node()).disks().wipe(naa, wipe.consent());
            tell(
                    "wipe",
                    wipe.node(),
                    Outcome.CHANGED,
                    "because " + wipe.consent().reason());
            return format(nodes, disks, wipe.node());
        }
        DiskDecision.Prepare prepare = (DiskDecision.Prepare) decision;
        HostDisk before = Objects.requireNonNull(seen.get(prepare.node())).disk();
        requireBlank(before);
        giveUp(prepare.offlineFirst());
        if (before.offline() && before.style() == PartitionStyle.GPT) {
            // Its table was read from the unit itself, or is our own; a node alone would not bring it online for that.
            tell(
                    "online",
                    prepare.node(),
                    host(prepare.node()).disks().ensureOnline(naa).changed(),
                    "to be prepared");
        }
        return format(nodes, disks, prepare.node());
    }

    /** Where no node sees what the disk carries, our own initiator may: a GPT with nothing in it and nothing around it. */
    private DiskDecision looked(
            DiskDecision.Look look, Map<String, DiskContent> seen, @Nullable Reservations reservations) {
        String iscsi = wanted.iscsi();
        if (iscsi == null) {
            return new DiskDecision.Refuse(look.why(), look.hint());
        }
        BareTable table = BareTable.read(iscsi(iscsi), identified(iscsi));
        tell("content", null, Outcome.DONE, table.words());
        DiskContent first = seen.values().iterator().next();
        return switch (table.kind()) {
            case BARE -> DiskDecision.of(seen, reservations, wanted.wipe(), table.guid());
            case HOLDS ->
                new DiskDecision.NeedsConsent(
                        first.disk().identity(), table.words() + "; no consent to destroy it was given");
            case UNTOLD ->
                new DiskDecision.Refuse(
                        look.why() + "; " + table.words(),
                        "bring it online on one node that may have it, and run it again");
        };
    }

    private @Nullable Reservations reservations() {
        String iscsi = wanted.iscsi();
        if (iscsi == null) {
            tell("reservations", null, Outcome.SKIPPED, "no endpoint of an initiator of our own is given");
            return null;
        }
        identified(iscsi);
        Reservations seen = iscsi(iscsi).reservations(publication.target(), publication.lun());
        tell("reservations", null, Outcome.DONE, seen.any() ? "there are some" : "none");
        return seen;
    }

    /** What another logical unit says of itself tells nothing of the one that is prepared. */
    private LunIdentity identified(String iscsi) {
        LunIdentity unit = iscsi(iscsi).identify(publication.target(), publication.lun());
        if (!naa.equals(unit.naa()) || !unit.size().equals(publication.size())) {
            throw conflict(
                    "through endpoint " + iscsi + " the logical unit is " + unit.naa() + " of "
                            + unit.size().bytes() + " bytes, not " + naa + " of "
                            + publication.size().bytes(),
                    "nothing was prepared; look whether the endpoint names this appliance's portals");
        }
        return unit;
    }

    /** Windows reads partition tables only: what it calls bare may be a disk of LVM, LUKS or a database. */
    private void requireBlank(HostDisk disk) {
        if (disk.style() != PartitionStyle.RAW) {
            return;
        }
        String iscsi = wanted.iscsi();
        if (iscsi == null) {
            tell("content", null, Outcome.SKIPPED, "no endpoint of an initiator of our own is given");
            return;
        }
        Edges edges = Edges.read(iscsi(iscsi), identified(iscsi));
        if (edges == Edges.UNTOLD) {
            throw conflict("what the disk carries could not be read whole", "nothing is prepared unseen");
        }
        Consent wipe = wanted.wipe();
        if (edges == Edges.WRITTEN && (wipe == null || !wipe.covers(disk.identity()))) {
            throw consentRequired(
                    "data without a partition table, in its first or last MiB; "
                            + (wipe == null
                                    ? "no consent to destroy it was given"
                                    : "the consent is for " + wipe.identity()),
                    disk.identity());
        }
        tell(
                "content",
                null,
                Outcome.DONE,
                edges == Edges.WRITTEN && wipe != null
                        ? "data without a partition table, given up because " + wipe.reason()
                        : "its first and last MiB are zero");
    }

    private ConsentRequiredException consentRequired(String why, String identity) {
        return new ConsentRequiredException(
                report(
                        "the disk carries something foreign: " + why,
                        "if nobody needs what is on it, pass wipe(Consent.to(\"" + identity + "\", reason))"),
                identity);
    }

    /** A file system that is locked looks like none; destroying is not what mends it. */
    private ConsentRequiredException preparedOnce(DiskDecision.NeedsConsent needed) {
        return new ConsentRequiredException(
                report(
                        "the disk was prepared once, and its file system cannot be seen: " + needed.why(),
                        "look whether it is locked (BitLocker) or damaged, and unlock or repair it"),
                needed.identity());
    }

    /** Only the node that prepares a disk may have it online meanwhile. */
    private void giveUp(List<String> nodes) {
        for (String node : nodes) {
            boolean gone = host(node).disks().ensureOffline(naa).changed();
            tell("offline", node, gone, "while another node prepares the disk");
        }
    }

    private UUID format(List<String> nodes, Map<String, HostDisk> disks, String node) {
        Ensured<PreparedDisk> prepared = host(node).disks().prepare(naa, wanted.label());
        tell("prepare", node, prepared.changed(), "GPT, NTFS, label " + wanted.label());
        return sameEverywhere(nodes, disks, node);
    }

    /** Waits until every node sees the partition table that one node wrote, and returns its GUID. */
    private UUID sameEverywhere(List<String> nodes, Map<String, HostDisk> disks, String first) {
        HostDisk prepared = onNodes.see(first, disk -> disk.guid() != null, "shows the GPT of disk " + naa);
        UUID guid = Objects.requireNonNull(prepared.guid());
        disks.put(first, prepared);
        for (String node : nodes) {
            if (node.equals(first)) {
                continue;
            }
            HostDisk same = onNodes.see(node, disk -> guid.equals(disk.guid()), "sees disk " + guid);
            disks.put(node, same);
            tell("disk", node, Outcome.DONE, NodeDisks.words(same));
        }
        return guid;
    }

    private UUID addToCluster(UUID guid) {
        waitFor(
                        "disk " + guid + " is available to the cluster",
                        () -> cluster.availableDisks().list())
                .until(all -> all.stream().anyMatch(disk -> same(guid, disk.id()))
                        || taken(Set.of(guid)).isPresent())
                .describedBy(all -> all.size() + " disks are, that one is not")
                .every(LOOK_AGAIN)
                .await(atMost(DISK_SHOWS));
        Ensured<ClusterDisk> added = cluster.availableDisks().ensureInCluster(guid.toString());
        tell(
                "cluster",
                null,
                added.changed(),
                "disk " + guid + " is " + added.value().name());
        inTime("making it a shared volume");
        return guid;
    }

    private SharedDisk mounted(List<String> nodes, Map<String, HostDisk> disks, SharedVolume volume) {
        SharedVolume online = waitFor(
                        "shared volume " + volume.name() + " is online",
                        () -> cluster.sharedVolumes().get(volume.name()))
                .until(one -> one.state().equals(ResourceState.ONLINE) && one.path() != null)
                .describedBy(one -> one.state() + " on " + one.owner())
                .every(LOOK_AGAIN)
                .await(atMost(VOLUME_MOUNTS));
        List<SharedVolumeState> states = waitFor(
                        "every node has shared volume " + volume.name() + " mounted",
                        () -> cluster.sharedVolumes().states(volume.name()))
                .until(all -> nodes.stream()
                        .allMatch(node ->
                                all.stream().anyMatch(one -> ClusterNode.sameHost(one.node(), node) && isMounted(one))))
                .describedBy(all -> all.stream()
                        .map(one -> one.node() + " " + one.access() + " " + one.fileSystemReason() + one.blockReason())
                        .map(String::strip)
                        .collect(Collectors.joining(", ")))
                .every(LOOK_AGAIN)
                .await(atMost(VOLUME_MOUNTS));
        for (SharedVolumeState state : states) {
            tell("mounted", state.node(), Outcome.DONE, state.access() + " at " + online.path());
        }
        if (changed) {
            nodes.forEach(node -> host(node).disks().find(naa).ifPresent(disk -> disks.put(node, disk)));
        }
        return new SharedDisk(publication, List.copyOf(disks.values()), online, states);
    }

    /** Files may be redirected for a while, by a back-up say; a node whose blocks are redirected does not reach the disk. */
    private static boolean isMounted(SharedVolumeState state) {
        return state.isDirect() || state.access().equals(SharedVolumeAccess.FILE_SYSTEM_REDIRECTED);
    }

    // what the cluster has

    /**
     * What the cluster may know the disk by: the mark that this logical unit alone can carry, and another GUID only where Windows says that the
     * disk itself is clustered. A clone of a shared volume has the GUID of its origin.
     */
    private Set<UUID> guids(Map<String, HostDisk> disks) {
        Set<UUID> guids = new LinkedHashSet<>();
        guids.add(PreparedDisk.mark(naa));
        for (HostDisk disk : disks.values()) {
            UUID guid = disk.guid();
            if (guid != null && disk.clustered()) {
                guids.add(guid);
            }
        }
        return guids;
    }

    private Optional<SharedVolume> shared(Set<UUID> guids) {
        return cluster.sharedVolumes().list().stream()
                .filter(volume -> guids.stream().anyMatch(guid -> same(guid, volume.diskId())))
                .findFirst();
    }

    private Optional<UUID> managed(Set<UUID> guids) {
        return cluster.disks().list().stream()
                .flatMap(disk -> guids.stream().filter(guid -> same(guid, disk.diskId())))
                .findFirst();
    }

    /** Returns which of them the cluster has, as a disk or as a shared volume. */
    private Optional<UUID> taken(Set<UUID> guids) {
        return managed(guids)
                .or(() -> shared(guids)
                        .flatMap(volume -> guids.stream()
                                .filter(guid -> same(guid, volume.diskId()))
                                .findFirst()));
    }

    private static boolean same(UUID guid, String diskId) {
        return diskId.replaceAll("[{}]", "").equalsIgnoreCase(guid.toString());
    }

    // small things

    private HostClient host(String node) {
        return new HostClient(doors.apply(wanted.cluster()), node);
    }

    private IscsiClient iscsi(String endpoint) {
        return new IscsiClient(doors.apply(endpoint));
    }

    private <T> Waiter<T> waitFor(String condition, Supplier<T> look) {
        return Waiter.of(runtime, condition, look);
    }

    private Duration atMost(Duration limit) {
        Duration left = deadline.remaining();
        return left.compareTo(limit) < 0 ? left : limit;
    }

    private void inTime(String next) {
        if (deadline.expired()) {
            throw new DeadlineExceededException(
                    report(
                            "not within " + Span.words(wanted.atMost()) + "; next would be " + next,
                            "run it again: it goes on from what is there"),
                    null,
                    null);
        }
    }

    private void tell(String what, @Nullable String node, boolean stepChanged, String detail) {
        tell(what, node, stepChanged ? Outcome.CHANGED : Outcome.DONE, detail);
    }

    private void tell(String what, @Nullable String node, Outcome outcome, String detail) {
        changed |= outcome == Outcome.CHANGED;
        FlowStep step = new FlowStep(what, node, outcome, detail);
        log.debug("sharing a disk [volume={}, step={}]", publication.volume(), step);
        try {
            wanted.progress().step(step);
        } catch (RuntimeException e) {
            if (!deafened) {
                log.warn("a listener failed, told once [volume={}, step={}]", publication.volume(), step, e);
            }
            deafened = true;
        }
    }

    private ConflictException conflict(String said, String hint) {
        return new ConflictException(report(said, hint), null);
    }

    private ErrorReport report(String said, String hint) {
        return new ErrorReport(
                "flow.share-disk",
                "volume " + publication.volume(),
                null,
                null,
                wanted.cluster(),
                1,
                Duration.ofNanos(runtime.nanos() - started),
                said,
                null,
                hint,
                null);
    }
}
