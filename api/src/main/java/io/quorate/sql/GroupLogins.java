package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.spi.Target;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.DropLogin;
import io.quorate.sql.command.GetDatabaseUsers;
import io.quorate.sql.command.GetLogins;
import io.quorate.sql.command.GetPasswordHash;
import io.quorate.sql.command.SetLoginPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log-ins of a group's instances. Databases and their users move with a failover, log-ins do not: an application comes in after one only if
 * the new primary has its log-in, with the same SID and the same password.
 *
 * {@snippet file="io/quorate/samples/SyncLogins.java" region="logins"}
 *
 * <p>Compared and made the same are the log-ins of applications and people. Left alone are {@code sa}, the server's and Windows' own, those by
 * which replicas know each other, what stands for a certificate, and accounts of one machine. What another instance has besides stays. No hash
 * of a password is read to compare: the instance tells a digest of it. To be made the same, it is read at one instance, sent to the other, and
 * wiped; it shows nowhere.
 *
 * <p>To see hashes takes CONTROL SERVER; without it, passwords count as not told. Other rights and common errors are those of
 * {@link AvailabilityGroupClient}. Every instance has to answer. Immutable and thread-safe.
 */
public final class GroupLogins {
    private static final Duration TURN = Duration.ofMinutes(15);

    private final Calls calls;
    private final String group;

    GroupLogins(Calls calls, String group) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.group = Objects.requireNonNull(group, "group");
    }

    /** Reads the log-ins of one instance. Changes nothing; one query. */
    public List<ServerLogin> list(String host) {
        return calls.run(new GetLogins(host)).logins();
    }

    /** Compares the log-ins of the primary with those of the other replicas. Changes nothing; two queries an instance. */
    public LoginComparison compare() {
        return compare(sync -> {});
    }

    /** Compares the log-ins of one instance with those of the other replicas. Changes nothing; two queries an instance. */
    public LoginComparison compare(Consumer<LoginSync> sync) {
        return found("sql.login.compare", wish(sync)).comparison();
    }

    /**
     * Looks what it would take to have the log-ins be the same. Changes nothing; two queries an instance. Prints no secret: a hash that is yet
     * to be read is a reference, and its step is {@linkplain GroupStep#later later}.
     */
    public GroupPlan plan(Consumer<LoginSync> sync) {
        return found("sql.login.plan", wish(sync)).plan();
    }

    /** Has the log-ins of the other replicas be as on the primary; see {@link #ensure(Consumer)}. */
    public Ensured<LoginComparison> ensure() {
        return ensure(sync -> {});
    }

    /**
     * Has the log-ins of the other replicas be as on one instance: missing ones are created with SID and password, the others get what differs.
     * Read back. May be repeated; a second time nothing is sent. After any interruption the same call again leads to the same end.
     *
     * @return what differs now - what was not asked to be changed - and whether something was changed
     * @throws io.quorate.error.ConflictException if something keeps one of them from being the same; nothing was changed then, and the message
     *     lists all of it: another SID without a consent, a SID that another log-in has, a hash that an older version cannot read
     * @throws io.quorate.error.NotFoundException if there is no such group, or it has no primary and no instance is named
     */
    public Ensured<LoginComparison> ensure(Consumer<LoginSync> sync) {
        LoginSync.Wish wish = wish(sync);
        return calls.inTurn(new Target("log-ins of", group), TURN, () -> ensured(wish));
    }

    private Ensured<LoginComparison> ensured(LoginSync.Wish wish) {
        long started = calls.runtime().nanos();
        GroupMembers members = GroupMembers.of(calls, "sql.login.ensure", group, wish.source());
        LoginDiff.Found found = found(members, wish);
        GroupPlan plan = found.plan();
        if (!plan.obstacles().isEmpty()) {
            throw Reports.conflict(calls, "sql.login.ensure", "log-ins of " + group, started, plan.obstacles());
        }
        if (plan.steps().isEmpty()) {
            return new Ensured<>(found.comparison(), false);
        }
        boolean changed = false;
        for (GroupStep step : plan.steps()) {
            changed |= take(step, found.comparison().source());
        }
        LoginComparison now = (calls.rehearses() ? found : found(members, wish)).comparison();
        return new Ensured<>(now, changed);
    }

    private boolean take(GroupStep step, String source) {
        if (calls.rehearses() || !step.later()) {
            return calls.give(step.order()).changed();
        }
        String login = step.order().command() instanceof CreateSqlLogin create
                ? create.login()
                : ((SetLoginPassword) step.order().command()).login();
        Secret hash = calls.run(new GetPasswordHash(source, login));
        try {
            return calls.give(filled(step.order(), hash)).changed();
        } finally {
            hash.wipe();
        }
    }

    private Order<?> filled(Order<?> order, Secret hash) {
        return order.command() instanceof CreateSqlLogin create
                ? Order.ensure(
                        calls.endpoint(), new CreateSqlLogin(create.host(), create.login(), hash, true, create.sid()))
                : Order.ensure(
                        calls.endpoint(),
                        new SetLoginPassword(
                                ((SetLoginPassword) order.command()).host(),
                                ((SetLoginPassword) order.command()).login(),
                                hash));
    }

    /**
     * Names the users of the group's databases that a failover leaves, or has left, without a log-in: instance by instance, those whose SID no
     * log-in of the instance has. They are read on the primary, because users move with their database. Changes nothing; two queries an
     * instance, and one besides.
     *
     * @throws io.quorate.error.NotFoundException if there is no such group, or it has no primary
     */
    public List<OrphanedUser> orphans() {
        GroupMembers members = GroupMembers.of(calls, "sql.user.orphans", group, null);
        List<String> databases = members.group().databases().stream()
                .map(AvailabilityDatabase::name)
                .toList();
        if (databases.isEmpty()) {
            return List.of();
        }
        List<DatabaseUser> users = calls.run(new GetDatabaseUsers(members.source(), databases));
        List<OrphanedUser> orphans = new ArrayList<>();
        for (LoginInventory at : logins(members)) {
            for (DatabaseUser user : users) {
                if (at.login(user.sid()).isEmpty()) {
                    orphans.add(new OrphanedUser(at.host(), user, namesake(at, user)));
                }
            }
        }
        return List.copyOf(orphans);
    }

    private static @Nullable String namesake(LoginInventory at, DatabaseUser user) {
        Optional<ServerLogin> there = at.login(user.name());
        return there.map(ServerLogin::name).orElse(null);
    }

    /**
     * Drops a log-in of one instance; already gone is fine.
     *
     * @param consent names {@code login@host}
     * @return whether something was changed
     */
    public boolean remove(String host, String login, @Nullable Consent consent) {
        Optional<ServerLogin> there = calls.run(new GetLogins(host)).login(login);
        return there.isPresent()
                && calls.give(Order.ensure(
                                        calls.endpoint(),
                                        new DropLogin(host, login, there.get().sid()))
                                .with(consent))
                        .changed();
    }

    private LoginDiff.Found found(String operation, LoginSync.Wish wish) {
        return found(GroupMembers.of(calls, operation, group, wish.source()), wish);
    }

    private LoginDiff.Found found(GroupMembers members, LoginSync.Wish wish) {
        List<LoginInventory> all = logins(members);
        return LoginDiff.of(calls.endpoint(), group, wish, all.get(0), all.subList(1, all.size()));
    }

    private List<LoginInventory> logins(GroupMembers members) {
        List<String> hosts = new ArrayList<>();
        hosts.add(members.source());
        hosts.addAll(members.others());
        return calls.atEach(hosts, host -> calls.run(new GetLogins(host)));
    }

    private static LoginSync.Wish wish(Consumer<LoginSync> sync) {
        LoginSync said = new LoginSync();
        sync.accept(said);
        return said.wish();
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("group", group)
                .toString();
    }
}
