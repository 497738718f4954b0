package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import org.jspecify.annotations.Nullable;

/**
 * A cluster resource. It has no state of its own beyond its group's, but for those of a role ({@link OwnResource}).
 *
 * @param cluster the cluster's name
 * @param id GUID text
 * @param name name
 * @param type resource type
 * @param group id of the group it is in
 * @param disk id of the disk behind it, or null
 * @param vm id of the VM behind it, or null
 * @param volume number of the shared volume ({@code C:\ClusterStorage\Volume<n>}), 0 for none
 */
public record ResourceState(
        String cluster,
        String id,
        String name,
        Type type,
        String group,
        @Nullable String disk,
        @Nullable String vm,
        int volume) {

    /** Resource types, by the name that Windows does not translate. */
    public enum Type {
        NETWORK_NAME("Network Name"),
        IP_ADDRESS("IP Address"),
        SQL_SERVER("SQL Server"),
        SQL_SERVER_AGENT("SQL Server Agent"),
        PHYSICAL_DISK("Physical Disk"),
        REPLICATION_BROKER("Virtual Machine Replication Broker"),
        VIRTUAL_MACHINE("Virtual Machine"),
        VIRTUAL_MACHINE_CONFIGURATION("Virtual Machine Configuration");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** Returns the type's name in Windows. */
        public String text() {
            return text;
        }
    }

    /** Returns the entity's key. */
    public static Key<ResourceState> key(String cluster, String id) {
        return new Key<>(ResourceState.class, "cluster/" + cluster + "/resource/" + id);
    }

    /** Returns this resource's key. */
    public Key<ResourceState> key() {
        return key(cluster, id);
    }

    /** Returns where the volume is mounted; only for a shared volume. */
    public String mountPoint() {
        return "C:\\ClusterStorage\\Volume" + volume;
    }

    ResourceState in(String newGroup) {
        return new ResourceState(cluster, id, name, type, newGroup, disk, vm, volume);
    }

    ResourceState asVolume(String newGroup, int number) {
        return new ResourceState(cluster, id, name, type, newGroup, disk, vm, number);
    }
}
