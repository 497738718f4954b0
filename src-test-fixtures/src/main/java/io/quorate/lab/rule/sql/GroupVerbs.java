package io.quorate.lab.rule.sql;

import io.quorate.lab.ddl.GroupAction;
import io.quorate.lab.ddl.GroupStatement;
import io.quorate.lab.ddl.Listener;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.AgState;
import io.quorate.lab.model.sql.ReplicaState;
import io.quorate.lab.model.sql.ReplicaState.Role;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.model.sql.SqlRefusal;
import io.quorate.lab.sql.SqlCaller;
import io.quorate.lab.sql.SqlPatience;
import java.time.Duration;
import java.util.Locale;

/** Carries out what is said of groups at an instance. */
final class GroupVerbs {
    private static final Duration TAKEOVER_PATIENCE = Duration.ofMinutes(1);

    private final SqlEstate sql;
    private final World world;
    private final String instance;

    GroupVerbs(SqlEstate sql, String instance) {
        this.sql = sql;
        this.world = sql.world();
        this.instance = instance;
    }

    /** Returns what {@code SqlFaults} call a statement: {@code CREATE}, {@code JOIN}, {@code ADD LISTENER} ... */
    static String verb(GroupStatement statement) {
        if (statement instanceof GroupStatement.Alter alter) {
            String name = alter.action()
                    .getClass()
                    .getSimpleName()
                    .replaceAll("([a-z])([A-Z])", "$1 $2")
                    .toUpperCase(Locale.ROOT);
            return switch (name) {
                case "JOIN DISTRIBUTED" -> "JOIN";
                case "CREATE ANY DATABASE" -> "GRANT";
                default -> name;
            };
        }
        return statement instanceof GroupStatement.Drop ? "DROP" : "CREATE";
    }

    void run(GroupStatement statement, SqlCaller caller, SqlPatience patience) throws InterruptedException {
        String cause = verb(statement) + " " + statement.name() + " at " + instance;
        boolean known = world.<Boolean>change(cause, () -> now(statement, caller));
        if (!known) {
            world.notSimulated("sql: " + cause);
            throw new SqlRefusal(50000, cause);
        }
        if (statement instanceof GroupStatement.Alter alter && alter.action() instanceof GroupAction.Failover) {
            boolean taken = world.await(
                    "the failover of " + alter.name() + " to " + instance,
                    () -> patience.given()
                            || role(alter.name()) == Role.PRIMARY
                            || !sql.failovers().pending(alter.name()),
                    TAKEOVER_PATIENCE);
            if (patience.given()) {
                throw new SqlRefusal(3617);
            }
            if (!taken || role(alter.name()) != Role.PRIMARY) {
                throw new SqlRefusal(41142, alter.name());
            }
        }
    }

    private Role role(String group) {
        return sql.replica(group, instance).map(ReplicaState::role).orElse(Role.RESOLVING);
    }

    private boolean now(GroupStatement statement, SqlCaller caller) {
        if (statement instanceof GroupStatement.Create create) {
            sql.groups().create(instance, create);
        } else if (statement instanceof GroupStatement.CreateDistributed create) {
            sql.groups().distributed(instance, create.name(), create.members(), false);
        } else if (statement instanceof GroupStatement.Drop drop) {
            sql.groups().drop(instance, drop.name());
        } else if (statement instanceof GroupStatement.Alter alter) {
            return alter(alter.name(), alter.action(), caller)
                    || replicas(alter.name(), alter.action())
                    || listener(alter.name(), alter.action());
        }
        return true;
    }

    private boolean alter(String name, GroupAction action, SqlCaller caller) {
        if (action instanceof GroupAction.Set set) {
            sql.groups().set(instance, name, set.changed());
        } else if (action instanceof GroupAction.SetRoleSecondary) {
            sql.failovers().demote(name, instance);
        } else if (action instanceof GroupAction.Join join) {
            sql.groups().join(instance, name, join.clusterType());
        } else if (action instanceof GroupAction.JoinDistributed join) {
            sql.groups().distributed(instance, name, join.members(), true);
        } else if (action instanceof GroupAction.ModifyMembers modify) {
            sql.groups().modifyMembers(instance, name, modify.members());
        } else if (action instanceof GroupAction.CreateAnyDatabase grant) {
            sql.groups().grantCreate(instance, name, grant.granted());
        } else if (action instanceof GroupAction.Failover) {
            sql.failovers().planned(name, instance, caller.externalCluster());
        } else if (action instanceof GroupAction.ForceFailover) {
            sql.failovers().force(name, instance, caller.externalCluster());
        } else if (action instanceof GroupAction.Offline) {
            sql.failovers().offline(name, instance);
        } else {
            return false;
        }
        return true;
    }

    private boolean replicas(String name, GroupAction action) {
        if (action instanceof GroupAction.AddDatabases add) {
            add.databases().forEach(d -> sql.groups().addDatabase(instance, name, d));
        } else if (action instanceof GroupAction.RemoveDatabases remove) {
            remove.databases().forEach(d -> sql.groups().removeDatabase(instance, name, d));
        } else if (action instanceof GroupAction.AddReplicas add) {
            add.replicas().forEach(r -> sql.groups().addReplica(instance, name, r));
        } else if (action instanceof GroupAction.ModifyReplicas modify) {
            modify.replicas().forEach(r -> sql.groups().modifyReplica(instance, name, r));
        } else if (action instanceof GroupAction.RemoveReplicas remove) {
            remove.servers().forEach(s -> sql.groups().removeReplica(instance, name, s));
        } else {
            return false;
        }
        return true;
    }

    private boolean listener(String name, GroupAction action) {
        AgState group = sql.groups().requirePrimary(instance, name);
        if (action instanceof GroupAction.AddListener add) {
            Listener listener = add.listener();
            sql.listeners().add(group.name(), listener);
        } else if (action instanceof GroupAction.AddListenerAddress add) {
            sql.listeners().addAddress(group, add.dnsName(), add.address());
        } else if (action instanceof GroupAction.RemoveListenerAddress remove) {
            sql.listeners().removeAddress(group, remove.dnsName(), remove.address());
        } else if (action instanceof GroupAction.SetListenerPort port) {
            sql.listeners().port(group, port.dnsName(), port.port());
        } else if (action instanceof GroupAction.RestartListener restart) {
            sql.listeners().restart(group, restart.dnsName());
        } else if (action instanceof GroupAction.RemoveListener remove) {
            sql.listeners().remove(group, remove.dnsName());
        } else {
            return false;
        }
        return true;
    }
}
