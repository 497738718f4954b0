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
import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Certificates of master, and the endpoint for mirroring. */
public final class SqlEndpoints {
    private final SqlEstate sql;
    private final World world;

    SqlEndpoints(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
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
        set(
                instance,
                new MirrorEndpoint(
                        old.name(),
                        old.owner(),
                        state == null ? old.state() : state,
                        port == null ? old.port() : port,
                        what.address() == null ? old.address() : what.address(),
                        more == null || more.authentication().isEmpty() ? old.authentication() : more.authentication(),
                        more == null || more.authentication().isEmpty() && more.certificate() == null
                                ? old.certificate()
                                : more.certificate(),
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
        if (world.find(LoginState.key(instance, owner)).isEmpty()) {
            throw new SqlRefusal(15151, "login", owner);
        }
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
