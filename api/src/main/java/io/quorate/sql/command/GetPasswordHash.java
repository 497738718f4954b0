package io.quorate.sql.command;

import io.quorate.Secret;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads the hash of a log-in's password, for {@link CreateSqlLogin} and {@link SetLoginPassword} at another instance. Needs CONTROL SERVER. It
 * is a secret; wipe it afterwards.
 *
 * @param host the instance's host, as the endpoint names it
 * @param login its name
 */
public record GetPasswordHash(String host, String login) implements ReadCommand<Secret>, HostCommand<Secret> {
    public GetPasswordHash {
        Inputs.checkHost(host);
        Inputs.checkName("login", login);
    }

    @Override
    public String name() {
        return "sql.login.get-hash";
    }

    @Override
    public Target target() {
        return new Target("log-in", login + "@" + host);
    }
}
