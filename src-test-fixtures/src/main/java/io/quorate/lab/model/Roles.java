package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups of several resources with states of their own: what needs another comes online after it and goes offline before it. A resource that
 * fails is started again on its node once in a quarter of an hour, and then its group fails over.
 */
final class Roles {
    private static final Duration RESTART_DELAY = Duration.ofMillis(500);
    private static final Duration RESTART_PERIOD = Duration.ofMinutes(15);

    private final Cluster cluster;
    private final World world;
    private final Map<String, ClusteredRole> roles = new HashMap<>();
    private final Map<String, List<Duration>> failures = new HashMap<>();

    Roles(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
    }

    Optional<ClusteredRole> of(GroupState group) {
        return Optional.ofNullable(roles.get(group.id()));
    }

    /** Tells whether a node may own a group. */
    boolean mayOwn(GroupState group, String host) {
        return of(group)
                        .map(r -> r.owners().stream().anyMatch(host::equalsIgnoreCase))
                        .orElse(true)
                && cluster.resourcesIn(group.id()).stream().allMatch(r -> cluster.mayOwn(r, host));
    }

    GroupState add(String name, String owner, ClusteredRole role, List<ClusteredRole.Part> parts) {
        if (cluster.group(name).isPresent()) {
            throw new Refusal(Refusal.Reason.OBJECT_ALREADY_EXISTS, name);
        }
        GroupState group =
                cluster.groupOperations().create(name, GroupState.UNKNOWN_TYPE, owner, GroupState.State.ONLINE);
        roles.put(group.id(), role);
        for (ClusteredRole.Part part : parts) {
            ResourceState resource = part.disk().isEmpty()
                    ? cluster.groupOperations().resource(part.name(), part.type(), group, null, null)
                    : cluster.storage().give(cluster.requireResource(part.disk()), group.id());
            world.put(
                    OwnResource.key(cluster.name(), resource.id()),
                    new OwnResource(
                            cluster.name(),
                            resource.id(),
                            OwnResource.State.ONLINE,
                            true,
                            part.needs(),
                            part.properties()));
        }
        return group;
    }

    /** Takes all of a role offline and does away with it. */
    void remove(GroupState group) {
        if (of(group).isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, group.name());
        }
        List<ResourceState> parts = parts(group);
        halt(group);
        for (ResourceState part : parts) {
            world.remove(OwnResource.key(cluster.name(), part.id()));
            world.remove(part.key());
        }
        world.remove(group.key());
        roles.remove(group.id());
    }

    private OwnResource own(ResourceState resource) {
        return world.get(OwnResource.key(cluster.name(), resource.id()));
    }

    /** Returns a group's resources, what is needed before what needs it. */
    private List<ResourceState> parts(GroupState group) {
        List<ResourceState> left = new ArrayList<>(cluster.resourcesIn(group.id()));
        List<ResourceState> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            ResourceState next = left.stream()
                    .filter(r -> own(r).needs().stream()
                            .allMatch(
                                    n -> ordered.stream().anyMatch(o -> o.name().equals(n))))
                    .findFirst()
                    .orElseThrow();
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private void put(ResourceState resource, OwnResource.State state) {
        world.update(OwnResource.key(cluster.name(), resource.id()), o -> o.state() == state ? o : o.with(state));
    }

    /** Its group's owner has changed, or is to change: nothing of it runs any more. */
    void halt(GroupState group) {
        of(group).ifPresent(role -> {
            List<ResourceState> parts = new ArrayList<>(parts(group));
            java.util.Collections.reverse(parts);
            for (ResourceState one : parts) {
                if (own(one).state() != OwnResource.State.OFFLINE) {
                    put(one, OwnResource.State.OFFLINE);
                    role.stop(one);
                }
            }
        });
    }

    /** Brings everything online that is to be, on the owner. */
    void begin(GroupState group) {
        of(group).ifPresent(role -> {
            role.owned(world.get(group.key()).owner());
            start(
                    group,
                    role,
                    parts(group).stream().filter(r -> own(r).wanted()).toList());
        });
    }

    private void start(GroupState group, ClusteredRole role, List<ResourceState> order) {
        List<ResourceState> left = order.stream()
                .filter(r -> own(r).state() != OwnResource.State.ONLINE)
                .toList();
        if (left.isEmpty()) {
            settle(group);
            return;
        }
        ResourceState first = left.get(0);
        if (own(first).state() == OwnResource.State.ONLINE_PENDING) {
            return;
        }
        String owner = world.get(group.key()).owner();
        put(first, OwnResource.State.ONLINE_PENDING);
        settle(group);
        role.start(first, () -> {
            if (own(first).state() == OwnResource.State.ONLINE_PENDING
                    && world.get(group.key()).owner().equals(owner)) {
                put(first, OwnResource.State.ONLINE);
                start(group, role, left);
            }
        });
    }

    /** Lets the group be what its resources are. */
    private void settle(GroupState group) {
        List<OwnResource.State> states =
                parts(group).stream().map(r -> own(r).state()).toList();
        GroupState.State state = states.contains(OwnResource.State.ONLINE_PENDING)
                ? GroupState.State.PENDING
                : states.contains(OwnResource.State.FAILED)
                        ? GroupState.State.FAILED
                        : states.stream().allMatch(s -> s == OwnResource.State.ONLINE)
                                ? GroupState.State.ONLINE
                                : states.stream().allMatch(s -> s == OwnResource.State.OFFLINE)
                                        ? GroupState.State.OFFLINE
                                        : GroupState.State.PARTIAL_ONLINE;
        world.update(group.key(), g -> g.state() == state ? g : g.with(state));
    }

    /** Everything of the group is wanted again. */
    void wantAll(GroupState group, boolean online) {
        if (of(group).isPresent()) {
            parts(group)
                    .forEach(r -> world.update(
                            OwnResource.key(cluster.name(), r.id()),
                            o -> o.wanted() == online ? o : o.withWanted(online)));
        }
    }

    private ClusteredRole requireHeld(ResourceState resource, GroupState group) {
        ClusteredRole role = of(group).orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, resource.name()));
        if (!cluster.requireNode(group.owner()).active()) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, group.name());
        }
        return role;
    }

    /** Brings a resource online, what it needs first. */
    void start(ResourceState resource) {
        GroupState group = cluster.groupOf(resource);
        ClusteredRole role = requireHeld(resource, group);
        List<ResourceState> order = new ArrayList<>();
        for (ResourceState one : parts(group)) {
            if (one.id().equals(resource.id()) || needs(group, resource, one)) {
                order.add(one);
            }
        }
        for (ResourceState one : order) {
            world.update(OwnResource.key(cluster.name(), one.id()), o -> o.wanted() ? o : o.withWanted(true));
        }
        world.update(group.key(), g -> g.wanted() ? g : g.withWanted(true));
        start(group, role, order);
    }

    /** Takes a resource offline, what needs it first. */
    void stop(ResourceState resource) {
        GroupState group = cluster.groupOf(resource);
        ClusteredRole role = requireHeld(resource, group);
        world.update(OwnResource.key(cluster.name(), resource.id()), o -> o.withWanted(false));
        down(group, role, resource, OwnResource.State.OFFLINE);
        settle(group);
    }

    private void down(GroupState group, ClusteredRole role, ResourceState resource, OwnResource.State end) {
        List<ResourceState> parts = new ArrayList<>(parts(group));
        java.util.Collections.reverse(parts);
        for (ResourceState one : parts) {
            boolean self = one.id().equals(resource.id());
            if ((self || needs(group, one, resource)) && own(one).state() != OwnResource.State.OFFLINE) {
                put(one, self ? end : OwnResource.State.OFFLINE);
                role.stop(one);
            }
        }
    }

    /** Tells whether one needs another, through others too. */
    private boolean needs(GroupState group, ResourceState one, ResourceState other) {
        return own(one).needs().stream()
                .anyMatch(n -> n.equals(other.name())
                        || parts(group).stream().filter(r -> r.name().equals(n)).anyMatch(r -> needs(group, r, other)));
    }

    /** What a resource stands for has stopped, and the cluster did not stop it. */
    void failed(ResourceState resource) {
        GroupState group = cluster.groupOf(resource);
        ClusteredRole role = of(group).orElseThrow();
        if (own(resource).state() != OwnResource.State.ONLINE) {
            return;
        }
        down(group, role, resource, OwnResource.State.FAILED);
        settle(group);
        List<Duration> times = failures.computeIfAbsent(resource.id(), r -> new ArrayList<>());
        Duration now = world.time().now();
        times.removeIf(t -> now.minus(t).compareTo(RESTART_PERIOD) > 0);
        times.add(now);
        boolean here = times.size() == 1;
        String owner = group.owner();
        world.schedule(RESTART_DELAY, group.key().path(), "restart of " + resource.name(), () -> {
            GroupState later = world.get(group.key());
            if (own(resource).state() != OwnResource.State.FAILED
                    || !later.owner().equals(owner)) {
                return;
            }
            if (here) {
                start(
                        later,
                        role,
                        parts(later).stream().filter(r -> own(r).wanted()).toList());
            } else {
                cluster.groupOperations().failAway(later);
            }
        });
    }
}
