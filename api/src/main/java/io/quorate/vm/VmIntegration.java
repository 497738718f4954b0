package io.quorate.vm;

import io.quorate.Shown;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An integration service of a virtual machine: what the host offers and what the guest makes of it.
 *
 * @param machine the machine's id
 * @param id the component's id, as Windows gives it
 * @param service which one; null for one that Quorate does not know
 * @param name its name in the host's language
 * @param enabled whether the host offers it
 * @param status Windows' word for its state, e.g. {@code Ok}, {@code NoContact}; empty where it tells none, which is so while the machine is off
 * @param further Windows' second word, e.g. {@code ProtocolMismatch}; empty where it tells none
 */
public record VmIntegration(
        UUID machine,
        String id,
        @Nullable IntegrationService service,
        String name,
        boolean enabled,
        String status,
        String further) {
    private static final String MISMATCH = "ProtocolMismatch";

    public VmIntegration {
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(further, "further");
    }

    /** Tells whether the guest answers to it. */
    public boolean runs() {
        return enabled && (status.equals("Ok") || status.equals("Degraded") || isMismatched());
    }

    /** Tells whether the guest speaks another version of it than the host. */
    public boolean isMismatched() {
        return status.equals(MISMATCH) || further.equals(MISMATCH);
    }

    /** Tells whether the host offers it and no guest has ever answered: it boots yet, or has no such service. */
    public boolean isUnanswered() {
        return enabled && status.equals("NoContact");
    }

    /** Returns the same, offered. */
    public VmIntegration offered() {
        return new VmIntegration(machine, id, service, name, true, status, further);
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
