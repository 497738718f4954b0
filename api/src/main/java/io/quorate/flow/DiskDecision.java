package io.quorate.flow;

import io.quorate.Consent;
import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.san.Reservations;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a disk that is not in the cluster yet, from how all nodes see it. A function without I/O: the one place that decides
 * whether a disk may be written to, and on which node.
 */
sealed interface DiskDecision {

    /** It is prepared; nobody touches it. */
    record Keep(String node, String why) implements DiskDecision {}

    /** One node prepares it; the others, where it is online, give it up first. */
    record Prepare(String node, List<String> offlineFirst) implements DiskDecision {}

    /** One node destroys what it carries, with consent, and prepares it. */
    record Wipe(String node, List<String> offlineFirst, Consent consent) implements DiskDecision {}

    /** It carries something foreign and no consent names it. */
    record NeedsConsent(String identity, String why) implements DiskDecision {}

    /** Nobody has seen what it carries; a look at the logical unit itself would tell. Nothing is done without one. */
    record Look(String why, String hint) implements DiskDecision {}

    /** Something is not as it should be; nothing is done. */
    record Refuse(String why, String hint) implements DiskDecision {}

    /**
     * Decides from what the nodes see alone.
     *
     * @param seen how every node sees it, by the node's name, in the order of the nodes
     * @param reservations the logical unit's reservations; null if they were not looked at
     * @param wipe the caller's word that a foreign disk may be destroyed; null without
     */
    static DiskDecision of(Map<String, DiskContent> seen, @Nullable Reservations reservations, @Nullable Consent wipe) {
        return of(seen, reservations, wipe, null);
    }

    /**
     * Decides.
     *
     * @param empty the GUID of a GPT without partitions of data that was read from the logical unit itself; null if none was
     */
    static DiskDecision of(
            Map<String, DiskContent> seen,
            @Nullable Reservations reservations,
            @Nullable Consent wipe,
            @Nullable UUID empty) {
        List<String> clustered = nodes(seen, c -> c.disk().clustered());
        if (!clustered.isEmpty()) {
            return new Refuse(
                    "a cluster owns the disk on " + String.join(", ", clustered)
                            + ", but this cluster does not list it",
                    "find out which cluster uses it");
        }
        if (reservations != null && reservations.any()) {
            return new Refuse(
                    "somebody reserved the logical unit and this cluster does not have it: " + words(reservations),
                    "find out who uses it; a cluster that is gone leaves its keys behind");
        }
        List<String> untold = nodes(seen, DiskDecision::isUntold);
        if (!untold.isEmpty()) {
            return new Refuse(
                    "it cannot be told what the disk carries: " + details(seen, untold), "nothing is prepared unseen");
        }
        Set<UUID> seenEmpty = seenEmpty(seen, empty);
        List<String> foreign = nodes(seen, DiskDecision::isForeign);
        List<String> unseen =
                nodes(seen, c -> isUnseen(c) && !seenEmpty.contains(c.disk().guid()));
        List<String> prepared = nodes(seen, c -> c.state() == State.PREPARED);
        List<String> begun = nodes(seen, DiskDecision::isBegun);
        if (!foreign.isEmpty() || !unseen.isEmpty()) {
            if (!prepared.isEmpty() || !begun.isEmpty()) {
                return new Refuse(
                        "the nodes disagree on what the disk carries: " + details(seen, seen.keySet()),
                        "rescan the nodes' disks; never wipe what one node holds for prepared");
            }
            return foreign.isEmpty() ? ofUnseen(seen, unseen, wipe) : ofForeign(seen, foreign, wipe);
        }
        if (!prepared.isEmpty()) {
            String node = onlineFirst(seen, prepared);
            return new Keep(node, get(seen, node).detail());
        }
        String node = onlineFirst(seen, begun.isEmpty() ? List.copyOf(seen.keySet()) : begun);
        return new Prepare(node, onlineBesides(node, seen));
    }

    private static DiskDecision ofForeign(Map<String, DiskContent> seen, List<String> foreign, @Nullable Consent wipe) {
        String node = onlineFirst(seen, foreign);
        String identity = get(seen, node).disk().identity();
        if (wipe == null) {
            return new NeedsConsent(identity, details(seen, foreign) + "; no consent to destroy it was given");
        }
        if (!wipe.covers(identity)) {
            return new NeedsConsent(
                    identity,
                    details(seen, foreign) + "; the consent is for " + wipe.identity() + ", not for " + identity);
        }
        return new Wipe(node, onlineBesides(node, seen), wipe);
    }

    /** What a node has seen outweighs what others cannot see: they show the very table that it found nothing on. */
    private static Set<UUID> seenEmpty(Map<String, DiskContent> seen, @Nullable UUID empty) {
        Set<UUID> guids = new HashSet<>();
        for (DiskContent content : seen.values()) {
            UUID guid = content.disk().guid();
            if (content.state() == State.EMPTY && guid != null) {
                guids.add(guid);
            }
        }
        if (empty != null) {
            guids.add(empty);
        }
        return guids;
    }

    /** Destroying is offered by no word of ours where another look would tell, but the caller's own word for it counts. */
    private static DiskDecision ofUnseen(Map<String, DiskContent> seen, List<String> unseen, @Nullable Consent wipe) {
        if (wipe != null && ofForeign(seen, unseen, wipe) instanceof Wipe allowed) {
            return allowed;
        }
        if (!nodes(seen, c -> c.state() == State.EMPTY).isEmpty()) {
            return new Refuse(
                    "the nodes disagree on what the disk carries: " + details(seen, seen.keySet()),
                    "rescan the nodes' disks, and look which table each of them shows");
        }
        return new Look(
                "it cannot be told what the disk carries, because it is offline: " + details(seen, unseen),
                "bring it online on one node that may have it, or name an endpoint of an initiator of our own, and run it again:"
                        + " then it can be seen");
    }

    /** A disk that is offline, and has a partition table that Quorate never makes here, is somebody's: an MBR, or the mark of another disk. */
    private static boolean isForeign(DiskContent content) {
        return content.state() == State.FOREIGN || hasUnseenTable(content) && !mayBeOurs(content.disk());
    }

    /** A disk that is offline, and has a GPT that Quorate may have made and was interrupted before it could mark it. */
    private static boolean isUnseen(DiskContent content) {
        return hasUnseenTable(content) && mayBeOurs(content.disk());
    }

    private static boolean hasUnseenTable(DiskContent content) {
        HostDisk disk = content.disk();
        boolean table = disk.style() == PartitionStyle.GPT || disk.style() == PartitionStyle.MBR;
        return content.state() == State.UNKNOWN && disk.offline() && table && !isBegun(content);
    }

    /** Windows gives a new GPT a random GUID; marks are name-based. */
    private static boolean mayBeOurs(HostDisk disk) {
        UUID guid = disk.guid();
        return disk.style() == PartitionStyle.GPT && guid != null && guid.version() != PreparedDisk.MARK_VERSION;
    }

    /** The mark tells it also of a disk that is offline; whoever goes on with it looks closer once it is online. */
    private static boolean isBegun(DiskContent content) {
        HostDisk disk = content.disk();
        Naa naa = disk.naa();
        return content.state() == State.BEGUN
                || content.state() == State.UNKNOWN
                        && disk.offline()
                        && naa != null
                        && PreparedDisk.begunMark(naa).equals(disk.guid());
    }

    /** A disk that is offline and has no partition table is told by looking closer, once it is online: preparing does that. */
    private static boolean isUntold(DiskContent content) {
        HostDisk disk = content.disk();
        return content.state() == State.UNKNOWN && (!disk.offline() || disk.style() == PartitionStyle.UNKNOWN);
    }

    private static List<String> nodes(Map<String, DiskContent> seen, Predicate<DiskContent> which) {
        return seen.keySet().stream()
                .filter(node -> which.test(get(seen, node)))
                .toList();
    }

    private static DiskContent get(Map<String, DiskContent> seen, String node) {
        return Objects.requireNonNull(seen.get(node));
    }

    /** Where it is online already, its file system may be mounted: nobody else must write to it then. */
    private static String onlineFirst(Map<String, DiskContent> seen, List<String> some) {
        return some.stream()
                .filter(node -> !get(seen, node).disk().offline())
                .findFirst()
                .orElse(some.get(0));
    }

    private static List<String> onlineBesides(String chosen, Map<String, DiskContent> seen) {
        return nodes(seen, c -> !c.disk().offline()).stream()
                .filter(node -> !node.equals(chosen))
                .toList();
    }

    private static String details(Map<String, DiskContent> seen, Collection<String> some) {
        return some.stream()
                .map(node -> node + " says: " + get(seen, node).detail())
                .collect(Collectors.joining("; "));
    }

    private static String words(Reservations reservations) {
        Set<String> keys = new TreeSet<>();
        for (Long key : reservations.keys()) {
            keys.add("0x" + Long.toHexString(key));
        }
        Long holder = reservations.holder();
        return (keys.isEmpty() ? "no key is registered" : "keys " + String.join(", ", keys))
                + (holder == null ? "" : ", held by 0x" + Long.toHexString(holder));
    }
}
