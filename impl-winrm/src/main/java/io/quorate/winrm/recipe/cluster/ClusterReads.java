package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.GroupState;
import io.quorate.cluster.GroupStatus;
import io.quorate.cluster.GroupType;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.cluster.Quorum;
import io.quorate.cluster.QuorumType;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.SharedVolumeAccess;
import io.quorate.cluster.SharedVolumeState;
import io.quorate.spi.Candidates;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.ById;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements that read a cluster, each with the properties it asks for and the decoder of its answer. */
public final class ClusterReads {
    private static final List<String> CLUSTER = List.of(
            "Name",
            "Id",
            "Domain",
            "SameSubnetDelay",
            "SameSubnetThreshold",
            "CrossSubnetDelay",
            "CrossSubnetThreshold",
            "ResiliencyLevel",
            "ResiliencyDefaultPeriod",
            "QuorumArbitrationTimeMax",
            "DynamicQuorum",
            "WitnessDynamicWeight");
    private static final List<String> NODE =
            List.of("Name", "Id", "State", "StatusInformation", "DrainStatus", "NodeWeight", "DynamicWeight");
    private static final List<String> GROUP =
            List.of("Name", "Id", "GroupType", "State", "OwnerNode", "IsCoreGroup", "StatusInformation");
    private static final List<String> VOLUME = List.of("Name", "Id", "State", "OwnerNode");
    private static final List<String> VOLUME_STATE =
            List.of("Name", "Node", "StateInfo", "FileSystemRedirectedIOReason", "BlockRedirectedIOReason");
    private static final List<String> AVAILABLE_DISK = List.of("Id", "Name", "Number", "Size");
    private static final List<String> RESOURCE =
            List.of("Name", "Id", "State", "OwnerNode", "OwnerGroup", "ResourceType", "IsStorageClassResource");
    private static final List<String> PARAMETER = List.of("ClusterObject", "Name", "Value");
    private static final List<String> QUORUM = List.of("QuorumType", "QuorumResource");

    static final String CLUSTER_MARK = "SameSubnetDelay";
    static final String NODE_MARK = "NodeWeight";
    static final String VOLUME_MARK = "OwnerNode";
    private static final String STATE_MARK = "StateInfo";
    private static final String PATH_MARK = "FriendlyVolumeName";
    private static final String RESOURCE_MARK = "IsStorageClassResource";

    /** What stands for a word that Windows does not tell. */
    private static final String UNKNOWN = "Unknown";

    private ClusterReads() {}

    static List<PsCommand> cluster() {
        return projectCluster(Cmdlet.GET_CLUSTER.line());
    }

    static List<PsCommand> nodes() {
        return projectNode(Cmdlet.GET_CLUSTER_NODE.line());
    }

    static List<PsCommand> groups() {
        return projectGroup(Cmdlet.GET_CLUSTER_GROUP.line());
    }

    /** One node; null if its name would mean others, too. A cluster knows its nodes by their short names. */
    static @Nullable PsPipeline node(String name) {
        boolean odd = Line.isPattern(name) || name.indexOf('.') >= 0;
        return odd
                ? null
                : Line.message(projectNode(Cmdlet.GET_CLUSTER_NODE.line().with("Name", name)));
    }

    /** The groups of one node; null if its name would mean others, too. */
    static @Nullable PsPipeline groupsOf(String node) {
        boolean odd = Line.isPattern(node) || node.indexOf('.') >= 0;
        return odd
                ? null
                : Line.message(Line.statement(
                        Cmdlet.GET_CLUSTER_NODE.line().with("Name", node),
                        Cmdlet.GET_CLUSTER_GROUP.line(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", GROUP)));
    }

    /** One group; null if its name would mean others, too. */
    static @Nullable PsPipeline group(String name) {
        return Line.isPattern(name) ? null : Line.message(oneGroup(name));
    }

    /** One group, whose name is no pattern. */
    static List<PsCommand> oneGroup(String name) {
        return projectGroup(Cmdlet.GET_CLUSTER_GROUP.line().with("Name", name));
    }

    static List<PsCommand> volumes() {
        return projectVolume(Cmdlet.GET_CLUSTER_SHARED_VOLUME.line());
    }

    static List<PsCommand> availableDisks() {
        return Cmdlet.GET_CLUSTER_AVAILABLE_DISK.line().select(AVAILABLE_DISK);
    }

    static List<PsCommand> resources() {
        return Cmdlet.GET_CLUSTER_RESOURCE.line().select(RESOURCE);
    }

    static List<PsCommand> quorum() {
        return projectQuorum(Cmdlet.GET_CLUSTER_QUORUM.line());
    }

    /** The private properties of all storage resources; a disk's identity is among them. */
    static List<PsCommand> storageParameters() {
        return Line.statement(
                Cmdlet.GET_CLUSTER_RESOURCE.line(),
                Cmdlet.WHERE_OBJECT
                        .line()
                        .with("Property", "IsStorageClassResource")
                        .flag("EQ")
                        .with("Value", PsValue.bool(true)),
                Cmdlet.GET_CLUSTER_PARAMETER.line(),
                Cmdlet.SELECT_OBJECT.line().with("Property", PARAMETER));
    }

    /**
     * The paths of all shared volumes, each with the volume's name. They lie in a list, and its items would arrive as their text only.
     * Windows tells them only of volumes that are online.
     */
    static List<PsCommand> volumePaths() {
        return Line.statement(
                Cmdlet.GET_CLUSTER_SHARED_VOLUME.line(),
                Cmdlet.SELECT_OBJECT
                        .line()
                        .with("Property", List.of("Name"))
                        .with("ExpandProperty", "SharedVolumeInfo")
                        .quiet(),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Name", PATH_MARK)));
    }

    /** The private properties of all shared volumes. */
    static List<PsCommand> volumeParameters() {
        return Line.statement(
                Cmdlet.GET_CLUSTER_SHARED_VOLUME.line(),
                Cmdlet.GET_CLUSTER_PARAMETER.line(),
                Cmdlet.SELECT_OBJECT.line().with("Property", PARAMETER));
    }

    static List<PsCommand> projectCluster(Line line) {
        return line.select(CLUSTER);
    }

    static List<PsCommand> projectNode(Line line) {
        return line.select(NODE);
    }

    /** Projects what puts out groups; the recipes for virtual machines use it, too. */
    public static List<PsCommand> projectGroup(Line line) {
        return line.select(GROUP);
    }

    static List<PsCommand> projectVolume(Line line) {
        return line.select(VOLUME);
    }

    static Line projectVolume() {
        return Cmdlet.SELECT_OBJECT.line().with("Property", VOLUME);
    }

    static Line projectGroupOf() {
        return Cmdlet.SELECT_OBJECT.line().with("Property", GROUP);
    }

    static Line projectResource() {
        return Cmdlet.SELECT_OBJECT.line().with("Property", RESOURCE);
    }

    static List<PsCommand> projectQuorum(Line line) {
        return line.select(QUORUM);
    }

    static PsPipeline disksMessage() {
        return Line.message(resources(), storageParameters());
    }

    /** The shared volumes with their paths and the disks they are. */
    static PsPipeline volumesMessage() {
        return Line.message(volumes(), volumePaths(), volumeParameters());
    }

    /** How every node reaches every shared volume. */
    static PsPipeline volumeStatesMessage() {
        return Line.message(
                volumes(), Cmdlet.GET_CLUSTER_SHARED_VOLUME_STATE.line().select(VOLUME_STATE));
    }

    static PsPipeline quorumMessage() {
        return Line.message(quorum(), resources());
    }

    static List<ClusterNode> nodes(PowerShell shell) {
        return Decode.each(shell.run(Line.message(nodes())), ClusterReads::node);
    }

    /** Finds a node in a fresh list; fails with not found if it is not there. */
    static ClusterNode node(String name, PowerShell shell) {
        return nodeNamed(name, nodes(shell));
    }

    static Optional<ClusterNode> find(String name, List<ClusterNode> nodes) {
        return nodes.stream().filter(node -> node.isNamed(name)).findFirst();
    }

    static ClusterNode nodeNamed(String name, List<ClusterNode> nodes) {
        return find(name, nodes).orElseThrow(() -> noNode(name, nodes));
    }

    static Fault noNode(String name, List<ClusterNode> nodes) {
        return Answers.notFound(
                "the cluster has no node " + name,
                Candidates.among(
                        "its nodes", name, nodes.stream().map(ClusterNode::name).toList()));
    }

    /** Finds the node in what a changing message put out: the last of its name, which is the one read back. */
    static ClusterNode readBack(List<PsValue> output, String name) {
        List<ClusterNode> nodes = Decode.each(output, ClusterReads::node);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (nodes.get(i).isNamed(name)) {
                return nodes.get(i);
            }
        }
        throw Answers.notTaken("Windows reported success, but the cluster does not list node " + name);
    }

    static List<ClusterGroup> groups(PowerShell shell) {
        return Decode.each(shell.run(Line.message(groups())), ClusterReads::group);
    }

    static Optional<ClusterGroup> findGroup(String name, List<ClusterGroup> groups) {
        return groups.stream()
                .filter(group -> group.name().equalsIgnoreCase(name))
                .findFirst()
                .or(() -> groups.stream()
                        .filter(group -> group.id().equalsIgnoreCase(name))
                        .findFirst());
    }

    /** Asks for the group alone, and where the cluster refuses that, looks through the list of all; fails with not found if it is not there. */
    static ClusterGroup groupNamed(String name, PowerShell shell) {
        return Optional.ofNullable(group(name))
                .flatMap(alone -> ById.ask(shell, alone))
                .flatMap(output -> findGroup(name, Decode.each(output, ClusterReads::group)))
                .orElseGet(() -> groupNamed(groups(shell), name));
    }

    static ClusterGroup groupNamed(List<ClusterGroup> groups, String name) {
        return findGroup(name, groups).orElseThrow(() -> noGroup(name, groups));
    }

    static Fault noGroup(String name, List<ClusterGroup> groups) {
        return Answers.notFound(
                "the cluster has no group " + name,
                Candidates.among(
                        "its groups",
                        name,
                        groups.stream().map(ClusterGroup::name).toList()));
    }

    static Cluster cluster(PowerShell shell) {
        return Decode.last(shell.run(Line.message(cluster())), CLUSTER_MARK, "cluster", ClusterReads::cluster);
    }

    static Quorum quorum(PowerShell shell) {
        return quorum(shell.run(quorumMessage()));
    }

    /** Finds the shared volume that a disk is; empty after a list without it. */
    static Optional<SharedVolume> volumeOn(String diskId, List<PsValue> output) {
        return volumes(output).stream()
                .filter(volume -> DiskIdentity.same(diskId, volume.diskId()))
                .reduce((earlier, later) -> later);
    }

    /** Finds a shared volume by the cluster's name for it, or what else means it; the last of that name is the one read back. */
    static Optional<SharedVolume> volumeNamed(String name, List<SharedVolume> volumes) {
        return volumes.stream()
                .filter(volume -> volume.name().equalsIgnoreCase(name))
                .reduce((earlier, later) -> later)
                .or(() -> SharedVolume.named(name, volumes));
    }

    static Fault noVolume(String name, List<SharedVolume> volumes) {
        List<String> known = volumes.stream()
                .map(volume -> volume.name()
                        + volume.folder().map(folder -> " (" + folder + ")").orElse(""))
                .toList();
        return noVolumeAmong(name, known);
    }

    private static Fault noVolumeAmong(String name, List<String> known) {
        return Answers.notFound(
                "the cluster has no shared volume " + name, Candidates.among("its shared volumes", name, known));
    }

    /** Joins the volumes of a message with their paths and disks. */
    static List<SharedVolume> volumes(List<PsValue> output) {
        Map<String, String> identities = DiskIdentity.byObject(output, List.of(VOLUME_MARK, PATH_MARK));
        Map<String, String> paths = new HashMap<>();
        for (Decode from : Decode.all(
                output, PATH_MARK, List.of(VOLUME_MARK, DiskIdentity.MARK), v -> Decode.of(v, "shared volume"))) {
            String path = from.textOrEmpty(PATH_MARK);
            if (!path.isBlank()) {
                paths.putIfAbsent(from.textOrEmpty("Name"), path);
            }
        }
        return Decode.all(
                output, VOLUME_MARK, List.of(PATH_MARK, DiskIdentity.MARK), value -> volume(value, paths, identities));
    }

    /** Decodes how the nodes reach one volume; fails with not found if the volume is not listed. */
    static List<SharedVolumeState> volumeStates(String name, List<PsValue> output) {
        List<String> listed =
                Decode.all(output, VOLUME_MARK, List.of(STATE_MARK), v -> Decode.of(v, "shared volume")).stream()
                        .map(volume -> volume.textOrEmpty("Name"))
                        .toList();
        if (listed.stream().noneMatch(name::equalsIgnoreCase)) {
            throw noVolumeAmong(name, listed);
        }
        return Decode.all(output, STATE_MARK, List.of(VOLUME_MARK), ClusterReads::volumeState).stream()
                .filter(state -> state.volume().equalsIgnoreCase(name))
                .toList();
    }

    private static SharedVolumeState volumeState(PsValue value) {
        Decode from = Decode.of(value, "shared volume state");
        return new SharedVolumeState(
                from.textOrEmpty("Name"),
                from.nameOrEmpty("Node"),
                SharedVolumeAccess.of(from.wordOr(STATE_MARK, ClusterWords.VOLUME_STATE, UNKNOWN)),
                reason(from, "FileSystemRedirectedIOReason", ClusterWords.FILE_SYSTEM_REASON),
                reason(from, "BlockRedirectedIOReason", ClusterWords.BLOCK_REASON));
    }

    private static String reason(Decode from, String property, Words words) {
        String word = from.wordOr(property, words, "");
        return word.startsWith("Not") ? "" : word;
    }

    /** Finds the cluster disk of an identity; empty after a list without it. */
    static Optional<ClusterDisk> diskOf(String diskId, List<PsValue> output) {
        return disks(output).stream()
                .filter(disk -> DiskIdentity.same(diskId, disk.diskId()))
                .reduce((earlier, later) -> later);
    }

    static Cluster cluster(PsValue value) {
        Decode from = Decode.of(value, "cluster");
        return new Cluster(
                from.text("Name"),
                from.textOrEmpty("Id"),
                from.textOrEmpty("Domain"),
                new ClusterSettings(
                        from.millisOrNone("SameSubnetDelay"),
                        from.countOr("SameSubnetThreshold", 0),
                        from.millisOrNone("CrossSubnetDelay"),
                        from.countOr("CrossSubnetThreshold", 0),
                        ResiliencyLevel.of(from.wordOr("ResiliencyLevel", ClusterWords.RESILIENCY_LEVEL, UNKNOWN)),
                        from.secondsOrNone("ResiliencyDefaultPeriod"),
                        from.secondsOrNone("QuorumArbitrationTimeMax")),
                from.flagOr("DynamicQuorum", false),
                from.countOr("WitnessDynamicWeight", 0));
    }

    static ClusterNode node(PsValue value) {
        Decode from = Decode.of(value, "cluster node");
        return new ClusterNode(
                from.text("Name"),
                from.textOrEmpty("Id"),
                NodeState.of(from.wordOr("State", ClusterWords.NODE_STATE, UNKNOWN)),
                nodeStatus(from.flagsAndWords("StatusInformation", ClusterWords.NODE_STATUS)),
                DrainState.of(from.wordOr("DrainStatus", ClusterWords.DRAIN_STATUS, UNKNOWN)),
                from.countOr("NodeWeight", 0),
                from.countOr("DynamicWeight", 0));
    }

    /** A number that is no mask of 32 bits survives as its digits. */
    private static NodeStatus nodeStatus(Decode.Flags flags) {
        boolean mask = flags.number() >= Integer.MIN_VALUE && flags.number() <= 0xFFFF_FFFFL;
        return mask
                ? new NodeStatus((int) flags.number(), flags.unknown())
                : new NodeStatus(0, Long.toString(flags.number()));
    }

    /** Decodes a group; the recipes for virtual machines use it, too. */
    public static ClusterGroup group(PsValue value) {
        Decode from = Decode.of(value, "cluster group");
        Decode.Flags status = from.flagsAndWords("StatusInformation", ClusterWords.GROUP_STATUS);
        return new ClusterGroup(
                from.textOrEmpty("Name"),
                from.text("Id"),
                GroupType.of(from.wordOr("GroupType", ClusterWords.GROUP_TYPE, UNKNOWN)),
                GroupState.of(from.wordOr("State", ClusterWords.GROUP_STATE, UNKNOWN)),
                from.nameOrEmpty("OwnerNode"),
                from.flagOr("IsCoreGroup", false),
                new GroupStatus(status.number(), status.unknown()));
    }

    private static SharedVolume volume(PsValue value, Map<String, String> paths, Map<String, String> identities) {
        Decode from = Decode.of(value, "shared volume");
        String name = from.textOrEmpty("Name");
        return new SharedVolume(
                name,
                from.text("Id"),
                ResourceState.of(from.wordOr("State", ClusterWords.RESOURCE_STATE, UNKNOWN)),
                from.nameOrEmpty("OwnerNode"),
                paths.get(name),
                identities.getOrDefault(name, ""));
    }

    static AvailableDisk availableDisk(PsValue value) {
        Decode from = Decode.of(value, "available disk");
        return new AvailableDisk(
                from.text("Id"), from.textOrEmpty("Name"), from.int64Or("Number", -1), from.sizeOrNone("Size"));
    }

    /** Joins the resources of a message with the disk identities among the private properties. */
    static List<ClusterDisk> disks(List<PsValue> output) {
        Map<String, String> identities = DiskIdentity.byObject(output, List.of(RESOURCE_MARK));
        return Decode.all(
                        output,
                        RESOURCE_MARK,
                        List.of(DiskIdentity.MARK),
                        value -> Decode.of(value, "cluster resource"))
                .stream()
                .filter(from -> isDisk(from, identities))
                .map(from -> disk(from, identities.get(from.textOrEmpty("Name"))))
                .toList();
    }

    /** A resource whose type Windows does not tell is a disk if it has a disk's identity. */
    private static boolean isDisk(Decode resource, Map<String, String> identities) {
        String type = resource.nameOrEmpty("ResourceType");
        return type.isBlank()
                ? identities.containsKey(resource.textOrEmpty("Name"))
                : type.equalsIgnoreCase("Physical Disk");
    }

    static ClusterDisk disk(Decode from, @Nullable String identity) {
        return new ClusterDisk(
                from.textOrEmpty("Name"),
                from.text("Id"),
                identity == null ? "" : identity,
                ResourceState.of(from.wordOr("State", ClusterWords.RESOURCE_STATE, UNKNOWN)),
                from.nameOrEmpty("OwnerNode"),
                from.nameOrEmpty("OwnerGroup"));
    }

    /** Decodes quorum settings and finds the witness among the resources of the same message. */
    static Quorum quorum(List<PsValue> output) {
        Decode settings = Decode.last(output, "QuorumType", "quorum", value -> Decode.of(value, "quorum"));
        QuorumType type = QuorumType.of(settings.wordOr("QuorumType", ClusterWords.QUORUM_TYPE, UNKNOWN));
        if (!settings.has("QuorumResource")) {
            return new Quorum(type, null);
        }
        String name = settings.nameOf("QuorumResource");
        for (Decode resource : Decode.all(
                output, RESOURCE_MARK, List.of("QuorumType"), value -> Decode.of(value, "cluster resource"))) {
            if (resource.textOrEmpty("Name").equalsIgnoreCase(name)) {
                return new Quorum(
                        type,
                        new Quorum.Witness(
                                name,
                                resource.nameOrEmpty("ResourceType"),
                                ResourceState.of(resource.wordOr("State", ClusterWords.RESOURCE_STATE, UNKNOWN))));
            }
        }
        throw Decode.badReply("quorum: the witness " + name + " is not among the cluster's resources");
    }
}
