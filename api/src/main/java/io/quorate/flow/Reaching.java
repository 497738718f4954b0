package io.quorate.flow;

import io.quorate.QuorateRuntime;
import io.quorate.call.Calls;
import io.quorate.error.QuorateException;
import io.quorate.flow.ReachProbe.Side;
import io.quorate.flow.ReachSpec.Try;
import io.quorate.host.HostClient;
import io.quorate.host.HostConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One run of attempts to connect. */
final class Reaching {
    private final Function<String, Calls> doors;
    private final QuorateRuntime runtime;
    private final ReachSpec.Wanted wanted;

    Reaching(Function<String, Calls> doors, QuorateRuntime runtime, ReachSpec.Wanted wanted) {
        this.doors = doors;
        this.runtime = runtime;
        this.wanted = wanted;
    }

    ReachReport run() {
        wanted.tries().stream().filter(Try::isEgress).forEach(one -> doors.apply(one.endpoint()));
        List<ReachProbe> probes = new ArrayList<>();
        for (Try one : wanted.tries()) {
            probes.add(one.isEgress() ? egress(one) : ingress(one));
        }
        return new ReachReport(probes);
    }

    private Duration since(long began) {
        return Duration.ofNanos(runtime.nanos() - began);
    }

    private ReachProbe egress(Try one) {
        Calls calls = doors.apply(one.endpoint());
        long began = runtime.nanos();
        HostConnection told;
        try {
            told = new HostClient(calls, one.from()).connectionTo(one.target(), one.port(), wanted.within());
        } catch (QuorateException sick) {
            if (calls.rehearses() || Thread.currentThread().isInterrupted()) {
                throw sick;
            }
            return probe(one, Side.EGRESS, ReachOutcome.UNTOLD, "", String.valueOf(sick.getMessage()), began);
        }
        String via = told.adapter().isEmpty() ? "" : "by " + told.adapter();
        if (told.connected()) {
            return probe(one, Side.EGRESS, ReachOutcome.REACHED, told.address(), via, began);
        }
        ReachOutcome outcome = told.resolved() ? ReachOutcome.NOT_REACHED : ReachOutcome.UNKNOWN_NAME;
        return probe(one, Side.EGRESS, outcome, told.address(), via, began);
    }

    private ReachProbe ingress(Try one) {
        long began = runtime.nanos();
        Knock.Answer answer = Knock.at(one.target(), one.port(), wanted.within(), runtime);
        return probe(one, Side.INGRESS, answer.outcome(), answer.address(), answer.said(), began);
    }

    private ReachProbe probe(Try one, Side side, ReachOutcome outcome, String address, String said, long began) {
        return new ReachProbe(side, one.from(), one.target(), one.port(), outcome, address, said, since(began));
    }
}
