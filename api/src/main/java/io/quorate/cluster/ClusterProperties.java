package io.quorate.cluster;

import io.quorate.Shown;
import io.quorate.call.Calls;
import java.util.Objects;
import java.util.function.Consumer;

/** The common properties of a cluster that can be changed. Deadlines, rights and common errors are those of {@link ClusterClient}. Immutable and thread-safe. */
public final class ClusterProperties {
    private final Calls calls;

    ClusterProperties(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /**
     * Sets the named properties and leaves the others alone; reads back what the cluster took. Takes effect on all nodes at once, takes
     * seconds, and may be repeated. Needs full control of the cluster. Windows has no cmdlet for it: each property of the live cluster
     * object is assigned (refused in a ConstrainedLanguage session).
     *
     * @return the cluster as read back
     * @throws IllegalArgumentException if nothing is to be changed, or a value is no whole number of its unit
     * @throws io.quorate.error.RejectedException if Windows does not take a value
     * @throws io.quorate.error.UnsupportedException in a session whose language mode forbids setting properties
     */
    public Cluster update(Consumer<SettingsChange> change) {
        SettingsChange wanted = new SettingsChange();
        change.accept(wanted);
        return calls.run(wanted.build());
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
