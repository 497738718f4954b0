package io.quorate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a host's WinRM service may be restarted. Asked before each restart: when a temporary session configuration is to be registered, and when it is to be
 * removed. May be asked by several threads, for different hosts; the command that needs it waits for the answer.
 */
@FunctionalInterface
public interface RestartConsent {

    /**
     * Decides.
     *
     * @return a consent to {@link WinRmRestart#identity()}; null, or one to something else, refuses
     */
    @Nullable
    Consent decide(WinRmRestart restart);

    /** Agrees on every host where nobody else has a shell open. */
    static RestartConsent whereNobodyElseIs(String reason) {
        return endingAtMost(0, reason);
    }

    /**
     * Agrees where the restart ends no more than so many shells of others.
     *
     * @param shells on one host
     * @param reason why; goes to the log with each restart
     */
    static RestartConsent endingAtMost(int shells, String reason) {
        if (shells < 0 || Objects.requireNonNull(reason, "reason").isBlank()) {
            throw new IllegalArgumentException("a consent says how many shells it may end, and why");
        }
        return restart -> restart.others().size() <= shells ? Consent.to(restart.identity(), reason) : null;
    }
}
