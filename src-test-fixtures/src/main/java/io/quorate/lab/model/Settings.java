package io.quorate.lab.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * The cluster's numeric common properties with their defaults. Those of the heartbeat are recorded on real clusters (grade A), the others
 * are documented (C) or, where nothing is documented, assumed (E).
 */
final class Settings {
    /** Defaults on Windows Server 2019 and later. */
    static final Map<String, Long> DEFAULTS = defaults();

    private Settings() {}

    private static Map<String, Long> defaults() {
        Map<String, Long> d = new TreeMap<>();
        d.put("AddEvictDelay", 60L);
        d.put("AutoAssignNodeSite", 0L);
        d.put("AutoBalancerMode", 2L);
        d.put("AutoBalancerLevel", 1L);
        d.put("BackupInProgress", 0L);
        d.put("BlockCacheSize", 1024L);
        d.put("ClusSvcHangTimeout", 60L);
        d.put("ClusSvcRegroupStageTimeout", 5L);
        d.put("ClusSvcRegroupTickInMilliseconds", 300L);
        d.put("ClusterEnforcedAntiAffinity", 0L);
        d.put("ClusterGroupWaitDelay", 120L);
        d.put("ClusterLogLevel", 3L);
        d.put("ClusterLogSize", 1536L);
        d.put("CrossSiteDelay", 1000L);
        d.put("CrossSiteThreshold", 20L);
        d.put("CrossSubnetDelay", 1000L);
        d.put("CrossSubnetThreshold", 20L);
        d.put("CsvBalancer", 1L);
        d.put("DatabaseReadWriteMode", 0L);
        d.put("DefaultNetworkRole", 3L);
        d.put("DrainOnShutdown", 1L);
        d.put("DynamicQuorum", 1L);
        d.put("EnableSharedVolumes", 1L);
        d.put("FixQuorum", 0L);
        d.put("GroupDependencyTimeout", 600L);
        d.put("HangRecoveryAction", 3L);
        d.put("IgnorePersistentStateOnStartup", 0L);
        d.put("LogResourceControls", 0L);
        d.put("LowerQuorumPriorityNodeId", 0L);
        d.put("MaximumParallelMigrations", 1L);
        d.put("MessageBufferLength", 50L);
        d.put("MinimumNeverPreemptPriority", 3000L);
        d.put("MinimumPreemptorPriority", 1L);
        d.put("NetftIPSecEnabled", 1L);
        d.put("PlacementOptions", 0L);
        d.put("PlumbAllCrossSubnetRoutes", 0L);
        d.put("PreventQuorum", 0L);
        d.put("QuarantineDuration", 7200L);
        d.put("QuarantineThreshold", 3L);
        d.put("QuorumArbitrationTimeMax", 20L);
        d.put("RequestReplyTimeout", 60L);
        d.put("ResiliencyDefaultPeriod", 240L);
        d.put("ResiliencyLevel", 2L);
        d.put("RouteHistoryLength", 40L);
        d.put("SameSubnetDelay", 1000L);
        d.put("SameSubnetThreshold", 20L);
        d.put("SecurityLevel", 1L);
        d.put("SecurityLevelForStorage", 0L);
        d.put("SharedVolumeVssWriterOperationTimeout", 1800L);
        d.put("ShutdownTimeoutInMinutes", 20L);
        d.put("UseClientAccessNetworksForSharedVolumes", 0L);
        d.put("WitnessDatabaseWriteTimeout", 300L);
        d.put("WitnessRestartInterval", 15L);
        return d;
    }

    /** Refuses a value that the cluster would refuse (ERROR_INVALID_PARAMETER). */
    static void check(String property, long value) {
        boolean fine = DEFAULTS.containsKey(property)
                && switch (property) {
                    case "SameSubnetDelay" -> value >= 250 && value <= 2000;
                    case "CrossSubnetDelay" -> value >= 250 && value <= 4000;
                    case "SameSubnetThreshold", "CrossSubnetThreshold" -> value >= 3 && value <= 120;
                    case "ResiliencyLevel" -> value == 1 || value == 2;
                    case "DynamicQuorum", "EnableSharedVolumes" -> value == 0 || value == 1;
                    default -> value >= 0 && value <= 0xFFFFFFFFL;
                };
        if (!fine) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, property);
        }
    }
}
