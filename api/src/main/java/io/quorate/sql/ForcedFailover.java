package io.quorate.sql;

import io.quorate.Consent;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a forced failover would do and lose. Changes nothing by itself.
 *
 * @param group the group
 * @param id the group's id, which a consent names
 * @param host the host of the instance that would become the primary
 * @param target that instance's name
 * @param losses what would be lost, a database each
 * @param refusals why it is not done even with a consent, a sentence each
 * @param from the name of the primary that would lose its role, or had it last; null where nobody tells
 */
public record ForcedFailover(
        String group,
        UUID id,
        String host,
        String target,
        List<DatabaseLoss> losses,
        List<String> refusals,
        @Nullable String from) {
    public ForcedFailover {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(target, "target");
        losses = List.copyOf(losses);
        refusals = List.copyOf(refusals);
    }

    /** Makes one that does not tell who led. */
    public ForcedFailover(
            String group, UUID id, String host, String target, List<DatabaseLoss> losses, List<String> refusals) {
        this(group, id, host, target, losses, refusals, null);
    }

    /** Returns what is to be accepted, in words: the estimated loss of each database. */
    public String text() {
        return "fail over group " + group + " to " + target + " by force; "
                + (losses.isEmpty()
                        ? "no database"
                        : losses.stream().map(DatabaseLoss::words).collect(Collectors.joining("; ")));
    }

    /**
     * Makes the consent to it: names the group's id, and carries the estimated loss beside the reason.
     *
     * @param reason why it is done nevertheless
     */
    public Consent consent(String reason) {
        if (Objects.requireNonNull(reason, "reason").isBlank()) {
            throw new IllegalArgumentException("say why the loss is accepted");
        }
        return Consent.to(id.toString(), reason + " - accepted: " + text());
    }

    /** Tells whether a consent is to this group and carries this loss. */
    boolean acceptedBy(Consent consent) {
        return consent.covers(id.toString()) && consent.reason().endsWith(" - accepted: " + text());
    }
}
