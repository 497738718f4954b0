package io.quorate.mssql;

import io.quorate.sql.ClusterType;
import io.quorate.sql.RoutingList;
import io.quorate.sql.command.AddDatabase;
import io.quorate.sql.command.BackUpDatabase;
import io.quorate.sql.command.BackUpLog;
import io.quorate.sql.command.CreateDistributedGroup;
import io.quorate.sql.command.CreateGroup;
import io.quorate.sql.command.DistributedMember;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.JoinDistributedGroup;
import io.quorate.sql.command.JoinGroup;
import io.quorate.sql.command.ListenerDefinition;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.ModifyDistributedGroup;
import io.quorate.sql.command.ReplicaDefinition;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.RestoreDatabase;
import io.quorate.sql.command.RestoreLog;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Renders the statements of groups and their databases. One line each; what is quoted is quoted by {@link Sql}. */
final class TSql {
    private static final String OVERWRITE = "FORMAT, INIT, CHECKSUM";

    private TSql() {}

    private static String alter(String group) {
        return "ALTER AVAILABILITY GROUP " + Sql.name(group) + " ";
    }

    static SqlStep createGroup(CreateGroup c) {
        StringBuilder sql = new StringBuilder("CREATE AVAILABILITY GROUP ").append(Sql.name(c.group()));
        if (!c.options().isEmpty()) {
            sql.append(" WITH (")
                    .append(c.options().stream().map(TSql::option).collect(Collectors.joining(", ")))
                    .append(')');
        }
        sql.append(" FOR ");
        if (!c.databases().isEmpty()) {
            sql.append("DATABASE ")
                    .append(c.databases().stream().map(Sql::name).collect(Collectors.joining(", ")))
                    .append(' ');
        }
        sql.append("REPLICA ON ")
                .append(c.replicas().stream().map(TSql::replica).collect(Collectors.joining(", ")));
        if (c.listener() != null) {
            sql.append(" LISTENER ").append(listener(c.listener()));
        }
        return SqlStep.of(sql.toString());
    }

    private static String option(GroupSetting setting) {
        return switch (setting.option().form()) {
            case FLAG -> setting.option().name();
            case TEXT -> setting.option().name() + " = " + Sql.text(setting.value());
            case WORD, NUMBER -> setting.option().name() + " = " + setting.value();
        };
    }

    private static String replica(ReplicaDefinition r) {
        List<String> options = new ArrayList<>();
        options.add("ENDPOINT_URL = " + Sql.text(r.endpointUrl()));
        options.add("AVAILABILITY_MODE = " + r.mode());
        if (r.failover() != null) {
            options.add("FAILOVER_MODE = " + r.failover());
        }
        if (r.seeding() != null) {
            options.add("SEEDING_MODE = " + r.seeding());
        }
        if (r.backupPriority() != null) {
            options.add("BACKUP_PRIORITY = " + r.backupPriority());
        }
        if (r.sessionTimeout() != null) {
            options.add("SESSION_TIMEOUT = " + r.sessionTimeout().toSeconds());
        }
        List<String> primary = new ArrayList<>();
        if (r.primaryConnections() != null) {
            primary.add("ALLOW_CONNECTIONS = " + r.primaryConnections());
        }
        if (r.routing() != null) {
            primary.add(routing(r.routing()));
        }
        if (r.readWriteRoutingUrl() != null) {
            primary.add("READ_WRITE_ROUTING_URL = " + Sql.text(r.readWriteRoutingUrl()));
        }
        List<String> secondary = new ArrayList<>();
        if (r.secondaryConnections() != null) {
            secondary.add("ALLOW_CONNECTIONS = " + r.secondaryConnections());
        }
        if (r.routingUrl() != null) {
            secondary.add("READ_ONLY_ROUTING_URL = " + Sql.text(r.routingUrl()));
        }
        if (!primary.isEmpty()) {
            options.add("PRIMARY_ROLE (" + String.join(", ", primary) + ")");
        }
        if (!secondary.isEmpty()) {
            options.add("SECONDARY_ROLE (" + String.join(", ", secondary) + ")");
        }
        return Sql.text(r.server()) + " WITH (" + String.join(", ", options) + ")";
    }

    private static String routing(RoutingList list) {
        if (list.sets().isEmpty()) {
            return "READ_ONLY_ROUTING_LIST = NONE";
        }
        return "READ_ONLY_ROUTING_LIST = ("
                + list.sets().stream()
                        .map(set -> set.size() == 1
                                ? Sql.text(set.get(0))
                                : "(" + set.stream().map(Sql::text).collect(Collectors.joining(", ")) + ")")
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static String listener(ListenerDefinition l) {
        StringBuilder sql = new StringBuilder(Sql.text(l.dnsName())).append(" (WITH ");
        if (l.dhcp()) {
            sql.append("DHCP");
            if (!l.addresses().isEmpty()) {
                sql.append(" ON ").append(address(l.addresses().get(0)));
            }
        } else {
            sql.append("IP (")
                    .append(l.addresses().stream().map(TSql::address).collect(Collectors.joining(", ")))
                    .append(')');
        }
        if (l.port() != null) {
            sql.append(", PORT = ").append(l.port());
        }
        return sql.append(')').toString();
    }

    private static String address(ListenerIp ip) {
        return "(" + Sql.text(ip.address()) + (ip.mask() == null ? "" : ", " + Sql.text(ip.mask())) + ")";
    }

    static SqlStep createDistributed(CreateDistributedGroup c) {
        return SqlStep.of("CREATE AVAILABILITY GROUP " + Sql.name(c.group())
                + " WITH (DISTRIBUTED) AVAILABILITY GROUP ON " + member(c.first()) + ", " + member(c.second()));
    }

    static SqlStep joinDistributed(JoinDistributedGroup c) {
        return SqlStep.of(
                alter(c.group()) + "JOIN AVAILABILITY GROUP ON " + member(c.first()) + ", " + member(c.second()));
    }

    private static String member(DistributedMember m) {
        return Sql.text(m.group()) + " WITH (LISTENER_URL = " + Sql.text(m.listenerUrl()) + ", AVAILABILITY_MODE = "
                + m.mode() + ", FAILOVER_MODE = MANUAL"
                + (m.seeding() == null ? "" : ", SEEDING_MODE = " + m.seeding()) + ")";
    }

    /** The page shows LISTENER in its syntax and LISTENER_URL in its samples; one option a statement. */
    static SqlStep modifyDistributed(ModifyDistributedGroup c, String option, String value) {
        return SqlStep.of(alter(c.group()) + "MODIFY AVAILABILITY GROUP ON "
                + Sql.text(c.member().group()) + " WITH (" + option + " = " + value + ")");
    }

    static SqlStep set(String group, GroupSetting setting) {
        return SqlStep.of(alter(group) + "SET (" + option(setting) + ")");
    }

    static SqlStep demote(String group) {
        return SqlStep.of(alter(group) + "SET (ROLE = SECONDARY)");
    }

    static SqlStep offline(String group) {
        return SqlStep.of(alter(group) + "OFFLINE");
    }

    static SqlStep failOver(String group) {
        return SqlStep.of(alter(group) + "FAILOVER");
    }

    static SqlStep forceFailOver(String group) {
        return SqlStep.of(alter(group) + "FORCE_FAILOVER_ALLOW_DATA_LOSS");
    }

    static SqlStep grantCreate(String group) {
        return SqlStep.of(alter(group) + "GRANT CREATE ANY DATABASE");
    }

    static SqlStep denyCreate(String group) {
        return SqlStep.of(alter(group) + "DENY CREATE ANY DATABASE");
    }

    static SqlStep drop(String group) {
        return SqlStep.of("DROP AVAILABILITY GROUP " + Sql.name(group));
    }

    static SqlStep join(JoinGroup c) {
        return SqlStep.of(alter(c.group()) + "JOIN"
                + (c.clusterType().equals(ClusterType.WSFC) ? "" : " WITH (CLUSTER_TYPE = " + c.clusterType() + ")"));
    }

    static SqlStep addDatabase(AddDatabase c) {
        return SqlStep.of(alter(c.group()) + "ADD DATABASE " + Sql.name(c.database()));
    }

    static SqlStep removeDatabase(String group, String database) {
        return SqlStep.of(alter(group) + "REMOVE DATABASE " + Sql.name(database));
    }

    static SqlStep addReplica(String group, ReplicaDefinition replica) {
        return SqlStep.of(alter(group) + "ADD REPLICA ON " + replica(replica));
    }

    static SqlStep removeReplica(String group, String replica) {
        return SqlStep.of(alter(group) + "REMOVE REPLICA ON " + Sql.text(replica));
    }

    static SqlStep setReplica(String group, String replica, ReplicaSetting setting) {
        String value = setting.option().form() == GroupOption.Form.TEXT
                ? setting.value().isEmpty() ? "NONE" : Sql.text(setting.value())
                : setting.value();
        String option = setting.option().keyword() + " = " + value;
        return modify(
                group,
                replica,
                switch (setting.option().role()) {
                    case NONE -> option;
                    case PRIMARY -> "PRIMARY_ROLE (" + option + ")";
                    case SECONDARY -> "SECONDARY_ROLE (" + option + ")";
                });
    }

    static SqlStep route(String group, String replica, RoutingList list) {
        return modify(group, replica, "PRIMARY_ROLE (" + routing(list) + ")");
    }

    private static SqlStep modify(String group, String replica, String option) {
        return SqlStep.of(alter(group) + "MODIFY REPLICA ON " + Sql.text(replica) + " WITH (" + option + ")");
    }

    static SqlStep addListener(String group, ListenerDefinition listener) {
        return SqlStep.of(alter(group) + "ADD LISTENER " + listener(listener));
    }

    static SqlStep addAddress(String group, String listener, ListenerIp address) {
        return SqlStep.of(modifyListener(group, listener) + "(ADD IP " + address(address) + ")");
    }

    static SqlStep removeAddress(String group, String listener, String address) {
        return SqlStep.of(modifyListener(group, listener) + "(REMOVE IP (" + Sql.text(address) + "))");
    }

    static SqlStep port(String group, String listener, int port) {
        return SqlStep.of(modifyListener(group, listener) + "(PORT = " + port + ")");
    }

    private static String modifyListener(String group, String listener) {
        return alter(group) + "MODIFY LISTENER " + Sql.text(listener) + " ";
    }

    static SqlStep restartListener(String group, String listener) {
        return SqlStep.of(alter(group) + "RESTART LISTENER " + Sql.text(listener));
    }

    static SqlStep removeListener(String group, String listener) {
        return SqlStep.of(alter(group) + "REMOVE LISTENER " + Sql.text(listener));
    }

    static SqlStep joinDatabase(String database, String group) {
        return hadr(database, "AVAILABILITY GROUP = " + Sql.name(group));
    }

    static SqlStep leaveDatabase(String database) {
        return hadr(database, "OFF");
    }

    static SqlStep suspend(String database) {
        return hadr(database, "SUSPEND");
    }

    static SqlStep resume(String database) {
        return hadr(database, "RESUME");
    }

    private static SqlStep hadr(String database, String what) {
        return SqlStep.of("ALTER DATABASE " + Sql.name(database) + " SET HADR " + what);
    }

    static SqlStep backUp(BackUpDatabase c) {
        return SqlStep.of("BACKUP DATABASE " + Sql.name(c.database()) + " TO DISK = " + Sql.text(c.path()) + " WITH "
                + (c.copyOnly() ? "COPY_ONLY, " : "") + OVERWRITE);
    }

    static SqlStep backUpLog(BackUpLog c) {
        return SqlStep.of(
                "BACKUP LOG " + Sql.name(c.database()) + " TO DISK = " + Sql.text(c.path()) + " WITH " + OVERWRITE);
    }

    static SqlStep restore(RestoreDatabase c) {
        String moves = c.moves().stream()
                .map(move -> ", MOVE " + Sql.text(move.file()) + " TO " + Sql.text(move.path()))
                .collect(Collectors.joining());
        return SqlStep.of("RESTORE DATABASE " + Sql.name(c.database()) + " FROM DISK = " + Sql.text(c.path())
                + " WITH NORECOVERY" + moves);
    }

    static SqlStep restoreLog(RestoreLog c) {
        return SqlStep.of(
                "RESTORE LOG " + Sql.name(c.database()) + " FROM DISK = " + Sql.text(c.path()) + " WITH NORECOVERY");
    }
}
