package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.Span;
import io.quorate.call.AuditSink;
import io.quorate.cluster.ClusterClient;
import io.quorate.lab.Lab;
import io.quorate.mssql.ConnectionProfile;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.FailoverCheck;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.RoutingList;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The database's part of the story: two machines become a cluster, their SQL Server instances hold an availability group with a listener in
 * two subnets, and an application writes through it. Then the primary loses power, and what that costs is predicted before and measured after.
 */
public final class GroupStory {
    private static final String GROUP = "ag1";
    private static final String DATABASE = "orders";
    private static final String LISTENER = "ag1l";
    private static final List<String> HOSTS = List.of("SQL1", "SQL2");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Lab lab;
    private final Quorate quorate;
    private final AvailabilityGroupClient sql;
    private final TimeLine line;
    private final Probe probe;

    private GroupStory(Lab lab, Quorate quorate) {
        this.lab = lab;
        this.quorate = quorate;
        this.sql = quorate.availabilityGroups(Lab.SQL);
        this.line = new TimeLine(lab);
        this.probe = new Probe(
                lab,
                ConnectionProfile.of(LISTENER, DATABASE, p -> p.encryption(ConnectionProfile.Encryption.LOGIN_ONLY)));
    }

    /**
     * The database's part.
     *
     * @param timeLine what was done, and what came of it
     * @param outage what the power cut of the primary cost, as the application saw it
     * @param acknowledged how many of the application's markers had been acknowledged in the end
     * @param found how many of them are there
     */
    public record Told(List<TimeLine.Step> timeLine, Outage outage, int acknowledged, int found) {
        public Told {
            timeLine = List.copyOf(timeLine);
        }
    }

    static Told run(long seed, AuditSink audit) {
        try (Lab lab = Lab.sqlStoryBuilder().sharedDisk(Size.gib(1)).seed(seed).start();
                Quorate quorate = lab.connect().audit(audit).build()) {
            lab.sql().makeDatabase(HOSTS.get(0), DATABASE);
            return new GroupStory(lab, quorate).tell();
        } catch (SQLException e) {
            throw new IllegalStateException("the application cannot go on", e);
        }
    }

    private Told tell() throws SQLException {
        formCluster();
        buildGroup();
        probe.begin();
        line.step("write the application's first marker", probe::write, done -> done ? "acknowledged" : "refused");
        String reader = probe.reader();
        line.step("connect with read intent", () -> reader, server -> "led to " + server);
        Outage outage = cutPrimary();
        int found = probe.found();
        line.step(
                "count the markers",
                () -> found,
                count -> count + " of " + probe.acknowledged() + " acknowledged are there");
        return new Told(line.steps(), outage, probe.acknowledged(), found);
    }

    private void formCluster() {
        ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
        line.step("create cluster SQLC on SQL1", () -> cluster.create("SQLC", "SQL1"), c -> "cluster " + c.name());
        line.step("add node SQL2", () -> cluster.nodes().add("SQL2"), n -> n.name() + " is " + n.state());
        line.step(
                "make the small disk its witness",
                () -> {
                    String disk = cluster.availableDisks()
                            .addToCluster(cluster.availableDisks().list().get(0).id())
                            .name();
                    return cluster.quorum().setDiskWitness(disk);
                },
                quorum -> "witness " + Objects.requireNonNull(quorum.witness()).resource());
    }

    private void buildGroup() {
        line.step(
                "build group ag1 with a listener in two subnets",
                () -> sql.groups().ensure(GROUP, GroupStory::wanted),
                made -> "primary " + made.value().primary());
        line.step(
                "wait until its copies are in step",
                () -> sql.databases(GROUP).awaitSynchronized(DATABASE, LONG, progress -> {}),
                state -> DATABASE + " is SYNCHRONIZED");
        line.step(
                "build it again",
                () -> sql.groups().ensure(GROUP, GroupStory::wanted),
                made -> made.changed() ? "changed" : "nothing to do");
    }

    private static void wanted(GroupSpec group) {
        for (String host : HOSTS) {
            group.addReplica(
                    host,
                    r -> r.secondaryConnections(AllowedConnections.READ_ONLY)
                            .routingUrl("TCP://" + host + ":1433")
                            .routing(RoutingList.of(
                                    HOSTS.stream().filter(h -> !h.equals(host)).toArray(String[]::new))));
        }
        group.addDatabase(DATABASE);
        group.listener(
                LISTENER, l -> l.addAddress("10.66.1.50", "255.255.255.0").addAddress("10.66.2.50", "255.255.255.0"));
    }

    private Outage cutPrimary() {
        FailoverCheck check = line.step(
                "see whether SQL2 could take over",
                () -> sql.failover(GROUP).check("SQL2"),
                c -> c.obstacles().isEmpty() ? "ready" : String.join("; ", c.obstacles()));
        Duration predicted = quorate.cluster(Lab.ENDPOINT)
                .get()
                .settings()
                .sameSubnetTimeout()
                .plus(Objects.requireNonNullElse(check.recovery(), Duration.ZERO));
        Instant cut = lab.now();
        line.step(
                "cut the power of SQL1",
                () -> {
                    lab.power("SQL1").off();
                    return "SQL1";
                },
                host -> host + " is dark");
        line.step("write until a marker is acknowledged", this::comeBack, tries -> "after " + tries + " tries");
        Duration outage = Duration.between(cut, lab.now());
        String now = line.step(
                "look who is primary", () -> sql.failover(GROUP).primary().orElse("nobody"), server -> server + " is");
        return new Outage("database " + DATABASE, "SQL1", now, predicted, outage);
    }

    private int comeBack() {
        int tries = 1;
        while (!probe.write()) {
            if (tries++ > LONG.toSeconds()) {
                throw new IllegalStateException("the application has not come back within " + Span.words(LONG));
            }
            lab.advance(LOOK);
        }
        return tries;
    }
}
