package io.quorate.sql.command;

import io.quorate.Secret;
import io.quorate.spi.Confidential;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Gives a log-in the password of another instance's, by its hash.
 *
 * @param host the instance's host, as the endpoint names it
 * @param login its name
 * @param hash the hash as hexadecimal digits, as {@link GetPasswordHash} reads it
 */
public record SetLoginPassword(String host, String login, Secret hash)
        implements ConvergingCommand<Void>, HostCommand<Void>, Confidential {
    public SetLoginPassword {
        Inputs.checkHost(host);
        Inputs.checkName("login", login);
        Objects.requireNonNull(hash, "hash");
    }

    @Override
    public List<Secret> secrets() {
        return List.of(hash);
    }

    @Override
    public String name() {
        return "sql.login.set-password";
    }

    @Override
    public Target target() {
        return new Target("log-in", login + "@" + host);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("log-in");
    }
}
