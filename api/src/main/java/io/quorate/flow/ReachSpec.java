package io.quorate.flow;

import io.quorate.Shown;
import io.quorate.host.HostConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which connections to try. Mutable inside the lambda it is handed to, and of no use outside. */
public final class ReachSpec {
    private static final Duration USUAL = Duration.ofMinutes(1);

    private final List<Try> tries = new ArrayList<>();
    private Duration within = USUAL;

    ReachSpec() {}

    /**
     * One attempt.
     *
     * @param endpoint the endpoint of the host that tries; empty for an attempt from here
     * @param from the host
     */
    record Try(String endpoint, String from, String target, int port) {
        boolean isEgress() {
            return !endpoint.isEmpty();
        }
    }

    /** What is asked for. */
    record Wanted(List<Try> tries, Duration within) {}

    /**
     * Has a host connect out. Windows there tells in half a minute that nobody answers.
     *
     * @param endpoint the endpoint's name
     * @param host the host, as the endpoint names it
     * @param target a name or an address
     */
    public ReachSpec egress(String endpoint, String host, String target, int port) {
        HostConnection.check(target, port);
        if (endpoint.isBlank() || host.isBlank()) {
            throw new IllegalArgumentException("a host has a name, and belongs to an endpoint");
        }
        tries.add(new Try(endpoint, host, target, port));
        return this;
    }

    /**
     * Connects from here.
     *
     * @param target a name or an address, as the outside world knows it
     */
    public ReachSpec ingress(String target, int port) {
        HostConnection.check(target, port);
        tries.add(new Try("", ReachProbe.HERE, target, port));
        return this;
    }

    /** Sets how long each attempt may take; a minute by default. */
    public ReachSpec within(Duration each) {
        Objects.requireNonNull(each, "each");
        if (each.isZero() || each.isNegative()) {
            throw new IllegalArgumentException("an attempt takes some time: " + each);
        }
        within = each;
        return this;
    }

    Wanted build() {
        if (tries.isEmpty()) {
            throw new IllegalArgumentException("say which connections to try");
        }
        return new Wanted(List.copyOf(tries), within);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("tries", tries).with("within", within).toString();
    }
}
