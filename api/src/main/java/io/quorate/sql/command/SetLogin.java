package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets what a log-in starts with, and how its password is kept; null leaves a value as it is.
 *
 * @param host the instance's host, as the endpoint names it
 * @param login its name
 * @param database its default database
 * @param language its default language
 * @param policy whether the password policy of Windows is enforced; for log-ins with a password
 * @param expiration whether the password expires; for log-ins with a password
 */
public record SetLogin(
        String host,
        String login,
        @Nullable String database,
        @Nullable String language,
        @Nullable Boolean policy,
        @Nullable Boolean expiration)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public SetLogin {
        Inputs.checkHost(host);
        Inputs.checkName("login", login);
        if (database != null) {
            Inputs.checkName("database", database);
        }
        if (language != null) {
            Inputs.checkName("language", language);
        }
        if (database == null && language == null && policy == null && expiration == null) {
            throw new IllegalArgumentException("nothing of log-in " + login + " is to be set");
        }
        if (Boolean.TRUE.equals(expiration) && Boolean.FALSE.equals(policy)) {
            throw new IllegalArgumentException("a password expires only where the policy is enforced (15122)");
        }
    }

    @Override
    public String name() {
        return "sql.login.set";
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
