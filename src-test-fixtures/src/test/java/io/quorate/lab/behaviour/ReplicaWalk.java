package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.ReplicaYard.HOSTS;
import static io.quorate.lab.behaviour.ReplicaYard.ONE;
import static io.quorate.lab.behaviour.ReplicaYard.SETTINGS;
import static io.quorate.lab.behaviour.ReplicaYard.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.error.ConsentRequiredException;
import io.quorate.error.QuorateException;
import io.quorate.lab.ReplicaLoss;
import io.quorate.lab.model.ReplicaSide;
import io.quorate.lab.model.VmState;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.replica.VmReplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody does this and that to a replicated machine, while hosts die, links are cut and time passes. Whatever is refused is refused; what has
 * to hold is looked at after every step.
 */
final class ReplicaWalk {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Something that happens. */
    private interface Step {
        void take();
    }

    private final ReplicaYard yard;
    private final Random random;
    private final UUID id;
    private final List<String> told = new ArrayList<>();
    private boolean attested;
    private boolean attesting;
    private boolean givingUp;
    private boolean takingOver;

    ReplicaWalk(ReplicaYard yard, long seed) {
        this.yard = yard;
        this.random = new Random(seed);
        this.id = yard.machine("walk" + seed);
    }

    /** Tells what has happened so far. */
    String told() {
        return String.join("\n", told);
    }

    void walk(int steps) {
        try {
            if (random.nextInt(4) > 0) {
                yard.replicating(id);
                told.add("replicates");
            }
            for (int i = 0; i < steps; i++) {
                step();
            }
        } finally {
            heal();
            yard.clear(id);
        }
    }

    private void heal() {
        yard.lab.healLink(ONE, TWO);
        for (String host : HOSTS) {
            yard.lab.power(host).on();
        }
        yard.lab.advance(MINUTE.multipliedBy(3));
        HOSTS.forEach(host -> yard.lab.winRmService(host).start());
    }

    private void step() {
        String host = HOSTS.get(random.nextInt(2));
        String other = host.equals(ONE) ? TWO : ONE;
        switch (random.nextInt(30)) {
            case 0 -> act("enable at " + ONE, () -> seen(yard.replicas.ensureEnabled(ONE, id, SETTINGS)));
            case 1 -> act("first copy from " + host, () -> yard.replicas.beginInitialCopy(host, id));
            case 2 -> act("suspend at " + host, () -> seen(yard.replicas.suspend(host, id)));
            case 3 -> act("resume at " + host, () -> seen(yard.replicas.resume(host, id)));
            case 4, 5 -> act("resynchronise from " + host, () -> seen(yard.replicas.resynchronize(host, id)));
            case 6, 7 -> act("prepare at " + host, () -> seen(yard.replicas.prepare(host, id)));
            case 8, 9 -> takeOver("fail over to " + host, () -> seen(yard.replicas.failOver(host, id)));
            case 10, 11 -> takeOver("move to " + host, () -> seen(yard.replicas.moveAsPlanned(id, other, host)));
            case 12 -> act("reverse at " + host, () -> seen(yard.replicas.reverse(host, id)));
            case 13, 14, 15 -> act("start on " + host, () -> seen(yard.replicas.start(host, id)));
            case 16 -> attest(host);
            case 17 -> unattested(host);
            case 18 ->
                act("complete at " + host, () -> seen(yard.replicas.complete(host, id, ReplicaYard.consent(id))));
            case 19, 20 -> giveUp(host);
            case 21 ->
                act("test at " + host, () -> seen(yard.replicas.test(host, id).replication()));
            case 22 -> act("end the test at " + host, () -> seen(yard.replicas.endTest(host, id)));
            case 23 -> rare(host);
            case 24, 25 -> off(host);
            case 26 -> link();
            case 27 -> power(host);
            default -> pass();
        }
        holds();
    }

    /** What ends most of a walk, or is no act of the client's. */
    private void rare(String host) {
        switch (random.nextInt(4)) {
            case 0 -> act("remove at " + host, () -> seen(yard.replicas.remove(host, id, ReplicaYard.consent(id))));
            case 1 -> event("error at " + host, () -> yard.lab.replicas().fail(host, id));
            case 2 ->
                event(
                        "WinRM of " + host + " stops",
                        () -> yard.lab.winRmService(host).stop());
            default ->
                event(
                        "WinRM of " + host + " starts",
                        () -> yard.lab.winRmService(host).start());
        }
    }

    private void off(String host) {
        event(
                "the machine on " + host + " is shut down from within",
                () -> yard.inside(host, id, vm -> {
                    if (vm.live()) {
                        yard.estate.hypervisor().turnOff(vm.id());
                    }
                }));
    }

    private void link() {
        if (random.nextBoolean()) {
            event("the link is cut", () -> yard.lab.cutLink(ONE, TWO));
        } else {
            event("the link is mended", () -> yard.lab.healLink(ONE, TWO));
        }
    }

    private void power(String host) {
        if (random.nextBoolean()) {
            event(host + " loses power", () -> yard.lab.power(host).off());
        } else {
            event(host + " has power", () -> {
                yard.lab.power(host).on();
                yard.lab.advance(MINUTE.multipliedBy(3));
            });
        }
    }

    private void pass() {
        Duration time = List.of(Duration.ofSeconds(5), MINUTE, MINUTE.multipliedBy(6), MINUTE.multipliedBy(40))
                .get(random.nextInt(4));
        event(time + " pass", () -> yard.lab.advance(time));
    }

    private void attest(String host) {
        attesting = true;
        takeOver("fail over unplanned to " + host + " with Anna's word", () -> {
            VmReplication over = yard.replicas.failOverUnplanned(host, id, yard.attested(id));
            attested = true;
            seen(over);
        });
        // A word that was given stands, whatever came of it.
        attested |= yard.side(host, id)
                .filter(side -> side.state() == ReplicaSide.State.FAILED_OVER_WAITING)
                .isPresent();
        attesting = false;
    }

    /** Without evidence, or with one that is none, nothing is even asked. */
    private void unattested(String host) {
        TakeoverEvidence good = yard.attested(id);
        @Nullable
        TakeoverEvidence evidence = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> yard.attested(new UUID(0, 1));
            case 2 ->
                new TakeoverEvidence(
                        id,
                        TakeoverEvidence.Grade.values()[random.nextInt(3)],
                        "a ping",
                        "no answer for 5 s",
                        good.until());
            default -> new TakeoverEvidence(id, good.grade(), good.witness(), good.seen(), yard.lab.now());
        };
        told.add("fail over unplanned to " + host + " on the word of " + evidence);
        yard.take();
        assertThatThrownBy(() -> yard.replicas.failOverUnplanned(host, id, evidence))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(yard.take()).isEmpty();
    }

    private void giveUp(String host) {
        givingUp = true;
        act(
                "cancel the failover at " + host,
                () -> seen(yard.replicas.cancelFailover(host, id, ReplicaYard.consent(id))));
        givingUp = false;
    }

    private void takeOver(String what, Step step) {
        takingOver = true;
        act(what, step);
        takingOver = false;
    }

    private void act(String what, Step step) {
        yard.take();
        Stand before = stand();
        int losses = yard.lab.replicas().losses().size();
        try {
            step.take();
            told.add(what);
        } catch (QuorateException refused) {
            told.add(what + ": " + refused.kind() + ", " + refused.report().said());
        }
        commands(before);
        lost(losses);
    }

    private void event(String what, Step step) {
        told.add(what);
        int losses = yard.lab.replicas().losses().size();
        step.take();
        lost(losses);
    }

    private static void seen(VmReplication seen) {
        assertThat(seen.state().known() && seen.state().isOurs()).as("%s", seen).isTrue();
        assertThat(seen.mode().known()).as("%s", seen).isTrue();
    }

    // what has to hold

    /** What the world knows, whoever can be asked. */
    private record Stand(List<Optional<ReplicaSide>> sides, List<Boolean> running) {
        boolean prepared() {
            return sides.stream()
                            .flatMap(Optional::stream)
                            .anyMatch(side -> side.mode() == ReplicaSide.Mode.PRIMARY
                                    && side.state() == ReplicaSide.State.PREPARED)
                    && !running.contains(true);
        }

        boolean tookOver() {
            return sides.stream()
                    .flatMap(Optional::stream)
                    .anyMatch(side -> side.state() == ReplicaSide.State.FAILED_OVER_WAITING
                            || side.state() == ReplicaSide.State.FAILED_OVER);
        }
    }

    private Stand stand() {
        return new Stand(
                HOSTS.stream().map(host -> yard.side(host, id)).toList(),
                HOSTS.stream()
                        .map(host -> yard.copy(host, id).filter(VmState::live).isPresent())
                        .toList());
    }

    /** K1: nobody takes over but from what was prepared and is off, or on somebody's word. */
    private void commands(Stand before) {
        List<String> changes = yard.changes();
        boolean started = changes.stream()
                .anyMatch(change -> change.contains("Start-VMFailover")
                        && !change.contains("Start-VMFailover -AsTest")
                        && !change.contains("Start-VMFailover -Prepare"));
        assertThat(started).as("K1 %s", changes).isIn(false, takingOver);
        if (stand().tookOver() && !before.tookOver()) {
            assertThat(takingOver).as("K1").isTrue();
            assertThat(attesting || before.prepared())
                    .as("K1 somebody's word, or a primary that was prepared: %s", before)
                    .isTrue();
        }
    }

    /** S5: nothing is lost but by who said that it may be. */
    private void lost(int before) {
        List<ReplicaLoss> losses = yard.lab.replicas().losses();
        for (ReplicaLoss loss : losses.subList(before, losses.size())) {
            assertThat(loss.bytes() == 0 || attesting && !loss.planned() || givingUp && loss.cancelled())
                    .as("S5 %s", loss)
                    .isTrue();
        }
    }

    private void holds() {
        assertThat(yard.lab.violations()).isEmpty();
        assertThat(yard.running(id))
                .as("S1 it runs once, unless somebody gave his word")
                .isLessThanOrEqualTo(attested ? 2 : 1);
        assertThat(yard.lab.replicas().upTwice().contains(id)).as("S1").isIn(false, attested);
        Stand now = stand();
        for (int i = 0; i < HOSTS.size(); i++) {
            boolean receives = now.sides()
                    .get(i)
                    .filter(side -> side.mode() == ReplicaSide.Mode.REPLICA
                            && side.state() != ReplicaSide.State.FAILED_OVER_WAITING
                            && side.state() != ReplicaSide.State.FAILED_OVER)
                    .isPresent();
            assertThat(receives && now.running().get(i))
                    .as("S7 a replica that has not taken over serves nobody: %s", now)
                    .isFalse();
        }
        for (String host : HOSTS) {
            assertThat(yard.estate.hypervisor().on(host).stream()
                            .filter(vm -> vm.guid().equals(id.toString())))
                    .as("S10 copies on " + host)
                    .hasSizeLessThanOrEqualTo(1);
        }
        assertThat(yard.copy(ONE, id)).as("S10 the machine itself").isPresent();
        assertThat(yard.tests(id)).as("S10 machines of tests").hasSizeLessThanOrEqualTo(1);
        boolean found = HOSTS.stream()
                .anyMatch(host ->
                        yard.side(host, id).filter(side -> side.test() != null).isPresent());
        assertThat(yard.tests(id).isEmpty() || found)
                .as("S10 what a test made can be found")
                .isTrue();
    }
}
