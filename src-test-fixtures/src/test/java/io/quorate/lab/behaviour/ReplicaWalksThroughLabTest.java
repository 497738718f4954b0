package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Seed;
import io.quorate.lab.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Seeded walks over what can be done to a replicated machine, and what can happen to it meanwhile. One that fails is taken again with
 * {@code -Dquorate.seed}. A hundred beginnings of walks; a thousand whole ones with {@code -Dquorate.sweep=true}, as many as one likes with
 * {@code -Dquorate.walks=1000}.
 */
class ReplicaWalksThroughLabTest {
    private static final int WALKS = Integer.getInteger("quorate.walks", Sweep.WHOLE ? 1_000 : 100);
    private static final int STEPS = Sweep.WHOLE || Seed.isSet() ? 20 : 8;
    private static final int TOLD = 3;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    @DisplayName(
            "whatever is done and whatever happens: no machine runs twice and nothing is lost but on somebody's word")
    void walks_keepWhatHasToHold() {
        List<Throwable> failures = new ArrayList<>();
        try (ReplicaYard yard = new ReplicaYard()) {
            Seed.ofRuns(WALKS).takeWhile(seed -> failures.size() < TOLD).forEach(seed -> {
                ReplicaWalk walk = new ReplicaWalk(yard, seed);
                try {
                    walk.walk(STEPS);
                } catch (RuntimeException | AssertionError e) {
                    failures.add(new AssertionError(
                            "again with -Dquorate.seed=" + seed + ": " + e.getMessage() + "\n" + walk.told(), e));
                }
            });
        }
        assertThat(failures).isEmpty();
    }
}
