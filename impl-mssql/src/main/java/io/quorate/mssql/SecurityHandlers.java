package io.quorate.mssql;

import io.quorate.spi.FindingHandler;
import io.quorate.spi.Handler;
import io.quorate.spi.Observation;
import io.quorate.sql.CertificateData;
import io.quorate.sql.LoginKind;
import io.quorate.sql.MirroringEndpoint;
import io.quorate.sql.ServerCertificate;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.SqlLogin;
import io.quorate.sql.command.AlterEndpoint;
import io.quorate.sql.command.CreateCertificate;
import io.quorate.sql.command.CreateEndpoint;
import io.quorate.sql.command.CreateMasterKey;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.CreateUser;
import io.quorate.sql.command.CreateWindowsLogin;
import io.quorate.sql.command.DropCertificate;
import io.quorate.sql.command.DropEndpoint;
import io.quorate.sql.command.EndpointDefinition;
import io.quorate.sql.command.GetCertificate;
import io.quorate.sql.command.GrantConnect;
import io.quorate.sql.command.ImportCertificate;
import io.quorate.sql.command.SetEndpointCertificate;
import io.quorate.sql.command.SetEndpointState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How endpoints, certificates and log-ins are made and changed. */
final class SecurityHandlers {
    private SecurityHandlers() {}

    static List<Handler<?, ?, SqlLink>> handlers() {
        return List.of(
                new HostChange<>(
                        CreateEndpoint.class,
                        SecurityHandlers::created,
                        (c, seen) -> List.of(SecurityTSql.createEndpoint(c.definition()))),
                new HostChange<>(
                        AlterEndpoint.class,
                        SecurityHandlers::altered,
                        (c, seen) -> List.of(SecurityTSql.alterEndpoint(c.definition()))),
                new HostChange<>(
                        SetEndpointState.class,
                        (c, seen) -> endpoint(c.endpoint(), seen)
                                .map(endpoint -> Seen.so(endpoint.state().equals(c.state())))
                                .orElseGet(() -> missing(c.endpoint(), seen)),
                        (c, seen) -> List.of(SecurityTSql.state(c.endpoint(), c.state()))),
                new HostChange<>(
                        DropEndpoint.class,
                        (c, seen) -> Seen.so(endpoint(c.endpoint(), seen).isEmpty()),
                        (c, seen) -> List.of(SecurityTSql.dropEndpoint(c.endpoint()))),
                new HostChange<>(
                        GrantConnect.class,
                        (c, seen) -> endpoint(c.endpoint(), seen)
                                .map(endpoint -> Seen.so(endpoint.mayConnect().stream()
                                        .anyMatch(login -> login.equalsIgnoreCase(c.login()))))
                                .orElseGet(() -> missing(c.endpoint(), seen)),
                        (c, seen) -> List.of(SecurityTSql.grantConnect(c.endpoint(), c.login()))),
                new HostChange<>(
                        CreateMasterKey.class,
                        (c, seen) -> Seen.so(seen.masterKey()),
                        (c, seen) -> List.of(SecurityTSql.masterKey(c))),
                new HostChange<>(
                        CreateCertificate.class,
                        SecurityHandlers::created,
                        (c, seen) -> List.of(SecurityTSql.createCertificate(c))),
                new HostChange<>(
                        ImportCertificate.class,
                        SecurityHandlers::imported,
                        (c, seen) -> List.of(SecurityTSql.importCertificate(c))),
                new CertificateRead(),
                new HostChange<>(
                        SetEndpointCertificate.class,
                        (c, seen) -> endpoint(c.endpoint(), seen)
                                .map(there -> Seen.so(c.certificate().equalsIgnoreCase(there.certificate())
                                        && there.authentication().certificate()))
                                .orElseGet(() -> missing(c.endpoint(), seen)),
                        (c, seen) -> List.of(SecurityTSql.showCertificate(c))),
                new HostChange<>(
                                DropCertificate.class,
                                (c, seen) -> Seen.so(there(c, seen).isEmpty()),
                                (c, seen) -> List.of(SecurityTSql.dropCertificate(c.certificate())))
                        .refusing(SecurityHandlers::mayDrop),
                new HostChange<>(
                        CreateWindowsLogin.class,
                        SecurityHandlers::windows,
                        (c, seen) -> List.of(SecurityTSql.windowsLogin(c.login()))),
                new HostChange<>(
                                CreateSqlLogin.class,
                                SecurityHandlers::login,
                                (c, seen) -> List.of(SecurityTSql.sqlLogin(c)))
                        .refusing(SecurityHandlers::readable),
                new HostChange<>(CreateUser.class, SecurityHandlers::user, (c, seen) -> List.of(SecurityTSql.user(c))));
    }

    private static Optional<ServerCertificate> there(DropCertificate c, SqlInventory seen) {
        return seen.certificate(c.certificate())
                .filter(there -> there.thumbprint().equalsIgnoreCase(c.thumbprint()));
    }

    private static void mayDrop(DropCertificate c, SqlInventory seen) {
        MirroringEndpoint endpoint = seen.endpoint();
        if (endpoint != null && c.certificate().equalsIgnoreCase(endpoint.certificate())) {
            throw Seen.conflict("mirroring endpoint " + endpoint.name() + " of "
                    + seen.instance().name() + " shows certificate " + c.certificate() + "; nothing was sent");
        }
        seen.databases().stream()
                .filter(database -> c.thumbprint().equalsIgnoreCase(database.encryption()))
                .findFirst()
                .ifPresent(database -> {
                    throw Seen.conflict("certificate " + c.certificate() + " encrypts database " + database.name()
                            + " of " + seen.instance().name() + "; nothing was sent");
                });
    }

    private static Optional<MirroringEndpoint> endpoint(String name, SqlInventory seen) {
        return Optional.ofNullable(seen.endpoint())
                .filter(endpoint -> endpoint.name().equalsIgnoreCase(name));
    }

    private static <R> Observation<R> missing(String endpoint, SqlInventory seen) {
        return Seen.other(Seen.missing(seen.instance().name() + " has no mirroring endpoint " + endpoint));
    }

    private static Observation<MirroringEndpoint> created(CreateEndpoint c, SqlInventory seen) {
        MirroringEndpoint there = seen.endpoint();
        if (there == null) {
            return Observation.absent();
        }
        if (!there.name().equalsIgnoreCase(c.definition().name())) {
            return Seen.other(Seen.conflict(seen.instance().name() + " has the mirroring endpoint " + there.name()
                    + " already, and an instance has one"));
        }
        return Seen.compared(there, "mirroring endpoint " + there.name(), different(there, c.definition()));
    }

    private static Observation<MirroringEndpoint> altered(AlterEndpoint c, SqlInventory seen) {
        return endpoint(c.definition().name(), seen)
                .map(there -> different(there, c.definition()).isEmpty()
                        ? Observation.present(there)
                        : Observation.<MirroringEndpoint>absent())
                .orElseGet(() -> missing(c.definition().name(), seen));
    }

    private static List<String> different(MirroringEndpoint is, EndpointDefinition wanted) {
        List<String> different = new ArrayList<>();
        // Without the right to see it, a port is not told.
        if (is.port() != 0 && is.port() != wanted.port()) {
            different.add("port " + is.port());
        }
        if (!is.role().equals(wanted.role())) {
            different.add("role " + is.role());
        }
        if (!is.encryption().equals(wanted.encryption()) || !is.algorithm().equals(wanted.algorithm())) {
            different.add("encryption " + is.encryption() + " by " + is.algorithm());
        }
        if (!is.authentication().equals(wanted.authentication())) {
            different.add("authentication " + is.authentication());
        }
        if (wanted.certificate() != null && !wanted.certificate().equalsIgnoreCase(is.certificate())) {
            different.add("certificate " + is.certificate());
        }
        return different;
    }

    private static Observation<ServerCertificate> created(CreateCertificate c, SqlInventory seen) {
        return seen.certificate(c.certificate())
                .map(there -> Seen.compared(
                        there,
                        "certificate " + c.certificate(),
                        there.privateKey() ? List.<String>of() : List.of("no private key")))
                .orElseGet(Observation::absent);
    }

    private static Observation<ServerCertificate> imported(ImportCertificate c, SqlInventory seen) {
        return seen.certificate(c.certificate())
                .map(there -> {
                    List<String> other = new ArrayList<>();
                    CertificateData encoded = there.encoded();
                    if (encoded != null && !encoded.equals(c.data())) {
                        other.add("other content, thumbprint " + there.thumbprint());
                    }
                    if (c.user() != null && !c.user().equalsIgnoreCase(there.owner())) {
                        other.add("the owner " + there.owner());
                    }
                    return Seen.compared(there, "certificate " + c.certificate(), other);
                })
                .orElseGet(Observation::absent);
    }

    private static Observation<SqlLogin> windows(CreateWindowsLogin c, SqlInventory seen) {
        return seen.login(c.login())
                .map(there -> Seen.compared(
                        there,
                        "log-in " + c.login(),
                        there.kind().equals(LoginKind.SQL_LOGIN)
                                ? List.of("a password of its own")
                                : List.<String>of()))
                .orElseGet(Observation::absent);
    }

    private static Observation<SqlLogin> login(CreateSqlLogin c, SqlInventory seen) {
        return seen.login(c.login())
                .map(there -> {
                    List<String> other = new ArrayList<>();
                    if (!there.kind().equals(LoginKind.SQL_LOGIN)) {
                        other.add("the kind " + there.kind());
                    }
                    if (c.sid() != null && !c.sid().equals(there.sid())) {
                        other.add("the SID " + there.sid());
                    }
                    return Seen.compared(there, "log-in " + c.login(), other);
                })
                .orElseGet(Observation::absent);
    }

    private static void readable(CreateSqlLogin c, SqlInventory seen) {
        if (c.hashed()) {
            LoginHandlers.readable(
                    c.password(), seen.instance().name(), seen.instance().version());
        }
    }

    private static Observation<Void> user(CreateUser c, SqlInventory seen) {
        return seen.masterUsers().stream()
                .filter(user -> user.name().equalsIgnoreCase(c.user()))
                .findFirst()
                .map(user -> user.login() == null || user.login().equalsIgnoreCase(c.login())
                        ? Seen.so()
                        : Seen.<Void>other(Seen.conflict(
                                "user " + c.user() + " of master is there, but of log-in " + user.login())))
                .orElseGet(Observation::absent);
    }

    /** Reads a certificate, which may be missing. */
    private static final class CertificateRead implements FindingHandler<GetCertificate, ServerCertificate, SqlLink> {
        @Override
        public Class<GetCertificate> handles() {
            return GetCertificate.class;
        }

        @Override
        public Optional<ServerCertificate> find(GetCertificate command, SqlLink link) {
            return Inventory.read(link).certificate(command.certificate());
        }
    }
}
