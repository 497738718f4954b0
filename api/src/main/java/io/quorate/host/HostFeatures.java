package io.quorate.host;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.host.command.InstallFeature;
import io.quorate.host.command.ListFeatures;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A host's roles and features, by their names, which are the same in every language. Rights and common errors are those of
 * {@link HostClient}; installing takes thirty minutes at most. Immutable and thread-safe.
 */
public final class HostFeatures {
    private final Calls calls;
    private final String host;

    HostFeatures(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Lists all, installed or not. Changes nothing. */
    public List<WindowsFeature> list() {
        return calls.run(new ListFeatures(host));
    }

    /** Finds one; empty where Windows knows none of that name. Changes nothing. */
    public Optional<WindowsFeature> find(String feature) {
        return list().stream().filter(one -> one.isNamed(feature)).findFirst();
    }

    /**
     * Has a feature installed with its management tools ({@code Install-WindowsFeature}), and never restarts the host: whether that is needed
     * stands in the answer ({@link WindowsFeature#rebootNeeded}). May be repeated; a lost answer is settled by reading back.
     *
     * @throws io.quorate.error.NotFoundException if Windows knows none of that name
     * @throws io.quorate.error.RejectedException if it cannot be installed, or its files were removed
     */
    public Ensured<WindowsFeature> ensure(String feature) {
        return calls.ensure(new InstallFeature(host, feature));
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}
