package io.quorate.cluster;

import java.util.List;
import java.util.Objects;

/**
 * What a cluster group is for. Words of {@code GroupType}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record GroupType(String word) {
    /** The core group with the cluster's own name, address and disk witness. */
    public static final GroupType CLUSTER = new GroupType("Cluster");

    /** The core group that holds disks no role uses. */
    public static final GroupType AVAILABLE_STORAGE = new GroupType("AvailableStorage");

    /** A shared volume. */
    public static final GroupType CLUSTER_SHARED_VOLUME = new GroupType("ClusterSharedVolume");

    /** A Hyper-V virtual machine. */
    public static final GroupType VIRTUAL_MACHINE = new GroupType("VirtualMachine");

    /** The Hyper-V Replica broker. */
    public static final GroupType REPLICA_BROKER = new GroupType("VMReplicaBroker");

    /** An iSCSI target server. */
    public static final GroupType ISCSI_TARGET = new GroupType("IScsiTarget");

    /** A file server. */
    public static final GroupType FILE_SERVER = new GroupType("FileServer");

    /** A generic application. */
    public static final GroupType GENERIC_APPLICATION = new GroupType("GenericApplication");

    /** A generic service. */
    public static final GroupType GENERIC_SERVICE = new GroupType("GenericService");

    /** A generic script. */
    public static final GroupType GENERIC_SCRIPT = new GroupType("GenericScript");

    /** Anything the cluster has no type for, such as a SQL Server instance or availability group. */
    public static final GroupType UNKNOWN = new GroupType("Unknown");

    private static final List<GroupType> KNOWN = List.of(
            CLUSTER,
            AVAILABLE_STORAGE,
            CLUSTER_SHARED_VOLUME,
            VIRTUAL_MACHINE,
            REPLICA_BROKER,
            ISCSI_TARGET,
            FILE_SERVER,
            GENERIC_APPLICATION,
            GENERIC_SERVICE,
            GENERIC_SCRIPT,
            UNKNOWN);

    public GroupType {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static GroupType of(String word) {
        for (GroupType one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new GroupType(word);
    }

    /** Tells whether the word is one of the constants. */
    public boolean known() {
        return KNOWN.contains(this);
    }

    @Override
    public String toString() {
        return word;
    }
}
