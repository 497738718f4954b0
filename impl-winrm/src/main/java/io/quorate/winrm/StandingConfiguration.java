package io.quorate.winrm;

import io.quorate.Deadline;
import org.jspecify.annotations.Nullable;

/** A session configuration that stands on the hosts and runs as an account of its own. */
final class StandingConfiguration implements DelegationStrategy {
    private final HostSessions sessions;
    private final String configuration;

    StandingConfiguration(HostSessions sessions, String configuration) {
        this.sessions = sessions;
        this.configuration = configuration;
    }

    @Override
    public String name() {
        return "the session configuration " + configuration;
    }

    @Override
    public boolean standing() {
        return true;
    }

    @Override
    public @Nullable String configuration() {
        return configuration;
    }

    @Override
    public Way open(String host, Deadline deadline) {
        sessions.get(host, configuration).open(deadline);
        return new Way(() -> sessions.get(host, configuration), () -> {});
    }
}
