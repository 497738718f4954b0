package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Bytes;
import io.quorate.lab.ddl.CertificateStatement.CreateCertificate;
import io.quorate.lab.ddl.CertificateStatement.ImportCertificate;
import io.quorate.lab.ddl.EndpointStatement;
import io.quorate.lab.ddl.EndpointStatement.Authentication;
import io.quorate.lab.ddl.EndpointStatement.Encryption;
import io.quorate.lab.ddl.EndpointStatement.Mirroring;
import io.quorate.lab.ddl.EndpointStatement.Role;
import io.quorate.lab.ddl.EndpointStatement.State;
import io.quorate.lab.ddl.LoginStatement.Password;
import io.quorate.lab.ddl.PermissionStatement;
import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.LoginState.Kind;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who may come in: log-ins, users of master, rights, certificates and the endpoint. */
public final class SqlLogins {
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
        windows(instance, "NT AUTHORITY\\SYSTEM", List.of());
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
                        rights,
                        List.of()));
    }

    private LoginState require(String instance, String name) {
        return world.find(LoginState.key(instance, name)).orElseThrow(() -> new SqlRefusal(15151, "login", name));
    }

    /** Enables or disables a log-in. */
    public void enable(String instance, String name, boolean enabled) {
        LoginState login = require(instance, name);
        world.put(LoginState.key(instance, name), login.with(login.hash(), enabled, login.database()));
        sql.settle();
    }

    /** Changes what an {@code ALTER LOGIN} names. */
    public void alter(String instance, String name, @Nullable Password password, @Nullable String database) {
        LoginState login = require(instance, name);
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
                login.with(hash, login.enabled(), database == null ? login.database() : database));
    }

    /** Removes a log-in. */
    public void drop(String instance, String name) {
        require(instance, name);
        world.remove(LoginState.key(instance, name));
        sql.settle();
    }

    /** Adds or removes a member of a server role; {@code sysadmin} is the only one that matters here. */
    public void member(String instance, String role, String name, boolean added) {
        rights(instance, name, Set.of(AgState.upper(role)), added, false);
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
        UUID id = world.random().guid(path + "/" + world.events().size());
        return new Bytes(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    /** A Windows account has the same id everywhere. */
    private Bytes windowsSid(String name) {
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
            boolean denied = what.verb() == PermissionStatement.Verb.DENY;
            rights(instance, principal, rights, what.verb() == PermissionStatement.Verb.GRANT, denied);
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

    private void rights(String instance, String name, Set<String> rights, boolean given, boolean denied) {
        LoginState login = require(instance, name);
        Set<String> all = new TreeSet<>(login.rights());
        Set<String> no = new TreeSet<>(login.denied());
        all.removeAll(rights);
        no.removeAll(rights);
        (given ? all : denied ? no : new TreeSet<String>()).addAll(rights);
        world.put(LoginState.key(instance, name), login.withRights(all, no));
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
        int id = 5
                + (int) world.all(UserState.class).stream()
                        .filter(u -> u.instance().equalsIgnoreCase(instance))
                        .count();
        world.put(
                UserState.key(instance, database, name),
                new UserState(sql.instance(instance).name(), database, name, id, login));
    }

    /** Removes a user. */
    public void dropUser(String instance, String database, String name, boolean ifExists) {
        Key<UserState> key = UserState.key(instance, database, name);
        if (world.find(key).isEmpty() && !ifExists) {
            throw new SqlRefusal(15151, "user", name);
        }
        world.remove(key);
        sql.settle();
    }

    // certificates

    /** Makes or removes master's master key. */
    public void masterKey(String instance, boolean there) {
        if (sql.instance(instance).masterKey() == there) {
            throw new SqlRefusal(there ? 15578 : 15151, "symmetric key", "##MS_DatabaseMasterKey##");
        }
        world.update(InstanceState.key(instance), i -> i.with(e -> e.masterKey = there));
    }

    /** Makes a certificate with a private key. */
    public void createCertificate(String instance, CreateCertificate what) {
        requireNoCertificate(instance, what.name());
        if (what.password() == null && !sql.instance(instance).masterKey()) {
            throw new SqlRefusal(15581);
        }
        RandomGenerator bytes = world.random().stream("sql/certificate/" + AgState.upper(instance));
        byte[] der = new byte[400];
        bytes.nextBytes(der);
        System.arraycopy(new byte[] {0x30, (byte) 0x82, 1, (byte) 0x8C}, 0, der, 0, 4);
        LocalDateTime now = LocalDateTime.ofInstant(world.clock().now(), ZoneOffset.UTC);
        certificate(
                instance,
                what.name(),
                what.owner(),
                what.subject(),
                new Bytes(der),
                true,
                date(what.start(), now),
                date(what.expiry(), now.plusYears(1)));
    }

    /** Takes in a certificate that was made elsewhere. */
    public void importCertificate(String instance, ImportCertificate what) {
        requireNoCertificate(instance, what.name());
        Bytes bytes = what.bytes();
        if (bytes == null) {
            throw new SqlRefusal(15208);
        }
        CertificateState original = world.all(CertificateState.class).stream()
                .filter(c -> c.encoded().equals(bytes))
                .findFirst()
                .orElseThrow(() -> new SqlRefusal(15468));
        certificate(
                instance,
                what.name(),
                what.owner(),
                original.subject(),
                bytes,
                what.privateKey() != null,
                original.start(),
                original.expiry());
    }

    private void requireNoCertificate(String instance, String name) {
        if (world.find(CertificateState.key(instance, name)).isPresent()) {
            throw new SqlRefusal(15232, name);
        }
    }

    private void certificate(
            String instance,
            String name,
            @Nullable String owner,
            String subject,
            Bytes encoded,
            boolean own,
            LocalDateTime start,
            LocalDateTime expiry) {
        if (owner != null
                && !owner.equalsIgnoreCase("dbo")
                && world.find(UserState.key(instance, "master", owner)).isEmpty()) {
            throw new SqlRefusal(15151, "user", owner);
        }
        int id = 256
                + (int) world.all(CertificateState.class).stream()
                        .filter(c -> c.instance().equalsIgnoreCase(instance))
                        .count();
        try {
            byte[] print = MessageDigest.getInstance("SHA-1").digest(encoded.value());
            world.put(
                    CertificateState.key(instance, name),
                    new CertificateState(
                            sql.instance(instance).name(),
                            name,
                            id,
                            owner == null ? "dbo" : owner,
                            subject,
                            encoded,
                            new Bytes(print),
                            own,
                            start,
                            expiry));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        sql.settle();
    }

    private static LocalDateTime date(@Nullable String text, LocalDateTime otherwise) {
        if (text == null) {
            return otherwise;
        }
        String digits = text.replaceAll("\\D", "");
        return digits.length() < 8
                ? otherwise
                : LocalDateTime.of(
                        Integer.parseInt(digits.substring(0, 4)),
                        Math.max(1, Math.min(12, Integer.parseInt(digits.substring(4, 6)))),
                        Math.max(1, Math.min(28, Integer.parseInt(digits.substring(6, 8)))),
                        0,
                        0);
    }

    /** Removes a certificate. */
    public void dropCertificate(String instance, String name) {
        Key<CertificateState> key = CertificateState.key(instance, name);
        if (world.find(key).isEmpty()) {
            throw new SqlRefusal(15151, "certificate", name);
        }
        MirrorEndpoint endpoint = sql.instance(instance).endpoint();
        if (endpoint != null && name.equalsIgnoreCase(endpoint.certificate())) {
            throw new SqlRefusal(15559, "certificate", name, endpoint.name());
        }
        world.remove(key);
        sql.settle();
    }

    // the endpoint

    /** Makes an instance's endpoint for mirroring. */
    public void createEndpoint(String instance, EndpointStatement.Create what, String login) {
        InstanceState state = sql.instance(instance);
        Mirroring mirroring = what.mirroring();
        if (mirroring == null) {
            return;
        }
        if (state.endpoint() != null) {
            throw new SqlRefusal(7862, what.name());
        }
        requireCertificate(instance, mirroring.certificate());
        List<Authentication> ways = mirroring.authentication();
        List<String> algorithms = mirroring.algorithms();
        set(
                instance,
                new MirrorEndpoint(
                        what.name(),
                        what.owner() == null ? login : what.owner(),
                        what.state(),
                        what.port(),
                        what.address(),
                        ways.isEmpty() ? List.of(Authentication.NEGOTIATE) : ways,
                        mirroring.certificate(),
                        mirroring.encryption() == null ? Encryption.REQUIRED : mirroring.encryption(),
                        algorithms.isEmpty() ? List.of(state.major() < 13 ? "RC4" : "AES") : algorithms,
                        mirroring.role() == null ? Role.ALL : mirroring.role()));
    }

    private void requireCertificate(String instance, @Nullable String name) {
        if (name != null
                && world.find(CertificateState.key(instance, name))
                        .filter(CertificateState::own)
                        .isEmpty()) {
            throw new SqlRefusal(15151, "certificate", name);
        }
    }

    /** Changes the endpoint. */
    public void alterEndpoint(String instance, EndpointStatement.Alter what) {
        MirrorEndpoint old = endpoint(instance, what.name());
        Mirroring more = what.mirroring();
        requireCertificate(instance, more == null ? null : more.certificate());
        State state = what.state();
        Integer port = what.port();
        boolean ways = more != null && !more.authentication().isEmpty();
        set(
                instance,
                new MirrorEndpoint(
                        old.name(),
                        old.owner(),
                        state == null ? old.state() : state,
                        port == null ? old.port() : port,
                        what.address() == null ? old.address() : what.address(),
                        ways ? more.authentication() : old.authentication(),
                        ways || more != null && more.certificate() != null ? more.certificate() : old.certificate(),
                        more == null || more.encryption() == null ? old.encryption() : more.encryption(),
                        more == null || more.algorithms().isEmpty() ? old.algorithms() : more.algorithms(),
                        more == null || more.role() == null ? old.role() : more.role()));
    }

    /** Removes the endpoint. */
    public void dropEndpoint(String instance, String name) {
        endpoint(instance, name);
        set(instance, null);
    }

    /** Changes the endpoint's owner. */
    public void ownEndpoint(String instance, String name, String owner) {
        MirrorEndpoint e = endpoint(instance, name);
        require(instance, owner);
        set(
                instance,
                new MirrorEndpoint(
                        e.name(),
                        owner,
                        e.state(),
                        e.port(),
                        e.address(),
                        e.authentication(),
                        e.certificate(),
                        e.encryption(),
                        e.algorithms(),
                        e.role()));
    }

    private MirrorEndpoint endpoint(String instance, String name) {
        MirrorEndpoint endpoint = sql.instance(instance).endpoint();
        if (endpoint == null || !endpoint.name().equalsIgnoreCase(name)) {
            throw new SqlRefusal(15151, "endpoint", name);
        }
        return endpoint;
    }

    private void set(String instance, @Nullable MirrorEndpoint endpoint) {
        world.update(InstanceState.key(instance), i -> i.with(e -> e.endpoint = endpoint));
        sql.settle();
    }
}
