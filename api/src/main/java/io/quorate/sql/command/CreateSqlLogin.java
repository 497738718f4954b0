package io.quorate.sql.command;

import io.quorate.Secret;
import io.quorate.spi.Confidential;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.LoginKind;
import io.quorate.sql.LoginSid;
import io.quorate.sql.SqlLogin;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates a log-in whose password the instance keeps, with a SID of the caller's if it is to be the same everywhere.
 *
 * @param host the instance's host, as the endpoint names it
 * @param login its name
 * @param password its password, or the hash of it as hexadecimal digits
 * @param hashed whether it is the hash
 * @param sid its SID; null for one that the instance makes
 */
public record CreateSqlLogin(
        String host,
        String login,
        Secret password,
        boolean hashed,
        @Nullable LoginSid sid) implements GuardedCommand<SqlLogin>, HostCommand<SqlLogin>, Confidential {
    private static final int SID_DIGITS = 32;

    public CreateSqlLogin {
        Inputs.checkHost(host);
        Inputs.checkName("login", login);
        if (login.indexOf('\\') >= 0) {
            throw new IllegalArgumentException(
                    "a log-in with a password has no backslash in its name: '" + login + "'");
        }
        Objects.requireNonNull(password, "password");
        if (sid != null && sid.hex().length() != SID_DIGITS) {
            throw new IllegalArgumentException("the SID of a log-in with a password has 16 bytes: " + sid);
        }
    }

    @Override
    public List<Secret> secrets() {
        return List.of(password);
    }

    @Override
    public String name() {
        return "sql.login.create-sql";
    }

    @Override
    public Target target() {
        return new Target("log-in", login + "@" + host);
    }

    @Override
    public SqlLogin rehearsed() {
        return new SqlLogin(login, sid == null ? LoginSid.of("") : sid, LoginKind.SQL_LOGIN, false);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> edit.logins.add(rehearsed()));
    }
}
