package io.quorate.sql;

import io.quorate.Consent;
import java.util.List;

/**
 * What it would take to renew the certificates that mirroring endpoints show. Changes nothing by itself; prints no secret.
 *
 * @param due the certificates that expire too soon
 * @param steps what would be changed, in order; those that are later follow once the ones before show
 * @param retired the thumbprints of those that are replaced and would be dropped, wherever they are
 * @param obstacles what speaks against it, a sentence each; with one of them nothing is done
 * @param hints what is left as it is, and why, a sentence each
 */
public record RenewalPlan(
        List<EndpointCertificate> due,
        List<GroupStep> steps,
        List<String> retired,
        List<String> obstacles,
        List<String> hints) {
    public RenewalPlan {
        due = List.copyOf(due);
        steps = List.copyOf(steps);
        retired = List.copyOf(retired);
        obstacles = List.copyOf(obstacles);
        hints = List.copyOf(hints);
    }

    /** Tells whether there is nothing to do. */
    public boolean satisfied() {
        return steps.isEmpty() && obstacles.isEmpty();
    }

    /** Returns what a consent names: the retired thumbprints, joined by {@code +}. */
    public String identity() {
        return String.join("+", retired);
    }

    /**
     * Makes the consent to dropping what is replaced, private keys with it.
     *
     * @throws IllegalStateException if nothing is
     */
    public Consent consent(String reason) {
        if (retired.isEmpty()) {
            throw new IllegalStateException("no certificate is replaced, so none would be dropped");
        }
        return Consent.to(identity(), reason);
    }
}
