package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Bytes;
import io.quorate.lab.ddl.LoginStatement.Password;
import io.quorate.lab.ddl.PermissionStatement;
import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.LoginState.Kind;
import io.quorate.lab.model.sql.LoginState.Options;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who may come in: log-ins, users of master, rights. */
public final class SqlLogins {
    private static final Set<String> SYSTEM = Set.of("MASTER", "MSDB", "MODEL", "TEMPDB");

    /** What setup gives the machine's own account, as which the cluster looks after the instance. */
    private static final List<String> SYSTEM_RIGHTS = List.of("ALTER ANY AVAILABILITY GROUP", "VIEW SERVER STATE");

    private static final int HASH_HEAD = 6;
    private static final int HASH_LENGTH = HASH_HEAD + 64;

    private final SqlEstate sql;
    private final World world;

    SqlLogins(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    void install(String instance, String account) {
        put(instance, "sa", 1, Kind.SQL, new Bytes(new byte[] {1}), null, null, false, List.of("SYSADMIN"));
        windows(instance, "NT AUTHORITY\\SYSTEM", SYSTEM_RIGHTS);
        if (sql.world().find(LoginState.key(instance, account)).isEmpty()) {
            windows(instance, account, List.of("SYSADMIN"));
        }
    }

    // log-ins

    public List<LoginState> of(String instance) {
        return world.all(LoginState.class).stream()
                .filter(l -> l.instance().equalsIgnoreCase(instance))
                .toList();
    }

    private void windows(String instance, String name, List<String> rights) {
        put(instance, name, 0, Kind.WINDOWS, windowsSid(name), null, null, true, rights);
    }

    /** Adds a log-in from Windows. */
    public void createWindows(String instance, String name) {
        requireFree(instance, name);
        windows(instance, name, List.of());
    }

    /** Adds a log-in by password; the caller wipes it. */
    public void createSql(
            String instance,
            String name,
            char @Nullable [] plain,
            @Nullable Bytes hash,
            @Nullable Bytes sid,
            boolean admin) {
        requireFree(instance, name);
        Bytes wanted = sid == null ? guid(InstanceState.key(instance).path() + "/sid/" + name) : sid;
        if (of(instance).stream().anyMatch(l -> l.sid().equals(wanted))) {
            throw new SqlRefusal(15433, name);
        }
        put(
                instance,
                name,
                0,
                Kind.SQL,
                wanted,
                hash == null ? hash(instance, plain == null ? new char[0] : plain) : checked(instance, hash),
                null,
                true,
                admin ? List.of("SYSADMIN") : List.of());
    }

    /** Adds a log-in that a certificate of master stands for. */
    public void createFromCertificate(String instance, String name, String certificate) {
        requireFree(instance, name);
        CertificateState known = world.find(CertificateState.key(instance, certificate))
                .orElseThrow(() -> new SqlRefusal(15151, "certificate", certificate));
        put(instance, name, 0, Kind.CERTIFICATE, known.thumbprint(), null, known.name(), true, List.of());
    }

    private void requireFree(String instance, String name) {
        if (world.find(LoginState.key(instance, name)).isPresent()) {
            throw new SqlRefusal(15025, name);
        }
    }

    private void put(
            String instance,
            String name,
            int id,
            Kind kind,
            Bytes sid,
            @Nullable Bytes hash,
            @Nullable String certificate,
            boolean enabled,
            List<String> rights) {
        int number = id > 0
                ? id
                : of(instance).stream().mapToInt(LoginState::id).max().orElse(0) < 256
                        ? 257
                        : of(instance).stream().mapToInt(LoginState::id).max().orElse(0) + 1;
        world.put(
                LoginState.key(instance, name),
                new LoginState(
                        sql.instance(instance).name(),
                        name,
                        number,
                        kind,
                        sid,
                        hash,
                        certificate,
                        enabled,
                        "master",
                        "us_english",
                        kind == Kind.SQL,
                        false,
                        Stream.concat(rights.stream(), Stream.of("CONNECT SQL"))
                                .sorted()
                                .toList(),
                        List.of(),
                        List.of()));
    }

    private LoginState require(String instance, String name) {
        return world.find(LoginState.key(instance, name)).orElseThrow(() -> new SqlRefusal(15151, "login", name));
    }

    /** Enables or disables a log-in. */
    public void enable(String instance, String name, boolean enabled) {
        LoginState login = require(instance, name);
        world.put(LoginState.key(instance, name), login.with(login.hash(), enabled));
        sql.settle();
    }

    /** Changes what an {@code ALTER LOGIN} names. */
    public void alter(String instance, String name, @Nullable Password password, Options options) {
        LoginState login = require(instance, name);
        check(instance, login, options);
        Bytes hash = login.hash();
        if (password != null) {
            Bytes given = password.hash();
            hash = given != null
                    ? checked(instance, given)
                    : hash(
                            instance,
                            password.plain() == null
                                    ? new char[0]
                                    : password.plain().value().toCharArray());
        }
        world.put(
                LoginState.key(instance, name),
                login.with(hash, login.enabled()).with(options));
    }

    /** Says what a log-in that was just made starts with. */
    public void options(String instance, String name, Options options) {
        LoginState login = require(instance, name);
        check(instance, login, options);
        world.put(LoginState.key(instance, name), login.with(options));
    }

    private void check(String instance, LoginState login, Options options) {
        String database = options.database();
        if (database != null && sql.database(instance, database).isEmpty()) {
            throw new SqlRefusal(15010, database);
        }
        if (login.kind() != Kind.SQL && (options.policy() != null || options.expiration() != null)) {
            throw new SqlRefusal(15151, "login", login.name());
        }
        LoginState then = login.with(options);
        if (then.expiration() && !then.policy()) {
            throw new SqlRefusal(15122);
        }
    }

    /** Removes a log-in. */
    public void drop(String instance, String name, String caller) {
        LoginState login = require(instance, name);
        if (name.equalsIgnoreCase(caller)) {
            throw new SqlRefusal(15434, name);
        }
        if (sql.databasesOf(instance).stream().anyMatch(d -> d.owner().equalsIgnoreCase(name))) {
            throw new SqlRefusal(15174, name);
        }
        long jobs = sql.agent().jobs(instance).stream()
                .filter(j -> j.owner().equals(login.sid()))
                .count();
        if (jobs > 0) {
            throw new SqlRefusal(15170, String.valueOf(jobs));
        }
        world.remove(LoginState.key(instance, name));
        sql.settle();
    }

    /** Adds or removes a member of a server role; {@code sysadmin} is the only one that matters here, and there are the fixed ones alone. */
    public void member(String instance, String role, String name, boolean added) {
        if (!LoginState.ROLES.containsKey(AgState.upper(role))) {
            throw new SqlRefusal(15151, "server role", role);
        }
        rights(instance, name, Set.of(AgState.upper(role)), added, false, false);
    }

    // passwords

    /** Tells whether a password is right; the caller wipes it. */
    public boolean proves(LoginState login, char[] password) {
        Bytes hash = login.hash();
        if (hash == null) {
            return false;
        }
        byte[] kept = hash.value();
        byte[] made = digest(password, Arrays.copyOf(kept, HASH_HEAD));
        return MessageDigest.isEqual(kept, made);
    }

    private Bytes hash(String instance, char[] password) {
        byte[] head = new byte[HASH_HEAD];
        head[0] = (byte) (sql.instance(instance).major() >= 17 ? 3 : 2);
        RandomGenerator salt = world.random().stream("sql/salt");
        ByteBuffer.wrap(head).putInt(2, salt.nextInt());
        return new Bytes(digest(password, head));
    }

    private Bytes checked(String instance, Bytes hash) {
        byte[] given = hash.value();
        boolean fits = given.length == HASH_LENGTH
                && given[1] == 0
                && (given[0] == 2 || given[0] == 3 && sql.instance(instance).major() >= 17);
        if (!fits) {
            throw new SqlRefusal(15021, "PASSWORD");
        }
        return hash;
    }

    private static byte[] digest(char[] password, byte[] head) {
        byte[] salted = new byte[password.length * 2 + 4];
        for (int i = 0; i < password.length; i++) {
            salted[2 * i] = (byte) password[i];
            salted[2 * i + 1] = (byte) (password[i] >> 8);
        }
        System.arraycopy(head, 2, salted, salted.length - 4, 4);
        try {
            byte[] sum = MessageDigest.getInstance("SHA-512").digest(salted);
            byte[] all = Arrays.copyOf(head, HASH_LENGTH);
            System.arraycopy(sum, 0, all, HASH_HEAD, sum.length);
            return all;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    private Bytes guid(String path) {
        UUID id = world.random().guid(path + "/" + world.eventCount());
        return new Bytes(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    /** A Windows account has the same id everywhere; those that Windows brings along have ids of their own kind. */
    private Bytes windowsSid(String name) {
        String upper = AgState.upper(name);
        if (upper.equals("NT AUTHORITY\\SYSTEM")) {
            return new Bytes(new byte[] {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0});
        }
        if (upper.startsWith("BUILTIN\\")) {
            return new Bytes(ByteBuffer.allocate(16)
                    .put(new byte[] {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0})
                    .putInt(upper.hashCode())
                    .array());
        }
        if (upper.startsWith("NT SERVICE\\")) {
            UUID service = world.random().guid("windows/" + upper);
            return new Bytes(ByteBuffer.allocate(32)
                    .put(new byte[] {1, 6, 0, 0, 0, 0, 0, 5, 80, 0, 0, 0})
                    .putLong(service.getMostSignificantBits())
                    .putLong(service.getLeastSignificantBits())
                    .putInt(upper.hashCode())
                    .array());
        }
        UUID id = world.random().guid("windows/" + AgState.upper(name));
        return new Bytes(ByteBuffer.allocate(28)
                .put(new byte[] {1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0})
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    // rights

    /** Carries out {@code GRANT}, {@code DENY} or {@code REVOKE} on the server or something of it. */
    public void permit(String instance, PermissionStatement what) {
        PermissionStatement.Securable on = what.securable();
        String suffix = "";
        if (on != null) {
            String name = on.name().get(on.name().size() - 1);
            requireSecurable(instance, on.kind(), name);
            suffix = " " + on.kind() + " " + AgState.upper(name);
        }
        Set<String> rights = new TreeSet<>();
        for (String permission : what.permissions()) {
            rights.add(permission + suffix);
        }
        for (String principal : what.principals()) {
            LoginState login = require(instance, principal);
            boolean grant = what.verb() == PermissionStatement.Verb.GRANT;
            if (!grant && !what.cascade() && login.grantable().stream().anyMatch(rights::contains)) {
                throw new SqlRefusal(4611);
            }
            if (what.verb() == PermissionStatement.Verb.REVOKE && what.grantOption()) {
                Set<String> onward = new TreeSet<>(login.grantable());
                onward.removeAll(rights);
                world.put(
                        LoginState.key(instance, principal), login.withRights(login.rights(), login.denied(), onward));
                continue;
            }
            rights(
                    instance,
                    principal,
                    rights,
                    grant,
                    what.verb() == PermissionStatement.Verb.DENY,
                    grant && what.grantOption());
        }
        sql.settle();
    }

    private void requireSecurable(String instance, String kind, String name) {
        boolean there = switch (kind) {
            case "ENDPOINT" -> {
                MirrorEndpoint endpoint = sql.instance(instance).endpoint();
                yield endpoint != null && endpoint.name().equalsIgnoreCase(name);
            }
            case "AVAILABILITY GROUP" -> sql.groupAt(instance, name).isPresent();
            case "LOGIN" -> world.find(LoginState.key(instance, name)).isPresent();
            default -> true;
        };
        if (!there) {
            throw new SqlRefusal(15151, kind.toLowerCase(Locale.ROOT), name);
        }
    }

    private void rights(
            String instance, String name, Set<String> rights, boolean given, boolean denied, boolean onward) {
        LoginState login = require(instance, name);
        Set<String> all = new TreeSet<>(login.rights());
        Set<String> no = new TreeSet<>(login.denied());
        Set<String> on = new TreeSet<>(login.grantable());
        // What may be given on stays so when it is given again.
        on.removeIf(right -> rights.contains(right) && !given);
        all.removeAll(rights);
        no.removeAll(rights);
        (given ? all : denied ? no : new TreeSet<String>()).addAll(rights);
        if (onward) {
            on.addAll(rights);
        }
        world.put(LoginState.key(instance, name), login.withRights(all, no, on));
    }

    // users of master

    /** Adds a user to a database; those of user databases are known to nobody here. */
    public void createUser(String instance, String database, String name, @Nullable String login) {
        if (world.find(UserState.key(instance, database, name)).isPresent()) {
            throw new SqlRefusal(15023, name);
        }
        if (login != null && world.find(LoginState.key(instance, login)).isEmpty()) {
            throw new SqlRefusal(15007, login);
        }
        DatabaseState own = sql.database(instance, database).orElse(null);
        if (own != null && !isSystem(database)) {
            createUser(instance, own, name, login);
            return;
        }
        int id = 5
                + (int) world.all(UserState.class).stream()
                        .filter(u -> u.instance().equalsIgnoreCase(instance))
                        .count();
        world.put(
                UserState.key(instance, database, name),
                new UserState(sql.instance(instance).name(), database, name, id, login));
    }

    /** Tells whether a database is part of the server itself. */
    public static boolean isSystem(String database) {
        return SYSTEM.contains(AgState.upper(database));
    }

    /** Returns the users of a database that is no part of the server itself. */
    public List<DatabaseUserState> users(DatabaseState database) {
        return world.all(DatabaseUserState.class).stream()
                .filter(u -> u.database().equals(database.identity()))
                .toList();
    }

    private void createUser(String instance, DatabaseState database, String name, @Nullable String login) {
        writable(instance, database);
        if (world.find(DatabaseUserState.key(database.identity(), name)).isPresent()) {
            throw new SqlRefusal(15023, name);
        }
        LoginState owner = login == null
                ? null
                : world.find(LoginState.key(instance, login)).orElse(null);
        if (owner != null && users(database).stream().anyMatch(u -> Objects.equals(owner.sid(), u.sid()))) {
            throw new SqlRefusal(15063);
        }
        world.put(
                DatabaseUserState.key(database.identity(), name),
                new DatabaseUserState(
                        database.identity(),
                        name,
                        5 + users(database).size(),
                        owner == null ? null : owner.sid(),
                        owner != null && owner.kind() == Kind.WINDOWS));
    }

    private void writable(String instance, DatabaseState database) {
        int why = sql.replication().unwritable(instance, database.name());
        if (why != 0) {
            throw new SqlRefusal(why, database.name());
        }
    }

    /** Removes a user. */
    public void dropUser(String instance, String database, String name, boolean ifExists) {
        DatabaseState own = sql.database(instance, database).orElse(null);
        if (own != null && !isSystem(database)) {
            writable(instance, own);
            if (world.find(DatabaseUserState.key(own.identity(), name)).isEmpty() && !ifExists) {
                throw new SqlRefusal(15151, "user", name);
            }
            world.remove(DatabaseUserState.key(own.identity(), name));
            return;
        }
        Key<UserState> key = UserState.key(instance, database, name);
        if (world.find(key).isEmpty() && !ifExists) {
            throw new SqlRefusal(15151, "user", name);
        }
        world.remove(key);
        sql.settle();
    }
}
