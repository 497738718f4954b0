package io.quorate.lab.rule.sql;

import io.quorate.lab.ddl.Replica.AllowConnections;
import io.quorate.lab.ddl.Statement;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.AgReplica;
import io.quorate.lab.model.sql.AgState;
import io.quorate.lab.model.sql.BuildState;
import io.quorate.lab.model.sql.CertificateState;
import io.quorate.lab.model.sql.DatabaseState;
import io.quorate.lab.model.sql.DatabaseState.Mode;
import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.LogPoint;
import io.quorate.lab.model.sql.LoginState;
import io.quorate.lab.model.sql.ReplicaState;
import io.quorate.lab.model.sql.ReplicaState.Role;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.model.sql.SqlLinks;
import io.quorate.lab.model.sql.SqlServices;
import io.quorate.lab.sql.SqlAnswer;
import io.quorate.lab.sql.SqlCaller;
import io.quorate.lab.sql.SqlEntry;
import io.quorate.lab.sql.SqlHost;
import io.quorate.lab.sql.SqlLog;
import io.quorate.lab.sql.SqlLogin;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlPatience;
import io.quorate.lab.sql.SqlTransaction;
import io.quorate.lab.sql.SqlView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An instance as its sessions see it, entered by its own address or by a listener's. */
public final class LabSqlHost implements SqlHost {
    private static final Map<Integer, String> BUILDS =
            Map.of(13, "13.0.7029.3", 14, "14.0.3485.1", 15, "15.0.4410.1", 16, "16.0.4135.4", 17, "17.0.1000.7");
    private static final int NO_WAY = 18456;

    private final SqlEstate sql;
    private final World world;
    private final InstanceState built;
    private final boolean listener;
    private final SqlWords words;
    private final SqlStatements statements;
    private final List<SqlView> views = new ArrayList<>();
    private final AccessViews access;
    private final Logs logs;

    private LabSqlHost(SqlEstate sql, InstanceState built, boolean listener, SqlWords words, Logs logs) {
        this.sql = sql;
        this.world = sql.world();
        this.built = built;
        this.listener = listener;
        this.words = words;
        this.logs = logs;
        this.statements = new SqlStatements(sql, built.name(), words);
        GroupViews groups = new GroupViews(sql, built);
        List<SqlView> all = new ArrayList<>(new ServerViews(sql, built).views());
        this.access = new AccessViews(sql, built);
        all.addAll(access.views());
        all.addAll(new AgentViews(sql, built).views());
        all.addAll(new MachineViews(sql, built).views());
        all.addAll(groups.views());
        all.addAll(new StateViews(sql, built, groups).views());
        all.forEach(v -> views.add(new SqlView(
                v.name(), v.columns(), () -> world.read(() -> v.rows().get()))));
    }

    /** Enters an instance by its own address. */
    public static LabSqlHost of(SqlEstate sql, String instance, Locale locale) {
        return new LabSqlHost(sql, sql.instance(instance), false, new SqlWords(locale), new Logs());
    }

    /** Enters the same instance by a listener's address: only there, who only reads is led on. */
    public LabSqlHost throughListener() {
        return new LabSqlHost(sql, built, true, words, logs);
    }

    private String name() {
        return built.name();
    }

    @Override
    public String server() {
        return name();
    }

    @Override
    public String version() {
        return world.find(BuildState.key(name()))
                .map(BuildState::version)
                .orElseGet(() -> BUILDS.getOrDefault(built.major(), built.major() + ".0.1000.1"));
    }

    @Override
    public @Nullable Object property(String property) {
        InstanceState now = sql.instance(name());
        int slash = name().indexOf('\\');
        return switch (property.toLowerCase(Locale.ROOT)) {
            case "servername" -> {
                String windows = sql.oddity(name()).windowsName();
                yield windows == null ? name() : windows;
            }
            case "filestreamconfiguredlevel", "filestreameffectivelevel" ->
                sql.oddity(name()).filestream();
            case "machinename", "computernamephysicalnetbios" -> now.host();
            case "instancename" -> slash < 0 ? null : name().substring(slash + 1);
            case "edition" -> edition() + " Edition (64-bit)";
            case "engineedition" ->
                switch (now.edition()) {
                    case "STANDARD", "WEB" -> 2;
                    case "EXPRESS" -> 4;
                    default -> 3;
                };
            case "productversion" -> version();
            case "productmajorversion" -> String.valueOf(now.major());
            case "productlevel" -> "RTM";
            case "ishadrenabled" -> now.hadr() ? 1 : 0;
            case "hadrmanagerstatus" -> now.hadr() ? 1 : 0;
            case "isclustered", "isintegratedsecurityonly", "issingleuser" -> 0;
            case "collation" -> "SQL_Latin1_General_CP1_CI_AS";
            case "instancedefaultdatapath", "instancedefaultlogpath", "instancedefaultbackuppath" ->
                SqlServices.dataPath(now);
            case "processid" -> 4000 + now.starts();
            default -> null;
        };
    }

    private String edition() {
        String edition = built.edition();
        return edition.charAt(0) + edition.substring(1).toLowerCase(Locale.ROOT);
    }

    @Override
    public @Nullable Object function(String function, List<? extends @Nullable Object> arguments, String login) {
        Object first = arguments.isEmpty() ? null : arguments.get(0);
        String text = String.valueOf(first);
        LoginState who = world.find(LoginState.key(name(), login)).orElse(null);
        return switch (function) {
            case "is_srvrolemember" ->
                who != null && (who.sysadmin() || who.rights().contains(text.toUpperCase(Locale.ROOT))) ? 1 : 0;
            case "has_perms_by_name" ->
                who == null || arguments.size() < 3
                        ? null
                        : who.may(String.valueOf(arguments.get(2)).toUpperCase(Locale.ROOT)) ? 1 : 0;
            case "cert_id" ->
                certificate(c -> c.name().equalsIgnoreCase(text))
                        .map(CertificateState::id)
                        .orElse(null);
            case "certencoded" ->
                certificate(c -> String.valueOf(c.id()).equals(text))
                        .map(c -> c.encoded().value())
                        .orElse(null);
            case "loginproperty" -> login(text, String.valueOf(arguments.get(1)));
            case "fn_hadr_is_primary_replica" ->
                member(text).map(g -> role(g) == Role.PRIMARY).orElse(null);
            case "fn_hadr_backup_is_preferred_replica" -> preferred(text);
            default -> null;
        };
    }

    private @Nullable Object login(String login, String property) {
        LoginState known = world.find(LoginState.key(name(), login)).orElse(null);
        if (known == null) {
            return null;
        }
        return switch (property.toLowerCase(Locale.ROOT)) {
            case "passwordhash" -> known.hash() == null ? null : known.hash().value();
            case "defaultdatabase" -> known.database();
            case "defaultlanguage" -> known.language();
            case "islocked", "isexpired", "ismustchange" -> 0;
            default -> null;
        };
    }

    private Optional<CertificateState> certificate(Predicate<CertificateState> which) {
        return world.all(CertificateState.class).stream()
                .filter(c -> c.instance().equals(name()) && which.test(c))
                .findFirst();
    }

    private Optional<AgState> member(String database) {
        return sql.database(name(), database).map(DatabaseState::group).flatMap(sql::findGroup);
    }

    private Role role(AgState group) {
        return sql.replica(group.name(), name()).map(ReplicaState::role).orElse(Role.RESOLVING);
    }

    /** Tells whether backups of a database are wanted here: of those that may, who has the highest priority, then the first by name. */
    private boolean preferred(String database) {
        AgState group = member(database).orElse(null);
        if (group == null) {
            return true;
        }
        String primary = String.valueOf(group.primary());
        return switch (String.valueOf(group.options().backupPreference())) {
            case "PRIMARY" -> role(group) == Role.PRIMARY;
            case "NONE" -> true;
            case "SECONDARY_ONLY" -> name().equalsIgnoreCase(best(group, primary));
            default -> {
                String best = best(group, primary);
                yield best == null ? role(group) == Role.PRIMARY : name().equalsIgnoreCase(best);
            }
        };
    }

    private @Nullable String best(AgState group, String primary) {
        return group.replicas().stream()
                .filter(r -> !r.server().equalsIgnoreCase(primary) && r.backupPriority() > 0)
                .filter(r -> sql.replica(group.name(), r.server())
                        .filter(ReplicaState::connected)
                        .isPresent())
                .min(Comparator.comparingInt((AgReplica r) -> -r.backupPriority())
                        .thenComparing(AgReplica::server))
                .map(AgReplica::server)
                .orElse(null);
    }

    @Override
    public List<SqlView> views() {
        List<SqlView> all = new ArrayList<>(views);
        world.read(access::databaseUsers)
                .forEach(v -> all.add(new SqlView(
                        v.name(), v.columns(), () -> world.read(() -> v.rows().get()))));
        return all;
    }

    // entering

    @Override
    public @Nullable SqlMessage refuses(SqlLogin login) {
        if (!sql.instance(name()).running()) {
            return words.message(6005, List.of());
        }
        int due = sql.faults().due(name(), "LOGIN");
        if (due != 0) {
            return words.message(due, List.of(due == NO_WAY ? login.user() : login.database()));
        }
        LoginState known = world.find(LoginState.key(name(), login.user())).orElse(null);
        boolean right = known != null
                && known.enabled()
                && known.may("CONNECT SQL")
                && (login.proven()
                        ? known.kind() == LoginState.Kind.WINDOWS
                        : known.kind() == LoginState.Kind.SQL && sql.logins().proves(known, login.password()));
        return right ? null : words.message(NO_WAY, List.of(login.user()));
    }

    @Override
    public SqlEntry.@Nullable Routed routed(SqlLogin login) {
        return world.read(() -> {
            DatabaseState copy = sql.database(name(), login.database()).orElse(null);
            AgState group = member(login.database()).orElse(null);
            if (copy == null || group == null) {
                return null;
            }
            AgReplica here = group.replica(name()).orElse(null);
            Role role = role(group);
            if (here == null) {
                return null;
            }
            if (listener && login.readIntent() && role == Role.PRIMARY) {
                return route(group, here, login.database());
            }
            String primary = group.primary();
            if (!login.readIntent()
                    && role == Role.SECONDARY
                    && built.major() >= 15
                    && primary != null
                    && here.asSecondary() != AllowConnections.ALL) {
                return group.replica(primary)
                        .map(AgReplica::readWriteUrl)
                        .map(LabSqlHost::target)
                        .orElse(null);
            }
            return null;
        });
    }

    private SqlEntry.@Nullable Routed route(AgState group, AgReplica here, String database) {
        for (List<String> set : here.routing()) {
            List<AgReplica> open = set.stream()
                    .flatMap(s -> group.replica(s).stream())
                    .filter(r -> readable(group, r, database))
                    .toList();
            if (!open.isEmpty()) {
                int turn = logs.turn(group.name() + set);
                AgReplica chosen = open.get(turn % open.size());
                return chosen.server().equalsIgnoreCase(name()) ? null : target(String.valueOf(chosen.readOnlyUrl()));
            }
        }
        return null;
    }

    private boolean readable(AgState group, AgReplica replica, String database) {
        ReplicaState state = sql.replica(group.name(), replica.server()).orElse(null);
        if (state == null || replica.readOnlyUrl() == null) {
            return false;
        }
        if (state.role() == Role.PRIMARY) {
            return replica.asPrimary() == AllowConnections.ALL;
        }
        return state.role() == Role.SECONDARY
                && state.connected()
                && replica.asSecondary() != AllowConnections.NO
                && sql.copy(group, database, replica.server())
                        .filter(c -> c.mode() == Mode.ONLINE
                                && (c.sync() == DatabaseState.Sync.SYNCHRONIZED
                                        || c.sync() == DatabaseState.Sync.SYNCHRONIZING))
                        .isPresent();
    }

    private static SqlEntry.@Nullable Routed target(String url) {
        int port = SqlLinks.port(url);
        String host = SqlLinks.host(url);
        return port < 0 || host.isEmpty() ? null : new SqlEntry.Routed(host, port);
    }

    @Override
    public @Nullable SqlMessage closed(String database, boolean readIntent) {
        int why = world.read(() -> why(database, readIntent));
        return why == 0 ? null : words.message(why, List.of(database));
    }

    private int why(String database, boolean readIntent) {
        DatabaseState copy = sql.database(name(), database).orElse(null);
        if (copy == null) {
            return 911;
        }
        AgState group =
                Optional.ofNullable(copy.group()).flatMap(sql::findGroup).orElse(null);
        if (group == null) {
            return mode(copy);
        }
        Role role = role(group);
        AgReplica here = group.replica(name()).orElse(null);
        if (role == Role.RESOLVING || here == null) {
            return 983;
        }
        if (role == Role.PRIMARY) {
            return readIntent && here.asPrimary() == AllowConnections.READ_WRITE ? 979 : mode(copy);
        }
        if (here.asSecondary() == AllowConnections.NO) {
            return 976;
        }
        if (here.asSecondary() == AllowConnections.READ_ONLY && !readIntent) {
            return 978;
        }
        return copy.mode() == Mode.RESTORING || copy.sync() == DatabaseState.Sync.INITIALIZING ? 976 : mode(copy);
    }

    private static int mode(DatabaseState copy) {
        return switch (copy.mode()) {
            case ONLINE -> 0;
            case RESTORING -> 927;
            case RECOVERING -> 922;
            case RECOVERY_PENDING -> 945;
            case OFFLINE -> 942;
        };
    }

    @Override
    public @Nullable SqlMessage readOnly(String database) {
        int why = world.read(() -> sql.replication().unwritable(name(), database));
        return why == 0 ? null : words.message(why, List.of(database));
    }

    @Override
    public long epoch(String database) {
        return world.read(() -> sql.instance(name()).starts() * 1_000_000_000L
                + sql.database(name(), database).map(DatabaseState::epoch).orElse(0));
    }

    // doing

    @Override
    public void execute(Statement statement, SqlCaller caller, SqlPatience patience, SqlAnswer answer) {
        statements.execute(statement, caller, patience, answer);
    }

    @Override
    public @Nullable SqlMessage commit(String database, SqlTransaction transaction, SqlPatience patience) {
        int error = sql.replication().commit(name(), database, transaction, patience);
        return error == 0 ? null : words.message(error, List.of(database));
    }

    @Override
    public SqlLog log(String database) {
        return world.read(() -> sql.database(name(), database).map(logs::of).orElseGet(() -> new SqlLog(0, List.of())));
    }

    /** What was read of logs before, so that reading on costs what is new; shared by all ways into an instance. */
    private static final class Logs {
        private final Map<String, Read> reads = new HashMap<>();
        private final Map<String, Integer> turns = new HashMap<>();

        private static final class Read {
            int generation;
            LogPoint last;
            final List<SqlTransaction> transactions = new ArrayList<>();

            Read(DatabaseState copy) {
                this.generation = copy.generation();
                this.last = copy.redone();
                add(copy.redone().since(null));
            }

            private void add(List<LogPoint> points) {
                for (LogPoint point : points) {
                    SqlTransaction transaction = point.transaction();
                    if (transaction != null) {
                        transactions.add(transaction);
                    }
                }
            }
        }

        private SqlLog of(DatabaseState copy) {
            String key = copy.name().toUpperCase(Locale.ROOT);
            Read read = reads.get(key);
            if (read == null
                    || read.generation != copy.generation()
                    || !copy.redone().contains(read.last)) {
                read = new Read(copy);
                reads.put(key, read);
            } else if (read.last != copy.redone()) {
                read.add(copy.redone().since(read.last));
                read.last = copy.redone();
            }
            return new SqlLog(read.generation, read.transactions);
        }

        private int turn(String set) {
            synchronized (turns) {
                return turns.merge(set, 1, Integer::sum) - 1;
            }
        }
    }
}
