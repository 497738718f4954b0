package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.sql.LoginSync.Wish;
import io.quorate.sql.ServerPermission.State;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.CreateWindowsLogin;
import io.quorate.sql.command.DropLogin;
import io.quorate.sql.command.EnableLogin;
import io.quorate.sql.command.SetLogin;
import io.quorate.sql.command.SetLoginPassword;
import io.quorate.sql.command.SetRoleMember;
import io.quorate.sql.command.SetServerPermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares log-ins of one instance with those of others, and tells what makes them the same. Does no I/O and sees no secret. */
final class LoginDiff {
    private static final int PBKDF2 = 3;
    private static final int LONGEST_NAME = 255;

    private final Wish wish;
    private final LoginInventory source;
    private final GroupSteps todo;
    private final List<LoginDifference> differences = new ArrayList<>();
    private final List<String> leftAlone = new ArrayList<>();

    /** What is created at the instance that is looked at, once all is dropped there that has to be: SIDs may change places. */
    private final List<ServerLogin> toCreate = new ArrayList<>();

    private final Set<LoginSid> dropped = new HashSet<>();

    private LoginDiff(String endpoint, Wish wish, LoginInventory source) {
        this.wish = wish;
        this.source = source;
        this.todo = new GroupSteps(endpoint);
    }

    /**
     * What was found.
     *
     * @param plan what makes it the same
     */
    record Found(LoginComparison comparison, GroupPlan plan) {}

    static Found of(String endpoint, String group, Wish wish, LoginInventory source, List<LoginInventory> others) {
        LoginDiff diff = new LoginDiff(endpoint, wish, source);
        List<ServerLogin> wanted = diff.wanted();
        for (LoginInventory other : others) {
            diff.compare(wanted, other);
            String machine = computer(other.name());
            other.logins().stream()
                    .filter(one -> one.application() && !one.domain().equals(machine))
                    .filter(one ->
                            wish.covers(one.name()) && source.login(one.name()).isEmpty())
                    .forEach(one -> diff.differs(
                            other, one, LoginAspect.SURPLUS, "", one.sid().toString()));
        }
        return new Found(
                new LoginComparison(source.host(), diff.differences, diff.leftAlone),
                new GroupPlan(group, diff.todo.steps, diff.todo.obstacles, diff.todo.hints));
    }

    private void compare(List<ServerLogin> wanted, LoginInventory at) {
        toCreate.clear();
        dropped.clear();
        wanted.forEach(login -> login(login, at));
        toCreate.forEach(login -> create(login, at));
    }

    /** Names the secret that a hash is, on paper and until it is read. */
    static String reference(String host, String login) {
        String name = "password hash of " + login + " at " + host;
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private List<ServerLogin> wanted() {
        List<ServerLogin> wanted = new ArrayList<>();
        String machine = computer(source.name());
        for (ServerLogin login : source.logins()) {
            if (!wish.covers(login.name())) {
                continue;
            }
            if (!login.application()) {
                leftAlone.add(login.name()
                        + (login.replica()
                                ? " is how replicas know each other, or runs a service"
                                : " is the server's own, or Windows brings it along"));
            } else if (login.domain().equals(machine)) {
                leftAlone.add(login.name() + " is an account of " + machine + " itself, which no other machine knows");
            } else {
                wanted.add(login);
            }
        }
        wish.only().stream()
                .filter(name -> source.login(name).isEmpty())
                .sorted()
                .forEach(name -> todo.against(source.host() + " has no log-in " + name));
        return wanted;
    }

    private static String computer(String server) {
        int cut = server.indexOf('\\');
        return (cut < 0 ? server : server.substring(0, cut)).toUpperCase(Locale.ROOT);
    }

    private void differs(LoginInventory at, ServerLogin login, LoginAspect aspect, String wanted, String found) {
        differences.add(new LoginDifference(at.host(), login.name(), aspect, wanted, found));
    }

    private void login(ServerLogin wanted, LoginInventory at) {
        Optional<ServerLogin> there = at.login(wanted.name());
        if (there.isEmpty()) {
            differs(at, wanted, LoginAspect.MISSING, wanted.sid().toString(), "");
            toCreate.add(wanted);
            return;
        }
        ServerLogin found = there.get();
        boolean kind = found.login().kind().equals(wanted.login().kind());
        if (kind && found.sid().equals(wanted.sid())) {
            settle(wanted, found, at);
            return;
        }
        if (!kind) {
            differs(
                    at,
                    wanted,
                    LoginAspect.KIND,
                    wanted.login().kind().word(),
                    found.login().kind().word());
        }
        if (!found.sid().equals(wanted.sid())) {
            differs(
                    at,
                    wanted,
                    LoginAspect.SID,
                    wanted.sid().toString(),
                    found.sid().toString());
        }
        replace(wanted, found, at);
    }

    private void replace(ServerLogin wanted, ServerLogin found, LoginInventory at) {
        DropLogin drop = new DropLogin(at.host(), found.name(), found.sid());
        Optional<Consent> consent = wish.consent(drop.identity());
        String other = found.sid().equals(wanted.sid())
                ? "is a " + found.login().kind() + " there, not a "
                        + wanted.login().kind()
                : "has another SID there, so that users of databases do not find it";
        if (found.caller()) {
            todo.hint("log-in " + found.name() + " of " + at.host() + " " + other
                    + "; it is left as it is, because this client itself comes in by it");
        } else if (!found.application()) {
            todo.against("log-in " + found.name() + " of " + at.host() + " " + other
                    + ", and it belongs to the server or to replicas");
        } else if (consent.isEmpty()) {
            todo.against("log-in " + found.name() + " of " + at.host() + " " + other
                    + "; to have it dropped and created again takes a consent to " + drop.identity());
        } else {
            todo.add(drop, "log-in " + found.name() + " of " + at.host() + " is dropped: it " + other, consent.get());
            dropped.add(found.sid());
            toCreate.add(wanted);
        }
    }

    private void create(ServerLogin wanted, LoginInventory at) {
        String of = "log-in " + wanted.name() + " of " + at.host();
        Optional<ServerLogin> taken = at.login(wanted.sid())
                .filter(one -> !one.name().equalsIgnoreCase(wanted.name()) && !dropped.contains(one.sid()));
        if (taken.isPresent()) {
            todo.against(of + " cannot have the SID " + wanted.sid() + ": "
                    + taken.get().name() + " has it there (15433); rename that one, or drop it");
            return;
        }
        if (!wanted.hasPassword()) {
            todo.add(new CreateWindowsLogin(at.host(), wanted.name()), of + " is created");
        } else if (mayTake(wanted, at)) {
            todo.later(
                    new CreateSqlLogin(at.host(), wanted.name(), hash(wanted), true, wanted.sid()),
                    of + " is created with the SID and the password it has at " + source.host());
        } else {
            return;
        }
        if (wanted.login().disabled()) {
            todo.add(new EnableLogin(at.host(), wanted.name(), false), of + " is disabled");
        }
        set(wanted, null, at);
        memberships(wanted, List.of(), at, null);
        rights(wanted, List.of(ServerPermission.CONNECT), at, null);
    }

    private Secret hash(ServerLogin wanted) {
        return Secret.reference(reference(source.host(), wanted.name()));
    }

    /** Looks whether the other instance can be given the hash. */
    private boolean mayTake(ServerLogin wanted, LoginInventory at) {
        PasswordMark password = wanted.password();
        if (password == null) {
            todo.against("the hash of " + wanted.name() + "'s password cannot be seen at " + source.host()
                    + ": that takes CONTROL SERVER");
            return false;
        }
        if (!reads(at, password)) {
            todo.against("the hash of " + wanted.name() + "'s password was made by "
                    + source.version().product() + " (PBKDF2), and " + at.host() + " is "
                    + at.version().product()
                    + ", which cannot read it; nothing of it is sent: set the password there by hand");
            return false;
        }
        return true;
    }

    private static boolean reads(LoginInventory at, PasswordMark password) {
        return password.version() < PBKDF2 || at.version().atLeast(SqlVersion.SQL_2025);
    }

    /** What is there is the same log-in: it gets what differs. */
    private void settle(ServerLogin wanted, ServerLogin found, LoginInventory at) {
        String of = "log-in " + wanted.name() + " of " + at.host();
        if (wanted.hasPassword()) {
            password(wanted, found, at, of);
        }
        if (wanted.login().disabled() != found.login().disabled()) {
            boolean enabled = !wanted.login().disabled();
            boolean own = !enabled && found.caller();
            differs(
                    at,
                    wanted,
                    LoginAspect.DISABLED,
                    enabled ? "enabled" : "disabled",
                    enabled ? "disabled" : "enabled");
            if (own) {
                keeps(wanted, at, "is enabled");
            } else {
                todo.add(
                        new EnableLogin(at.host(), wanted.name(), enabled),
                        of + (enabled ? " is enabled" : " is disabled"));
            }
        }
        set(wanted, found, at);
        memberships(wanted, found.roles(), at, found);
        rights(wanted, found.permissions(), at, found);
    }

    private void password(ServerLogin wanted, ServerLogin found, LoginInventory at, String of) {
        String untold = unread(wanted, found, at);
        if (untold != null) {
            differs(at, wanted, LoginAspect.PASSWORD_UNKNOWN, "", "");
            todo.hint("whether " + of + " has the password that it has at " + source.host() + " cannot be told: "
                    + untold);
            return;
        }
        if (Objects.equals(wanted.password(), found.password())) {
            return;
        }
        differs(at, wanted, LoginAspect.PASSWORD, "", "");
        if (mayTake(wanted, at)) {
            todo.later(
                    new SetLoginPassword(at.host(), wanted.name(), hash(wanted)),
                    of + " gets the password it has at " + source.host());
        }
    }

    /** Returns why the two passwords cannot be compared; null if they can. */
    private @Nullable String unread(ServerLogin wanted, ServerLogin found, LoginInventory at) {
        PasswordMark here = wanted.password();
        PasswordMark there = found.password();
        if (here == null || there == null) {
            return "to see a hash takes CONTROL SERVER";
        }
        if (here.equals(there)) {
            return null;
        }
        if (there.version() > here.version()) {
            return "its hash there was made by a newer version";
        }
        return reads(at, here)
                ? null
                : "its hash at " + source.host() + " was made by a newer version (PBKDF2) than "
                        + at.version().product() + " can read; set the password there by hand";
    }

    /** Sets what differs of its options; all of them where it is new. */
    private void set(ServerLogin wanted, @Nullable ServerLogin found, LoginInventory at) {
        String database = differing(
                wanted, found, at, LoginAspect.DATABASE, wanted.database(), found == null ? "" : found.database());
        if (database != null && !at.hasDatabase(database)) {
            todo.hint("the default database of log-in " + wanted.name() + ", " + database + ", is not at " + at.host()
                    + "; it is not set there");
            database = null;
        }
        String language = differing(
                wanted, found, at, LoginAspect.LANGUAGE, wanted.language(), found == null ? "" : found.language());
        Boolean policy =
                flag(wanted, found, at, LoginAspect.POLICY, wanted.policy(), found == null ? null : found.policy());
        Boolean expiration = flag(
                wanted,
                found,
                at,
                LoginAspect.EXPIRATION,
                wanted.expiration(),
                found == null ? null : found.expiration());
        if (database != null || language != null || policy != null || expiration != null) {
            todo.add(
                    new SetLogin(at.host(), wanted.name(), database, language, policy, expiration),
                    "log-in " + wanted.name() + " of " + at.host() + " starts as it does at " + source.host());
        }
    }

    private @Nullable String differing(
            ServerLogin login,
            @Nullable ServerLogin found,
            LoginInventory at,
            LoginAspect aspect,
            String wanted,
            String is) {
        if (wanted.isEmpty() || wanted.equalsIgnoreCase(is)) {
            return null;
        }
        if (found != null) {
            differs(at, login, aspect, wanted, is);
        }
        return wanted;
    }

    private @Nullable Boolean flag(
            ServerLogin login,
            @Nullable ServerLogin found,
            LoginInventory at,
            LoginAspect aspect,
            @Nullable Boolean wanted,
            @Nullable Boolean is) {
        if (wanted == null || wanted.equals(is)) {
            return null;
        }
        if (found != null) {
            differs(at, login, aspect, wanted ? "ON" : "OFF", Boolean.TRUE.equals(is) ? "ON" : "OFF");
        }
        return wanted;
    }

    /**
     * Has it be a member of the same roles.
     *
     * @param found what is there; null where it is new
     */
    private void memberships(ServerLogin wanted, List<String> is, LoginInventory at, @Nullable ServerLogin found) {
        for (String role : wanted.roles()) {
            if (is.stream().anyMatch(role::equalsIgnoreCase)) {
                continue;
            }
            if (found != null) {
                differs(at, wanted, LoginAspect.ROLE, role, "");
            }
            if (at.hasRole(role)) {
                todo.add(
                        new SetRoleMember(at.host(), role, wanted.name(), true),
                        "log-in " + wanted.name() + " of " + at.host() + " becomes a member of " + role);
            } else {
                todo.against(at.host() + " has no server role " + role + ", of which log-in " + wanted.name()
                        + " is a member at " + source.host());
            }
        }
        for (String role : is) {
            if (wanted.roles().stream().noneMatch(role::equalsIgnoreCase)) {
                differs(at, wanted, LoginAspect.ROLE, "", role);
                if (wish.exactly() && own(found)) {
                    keeps(wanted, at, "is a member of " + role);
                } else if (wish.exactly()) {
                    todo.add(
                            new SetRoleMember(at.host(), role, wanted.name(), false),
                            "log-in " + wanted.name() + " of " + at.host() + " leaves " + role);
                } else {
                    stays(wanted, at, "a member of " + role);
                }
            }
        }
    }

    private static boolean own(@Nullable ServerLogin found) {
        return found != null && found.caller();
    }

    /** Whoever comes in by a log-in takes nothing from it. */
    private void keeps(ServerLogin wanted, LoginInventory at, String what) {
        todo.hint("log-in " + wanted.name() + " of " + at.host() + " " + what + " there, unlike at " + source.host()
                + "; it is left as it is, because this client itself comes in by it");
    }

    private void stays(ServerLogin wanted, LoginInventory at, String what) {
        todo.hint("log-in " + wanted.name() + " is " + what + " at " + at.host() + " and not at " + source.host()
                + "; it stays so");
    }

    private void rights(ServerLogin wanted, List<ServerPermission> is, LoginInventory at, @Nullable ServerLogin found) {
        for (ServerPermission right : told(wanted.permissions())) {
            State state = state(is, right.permission());
            if (state == right.state()) {
                continue;
            }
            if (found != null) {
                differs(at, wanted, LoginAspect.PERMISSION, right.toString(), said(state, right.permission()));
            }
            if (right.state() == State.DENY && own(found)) {
                keeps(wanted, at, "lacks " + right);
                continue;
            }
            todo.add(
                    new SetServerPermission(at.host(), wanted.name(), right),
                    "log-in " + wanted.name() + " of " + at.host() + ": " + right);
        }
        for (ServerPermission right : told(is)) {
            if (state(wanted.permissions(), right.permission()) == State.REVOKE) {
                if (found != null) {
                    differs(at, wanted, LoginAspect.PERMISSION, "", right.toString());
                }
                if (wish.exactly() && own(found)) {
                    keeps(wanted, at, "has " + right);
                } else if (wish.exactly() || found == null) {
                    ServerPermission none = new ServerPermission(right.permission(), State.REVOKE);
                    todo.add(
                            new SetServerPermission(at.host(), wanted.name(), none),
                            "log-in " + wanted.name() + " of " + at.host() + ": " + none);
                } else {
                    stays(wanted, at, "there with " + right);
                }
            }
        }
    }

    /** Each right once, with what counts where several have given or denied it. */
    private static List<ServerPermission> told(List<ServerPermission> all) {
        return all.stream()
                .map(ServerPermission::permission)
                .distinct()
                .map(permission -> new ServerPermission(permission, state(all, permission)))
                .filter(right -> right.state() != State.REVOKE)
                .toList();
    }

    /** A denial counts before what was given, and what may be given on before what may not. */
    private static State state(List<ServerPermission> all, String permission) {
        List<State> states = all.stream()
                .filter(one -> one.permission().equals(permission))
                .map(ServerPermission::state)
                .toList();
        return List.of(State.DENY, State.GRANT_WITH_GRANT_OPTION, State.GRANT).stream()
                .filter(states::contains)
                .findFirst()
                .orElse(State.REVOKE);
    }

    private static String said(State state, String permission) {
        return state == State.REVOKE ? "" : new ServerPermission(permission, state).toString();
    }
}
