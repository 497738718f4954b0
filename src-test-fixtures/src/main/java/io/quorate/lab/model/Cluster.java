package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failover cluster. Reading is free; every operation that changes it is called inside a {@link World#change}, never waits, and says no by
 * a {@link Refusal}. What takes time goes on by itself in the world; wait for the state you want.
 */
public final class Cluster {
    private final Estate estate;
    private final World world;
    private final String name;
    private final Membership membership;
    private final Groups groups;
    private final Migrations migrations;
    private final Drains drains;
    private final Storage storage;
    private final Roles roles;

    Cluster(Estate estate, String name) {
        this.estate = estate;
        this.world = estate.world();
        this.name = name;
        this.membership = new Membership(this);
        this.groups = new Groups(this);
        this.migrations = new Migrations(this);
        this.drains = new Drains(this);
        this.storage = new Storage(this);
        this.roles = new Roles(this);
    }

    // reading

    public String name() {
        return name;
    }

    public Estate estate() {
        return estate;
    }

    public ClusterState state() {
        return world.get(ClusterState.key(name));
    }

    /** Returns the nodes in the order of joining. */
    public List<NodeState> nodes() {
        return world.read(() -> state().nodes().stream()
                .map(n -> world.get(NodeState.key(name, n)))
                .toList());
    }

    /** Finds a node by its host's name or DNS name, ignoring case. */
    public Optional<NodeState> node(String host) {
        return world.read(() -> estate.findHost(host).flatMap(h -> world.find(NodeState.key(name, h.name()))));
    }

    NodeState requireNode(String host) {
        return node(host).orElseThrow(() -> new Refusal(Refusal.Reason.NODE_NOT_FOUND, host));
    }

    /** Returns all groups, those of shared volumes included, in the order of creation. */
    public List<GroupState> groups() {
        return world.all(GroupState.class).stream()
                .filter(g -> g.cluster().equals(name))
                .toList();
    }

    /** Finds a group by id or by name, ignoring case. */
    public Optional<GroupState> group(String idOrName) {
        return objects().groups(name, idOrName).stream().findFirst();
    }

    GroupState requireGroup(String idOrName) {
        return group(idOrName).orElseThrow(() -> new Refusal(Refusal.Reason.GROUP_NOT_FOUND, idOrName));
    }

    /** Returns all resources, those of shared volumes included, in the order of creation. */
    public List<ResourceState> resources() {
        return world.all(ResourceState.class).stream()
                .filter(r -> r.cluster().equals(name))
                .toList();
    }

    /** Finds a resource by id or by name, ignoring case. */
    public Optional<ResourceState> resource(String idOrName) {
        return objects().resources(name, idOrName).stream().findFirst();
    }

    ResourceState requireResource(String idOrName) {
        return resource(idOrName).orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, idOrName));
    }

    /** Returns the shared volumes' resources. */
    public List<ResourceState> volumes() {
        return objects().volumesOf(name);
    }

    /** Returns the resources that are not those of virtual machines, those of shared volumes included. */
    public List<ResourceState> plainResources() {
        return objects().plainOnes(name);
    }

    /** Returns the resources of a group. */
    public List<ResourceState> resourcesIn(String groupId) {
        return objects().in(name, groupId);
    }

    /** Returns the resources of a virtual machine. */
    public List<ResourceState> resourcesOfVm(String vmId) {
        return objects().ofVm(name, vmId);
    }

    /** Returns the groups of a type, e.g. the cluster's own. */
    List<GroupState> groupsOfType(int type) {
        return objects().ofType(name, type);
    }

    /** Returns the groups that a node owns. */
    List<GroupState> owned(String host) {
        return objects().owned(name, host);
    }

    private ClusterObjects objects() {
        return estate.clusterObjects();
    }

    /** Returns the group a resource is in. */
    public GroupState groupOf(ResourceState resource) {
        return world.get(GroupState.key(name, resource.group()));
    }

    /** Finds the migration of a group. */
    public Optional<MigrationState> migration(String groupId) {
        return world.find(MigrationState.key(name, groupId));
    }

    /** Returns how long a silent node takes to be declared Down, by the settings as they are. */
    public Duration detection() {
        ClusterState state = state();
        return Duration.ofMillis(state.setting("SameSubnetDelay") * state.setting("SameSubnetThreshold"));
    }

    /** Tells whether a host's cluster service answers as a member with quorum. */
    public boolean serves(String host) {
        return world.read(() -> state().quorate()
                && node(host).filter(n -> n.service() && n.active()).isPresent());
    }

    /** Returns the votes as they are, e.g. {@code HV1=1 HV2=0 witness=0}. */
    public String votes() {
        StringBuilder text = new StringBuilder();
        nodes().forEach(n ->
                text.append(n.host()).append('=').append(n.dynamicWeight()).append(' '));
        return text.append("witness=").append(membership.votes().witness()).toString();
    }

    // changing

    /** Sets a numeric common property. */
    public void set(String property, long value) {
        Settings.check(property, value);
        world.update(ClusterState.key(name), c -> c.withSetting(property, value));
        if (property.equals("DynamicQuorum") || property.equals("LowerQuorumPriorityNodeId")) {
            membership.recount();
        }
    }

    /** Sets a node's configured vote, 0 or 1. */
    public void setWeight(String host, int weight) {
        if (weight != 0 && weight != 1) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "NodeWeight");
        }
        NodeState node = requireNode(host);
        world.put(NodeState.key(name, node.host()), node.withWeight(weight));
        membership.recount();
    }

    /** Sets a group's priority: 0, 1000, 2000 or 3000. */
    public void setPriority(String groupId, int priority) {
        if (priority % 1000 != 0 || priority < 0 || priority > 3000) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "Priority");
        }
        GroupState group = requireGroup(groupId);
        world.put(group.key(), group.withPriority(priority));
    }

    void form(String host) {
        String path = ClusterState.key(name).path();
        world.put(
                ClusterState.key(name),
                new ClusterState(
                        name,
                        world.random().guid(path).toString(),
                        List.of(),
                        Settings.DEFAULTS,
                        null,
                        0,
                        true,
                        1,
                        0,
                        0,
                        0));
        membership.found(host);
        GroupState cluster = groups.create("Cluster Group", GroupState.CLUSTER, host, GroupState.State.ONLINE);
        groups.create("Available Storage", GroupState.AVAILABLE_STORAGE, host, GroupState.State.OFFLINE);
        groups.resource("Cluster Name", ResourceState.Type.NETWORK_NAME, cluster, null, null);
        groups.resource("Cluster IP Address", ResourceState.Type.IP_ADDRESS, cluster, null, null);
    }

    /** Starts to join a host; it becomes Up by itself. */
    public void addNode(String host) {
        estate.requireFree(host);
        membership.join(estate.host(host).name());
    }

    /**
     * Takes a node out for good.
     *
     * @param force also if virtual machines run on it: they are turned off and started elsewhere
     */
    public void evict(String host, boolean force) {
        membership.evict(requireNode(host), force);
    }

    /** Pauses a node; with drain, moves everything away, virtual machines by live migration. */
    public void pause(String host, boolean drain, @Nullable String target) {
        drains.pause(
                requireNode(host),
                drain,
                target == null ? null : requireNode(target).host());
    }

    /** Ends a pause. */
    public void resume(String host, boolean failback) {
        drains.resume(requireNode(host), failback);
    }

    /**
     * Moves a group; a virtual machine that runs is live-migrated. Moving to the owner does nothing.
     *
     * @param target the node, or null for the best
     */
    public void move(String groupId, @Nullable String target) {
        groups.move(
                requireGroup(groupId),
                target == null ? null : requireNode(target).host());
    }

    /** Cancels the migration of a group; the virtual machine goes on where it is. In the blackout it is too late, and nothing happens. */
    public void cancelMigration(String groupId) {
        migrations.cancel(requireGroup(groupId));
    }

    /** Brings a group online. */
    public void start(String groupId) {
        groups.start(requireGroup(groupId));
    }

    /** Takes a group offline; a virtual machine is saved. */
    public void stop(String groupId) {
        groups.stop(requireGroup(groupId));
    }

    /** Returns the disks that every node sees and that are not in the cluster. */
    public List<DiskState> availableDisks() {
        return storage.available();
    }

    /** Adds a disk to Available Storage. */
    public ResourceState addDisk(String diskId) {
        return storage.add(diskId);
    }

    /** Turns a disk of Available Storage into a shared volume. */
    public ResourceState addVolume(String resource) {
        return storage.share(requireResource(resource));
    }

    /** Makes a shared volume a disk of Available Storage again; virtual machines on it lose their files. */
    public ResourceState removeVolume(String resource) {
        return storage.unshare(requireResource(resource));
    }

    /** Takes a disk of Available Storage out of the cluster; its data stay. */
    public void removeDisk(String resource) {
        storage.remove(requireResource(resource));
    }

    /** Brings a disk's resource online. */
    public void startDisk(String resource) {
        storage.start(requireResource(resource));
    }

    /** Returns how a node reaches a shared volume. */
    public VolumeAccess access(ResourceState volume, String host) {
        return storage.access(volume, host);
    }

    /** Makes a disk the witness, or no witness for null. */
    public void setWitness(@Nullable String resource) {
        storage.witness(resource == null ? null : requireResource(resource));
    }

    /** Makes a virtual machine highly available. */
    public GroupState addVirtualMachine(String vmId, @Nullable String roleName) {
        return groups.addVirtualMachine(vmId, roleName);
    }

    /** Adds a group of several resources, all online, on the node where what it stands for runs. */
    public GroupState addRole(String group, String owner, ClusteredRole role, List<ClusteredRole.Part> parts) {
        return roles.add(group, requireNode(owner).host(), role, parts);
    }

    /** Removes such a group with all its resources. */
    public void removeRole(String group) {
        roles.remove(requireGroup(group));
    }

    /** Returns what a resource of such a group has of its own. */
    public Optional<OwnResource> own(ResourceState resource) {
        return world.find(OwnResource.key(name, resource.id()));
    }

    /** Brings a resource of such a group online, what it needs first. */
    public void startResource(String resource) {
        roles.start(requireResource(resource));
    }

    /** Takes a resource of such a group offline, what needs it first. */
    public void stopResource(String resource) {
        roles.stop(requireResource(resource));
    }

    /** Tells that what a resource of such a group stands for has stopped by itself. */
    public void failed(String resource) {
        roles.failed(requireResource(resource));
    }

    // for the siblings

    Roles roles() {
        return roles;
    }

    World world() {
        return world;
    }

    Membership membership() {
        return membership;
    }

    Groups groupOperations() {
        return groups;
    }

    Migrations migrations() {
        return migrations;
    }

    Drains drains() {
        return drains;
    }

    /** Tells whether a node is a possible owner of a resource; all are where nobody said otherwise. */
    public boolean mayOwn(ResourceState resource, String host) {
        return world.find(OwnersState.key(name, resource.id()))
                .map(one -> one.hosts().stream().anyMatch(host::equalsIgnoreCase))
                .orElse(true);
    }

    /** Sets the possible owners of a resource. */
    public void owners(ResourceState resource, List<String> hosts) {
        world.put(OwnersState.key(name, resource.id()), new OwnersState(name, resource.id(), hosts));
    }

    Storage storage() {
        return storage;
    }

    /** Returns the nodes that may take groups, but for the excluded ones: Up, fewest virtual machines first, then by id. */
    List<String> candidates(List<String> excluded) {
        List<NodeState> up = new ArrayList<>(nodes());
        up.removeIf(n -> n.state() != NodeState.State.UP || excluded.contains(n.host()));
        List<GroupState> all = groups();
        up.sort(Comparator.comparingLong((NodeState n) -> all.stream()
                        .filter(g -> g.type() == GroupState.VIRTUAL_MACHINE
                                && g.owner().equals(n.host()))
                        .count())
                .thenComparingInt(NodeState::number));
        return up.stream().map(NodeState::host).toList();
    }
}
