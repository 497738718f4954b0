package io.quorate.lab.model;

import io.quorate.lab.kernel.Index;
import io.quorate.lab.kernel.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The groups and resources of all clusters by what is asked of them, so that a cluster of thousands need not be looked through. */
final class ClusterObjects {
    private final Index<GroupState> groups;
    private final Index<ResourceState> resources;

    ClusterObjects(World world) {
        groups = world.index(
                GroupState.class,
                g -> List.of(
                        called(g.cluster(), g.id()),
                        called(g.cluster(), g.name()),
                        "owner " + g.cluster() + "/" + g.owner(),
                        type(g.cluster(), g.type()),
                        "id " + g.id()));
        resources = world.index(ResourceState.class, ClusterObjects::words);
    }

    private static List<String> words(ResourceState resource) {
        String cluster = resource.cluster();
        List<String> words = new ArrayList<>(List.of(
                called(cluster, resource.id()),
                called(cluster, resource.name()),
                "group " + cluster + "/" + resource.group()));
        String vm = resource.vm();
        if (vm != null) {
            words.add(vm(cluster, vm));
        } else {
            words.add(plain(cluster));
        }
        String disk = resource.disk();
        if (disk != null) {
            words.add("disk " + disk);
        }
        if (resource.volume() > 0) {
            words.add(volumes(cluster));
        }
        return words;
    }

    private static String called(String cluster, String idOrName) {
        return "called " + cluster + "/" + idOrName.toLowerCase(Locale.ROOT);
    }

    private static String type(String cluster, int type) {
        return "type " + cluster + "/" + type;
    }

    private static String vm(String cluster, String id) {
        return "vm " + cluster + "/" + id.toLowerCase(Locale.ROOT);
    }

    private static String plain(String cluster) {
        return "plain " + cluster;
    }

    private static String volumes(String cluster) {
        return "volumes " + cluster;
    }

    /** Finds by id or by name, ignoring case. */
    List<GroupState> groups(String cluster, String idOrName) {
        return groups.of(called(cluster, idOrName));
    }

    List<GroupState> owned(String cluster, String host) {
        return groups.of("owner " + cluster + "/" + host);
    }

    List<GroupState> ofType(String cluster, int type) {
        return groups.of(type(cluster, type));
    }

    /** Finds a group by its id alone, in whatever cluster. */
    List<GroupState> group(String id) {
        return groups.of("id " + id);
    }

    /** Finds by id or by name, ignoring case. */
    List<ResourceState> resources(String cluster, String idOrName) {
        return resources.of(called(cluster, idOrName));
    }

    List<ResourceState> in(String cluster, String group) {
        return resources.of("group " + cluster + "/" + group);
    }

    List<ResourceState> ofVm(String cluster, String vm) {
        return resources.of(vm(cluster, vm));
    }

    /** Returns the resources that are not those of virtual machines. */
    List<ResourceState> plainOnes(String cluster) {
        return resources.of(plain(cluster));
    }

    List<ResourceState> volumesOf(String cluster) {
        return resources.of(volumes(cluster));
    }

    /** Returns the resources of a disk, in whatever cluster. */
    List<ResourceState> ofDisk(String disk) {
        return resources.of("disk " + disk);
    }
}
