package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.LoginKind;
import io.quorate.sql.LoginSid;
import io.quorate.sql.SqlLogin;
import java.util.List;

/**
 * Creates a log-in of a Windows account, such as another replica's service account.
 *
 * @param host the instance's host, as the endpoint names it
 * @param login the account: {@code DOMAIN\\user}, {@code DOMAIN\\HOST$}
 */
public record CreateWindowsLogin(String host, String login) implements GuardedCommand<SqlLogin>, HostCommand<SqlLogin> {
    public CreateWindowsLogin {
        Inputs.checkHost(host);
        Inputs.checkName("login", login);
        int cut = login.indexOf('\\');
        if (cut <= 0 || cut == login.length() - 1 || cut != login.lastIndexOf('\\')) {
            throw new IllegalArgumentException("a Windows account is DOMAIN\\user, not '" + login + "'");
        }
    }

    @Override
    public String name() {
        return "sql.login.create-windows";
    }

    @Override
    public Target target() {
        return new Target("log-in", login + "@" + host);
    }

    @Override
    public SqlLogin rehearsed() {
        return new SqlLogin(login, LoginSid.of(""), LoginKind.WINDOWS_LOGIN, false);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> edit.logins.add(rehearsed()));
    }
}
