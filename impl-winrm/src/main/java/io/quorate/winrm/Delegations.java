package io.quorate.winrm;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.SecondHop;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.Logins;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ways an endpoint has to the second hop, in the order in which they are tried: what stands on the hosts, what is registered for a while,
 * CredSSP. A way that does not open leaves it to the next one; once a command was sent, no other is tried.
 */
final class Delegations implements AutoCloseable {
    private final List<DelegationStrategy> ways = new ArrayList<>();
    private final @Nullable TemporaryConfiguration temporary;

    /** Whether every session of the endpoint lends itself to other machines anyway. */
    private final boolean lends;

    /** @throws IllegalArgumentException if a way is given twice, or cannot be used with the endpoint's addresses */
    Delegations(Endpoint endpoint, EndpointOptions options, HostSessions sessions, QuorateRuntime runtime) {
        this.lends = endpoint.credentials() instanceof Credentials.CredSsp;
        List<String> standing = new ArrayList<>();
        if (options.delegated() != null) {
            standing.add(options.delegated());
        }
        all(endpoint, SecondHop.Standing.class).stream()
                .map(SecondHop.Standing::configuration)
                .filter(name -> standing.stream().noneMatch(name::equalsIgnoreCase))
                .forEach(standing::add);
        standing.forEach(name -> ways.add(new StandingConfiguration(sessions, name)));
        this.temporary = single(endpoint, SecondHop.Temporary.class)
                .map(way -> new TemporaryConfiguration(sessions, options, checked(endpoint, way), runtime))
                .orElse(null);
        if (temporary != null) {
            ways.add(temporary);
        }
        single(endpoint, SecondHop.CredSsp.class)
                .ifPresent(way -> ways.add(new CredSspSessions(endpoint, options, way, runtime)));
    }

    /** An account's name and password are what they are for any log-in. */
    private static SecondHop.Temporary checked(Endpoint endpoint, SecondHop.Temporary way) {
        Logins.windows(endpoint.with(Credentials.ntlm(way.account(), way.password())));
        return way;
    }

    private static <T extends SecondHop> List<T> all(Endpoint endpoint, Class<T> kind) {
        return endpoint.secondHop().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static <T extends SecondHop> Optional<T> single(Endpoint endpoint, Class<T> kind) {
        List<T> given = all(endpoint, kind);
        if (given.size() > 1) {
            throw new IllegalArgumentException("an endpoint has one way to the second hop of a kind: "
                    + (kind == SecondHop.CredSsp.class ? "two logins by CredSSP" : "two temporary configurations")
                    + " were given");
        }
        return given.stream().findFirst();
    }

    /** Tells whether there is one, or none is needed. */
    boolean any() {
        return lends || !ways.isEmpty();
    }

    /** Tells whether every session lends itself to other machines. */
    boolean lends() {
        return lends;
    }

    /** Tells whether commands that always act elsewhere take a way; where every session lends itself, only one that stands there. */
    boolean needed() {
        return !lends || standing().isPresent();
    }

    /** Returns the way that commands go whose every step goes one, as far as can be told without trying. */
    Optional<DelegationStrategy> first() {
        return ways.stream().findFirst();
    }

    /** Returns the way that looks may go, too. */
    Optional<DelegationStrategy> standing() {
        return first().filter(DelegationStrategy::standing);
    }

    /** Tells whether all ways there are stand on the hosts, and there is one. */
    boolean onlyStanding() {
        return !ways.isEmpty() && ways.stream().allMatch(DelegationStrategy::standing);
    }

    /** Removes what a dead client has left on the call's host; changes nothing in a rehearsal. */
    void sweep(Call call) {
        if (temporary != null && !call.rehearsal()) {
            temporary.sweep(call.host(), call.deadline());
        }
    }

    /**
     * Works on the first way that opens.
     *
     * @param work takes the session configuration, null for the endpoint's usual one, and the way
     * @param looking whether it is only to look: then only ways are taken that stand there
     * @param otherwise what is done where none opens; null fails
     */
    <T> T with(
            Call call,
            boolean looking,
            BiFunction<@Nullable String, DelegationStrategy.Way, T> work,
            @Nullable Supplier<T> otherwise) {
        List<Fault> refusals = new ArrayList<>();
        StringBuilder said = new StringBuilder("no way to the second hop opens");
        for (DelegationStrategy strategy : ways) {
            if (looking && !strategy.standing()) {
                continue;
            }
            DelegationStrategy.Way way;
            try {
                way = strategy.open(call);
            } catch (Fault fault) {
                refusals.add(fault);
                said.append("; ").append(strategy.name()).append(": ").append(fault.getMessage());
                if (!leavesItToOthers(fault)) {
                    break;
                }
                continue;
            }
            try (way) {
                return work.apply(strategy.configuration(), way);
            }
        }
        if (otherwise != null && refusals.stream().allMatch(Delegations::leavesItToOthers)) {
            return otherwise.get();
        }
        throw all(refusals, said.toString());
    }

    /** A host that is not reached is not reached on another way; what is not there, or is not granted, may be on one. */
    private static boolean leavesItToOthers(Fault fault) {
        return switch (fault.kind()) {
            case UNSUPPORTED, ACCESS_DENIED, CONSENT_REQUIRED, REJECTED, BAD_REPLY -> !fault.refusesLogin();
            default -> false;
        };
    }

    /** The last way's failure decides what follows; the others are told with it. */
    private static Fault all(List<Fault> refusals, String said) {
        Fault last = refusals.get(refusals.size() - 1);
        if (refusals.size() == 1) {
            return last;
        }
        String hint = last.hint();
        for (Fault fault : refusals) {
            hint = hint == null ? fault.hint() : hint;
        }
        Fault all = last.as(last.phase()).hint(hint).because(said);
        refusals.stream().filter(fault -> fault != last).forEach(all::addSuppressed);
        return all;
    }

    /** Tells that a command has no way: nothing was sent. */
    static Fault none(String command) {
        List<String> missing = HopRefusals.missing(command);
        return Fault.neverSent(ErrorKind.UNSUPPORTED)
                .hint(String.join("; ", missing))
                .because(missing.get(0));
    }

    @Override
    public void close() {
        ways.forEach(DelegationStrategy::close);
    }
}
