package io.quorate.winrm;

import io.quorate.spi.Call;
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
    public Way open(Call call) {
        sessions.get(call.host(), configuration).open(call.deadline());
        return new Way(() -> sessions.get(call.host(), configuration), () -> {});
    }
}
