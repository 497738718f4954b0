package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.call.Waiter;
import io.quorate.error.ConflictException;
import io.quorate.error.NotFoundException;
import io.quorate.spi.Command;
import io.quorate.spi.Target;
import io.quorate.sql.SqlInstances.Sight;
import io.quorate.sql.command.DropCertificate;
import io.quorate.sql.command.SetEndpointCertificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Certificates of mirroring endpoints, renewed before they expire. */
final class EndpointRenewal {
    private static final Duration TURN = Duration.ofMinutes(15);
    private static final Duration CONNECTS = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofDays(330);

    /** Made, known, shown, dropped; somebody else may change things meanwhile. */
    private static final int ROUNDS = 6;

    private final Calls calls;

    EndpointRenewal(Calls calls) {
        this.calls = calls;
    }

    private Sight sight() {
        return new SqlInstances(calls).sight();
    }

    List<EndpointCertificate> shown() {
        return sight().estate().instances().stream()
                .flatMap(one -> java.util.stream.Stream.ofNullable(
                        EndpointCertificate.of(one, calls.runtime().now())))
                .toList();
    }

    RenewalPlan plan(Duration before) {
        if (before.isNegative() || before.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a new certificate lasts a year, so one is renewed at most "
                    + LONGEST.toDays() + " days before it expires");
        }
        return RenewalDiff.of(calls.endpoint(), sight(), before, calls.runtime().now());
    }

    Ensured<RenewalPlan> renew(Duration before, @Nullable Consent consent) {
        return calls.inTurn(
                new Target("renewing certificates", calls.endpoint()), TURN, () -> renewed(before, consent));
    }

    private Ensured<RenewalPlan> renewed(Duration before, @Nullable Consent consent) {
        long started = calls.runtime().nanos();
        Set<String> mayGo = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (consent != null) {
            mayGo.addAll(Arrays.asList(consent.identity().split("\\+")));
        }
        boolean changed = false;
        for (int round = 1; ; round++) {
            RenewalPlan plan = plan(before);
            if (!plan.obstacles().isEmpty()) {
                throw Reports.conflict(
                        calls,
                        "sql.endpoint.renew",
                        "mirroring endpoints of " + calls.endpoint(),
                        started,
                        plan.obstacles());
            }
            List<GroupStep> steps = plan.steps().stream()
                    .filter(step -> (!step.later() || rehearsed(step)) && may(step, mayGo))
                    .toList();
            if (steps.isEmpty()) {
                return new Ensured<>(plan, changed);
            }
            try {
                for (GroupStep step : steps) {
                    changed |= take(step, consent);
                }
            } catch (ConflictException | NotFoundException e) {
                // Somebody else changed it in between: look again what is there now.
                if (round == ROUNDS) {
                    throw e;
                }
            }
            if (calls.rehearses() || round == ROUNDS) {
                return new Ensured<>(calls.rehearses() ? plan : plan(before), changed);
            }
        }
    }

    /** Tells whether a rehearsal shows a step that only an earlier one makes possible; what is shown to be dropped is still in use there. */
    private boolean rehearsed(GroupStep step) {
        return calls.rehearses() && !(step.order().command() instanceof DropCertificate);
    }

    private static boolean may(GroupStep step, Set<String> mayGo) {
        return !(step.order().command() instanceof DropCertificate drop) || mayGo.contains(drop.thumbprint());
    }

    private boolean take(GroupStep step, @Nullable Consent consent) {
        Command<?> command = step.order().command();
        Order<?> order = step.order();
        if (command instanceof DropCertificate drop && consent != null) {
            order = order.with(Consent.to(drop.identity(), consent.reason()));
        }
        boolean changed = calls.give(order).changed();
        if (command instanceof SetEndpointCertificate set && !calls.rehearses()) {
            connected(set);
        }
        return changed;
    }

    /** Waits until all partners are connected, so that at no time two of them are cut off. */
    private void connected(SetEndpointCertificate set) {
        Waiter.of(calls.runtime(), "the partners of " + set.host() + " are connected", () -> {
                    Estate estate = sight().estate();
                    return estate.at(set.host())
                            .map(one -> RenewalDiff.apart(one, estate))
                            .orElseGet(() -> List.of(set.host()));
                })
                .until(List::isEmpty)
                .describedBy(apart -> "not connected: " + String.join(", ", apart))
                .every(LOOK_AGAIN)
                .await(CONNECTS);
    }
}
