package io.quorate.winrm.recipe.cluster;

import io.quorate.winrm.recipe.Words;

/** The enumerations of the FailoverClusters module that recipes read, with their numbers. */
final class ClusterWords {
    /** {@code ClusterNodeState}. */
    static final Words NODE_STATE =
            Words.of(0, "Up").and(1, "Down").and(2, "Paused").and(3, "Joining").and(-1, "Unknown");

    /** {@code ClusterNodeStatusInformation}. */
    static final Words NODE_STATUS = Words.of(0, "Normal")
            .and(1, "Isolated")
            .and(2, "Quarantined")
            .and(4, "DrainInProgress")
            .and(8, "DrainCompleted")
            .and(16, "DrainFailed")
            .and(32, "AvoidPlacement")
            .and(-2147483648, "Unknown");

    /** {@code ClusterNodeDrainStatus}. */
    static final Words DRAIN_STATUS =
            Words.of(0, "NotInitiated").and(1, "InProgress").and(2, "Completed").and(3, "Failed");

    /** {@code ClusterGroupState}. */
    static final Words GROUP_STATE = Words.of(0, "Online")
            .and(1, "Offline")
            .and(2, "Failed")
            .and(3, "PartialOnline")
            .and(4, "Pending")
            .and(-1, "Unknown");

    /** {@code GroupType}. */
    static final Words GROUP_TYPE = Words.of(1, "Cluster")
            .and(2, "AvailableStorage")
            .and(3, "Temporary")
            .and(4, "ClusterSharedVolume")
            .and(5, "ClusterStoragePool")
            .and(100, "FileServer")
            .and(101, "PrintServer")
            .and(102, "DhcpServer")
            .and(103, "Dtc")
            .and(104, "Msmq")
            .and(105, "Wins")
            .and(106, "StandAloneDfs")
            .and(107, "GenericApplication")
            .and(108, "GenericService")
            .and(109, "GenericScript")
            .and(110, "IScsiNameService")
            .and(111, "VirtualMachine")
            .and(112, "TsSessionBroker")
            .and(113, "IScsiTarget")
            .and(114, "ScaleoutFileServer")
            .and(115, "VMReplicaBroker")
            .and(116, "TaskScheduler")
            .and(117, "ClusterAwareUpdating")
            .and(118, "ScaleoutCluster")
            .and(119, "StorageReplica")
            .and(120, "VirtualMachineReplicationCoordinator")
            .and(121, "CrossClusterOrchestrator")
            .and(122, "InfrastructureFileServer")
            .and(123, "CoreSddc")
            .and(124, "UserManager")
            .and(125, "KeyValueStoreManager")
            .and(126, "HcsVirtualMachine")
            .and(127, "MetaVirtualMachine")
            .and(9999, "Unknown");

    /** {@code ClusterApplicationStatusInformation}. */
    static final Words GROUP_STATUS = Words.of(0, "None")
            .and(1, "Locked")
            .and(2, "Preempted")
            .and(4, "Queued")
            .and(8, "PhysicalResourcesLacking")
            .and(16, "WaitingToStart")
            .and(32, "EmbeddedFailure")
            .and(64, "OfflineAntiAffinityConflict")
            .and(128, "NetworkFailure")
            .and(256, "Unmonitored")
            .and(4096, "WaitingForDependencies");

    /** {@code ClusterResourceState}. */
    static final Words RESOURCE_STATE = Words.of(0, "Inherited")
            .and(1, "Initializing")
            .and(2, "Online")
            .and(3, "Offline")
            .and(4, "Failed")
            .and(128, "Pending")
            .and(129, "OnlinePending")
            .and(130, "OfflinePending")
            .and(-1, "Unknown");

    /** {@code ClusterSharedVolumeState}. */
    static final Words VOLUME_STATE = Words.of(0, "Unavailable")
            .and(1, "Paused")
            .and(2, "Direct")
            .and(3, "FileSystemRedirected")
            .and(4, "BlockRedirected");

    /** {@code ClusterSharedVolumeFileSystemRedirectedIOReasons}; a sum of several comes with its words. */
    static final Words FILE_SYSTEM_REASON = Words.of(0, "NotFileSystemRedirected")
            .and(1, "UserRequest")
            .and(2, "IncompatibleFileSystemFilter")
            .and(4, "IncompatibleVolumeFilter")
            .and(8, "FileSystemTiering")
            .and(16, "BitLockerInitializing")
            .and(32, "FileSystemReFs");

    /** {@code ClusterSharedVolumeBlockRedirectedIOReason}. */
    static final Words BLOCK_REASON = Words.of(0, "NotBlockRedirected")
            .and(1, "NoDiskConnectivity")
            .and(2, "StorageSpaceNotAttached")
            .and(4, "VolumeReplicationEnabled");

    /** {@code ClusterQuorumType}. */
    static final Words QUORUM_TYPE = Words.of(0, "Unknown").and(1, "Majority").and(2, "DiskOnly");

    /** {@code ClusterResiliencyLevel}. */
    static final Words RESILIENCY_LEVEL =
            Words.of(1, "IsolateOnSpecialHeartbeat").and(2, "AlwaysIsolate");

    private ClusterWords() {}
}
