package io.quorate.sql;

import io.quorate.spi.Placeholder;
import io.quorate.sql.command.CreateDistributedGroup;
import io.quorate.sql.command.DistributedMember;
import io.quorate.sql.command.GrantCreateAnyDatabase;
import io.quorate.sql.command.JoinDistributedGroup;
import io.quorate.sql.command.ModifyDistributedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lies between two groups as they are and a distributed group of them as it is wanted. A function of the two, without I/O. */
final class DistributedDiff {
    private final String name;
    private final List<DistributedSpec.Wanted> wanted;
    private final Estate seen;
    private final GroupSteps out;

    private DistributedDiff(String endpoint, String name, List<DistributedSpec.Wanted> wanted, Estate seen) {
        this.name = name;
        this.wanted = wanted;
        this.seen = seen;
        this.out = new GroupSteps(endpoint);
    }

    static GroupPlan of(String endpoint, String name, List<DistributedSpec.Wanted> wanted, Estate seen) {
        DistributedDiff diff = new DistributedDiff(endpoint, name, wanted, seen);
        try {
            diff.run();
        } catch (IllegalArgumentException e) {
            diff.out.against(String.valueOf(e.getMessage()));
        }
        return diff.out.plan(name);
    }

    /** One of the two groups with the instance that leads it. */
    private record Side(DistributedMember member, SqlInventory leader, AvailabilityGroup group) {
        String host() {
            return leader.instance().host();
        }

        Optional<AvailabilityGroup> distributed(String name) {
            return leader.group(name);
        }
    }

    private void run() {
        List<Side> sides = new ArrayList<>();
        for (DistributedSpec.Wanted one : wanted) {
            Side side = side(one);
            if (side != null) {
                sides.add(side);
            }
        }
        if (sides.size() < 2 || !out.obstacles.isEmpty()) {
            return;
        }
        Side first = sides.get(0);
        Side second = sides.get(1);
        if (first.distributed(name).isPresent() || second.distributed(name).isPresent()) {
            there(sides);
        }
        if (out.obstacles.isEmpty()) {
            missing(first, second);
        }
        sides.forEach(side -> side.distributed(name)
                .ifPresent(there -> sides.forEach(other -> modified(side, there, other.member()))));
    }

    private @Nullable Side side(DistributedSpec.Wanted one) {
        List<SqlInventory> leaders = seen.primaries(one.group());
        if (leaders.size() != 1) {
            out.against(
                    leaders.isEmpty()
                            ? "group " + one.group() + " has no primary that answers"
                            : "group " + one.group() + " has several primaries: "
                                    + SplitBrain.words(leaders, one.group()));
            return null;
        }
        SqlInventory leader = leaders.get(0);
        AvailabilityGroup group = leader.group(one.group()).orElseThrow();
        instance(leader.instance());
        if (group.distributed() || group.basic()) {
            out.against("group " + group.name() + " is a " + (group.basic() ? "basic" : "distributed")
                    + " one, which takes no part in a distributed group");
        }
        MirroringEndpoint endpoint = leader.endpoint();
        if (one.listenerUrl() == null && (group.listeners().isEmpty() || endpoint == null)) {
            out.against("group " + group.name() + " has no listener"
                    + "; give it one, or say by which URL the other group reaches it");
            return null;
        }
        String url = one.listenerUrl() != null || endpoint == null
                ? ""
                : "TCP://" + group.listeners().get(0).name() + ":" + endpoint.port();
        return new Side(one.at(url), leader, group);
    }

    private void instance(SqlInstance one) {
        if (!one.version().atLeast(SqlVersion.SQL_2016)) {
            out.lacks(
                    one.name() + " is " + one.version().product() + ", which has no distributed groups",
                    "update the instances to " + new SqlVersion(SqlVersion.SQL_2016, 0, 0, 0).product() + " or later");
        }
        if (one.edition().groups() != GroupSupport.FULL) {
            out.lacks(
                    one.name() + " is " + one.edition() + ", which has no distributed groups (41199)",
                    "Enterprise, Developer and Evaluation editions have them");
        }
    }

    private void there(List<Side> sides) {
        for (Side side : sides) {
            AvailabilityGroup there = side.distributed(name).orElse(null);
            if (there == null) {
                continue;
            }
            if (!there.distributed()) {
                out.against("group " + name + " at " + side.leader().instance().name() + " is no distributed group");
            }
            for (AvailabilityReplica member : there.replicas()) {
                if (wanted.stream().noneMatch(one -> member.isNamed(one.group()))) {
                    out.against("distributed group " + name + " has the member " + member.name()
                            + ", which is not wished for");
                }
            }
        }
        Optional<AvailabilityGroup> one = sides.get(0).distributed(name);
        Optional<AvailabilityGroup> other = sides.get(1).distributed(name);
        boolean differ = one.isPresent()
                && other.isPresent()
                && !one.get().id().equals(other.get().id())
                && !Placeholder.isPlaceholder(one.get().id())
                && !Placeholder.isPlaceholder(other.get().id());
        if (differ) {
            out.against("the two groups are in different distributed groups of the name " + name + "; drop one");
        }
    }

    /** Makes it where the first one leads, has the second one join; the other way round where it is the second one's already. */
    private void missing(Side first, Side second) {
        boolean here = first.distributed(name).isPresent();
        boolean there = second.distributed(name).isPresent();
        if (here && there) {
            return;
        }
        Side leads = there ? second : first;
        Side follows = there ? first : second;
        if (!here
                && !there
                && !second.group().databases().stream().allMatch(second.group().systemDatabases()::contains)) {
            out.against("group " + second.group().name()
                    + " holds databases of its own; the second group of a distributed one begins empty");
            return;
        }
        SqlVersion newer = leads.leader().instance().version();
        SqlVersion older = follows.leader().instance().version();
        if (older.major() < newer.major()) {
            out.against("group " + follows.group().name() + " is on " + older.product() + " and group "
                    + leads.group().name() + " on " + newer.product() + "; an older one cannot follow a newer one");
            return;
        }
        if (older.major() > newer.major()) {
            out.hint("the groups are of different versions; once the newer one has led there is no way back");
        }
        if (follows.member().seeding() == null || follows.member().seeding().equals(SeedingMode.AUTOMATIC)) {
            for (AvailabilityReplica replica : follows.group().replicas()) {
                seen.named(replica.name())
                        .ifPresent(one -> out.add(
                                new GrantCreateAnyDatabase(
                                        one.instance().host(), follows.group().name()),
                                "let group " + follows.group().name() + " create databases at " + replica.name()
                                        + ", which seeding needs"));
            }
        }
        if (!here && !there) {
            out.add(
                    new CreateDistributedGroup(leads.host(), name, first.member(), second.member()),
                    "create distributed group " + name + " at "
                            + leads.leader().instance().name() + ", led by group "
                            + leads.group().name());
        }
        out.add(
                new JoinDistributedGroup(follows.host(), name, first.member(), second.member()),
                "have group " + follows.group().name() + " join distributed group " + name + " at "
                        + follows.leader().instance().name());
    }

    private void modified(Side side, AvailabilityGroup there, DistributedMember member) {
        AvailabilityReplica is = there.replica(member.group()).orElse(null);
        boolean same = is == null
                || is.endpointUrl().equalsIgnoreCase(member.listenerUrl())
                        && is.mode().equals(member.mode())
                        && (member.seeding() == null || is.seeding().equals(member.seeding()));
        if (!same) {
            out.add(
                    new ModifyDistributedGroup(side.host(), name, member),
                    "have " + side.leader().instance().name() + " know group " + member.group() + " at "
                            + member.listenerUrl() + ", " + member.mode() + ", seeding " + member.seeding());
        }
    }
}
