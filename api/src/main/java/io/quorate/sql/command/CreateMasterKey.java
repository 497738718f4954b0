package io.quorate.sql.command;

import io.quorate.Secret;
import io.quorate.spi.Confidential;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Creates the master key of the master database, which protects the private keys of its certificates.
 *
 * @param host the instance's host, as the endpoint names it
 * @param password the password that protects it
 */
public record CreateMasterKey(String host, Secret password)
        implements GuardedCommand<Void>, HostCommand<Void>, Confidential {
    public CreateMasterKey {
        Inputs.checkHost(host);
        Objects.requireNonNull(password, "password");
    }

    @Override
    public List<Secret> secrets() {
        return List.of(password);
    }

    @Override
    public String name() {
        return "sql.master-key.create";
    }

    @Override
    public Target target() {
        return new Target("master key", host);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> edit.masterKey = true);
    }
}
