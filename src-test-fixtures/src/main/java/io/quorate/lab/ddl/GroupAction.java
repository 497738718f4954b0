package io.quorate.lab.ddl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@code ALTER AVAILABILITY GROUP} does. */
public sealed interface GroupAction {

    /**
     * {@code SET (option = value)}.
     *
     * @param changed holds the one option that is changed
     */
    record Set(GroupOptions changed) implements GroupAction {}

    /** {@code SET (ROLE = SECONDARY)}: of a distributed group, or of one without a cluster. */
    record SetRoleSecondary() implements GroupAction {}

    /** {@code ADD DATABASE}. */
    record AddDatabases(List<String> databases) implements GroupAction {
        public AddDatabases {
            databases = List.copyOf(databases);
        }
    }

    /** {@code REMOVE DATABASE}. */
    record RemoveDatabases(List<String> databases) implements GroupAction {
        public RemoveDatabases {
            databases = List.copyOf(databases);
        }
    }

    /** {@code ADD REPLICA ON}. */
    record AddReplicas(List<Replica> replicas) implements GroupAction {
        public AddReplicas {
            replicas = List.copyOf(replicas);
        }
    }

    /**
     * {@code MODIFY REPLICA ON}.
     *
     * @param replicas each with the one option that is changed
     */
    record ModifyReplicas(List<Replica> replicas) implements GroupAction {
        public ModifyReplicas {
            replicas = List.copyOf(replicas);
        }
    }

    /** {@code REMOVE REPLICA ON}. */
    record RemoveReplicas(List<String> servers) implements GroupAction {
        public RemoveReplicas {
            servers = List.copyOf(servers);
        }
    }

    /**
     * {@code JOIN}: this instance takes the group in.
     *
     * @param clusterType null without a clause, which means a Windows cluster
     */
    record Join(GroupOptions.@Nullable ClusterType clusterType) implements GroupAction {}

    /** {@code JOIN AVAILABILITY GROUP ON}: the second group of a distributed one. */
    record JoinDistributed(List<Member> members) implements GroupAction {
        public JoinDistributed {
            members = List.copyOf(members);
        }
    }

    /** {@code MODIFY AVAILABILITY GROUP ON}: members of a distributed group, each with the one option that is changed. */
    record ModifyMembers(List<Member> members) implements GroupAction {
        public ModifyMembers {
            members = List.copyOf(members);
        }
    }

    /**
     * {@code GRANT} or {@code DENY CREATE ANY DATABASE}.
     *
     * @param granted false: denied
     */
    record CreateAnyDatabase(boolean granted) implements GroupAction {}

    /** {@code FAILOVER}, planned. */
    record Failover() implements GroupAction {}

    /** {@code FORCE_FAILOVER_ALLOW_DATA_LOSS}. */
    record ForceFailover() implements GroupAction {}

    /** {@code OFFLINE}. */
    record Offline() implements GroupAction {}

    /** {@code ADD LISTENER}. */
    record AddListener(Listener listener) implements GroupAction {}

    /** {@code MODIFY LISTENER ... (ADD IP ...)}. */
    record AddListenerAddress(String dnsName, Listener.Address address) implements GroupAction {}

    /** {@code MODIFY LISTENER ... (REMOVE IP ...)}. */
    record RemoveListenerAddress(String dnsName, String address) implements GroupAction {}

    /** {@code MODIFY LISTENER ... (PORT = ...)}. */
    record SetListenerPort(String dnsName, int port) implements GroupAction {}

    /** {@code RESTART LISTENER}. */
    record RestartListener(String dnsName) implements GroupAction {}

    /** {@code REMOVE LISTENER}. */
    record RemoveListener(String dnsName) implements GroupAction {}
}
