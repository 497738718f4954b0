package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterRecordsTest {

    @Test
    void nodeState_whenWordIsKnown_isTheConstantInAnyCase() {
        assertThat(NodeState.of("UP")).isEqualTo(NodeState.UP).hasToString("Up");
        assertThat(NodeState.of("Up").known()).isTrue();
    }

    @Test
    void nodeState_whenWordIsUnknown_survives() {
        NodeState odd = NodeState.of("Hibernating");
        assertThat(odd.known()).isFalse();
        assertThat(odd).hasToString("Hibernating").isEqualTo(NodeState.of("Hibernating"));
    }

    @Test
    void sameHost_comparesShortWithFullButNotTwoDomains() {
        assertThat(ClusterNode.sameHost("HV1", "hv1")).isTrue();
        assertThat(ClusterNode.sameHost("HV1", "hv1.lab.example")).isTrue();
        assertThat(ClusterNode.sameHost("hv1.lab.example", "hv1.other.example")).isFalse();
        assertThat(ClusterNode.sameHost("HV1", "HV10")).isFalse();
    }

    @Test
    void nodeStatus_namesItsFlagsAndKeepsUnknownOnes() {
        assertThat(new NodeStatus(0)).hasToString("Normal");
        assertThat(new NodeStatus(2 | 16)).hasToString("Quarantined, DrainFailed");
        assertThat(new NodeStatus(1 | 256)).hasToString("Isolated, 0x100");
        assertThat(new NodeStatus(Integer.MIN_VALUE)).hasToString("Unknown");
        assertThat(new NodeStatus(Integer.MIN_VALUE).isolated()).isFalse();
    }

    @Test
    void quorum_knowsItsDiskWitnessByTypeAndName() {
        Quorum disk = new Quorum(
                QuorumType.MAJORITY, new Quorum.Witness("Cluster Disk 1", "Physical Disk", ResourceState.ONLINE));
        assertThat(disk.hasDiskWitness("cluster disk 1")).isTrue();
        assertThat(disk.hasDiskWitness("Cluster Disk 2")).isFalse();
        Quorum share = new Quorum(
                QuorumType.MAJORITY, new Quorum.Witness("Cluster Disk 1", "File Share Witness", ResourceState.ONLINE));
        assertThat(share.hasDiskWitness("Cluster Disk 1")).isFalse();
        assertThat(new Quorum(QuorumType.MAJORITY, null).hasDiskWitness("Cluster Disk 1"))
                .isFalse();
    }

    @Test
    void group_isSettledWhenOnlineAndNothingWaits() {
        assertThat(group(GroupState.ONLINE, 0).isSettled()).isTrue();
        assertThat(group(GroupState.ONLINE, 4).isSettled()).isFalse();
        assertThat(group(GroupState.PENDING, 0).isSettled()).isFalse();
    }

    private static ClusterGroup group(GroupState state, long status) {
        return new ClusterGroup("web1", "id", GroupType.VIRTUAL_MACHINE, state, "HV1", false, new GroupStatus(status));
    }
}
