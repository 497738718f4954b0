package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.Seed;
import io.quorate.TestCommand;
import io.quorate.call.AuditRecord;
import io.quorate.error.QuorateException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random faults, one seed a walk: never two effects, and what the caller is told is true. */
class RandomFaultsTest {
    private static final int WALKS = Boolean.getBoolean("quorate.sweep") ? 5_000 : 1_000;

    @RegisterExtension
    final Seed seeds = Seed.usually(0);

    @Test
    void guarded_underRandomFaults_hasOneEffectAndTellsTheTruth() {
        int succeeded = 0;
        for (long seed = seeds.value(), last = seed + WALKS; seed < last; seed++) {
            Rig rig = walk(seed, false);
            QuorateException failure = run(rig, Safety.GUARDED);
            int effects = rig.backend.effects();
            assertThat(effects).as("effects, seed %d", seed).isLessThanOrEqualTo(1);
            if (failure == null) {
                succeeded++;
                assertThat(effects).as("success, seed %d", seed).isEqualTo(1);
            } else if (failure.kind() != ErrorKind.OUTCOME_UNKNOWN) {
                assertThat(effects)
                        .as("failure %s, seed %d", failure.getMessage(), seed)
                        .isZero();
            }
            auditAgrees(rig, failure, seed);
        }
        assertThat(succeeded).isGreaterThan(WALKS / 3);
    }

    @Test
    void guarded_whenRequestsAreAlsoDoneLate_hasOneEffectWhereTheServerRefusesDuplicates() {
        for (long seed = seeds.value(), last = seed + WALKS; seed < last; seed++) {
            Rig rig = walk(seed, true);
            QuorateException failure = run(rig, Safety.GUARDED);
            assertThat(rig.backend.effects()).as("effects, seed %d", seed).isLessThanOrEqualTo(1);
            if (failure == null) {
                assertThat(rig.backend.effects()).as("success, seed %d", seed).isEqualTo(1);
            }
        }
    }

    @Test
    void once_underRandomFaults_isSentAgainOnlyWhenItWasNotStarted() {
        for (long seed = seeds.value(), last = seed + WALKS; seed < last; seed++) {
            Rig rig = walk(seed, false);
            QuorateException failure = run(rig, Safety.ONCE);
            assertThat(rig.backend.effects()).as("effects, seed %d", seed).isLessThanOrEqualTo(1);
            if (failure != null && failure.kind() != ErrorKind.OUTCOME_UNKNOWN) {
                assertThat(rig.backend.effects()).as("failure, seed %d", seed).isZero();
            }
            auditAgrees(rig, failure, seed);
        }
    }

    private static void auditAgrees(Rig rig, QuorateException failure, long seed) {
        if (rig.audit.isEmpty()) {
            return;
        }
        assertThat(rig.audit).as("seed %d", seed).hasSize(2);
        AuditRecord.Outcome outcome = rig.audit.get(1).outcome();
        if (failure == null) {
            assertThat(outcome).as("seed %d", seed).isEqualTo(AuditRecord.Outcome.DONE);
        } else if (outcome == AuditRecord.Outcome.FAILED) {
            assertThat(rig.backend.effects()).as("seed %d", seed).isZero();
        }
    }

    private static QuorateException run(Rig rig, Safety safety) {
        try {
            rig.run(TestCommand.of(safety));
            return null;
        } catch (QuorateException e) {
            return e;
        }
    }

    private static Rig walk(long seed, boolean late) {
        SplittableRandom random = new SplittableRandom(seed);
        Rig rig = new Rig("HV1", "HV2");
        boolean[] pending = {false};
        Runnable landing = () -> {
            if (pending[0] && random.nextInt(3) == 0) {
                pending[0] = false;
                rig.backend.effects = 1;
            }
        };
        rig.runtime.onSleep = landing;
        for (int i = 0; i < 12; i++) {
            rig.backend.then(call -> {
                landing.run();
                FaultPhase[] phases = FaultPhase.values();
                int choice = random.nextInt(phases.length + 2);
                if (choice >= phases.length || phases[choice] == FaultPhase.UNANSWERED && random.nextBoolean()) {
                    if (late && rig.backend.effects > 0) {
                        throw ScriptedBackend.fault(FaultPhase.LASTING, ErrorKind.CONFLICT);
                    }
                    rig.backend.effects++;
                    if (choice >= phases.length) {
                        return "done";
                    }
                } else if (late && phases[choice] == FaultPhase.UNANSWERED) {
                    pending[0] = true;
                }
                throw ScriptedBackend.fault(phases[choice], ErrorKind.REJECTED);
            });
        }
        rig.backend.observing = command -> {
            landing.run();
            return random.nextInt(5) == 0
                    ? Observation.unknown("cannot tell", ScriptedBackend.fault(FaultPhase.TRANSIENT, ErrorKind.BUSY))
                    : rig.backend.effects() > 0 ? Observation.present("found") : Observation.absent();
        };
        return rig;
    }
}
