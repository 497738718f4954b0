package io.quorate.mssql;

import io.quorate.sql.EndpointAuthentication;
import io.quorate.sql.EndpointEncryption;
import io.quorate.sql.EndpointState;
import io.quorate.sql.command.CreateCertificate;
import io.quorate.sql.command.CreateMasterKey;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.CreateUser;
import io.quorate.sql.command.EndpointDefinition;
import io.quorate.sql.command.ImportCertificate;
import io.quorate.sql.command.SetEndpointCertificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders the statements of endpoints, certificates and log-ins. */
final class SecurityTSql {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SecurityTSql() {}

    static SqlStep createEndpoint(EndpointDefinition e) {
        return SqlStep.of("CREATE ENDPOINT " + Sql.name(e.name()) + " STATE = STARTED " + payload(e));
    }

    static SqlStep alterEndpoint(EndpointDefinition e) {
        return SqlStep.of("ALTER ENDPOINT " + Sql.name(e.name()) + " " + payload(e));
    }

    private static String payload(EndpointDefinition e) {
        String encryption = e.encryption().equals(EndpointEncryption.DISABLED)
                ? "DISABLED"
                : e.encryption() + " ALGORITHM " + e.algorithm();
        return "AS TCP (LISTENER_PORT = " + e.port() + ", LISTENER_IP = ALL) FOR DATABASE_MIRRORING (AUTHENTICATION = "
                + authentication(e) + ", ENCRYPTION = " + encryption + ", ROLE = " + e.role() + ")";
    }

    private static String authentication(EndpointDefinition e) {
        return authentication(e.authentication(), String.valueOf(e.certificate()));
    }

    private static String authentication(EndpointAuthentication authentication, String certificate) {
        return authentication.ways().stream()
                .map(way -> way.equals(EndpointAuthentication.CERTIFICATE)
                        ? "CERTIFICATE " + Sql.name(certificate)
                        : "WINDOWS " + way)
                .collect(Collectors.joining(" "));
    }

    static SqlStep showCertificate(SetEndpointCertificate c) {
        return SqlStep.of("ALTER ENDPOINT " + Sql.name(c.endpoint()) + " FOR DATABASE_MIRRORING (AUTHENTICATION = "
                + authentication(c.authentication(), c.certificate()) + ")");
    }

    static SqlStep dropCertificate(String certificate) {
        return SqlStep.of("DROP CERTIFICATE " + Sql.name(certificate));
    }

    static SqlStep state(String endpoint, EndpointState state) {
        return SqlStep.of("ALTER ENDPOINT " + Sql.name(endpoint) + " STATE = " + state);
    }

    static SqlStep dropEndpoint(String endpoint) {
        return SqlStep.of("DROP ENDPOINT " + Sql.name(endpoint));
    }

    static SqlStep grantConnect(String endpoint, String login) {
        return SqlStep.of("GRANT CONNECT ON ENDPOINT::" + Sql.name(endpoint) + " TO " + Sql.name(login));
    }

    static SqlStep masterKey(CreateMasterKey c) {
        return SqlStep.of("CREATE MASTER KEY ENCRYPTION BY PASSWORD = ").and(c.password());
    }

    static SqlStep createCertificate(CreateCertificate c) {
        Instant expires = c.expires();
        return SqlStep.of("CREATE CERTIFICATE " + Sql.name(c.certificate()) + " WITH SUBJECT = " + Sql.text(c.subject())
                + (expires == null ? "" : ", EXPIRY_DATE = " + Sql.text(DAY.format(expires))));
    }

    static SqlStep importCertificate(ImportCertificate c) {
        return SqlStep.of("CREATE CERTIFICATE " + Sql.name(c.certificate())
                + (c.user() == null ? "" : " AUTHORIZATION " + Sql.name(c.user())) + " FROM BINARY = "
                + Sql.binary(c.data().bytes()));
    }

    static SqlStep windowsLogin(String login) {
        return SqlStep.of("CREATE LOGIN " + Sql.name(login) + " FROM WINDOWS");
    }

    static SqlStep sqlLogin(CreateSqlLogin c) {
        SqlStep step = SqlStep.of("CREATE LOGIN " + Sql.name(c.login()) + " WITH PASSWORD = ");
        step = c.hashed() ? step.andHash(c.password()).and(" HASHED") : step.and(c.password());
        return c.sid() == null ? step : step.and(", SID = " + c.sid());
    }

    static SqlStep user(CreateUser c) {
        return SqlStep.of("CREATE USER " + Sql.name(c.user()) + " FOR LOGIN " + Sql.name(c.login()));
    }
}
