package io.quorate.host;

import java.util.List;
import java.util.Objects;

/**
 * A Windows service.
 *
 * @param host the host
 * @param name its name, e.g. {@code MSSQLSERVER}; the same in every language
 * @param displayName what people call it; translated
 * @param state what it does now
 * @param start when it starts
 * @param account the account it logs on as; empty where Windows does not tell
 * @param processId its process; 0 while it does not run
 * @param dependents the names of the services that need it, through others too, in the order in which they are to be stopped
 */
public record WindowsService(
        String host,
        String name,
        String displayName,
        ServiceState state,
        ServiceStart start,
        String account,
        long processId,
        List<String> dependents) {
    public WindowsService {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(account, "account");
        dependents = List.copyOf(dependents);
    }

    /** Tells whether it runs. */
    public boolean isRunning() {
        return state.equals(ServiceState.RUNNING);
    }

    /** Tells whether it is stopped, and not on its way there. */
    public boolean isStopped() {
        return state.equals(ServiceState.STOPPED);
    }

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Returns it in another state, its process unknown. */
    public WindowsService in(ServiceState other) {
        return new WindowsService(host, name, displayName, other, start, account, 0, dependents);
    }

    /** Returns it with another start. */
    public WindowsService starting(ServiceStart other) {
        return new WindowsService(host, name, displayName, state, other, account, processId, dependents);
    }
}
