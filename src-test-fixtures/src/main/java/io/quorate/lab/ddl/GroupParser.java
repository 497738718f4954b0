package io.quorate.lab.ddl;

import io.quorate.lab.ddl.GroupOptions.ClusterType;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code CREATE}, {@code ALTER} and {@code DROP AVAILABILITY GROUP}, from behind these words on. */
final class GroupParser {
    private static final String CREATE = "CREATE AVAILABILITY GROUP";
    private static final String ALTER = "ALTER AVAILABILITY GROUP";

    private final Reader reader;

    GroupParser(Reader reader) {
        this.reader = reader;
    }

    GroupStatement create() throws DdlRejection {
        String name = reader.name();
        GroupOptionsReader options = new GroupOptionsReader(reader, CREATE, name);
        if (reader.accept("WITH")) {
            reader.expectSign("(");
            options.readAll();
        }
        if (reader.accept("AVAILABILITY", "GROUP", "ON")) {
            return createDistributed(name, options);
        }
        reader.expect("FOR");
        List<String> databases = reader.accept("DATABASE") ? reader.names() : List.of();
        reader.expect("REPLICA", "ON");
        List<Replica> replicas = new ReplicaParser(reader, CREATE, false).replicas();
        ListenerParser listeners = new ListenerParser(reader);
        Listener listener = reader.accept("LISTENER") ? listeners.listener() : null;
        reader.end();
        if (options.distributed()) {
            throw reader.refused(
                    options.others() ? 19497 : 19498, "A distributed group is made of two groups, not of replicas.");
        }
        GroupStatement.Create create =
                new GroupStatement.Create(name, options.options(), databases, replicas, listener);
        GroupRules rules = new GroupRules(reader, CREATE, name);
        rules.editions(create);
        options.check();
        rules.check(create);
        if (listener != null) {
            listeners.check(listener);
        }
        return create;
    }

    private GroupStatement createDistributed(String name, GroupOptionsReader options) throws DdlRejection {
        List<Member> members = new ReplicaParser(reader, CREATE, false).members();
        reader.end();
        if (!options.distributed()) {
            throw reader.refused(19498, "A group of groups needs the DISTRIBUTED option.");
        }
        if (options.others()) {
            throw reader.refused(19497, "The DISTRIBUTED option stands alone.");
        }
        GroupRules rules = new GroupRules(reader, CREATE, name);
        rules.allOnly("distributed availability groups");
        rules.checkMembers(members);
        return new GroupStatement.CreateDistributed(name, members);
    }

    GroupStatement alter() throws DdlRejection {
        String name = reader.name();
        GroupRules rules = new GroupRules(reader, ALTER, name);
        GroupAction action = action(name, rules);
        return new GroupStatement.Alter(name, action);
    }

    GroupStatement drop() throws DdlRejection {
        String name = reader.name();
        reader.end();
        return new GroupStatement.Drop(name);
    }

    private GroupAction action(String name, GroupRules rules) throws DdlRejection {
        switch (reader.peek().word()) {
            case "SET" -> {
                reader.next();
                return set(name, rules);
            }
            case "ADD" -> {
                reader.next();
                return add(rules);
            }
            case "MODIFY" -> {
                reader.next();
                return modify(rules);
            }
            case "REMOVE" -> {
                reader.next();
                return remove(rules);
            }
            case "JOIN" -> {
                reader.next();
                return join(rules);
            }
            case "RESTART" -> {
                reader.expect("RESTART", "LISTENER");
                return ended(new GroupAction.RestartListener(listenerName()), rules);
            }
            case "GRANT", "DENY" -> {
                boolean granted = reader.next().is("GRANT");
                reader.expect("CREATE", "ANY", "DATABASE");
                return ended(new GroupAction.CreateAnyDatabase(granted), rules);
            }
            case "FAILOVER" -> {
                reader.next();
                return ended(new GroupAction.Failover(), rules);
            }
            case "FORCE_FAILOVER_ALLOW_DATA_LOSS" -> {
                reader.next();
                return ended(new GroupAction.ForceFailover(), rules);
            }
            case "OFFLINE" -> {
                reader.next();
                return ended(new GroupAction.Offline(), rules);
            }
            default -> throw reader.unexpected();
        }
    }

    private GroupAction ended(GroupAction action, GroupRules rules) throws DdlRejection {
        reader.end();
        rules.someGroups();
        return action;
    }

    private GroupAction set(String name, GroupRules rules) throws DdlRejection {
        reader.expectSign("(");
        if (reader.accept("ROLE")) {
            reader.expectSign("=");
            reader.expect("SECONDARY");
            reader.expectSign(")");
            return ended(new GroupAction.SetRoleSecondary(), rules);
        }
        GroupOptionsReader options = new GroupOptionsReader(reader, ALTER, name);
        options.readOne();
        reader.expectSign(")");
        GroupAction.Set set = new GroupAction.Set(options.options());
        ended(set, rules);
        rules.standardSet(set.changed());
        options.check();
        return set;
    }

    private GroupAction add(GroupRules rules) throws DdlRejection {
        if (reader.accept("DATABASE")) {
            List<String> databases = reader.names();
            GroupAction added = ended(new GroupAction.AddDatabases(databases), rules);
            rules.checkDatabases(databases, false);
            return added;
        }
        if (reader.accept("REPLICA")) {
            reader.expect("ON");
            List<Replica> replicas = new ReplicaParser(reader, ALTER, false).replicas();
            GroupAction added = ended(new GroupAction.AddReplicas(replicas), rules);
            rules.checkAdded(replicas);
            return added;
        }
        reader.expect("LISTENER");
        ListenerParser listeners = new ListenerParser(reader);
        Listener listener = listeners.listener();
        GroupAction added = ended(new GroupAction.AddListener(listener), rules);
        listeners.check(listener);
        return added;
    }

    private GroupAction modify(GroupRules rules) throws DdlRejection {
        if (reader.accept("REPLICA")) {
            reader.expect("ON");
            List<Replica> replicas = new ReplicaParser(reader, ALTER, true).replicas();
            GroupAction modified = ended(new GroupAction.ModifyReplicas(replicas), rules);
            rules.checkModified(replicas);
            return modified;
        }
        if (reader.accept("AVAILABILITY")) {
            reader.expect("GROUP", "ON");
            List<Member> members = new ReplicaParser(reader, ALTER, true).members();
            GroupAction modified = ended(new GroupAction.ModifyMembers(members), rules);
            rules.allOnly("distributed availability groups");
            rules.checkMembers(members);
            return modified;
        }
        reader.expect("LISTENER");
        return modifyListener(rules);
    }

    private GroupAction modifyListener(GroupRules rules) throws DdlRejection {
        ListenerParser listeners = new ListenerParser(reader);
        String name = reader.string();
        GroupAction action;
        reader.expectSign("(");
        if (reader.accept("ADD")) {
            reader.expect("IP");
            Listener.Address address = listeners.address();
            reader.expectSign(")");
            action = ended(new GroupAction.AddListenerAddress(name, address), rules);
            listeners.check(address);
        } else if (reader.since(SqlVersion.V2025) && reader.accept("REMOVE")) {
            reader.expect("IP");
            reader.expectSign("(");
            String address = reader.string();
            reader.expectSign(")");
            reader.expectSign(")");
            action = ended(new GroupAction.RemoveListenerAddress(name, address), rules);
            listeners.checkAlone(address);
        } else {
            reader.expectSet("PORT");
            int port = reader.smallInteger();
            reader.expectSign(")");
            action = ended(new GroupAction.SetListenerPort(name, port), rules);
            listeners.checkPort(port);
        }
        listeners.checkName(name);
        return action;
    }

    private GroupAction remove(GroupRules rules) throws DdlRejection {
        if (reader.accept("DATABASE")) {
            List<String> databases = reader.names();
            GroupAction removed = ended(new GroupAction.RemoveDatabases(databases), rules);
            rules.checkDatabases(databases, false);
            return removed;
        }
        if (reader.accept("REPLICA")) {
            reader.expect("ON");
            List<String> servers = new ArrayList<>();
            do {
                servers.add(reader.string());
            } while (reader.acceptSign(","));
            GroupAction removed = ended(new GroupAction.RemoveReplicas(servers), rules);
            rules.checkServers(servers);
            return removed;
        }
        reader.expect("LISTENER");
        return ended(new GroupAction.RemoveListener(listenerName()), rules);
    }

    private GroupAction join(GroupRules rules) throws DdlRejection {
        if (reader.accept("AVAILABILITY")) {
            reader.expect("GROUP", "ON");
            List<Member> members = new ReplicaParser(reader, ALTER, false).members();
            GroupAction joined = ended(new GroupAction.JoinDistributed(members), rules);
            rules.allOnly("distributed availability groups");
            rules.checkMembers(members);
            return joined;
        }
        ClusterType type = null;
        if (reader.since(SqlVersion.V2017) && reader.accept("WITH")) {
            reader.expectSign("(");
            reader.expectSet("CLUSTER_TYPE");
            type = reader.oneOf(ClusterType.EXTERNAL, ClusterType.NONE);
            reader.expectSign(")");
        }
        reader.end();
        // an instance of any edition may hold a replica of the configuration only, which needs an external cluster
        if (type != ClusterType.EXTERNAL) {
            rules.someGroups();
        }
        return new GroupAction.Join(type);
    }

    private String listenerName() throws DdlRejection {
        String name = reader.string();
        new ListenerParser(reader).checkName(name);
        return name;
    }
}
