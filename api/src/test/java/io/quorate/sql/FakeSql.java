package io.quorate.sql;

import io.quorate.ManualRuntime;
import io.quorate.QuorateRuntime;
import io.quorate.Size;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.ErrorReport;
import io.quorate.error.QuorateException;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.sql.command.*;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** Instances in memory, as far as commands of groups change them: enough to see where a plan leads. */
final class FakeSql implements Calls {
    static final UUID ID = UUID.fromString("11111111-2222-3333-4444-555555555555");
    static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    /** One instance. */
    static final class Inst {
        final String host;
        String name;
        SqlVersion version = SqlVersion.of("16.0.4135.4");
        String edition = "Enterprise Edition (64-bit)";
        boolean hadr = true;
        boolean clustered;
        String account = "LAB\\sql";
        String dataPath = "D:\\data\\";
        InstanceCluster cluster = new InstanceCluster(
                "RACK1",
                "NODE_MAJORITY",
                InstanceCluster.NORMAL,
                List.of(
                        new ClusterVote("SQL1", "CLUSTER_NODE", true, 1),
                        new ClusterVote("SQL2", "CLUSTER_NODE", true, 1),
                        new ClusterVote("SQL3", "CLUSTER_NODE", true, 1)));
        MirroringEndpoint endpoint;
        boolean masterKey;
        Size free = Size.gib(100);
        final List<SqlLogin> logins = new ArrayList<>();
        final List<SqlInventory.MasterUser> users = new ArrayList<>();
        final List<ServerCertificate> certificates = new ArrayList<>();
        final Map<String, SqlDatabase> databases = new TreeMap<>();
        boolean silent;
        ReplicaRole role;
        SqlReadiness readiness = SqlReadiness.UNKNOWN;
        EndpointAnswer.Reach reach = EndpointAnswer.Reach.ANSWERS;

        Inst(String host) {
            this.host = host;
            this.name = host.toUpperCase(java.util.Locale.ROOT);
            logins.add(new SqlLogin("sa", LoginSid.of("01"), LoginKind.SQL_LOGIN, true));
        }
    }

    final Map<String, Inst> hosts = new LinkedHashMap<>();
    final List<Command<?>> sent = new ArrayList<>();
    int queries;
    AvailabilityGroup group;
    String primary;
    final Set<String> joined = new LinkedHashSet<>();
    final Set<String> granted = new LinkedHashSet<>();
    final Map<String, Set<String>> copies = new TreeMap<>();
    final Map<String, java.util.function.UnaryOperator<DatabaseReplicaState>> states = new TreeMap<>();
    final List<SeedingProgress> seedings = new ArrayList<>();
    RuntimeException createFails;
    final ManualRuntime runtime = new ManualRuntime();

    FakeSql(String... names) {
        for (String name : names) {
            hosts.put(name, new Inst(name));
        }
    }

    Inst at(String host) {
        return hosts.get(host);
    }

    FakeSql database(String name) {
        hosts.values().iterator().next().databases.put(name, database(name, true, RecoveryModel.FULL));
        return this;
    }

    static SqlDatabase database(String name, boolean backup, RecoveryModel model) {
        return new SqlDatabase(
                name,
                7,
                DatabaseState.ONLINE,
                model,
                backup,
                false,
                "MULTI_USER",
                false,
                false,
                null,
                null,
                LoginSid.of("01"),
                "sa",
                "Latin1_General_CI_AS",
                160,
                false,
                List.of(
                        new DatabaseFile(name, "D:\\data\\" + name + ".mdf", "ROWS", Size.gib(10)),
                        new DatabaseFile(name + "_log", "D:\\data\\" + name + ".ldf", "LOG", Size.gib(1))));
    }

    Estate estate() {
        return new Estate(hosts.values().stream().map(this::inventory).toList());
    }

    SqlInventory inventory(Inst one) {
        seed();
        List<AvailabilityGroup> groups = group == null || !joined.contains(one.name) ? List.of() : List.of(seen(one));
        return new SqlInventory(
                new SqlInstance(
                        one.host,
                        one.name,
                        one.version,
                        SqlEdition.of(one.edition),
                        one.hadr,
                        HadrManagerStatus.RUNNING,
                        one.clustered,
                        one.dataPath,
                        one.dataPath,
                        "Latin1_General_CI_AS",
                        one.cluster,
                        one.account),
                NOW,
                one.endpoint,
                groups,
                List.copyOf(one.databases.values()),
                one.logins,
                one.users,
                one.masterKey,
                one.certificates,
                List.of(new DiskVolume("D:\\", Size.gib(200), one.free)),
                one.name.equals(primary) ? seedings : List.of(),
                one.readiness);
    }

    private void seed() {
        if (group == null) {
            return;
        }
        for (AvailabilityReplica replica : group.replicas()) {
            boolean failed = seedings.stream().anyMatch(run -> run.replica().equals(replica.name()));
            boolean may = !failed && granted.contains(replica.name()) && granted.contains(primary);
            if (joined.contains(replica.name()) && may && replica.seeding().equals(SeedingMode.AUTOMATIC)) {
                copies.values().forEach(on -> on.add(replica.name()));
            }
        }
    }

    private AvailabilityGroup seen(Inst one) {
        boolean leads = one.name.equals(primary) || ReplicaRole.PRIMARY.equals(one.role);
        List<AvailabilityReplica> replicas = group.replicas().stream()
                .map(replica -> {
                    boolean local = replica.name().equals(one.name);
                    ReplicaRole role = one.role != null && local
                            ? one.role
                            : replica.name().equals(primary) ? ReplicaRole.PRIMARY : ReplicaRole.SECONDARY;
                    JoinState join =
                            joined.contains(replica.name()) ? JoinState.JOINED_STANDALONE : JoinState.NOT_JOINED;
                    return with(replica, leads || local ? role : null, join, local);
                })
                .toList();
        List<AvailabilityDatabase> databases = copies.entrySet().stream()
                .map(entry -> new AvailabilityDatabase(
                        entry.getKey(),
                        ID,
                        group.replicas().stream()
                                .filter(replica -> leads || replica.name().equals(one.name))
                                .map(replica -> state(entry.getKey(), replica.name(), entry.getValue()))
                                .toList()))
                .toList();
        return new AvailabilityGroup(
                group.name(),
                group.id(),
                group.clusterType(),
                group.basic(),
                group.distributed(),
                group.contained(),
                group.backupPreference(),
                group.failureConditionLevel(),
                group.healthCheckTimeout(),
                group.databaseFailover(),
                group.dtcPerDatabase(),
                group.requiredSynchronizedSecondaries(),
                leads ? 20 : 10,
                group.connectionOptions(),
                primary,
                SynchronizationHealth.HEALTHY,
                replicas,
                databases,
                group.listeners());
    }

    private DatabaseReplicaState state(String database, String replica, Set<String> on) {
        boolean has = on.contains(replica);
        DatabaseReplicaState usual = new DatabaseReplicaState(
                replica,
                true,
                replica.equals(primary),
                has,
                has,
                false,
                has ? SynchronizationState.SYNCHRONIZED : SynchronizationState.NOT_SYNCHRONIZING,
                SynchronizationHealth.HEALTHY,
                DatabaseState.ONLINE,
                false,
                null,
                LogPosition.UNKNOWN,
                LogPosition.UNKNOWN,
                LogPosition.UNKNOWN,
                LogPosition.UNKNOWN,
                new LogPosition(Lsn.of(100), NOW.minusSeconds(5)),
                Lsn.of(100),
                Size.bytes(0),
                Size.kib(10),
                Size.mib(30),
                Size.mib(10),
                Duration.ZERO,
                replica.equals(primary) ? Lsn.of(100) : null);
        return states.getOrDefault(database + "@" + replica, s -> s).apply(usual);
    }

    private static AvailabilityReplica with(
            AvailabilityReplica replica, ReplicaRole role, JoinState join, boolean local) {
        return new AvailabilityReplica(
                replica.name(),
                ID,
                replica.endpointUrl(),
                replica.mode(),
                replica.failover(),
                replica.seeding(),
                replica.backupPriority(),
                replica.sessionTimeout(),
                replica.primaryConnections(),
                replica.secondaryConnections(),
                replica.routingUrl(),
                replica.routing(),
                replica.readWriteRoutingUrl(),
                new ReplicaState(
                        local,
                        role,
                        OperationalState.ONLINE,
                        ConnectedState.CONNECTED,
                        SynchronizationHealth.HEALTHY,
                        RecoveryHealth.ONLINE,
                        join,
                        null,
                        null,
                        null));
    }

    @Override
    public String endpoint() {
        return "sql";
    }

    @Override
    public List<String> hosts() {
        return List.copyOf(hosts.keySet());
    }

    @Override
    public QuorateRuntime runtime() {
        return runtime;
    }

    @Override
    public <E extends Enum<E>> Set<E> capabilities(Class<E> of) {
        return Set.of();
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        return List.of();
    }

    @Override
    public <T> T inTurn(io.quorate.spi.Target object, Duration atMost, Supplier<T> work) {
        return work.get();
    }

    @Override
    @SuppressWarnings("unchecked") // by the command
    public <R> Ensured<R> give(Order<R> order) {
        Command<R> command = order.command();
        if (command instanceof GetInventory get) {
            queries++;
            if (at(get.host()).silent) {
                throw new io.quorate.error.UnreachableException(report(command, "connection refused"), List.of(), null);
            }
            return new Ensured<>((R) inventory(at(get.host())), false);
        }
        if (command instanceof GetEndpointAnswer probe) {
            return new Ensured<>((R) new EndpointAnswer(probe.address(), probe.port(), at(probe.host()).reach), false);
        }
        if (command instanceof Destructive destructive
                && (order.consent() == null || !order.consent().covers(destructive.identity()))) {
            throw new ConsentRequiredException(report(command, "no consent"), destructive.identity());
        }
        sent.add(command);
        R value = command.rehearsed();
        change(command, value);
        return new Ensured<>(value, true);
    }

    static ErrorReport report(Command<?> command, String said) {
        return new ErrorReport(
                command.name(),
                command.target().toString(),
                null,
                null,
                "sql",
                1,
                Duration.ZERO,
                said,
                null,
                null,
                null);
    }

    private void change(Command<?> command, Object value) {
        if (command instanceof CreateMasterKey one) {
            at(one.host()).masterKey = true;
        } else if (command instanceof CreateCertificate one) {
            at(one.host()).certificates.add((ServerCertificate) value);
        } else if (command instanceof ImportCertificate one) {
            at(one.host())
                    .certificates
                    .add(hosts.values().stream()
                            .flatMap(other -> other.certificates.stream())
                            .filter(cert -> one.data().equals(cert.encoded()))
                            .findFirst()
                            .orElseThrow());
        } else if (command instanceof CreateEndpoint one) {
            at(one.host()).endpoint = (MirroringEndpoint) value;
        } else if (command instanceof SetEndpointState one) {
            at(one.host()).endpoint = endpoint(at(one.host()).endpoint, one.state(), null);
        } else if (command instanceof CreateWindowsLogin one) {
            at(one.host()).logins.add((SqlLogin) value);
        } else if (command instanceof CreateSqlLogin one) {
            at(one.host()).logins.add((SqlLogin) value);
        } else if (command instanceof CreateUser one) {
            at(one.host()).users.add(new SqlInventory.MasterUser(one.user(), one.login()));
        } else if (command instanceof GrantConnect one) {
            at(one.host()).endpoint = endpoint(at(one.host()).endpoint, null, one.login());
        } else if (command instanceof BackUpDatabase one) {
            at(one.host()).databases.put(one.database(), database(one.database(), true, RecoveryModel.FULL));
        } else {
            groups(command, value);
        }
    }

    private void groups(Command<?> command, Object value) {
        if (command instanceof CreateGroup one) {
            group = (AvailabilityGroup) value;
            joined.add(at(one.host()).name);
            if (createFails != null) {
                at(one.host()).role = ReplicaRole.RESOLVING;
                throw createFails;
            }
            primary = at(one.host()).name;
            one.databases()
                    .forEach(name -> copies.computeIfAbsent(name, key -> new LinkedHashSet<>())
                            .add(primary));
        } else if (command instanceof JoinGroup one) {
            joined.add(at(one.host()).name);
        } else if (command instanceof GrantCreateAnyDatabase one) {
            granted.add(at(one.host()).name);
        } else if (command instanceof AddDatabase one) {
            copies.computeIfAbsent(one.database(), key -> new LinkedHashSet<>()).add(primary);
        } else if (command instanceof AddListener) {
            group = listeners(List.of((AvailabilityListener) value));
        } else if (command instanceof DropGroup one) {
            joined.remove(at(one.host()).name);
            if (at(one.host()).name.equals(primary) || primary == null) {
                joined.clear();
            }
        } else if (command instanceof SetReplicaOption one) {
            seedings.removeIf(run -> run.replica().equals(one.replica()));
        } else if (command instanceof FailOver one) {
            primary = at(one.host()).name;
        } else if (command instanceof ForceFailOver one) {
            primary = at(one.host()).name;
        } else if (command instanceof ResumeDatabase one) {
            states.remove(one.database() + "@" + at(one.host()).name);
        } else {
            throw new AssertionError("not played here: " + command);
        }
    }

    AvailabilityGroup listeners(List<AvailabilityListener> listeners) {
        List<AvailabilityListener> answering = listeners.stream()
                .map(one -> new AvailabilityListener(
                        one.name(),
                        one.id(),
                        one.port(),
                        true,
                        one.addresses().stream()
                                .map(ip -> new ListenerAddress(
                                        ip.address(), ip.mask(), ip.dhcp(), null, ListenerAddressState.ONLINE))
                                .toList()))
                .toList();
        return new AvailabilityGroup(
                group.name(),
                group.id(),
                group.clusterType(),
                group.basic(),
                group.distributed(),
                group.contained(),
                group.backupPreference(),
                group.failureConditionLevel(),
                group.healthCheckTimeout(),
                group.databaseFailover(),
                group.dtcPerDatabase(),
                group.requiredSynchronizedSecondaries(),
                0,
                group.connectionOptions(),
                primary,
                null,
                group.replicas(),
                group.databases(),
                answering);
    }

    private static MirroringEndpoint endpoint(MirroringEndpoint there, EndpointState state, String login) {
        List<String> may = new ArrayList<>(there.mayConnect());
        if (login != null) {
            may.add(login);
        }
        return new MirroringEndpoint(
                there.name(),
                there.port(),
                state == null ? there.state() : state,
                there.role(),
                there.encryption(),
                there.algorithm(),
                there.authentication(),
                there.certificate(),
                there.owner(),
                may);
    }

    static QuorateException refused(String said) {
        return new io.quorate.error.ConflictException(
                new ErrorReport(
                        "sql.group.create", null, null, null, "sql", 1, Duration.ZERO, said, "41153", null, null),
                null);
    }
}
