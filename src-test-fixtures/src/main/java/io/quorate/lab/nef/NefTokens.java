package io.quorate.lab.nef;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The tokens of those who are logged in. A token dies a fixed time after its log-in. Thread-safe. */
final class NefTokens {
    private static final int MOST = 1000;

    private final RandomGenerator random;
    private final Map<String, Instant> ends = new LinkedHashMap<>();

    NefTokens(RandomGenerator random) {
        this.random = random;
    }

    synchronized String issue(Instant now, Duration lifetime) {
        ends.values().removeIf(end -> !now.isBefore(end));
        if (ends.size() >= MOST) {
            ends.remove(ends.keySet().iterator().next());
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String token = "lab." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ends.put(token, now.plus(lifetime));
        return token;
    }

    /** Tells whether an Authorization header carries a live token. */
    synchronized boolean valid(@Nullable String authorization, Instant now) {
        String token = token(authorization);
        Instant end = token == null ? null : ends.get(token);
        return end != null && now.isBefore(end);
    }

    synchronized void drop(@Nullable String authorization) {
        String token = token(authorization);
        if (token != null) {
            ends.remove(token);
        }
    }

    synchronized void clear() {
        ends.clear();
    }

    private static @Nullable String token(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).trim()
                : null;
    }
}
