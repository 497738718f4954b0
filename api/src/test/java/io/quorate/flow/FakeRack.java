package io.quorate.flow;

import io.quorate.ManualRuntime;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.TestQuorate;
import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.SharedVolumeAccess;
import io.quorate.cluster.SharedVolumeState;
import io.quorate.cluster.command.AddDisk;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.cluster.command.GetSharedVolume;
import io.quorate.cluster.command.ListAvailableDisks;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.ListSharedVolumeStates;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.DiskVolume;
import io.quorate.host.HostDisk;
import io.quorate.host.InitiatorService;
import io.quorate.host.InitiatorSession;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.host.TargetPortal;
import io.quorate.host.command.AddPortal;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.command.FormatDisk;
import io.quorate.host.command.InitializeDisk;
import io.quorate.host.command.ListDisks;
import io.quorate.host.command.ListSessions;
import io.quorate.host.command.OfflineDisk;
import io.quorate.host.command.OnlineDisk;
import io.quorate.host.command.PartitionDisk;
import io.quorate.host.command.ReadDiskContent;
import io.quorate.host.command.RescanDisks;
import io.quorate.host.command.RunInitiator;
import io.quorate.host.command.WipeDisk;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.LunAddress;
import io.quorate.san.LunIdentity;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.san.Reservations;
import io.quorate.san.command.IdentifyLun;
import io.quorate.san.command.ReadBlocks;
import io.quorate.san.command.ReadReservations;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.spi.Safety;
import io.quorate.spi.Step;
import io.quorate.storage.command.ListMappings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A cluster whose nodes share one logical unit. Every node has its own, possibly stale, view of the partition table. Only what sharing a disk
 * needs is there; it can fail after any change.
 */
final class FakeRack implements Backend {
    static final Naa NAA = Naa.of("600144f0000000000000000000000001");
    static final Iqn TARGET = Iqn.of("iqn.2005-07.com.example:csv");
    static final Size SIZE = Size.gib(64);
    static final Portal PORTAL = Portal.of("10.0.0.5");

    /** What one node knows. */
    static final class Node {
        boolean running;
        boolean portal;
        boolean session;
        boolean listed;
        boolean offline = true;
        UUID seenGuid;
        PartitionStyle seenStyle = PartitionStyle.RAW;
        Size size = SIZE;
        String uniqueId = NAA.hex();
    }

    final ManualRuntime runtime = new ManualRuntime();
    final Map<String, Node> nodes = new LinkedHashMap<>();
    final List<String> changes = new ArrayList<>();
    final List<String> sent = new ArrayList<>();
    final List<String> writers = new ArrayList<>();
    final List<String> corrupted = new ArrayList<>();
    List<String> members;
    Reservations reservations = new Reservations(0, List.of(), null, null);
    PartitionStyle style = PartitionStyle.RAW;
    UUID guid;
    boolean partition;
    boolean formatted;
    boolean clustered;
    boolean shared;
    UUID otherVolume;
    /** Who answers over iSCSI, how large it is, and what it holds, by offset; null if it cannot be read. */
    Naa answering = NAA;

    Size capacity = SIZE;
    int blockSize = 512;
    Map<Long, Byte> bytes = new TreeMap<>();
    int missing;
    int failAt = -1;
    Fault failure = Fault.unanswered(ErrorKind.UNREACHABLE).because("cut");

    FakeRack(String... names) {
        members = List.of(names);
        for (String name : names) {
            nodes.put(name, new Node());
        }
    }

    Quorate connect() {
        return TestQuorate.over("lab", this, runtime, List.copyOf(nodes.keySet()));
    }

    static Iqn iqn(String node) {
        return Iqn.of("iqn.1991-05.com.microsoft:" + node.toLowerCase(java.util.Locale.ROOT));
    }

    Publication publication() {
        Set<Iqn> initiators = new java.util.TreeSet<>();
        nodes.keySet().forEach(node -> initiators.add(iqn(node)));
        return new Publication(
                DatasetPath.of("tank/vg/csv1"),
                SIZE,
                NAA,
                0,
                TARGET,
                List.of(PORTAL),
                "csv",
                "rack",
                initiators,
                false);
    }

    /** Somebody else's partition table, that every node with a session sees after a rescan. */
    void foreign() {
        style = PartitionStyle.GPT;
        guid = UUID.fromString("11111111-2222-3333-4444-555555555555");
        partition = true;
        formatted = true;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> R send(Command<R> command, Call call) {
        boolean change = command.safety() != Safety.READ && !(command instanceof RescanDisks);
        if (change) {
            changes.add(command.name() + " " + call.host());
            sent.add(command.name() + " " + command);
        }
        Object done = answer(command, nodes.get(call.host()), call.host());
        if (change && changes.size() - 1 == failAt) {
            failAt = -1;
            throw failure;
        }
        return (R) done;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> Observation<R> look(Command<R> command, Call call) {
        Node node = nodes.get(call.host());
        boolean there = switch (command.name()) {
            case "host.initiator.run" -> node.running;
            case "host.portal.add" -> node.portal;
            case "host.session.connect" -> node.session;
            case "host.disk.online" -> !node.offline;
            case "host.disk.offline" -> node.offline;
            case "host.disk.initialize" -> marked(guid);
            case "host.disk.partition" -> marked(guid) && partition;
            case "host.disk.format" -> PreparedDisk.mark(NAA).equals(guid);
            case "cluster.disk.add" -> clustered;
            case "cluster.volume.add" -> shared;
            default -> throw new AssertionError("not expected: " + command);
        };
        return there ? (Observation<R>) Observation.present(value(command, node, call.host())) : Observation.absent();
    }

    private static boolean marked(UUID guid) {
        return PreparedDisk.begunMark(NAA).equals(guid)
                || PreparedDisk.mark(NAA).equals(guid);
    }

    /** What a changing command returns when its effect is there. */
    private Object value(Command<?> command, Node node, String host) {
        if (command instanceof RunInitiator) {
            return new InitiatorService(host, true, true, iqn(host));
        } else if (command instanceof AddPortal c) {
            return new TargetPortal(c.portal(), null);
        } else if (command instanceof ConnectTarget) {
            return session(host);
        } else if (command instanceof OnlineDisk || command instanceof OfflineDisk || command instanceof WipeDisk) {
            return disk(node, host);
        } else if (command instanceof InitializeDisk || command instanceof PartitionDisk) {
            return content(node, host);
        } else if (command instanceof FormatDisk c) {
            return new PreparedDisk(disk(node, host), c.label(), PreparedDisk.CLUSTER_SIZE);
        } else if (command instanceof AddDisk) {
            return clusterDisk();
        } else if (command instanceof AddSharedVolume) {
            return volume();
        }
        throw new AssertionError("not expected: " + command);
    }

    private Object answer(Command<?> command, Node node, String host) {
        if (command instanceof ListNodes) {
            return members.stream()
                    .map(name ->
                            new ClusterNode(name, "1", NodeState.UP, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 1, 1))
                    .toList();
        } else if (command instanceof ListSessions) {
            return node.session ? List.of(session(host)) : List.of();
        } else if (command instanceof ListDisks) {
            return node.listed ? List.of(disk(node, host)) : List.of();
        } else if (command instanceof RescanDisks) {
            node.listed = node.session;
            node.seenGuid = guid;
            node.seenStyle = style;
            return List.of();
        } else if (command instanceof ReadDiskContent) {
            return content(node, host);
        } else if (command instanceof ListSharedVolumes) {
            List<SharedVolume> all = new ArrayList<>();
            if (otherVolume != null) {
                all.add(new SharedVolume(
                        "Other",
                        "id0",
                        ResourceState.ONLINE,
                        "HV1",
                        "C:\\ClusterStorage\\Volume0",
                        "{" + otherVolume + "}"));
            }
            if (shared) {
                all.add(volume());
            }
            return all;
        } else if (command instanceof GetSharedVolume) {
            return volume();
        } else if (command instanceof ListClusterDisks) {
            return clustered && !shared ? List.of(clusterDisk()) : List.of();
        } else if (command instanceof ListAvailableDisks) {
            boolean everywhere = nodes.values().stream().allMatch(n -> n.session && n.listed);
            return everywhere && style == PartitionStyle.GPT && !clustered
                    ? List.of(new AvailableDisk("{" + guid + "}", "Cluster Disk 1", 1, SIZE))
                    : List.of();
        } else if (command instanceof ListSharedVolumeStates) {
            return nodes.keySet().stream()
                    .map(name -> new SharedVolumeState("Cluster Disk 1", name, SharedVolumeAccess.DIRECT, "", ""))
                    .toList();
        } else if (command instanceof ReadReservations) {
            return reservations;
        } else if (command instanceof IdentifyLun c) {
            return unit(c.unit());
        } else if (command instanceof ReadBlocks c) {
            return blocks(c);
        } else if (command instanceof ListMappings) {
            throw Fault.lasting(ErrorKind.ACCESS_DENIED).because("no");
        }
        change(command, node, host);
        return value(command, node, host);
    }

    LunIdentity unit(LunAddress at) {
        return new LunIdentity(
                at.iqn(),
                at.lun(),
                "NEXENTA",
                "COMSTAR",
                "1.0",
                null,
                answering,
                capacity,
                Size.bytes(blockSize),
                true);
    }

    private byte[] blocks(ReadBlocks c) {
        if (bytes == null || (c.firstBlock() + c.blocks()) * blockSize > capacity.bytes()) {
            throw Fault.lasting(ErrorKind.REJECTED).because("cannot be read");
        }
        byte[] read = new byte[c.blocks() * blockSize - missing];
        bytes.forEach((offset, value) -> {
            long at = offset - c.firstBlock() * blockSize;
            if (at >= 0 && at < read.length) {
                read[(int) at] = value;
            }
        });
        return read;
    }

    private void change(Command<?> command, Node node, String host) {
        if (command instanceof RunInitiator) {
            node.running = true;
        } else if (command instanceof AddPortal) {
            node.portal = true;
        } else if (command instanceof ConnectTarget) {
            node.session = true;
        } else if (command instanceof OnlineDisk) {
            node.offline = false;
        } else if (command instanceof OfflineDisk) {
            node.offline = true;
        } else if (command instanceof WipeDisk) {
            write(node, host);
            style = PartitionStyle.RAW;
            guid = null;
            partition = false;
            formatted = false;
        } else if (command instanceof InitializeDisk) {
            write(node, host);
            if (style != PartitionStyle.RAW) {
                corrupted.add(host + " initialised a disk with a table");
            }
            style = PartitionStyle.GPT;
            guid = PreparedDisk.begunMark(NAA);
        } else if (command instanceof PartitionDisk) {
            write(node, host);
            partition = true;
        } else if (command instanceof FormatDisk) {
            write(node, host);
            if (formatted) {
                corrupted.add(host + " formatted a formatted disk");
            }
            formatted = true;
            guid = PreparedDisk.mark(NAA);
        } else if (command instanceof AddDisk) {
            clustered = true;
        } else if (command instanceof AddSharedVolume) {
            clustered = true;
            shared = true;
        } else {
            throw new AssertionError("not expected: " + command);
        }
        if (!writers.isEmpty()) {
            Node writer = nodes.get(writers.get(writers.size() - 1));
            writer.seenGuid = guid;
            writer.seenStyle = style;
        }
    }

    private void write(Node node, String host) {
        writers.add(host);
        if (node.offline) {
            corrupted.add(host + " wrote to an offline disk");
        }
        nodes.forEach((name, other) -> {
            if (other != node && !other.offline) {
                corrupted.add(host + " wrote while it was online on " + name);
            }
        });
    }

    private InitiatorSession session(String host) {
        return new InitiatorSession("1", TARGET, iqn(host), true, true, List.of(PORTAL));
    }

    private HostDisk disk(Node node, String host) {
        return new HostDisk(
                host,
                node.uniqueId,
                NAA,
                nodes.size() + host.length(),
                node.size,
                node.seenStyle,
                node.seenGuid,
                node.offline,
                false,
                clustered,
                "iSCSI");
    }

    /** An offline disk without a table cannot be looked into; one with Quorate's mark tells by that. */
    private DiskContent content(Node node, String host) {
        HostDisk disk = disk(node, host);
        UUID seen = node.seenGuid;
        State state;
        if (PreparedDisk.mark(NAA).equals(seen)) {
            state = State.PREPARED;
        } else if (PreparedDisk.begunMark(NAA).equals(seen)) {
            state = State.BEGUN;
        } else if (node.seenStyle != PartitionStyle.RAW) {
            state = State.FOREIGN;
        } else {
            state = node.offline ? State.UNKNOWN : State.EMPTY;
        }
        boolean visible = !node.offline && marked(seen);
        return new DiskContent(
                disk,
                state,
                "it looks " + state,
                visible && partition,
                visible && partition ? new DiskVolume(formatted ? "NTFS" : "", "", null) : null);
    }

    private ClusterDisk clusterDisk() {
        return new ClusterDisk(
                "Cluster Disk 1", "id1", "{" + guid + "}", ResourceState.ONLINE, members.get(0), "Available Storage");
    }

    private SharedVolume volume() {
        return new SharedVolume(
                "Cluster Disk 1",
                "id1",
                ResourceState.ONLINE,
                members.get(0),
                "C:\\ClusterStorage\\Volume1",
                "{" + guid + "}");
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        return List.of();
    }

    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        return Optional.of(Owner.surely(call.host()));
    }

    @Override
    public java.util.Set<Class<?>> commands() {
        return java.util.Set.of();
    }

    @Override
    public List<Step> steps(Command<?> command, Call call) {
        return foreseen(command, call.host());
    }

    @Override
    public List<Step> foreseen(Command<?> command, String host) {
        return List.of(command::toString);
    }

    @Override
    public String wire() {
        return "script";
    }

    @Override
    public void close() {}
}
