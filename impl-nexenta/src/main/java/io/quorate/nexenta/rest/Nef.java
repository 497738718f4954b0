package io.quorate.nexenta.rest;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.net.FrontDoor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The requests of one call. A call that changes something may take several, so what a failure of one says of the whole call is settled
 * here: before the first change nothing was done, and after it nobody may say that nothing was. Belongs to one thread.
 */
public final class Nef {
    private static final Duration FIRST_LOOK = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration SETTLED = Duration.ofMillis(100);
    private static final Duration HURRY = Duration.ofMillis(500);
    private static final Duration LAST_LOOK = Duration.ofMillis(10);
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 1_000;
    private static final long MOST_TAKEN = 64 << 20;
    private static final Set<ErrorKind> NEVER_REPEATED =
            Set.of(ErrorKind.UNTRUSTED, ErrorKind.ACCESS_DENIED, ErrorKind.UNSUPPORTED);

    private final NefHost host;
    private final QuorateRuntime runtime;
    private final Deadline deadline;
    private final boolean changing;
    private boolean changed;
    private long taken;
    private long lookedAt;

    Nef(NefHost host, QuorateRuntime runtime, Deadline deadline, boolean changing) {
        this.host = host;
        this.runtime = runtime;
        this.deadline = deadline;
        this.changing = changing;
    }

    /** Shows what the appliance shows before anybody logs in. */
    public FrontDoor.Seen knock() {
        return host.knock(deadline);
    }

    /** Returns host and port. */
    public String address() {
        return host.address();
    }

    /** Tells whether it is reached over TLS. */
    public boolean secure() {
        return host.secure();
    }

    /** Asks for one object; a missing one is a fault of kind {@code NOT_FOUND}. */
    public NefObject get(NefRequest request) {
        return looking(() -> new NefObject(read(request), request.render()));
    }

    /** Asks for one object by its own address; empty if the appliance says by its code that it is not there. */
    public Optional<NefObject> find(NefRequest request) {
        return looking(() -> {
            try {
                return Optional.of(new NefObject(read(request), request.render()));
            } catch (Fault fault) {
                if (fault.phase() == FaultPhase.LASTING && NefErrors.MISSING.equals(fault.code())) {
                    return Optional.empty();
                }
                throw fault;
            }
        });
    }

    /** Asks for a page of a list. */
    public NefPage page(NefRequest request, int offset, int limit) {
        NefRequest sized = request.with("limit", String.valueOf(limit));
        NefRequest placed = offset == 0 ? sized : sized.with("offset", String.valueOf(offset));
        NefPage page = list(placed);
        if (page.items().size() > limit) {
            throw looked(NefObject.bad(placed.render(), "it has more items than were asked for"));
        }
        return new NefPage(page.items(), page.more() || page.items().size() == limit);
    }

    /** Asks for a short list. */
    public NefPage list(NefRequest request) {
        return looking(() -> NefPage.of(read(request), request.render()));
    }

    private JsonNode read(NefRequest request) {
        lookedAt = runtime.nanos();
        HttpReply reply = host.read(request, deadline);
        taken += reply.body().length;
        if (taken > MOST_TAKEN) {
            throw NefObject.bad(request.render(), "with it the answers to one call exceed " + MOST_TAKEN + " bytes");
        }
        return host.object(reply);
    }

    /**
     * Asks for all of a list that is short by nature; of each page only what is decoded is kept. Offsets shift when something goes while it
     * is read, and what stands at a page's edge would be missed: so each page begins at the last item of the one before, and the look
     * fails if that has moved.
     */
    public <T> List<T> all(NefRequest request, Function<NefObject, T> decode) {
        List<T> all = new ArrayList<>();
        NefObject last = null;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            int known = last == null ? 0 : 1;
            NefPage page = page(request, all.size() - known, PAGE);
            List<NefObject> items = page.items();
            if (last != null && (items.isEmpty() || !items.get(0).sameAs(last))) {
                throw looked(Fault.passing(ErrorKind.BUSY).because(request.render() + " changed while it was read"));
            }
            List<NefObject> fresh = items.subList(Math.min(known, items.size()), items.size());
            looking(() -> all.addAll(fresh.stream().map(decode).toList()));
            if (!page.more()) {
                return all;
            }
            if (fresh.isEmpty()) {
                break;
            }
            last = items.get(items.size() - 1);
        }
        throw looked(NefObject.bad(request.render(), "the list has no end"));
    }

    /**
     * Looks for the one object of a name by an exact filter: a list without it proves that it is not there.
     *
     * @param field what it is named by
     */
    public Optional<NefObject> named(NefRequest list, String field, String name) {
        return named(list, field, name, String::equals);
    }

    /**
     * Looks like {@link #named(NefRequest, String, String)} for what goes by names that may be spelt in several ways.
     *
     * @param same tells whether two spellings are of one name
     */
    public Optional<NefObject> named(NefRequest list, String field, String name, BiPredicate<String, String> same) {
        NefRequest filtered = list.with(field, name);
        NefPage page = list(filtered);
        for (NefObject item : page.items()) {
            if (!same.test(looking(() -> item.text(field)), name)) {
                // Who passes the filter over may have what is looked for on another page.
                throw looked(NefObject.bad(filtered.render(), "it does not keep to the filter"));
            }
        }
        return page.items().stream().findFirst();
    }

    /** Changes something. */
    public void change(NefRequest request) {
        try {
            host.change(request, deadline);
        } catch (Fault fault) {
            throw changed && !isVerdict(fault) ? phased(fault, FaultPhase.UNANSWERED) : fault;
        }
        changed = true;
    }

    /** Changes something, unless the appliance says by this code that it need not or cannot be. Returns whether it was changed. */
    public boolean changeUnless(NefRequest request, String... codes) {
        try {
            change(request);
            return true;
        } catch (Fault fault) {
            if (fault.phase() == FaultPhase.LASTING && List.of(codes).contains(fault.code())) {
                return false;
            }
            throw fault;
        }
    }

    /** Takes something away; already gone is fine. */
    public void remove(NefRequest request) {
        changeUnless(request, NefErrors.MISSING);
    }

    /**
     * Looks until something shows.
     *
     * @param what what is waited for, as the message of a time-out names it
     */
    public <T> T await(String what, Supplier<Optional<T>> look) {
        return await(
                what,
                look,
                () -> Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED)
                        .because(host.address() + " took the change, but in time it did not show that " + what));
    }

    /**
     * Lets a moment pass after a change that others may undo unawares; a few of them are longer than it takes those from look to change.
     *
     * @param what what has happened by then, as the message of an interruption names it
     */
    public void settle(String what) {
        Duration left = deadline.remaining();
        pause(min(SETTLED, left.minus(left.dividedBy(4))), what);
    }

    /** Tells whether the last look is so long ago that what follows from it might undo what somebody else has {@link #settle settled} since. */
    public boolean lookIsOld() {
        return runtime.nanos() - lookedAt > SETTLED.toNanos();
    }

    private void pause(Duration time, String what) {
        try {
            runtime.sleep(time, host::closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw looked(Fault.unanswered(ErrorKind.UNREACHABLE)
                    .cause(e)
                    .because("interrupted while waiting until " + what));
        }
    }

    /**
     * Looks until something shows that must be there before the change.
     *
     * @param what what is waited for, as the message of a time-out names it
     */
    public <T> T awaitBefore(String what, Supplier<Optional<T>> look) {
        return await(
                what,
                look,
                () -> Fault.passing(ErrorKind.BUSY)
                        .because(host.address() + " did not show in time that " + what + "; nothing was changed"));
    }

    private <T> T await(String what, Supplier<Optional<T>> look, Supplier<Fault> late) {
        for (Duration pause = FIRST_LOOK; ; pause = min(pause.multipliedBy(2), LONGEST_PAUSE)) {
            boolean hurried =
                    pause.compareTo(FIRST_LOOK) > 0 && deadline.remaining().compareTo(HURRY) <= 0;
            Optional<T> seen;
            try {
                seen = look.get();
            } catch (Fault fault) {
                if (hurried && isSilence(fault)) {
                    // A look that had hardly any time says nothing of the appliance; those before it were answered.
                    Fault tooLate = late.get();
                    tooLate.addSuppressed(fault);
                    throw tooLate;
                }
                throw fault;
            }
            if (seen.isPresent()) {
                return seen.get();
            }
            Duration left = deadline.remaining();
            if (left.compareTo(LAST_LOOK) <= 0) {
                throw late.get();
            }
            pause(min(pause, left.minus(left.dividedBy(4))), what);
        }
    }

    private static boolean isSilence(Fault fault) {
        return fault.kind() == ErrorKind.UNREACHABLE || fault.kind() == ErrorKind.DEADLINE_EXCEEDED;
    }

    /** Settles what a failed look says of the call; decoding belongs inside, because it fails like a look. */
    public <T> T looking(Supplier<T> look) {
        try {
            return look.get();
        } catch (Fault fault) {
            throw looked(fault);
        }
    }

    private Fault looked(Fault fault) {
        if (!changing) {
            return fault;
        }
        if (changed) {
            return phased(fault, FaultPhase.UNANSWERED);
        }
        if (fault.phase() != FaultPhase.UNANSWERED) {
            return fault;
        }
        // A silent host stays a silent host, but the change itself was not sent.
        Fault.Draft before = fault.kind() == ErrorKind.DEADLINE_EXCEEDED
                ? Fault.neverSent(ErrorKind.UNREACHABLE)
                        .code(fault.code())
                        .hint(fault.hint())
                        .cause(fault)
                : fault.as(FaultPhase.NEVER_SENT);
        return before.because("while looking before the change: " + fault.getMessage());
    }

    /** Tells whether the appliance says what is wrong with a further change; whoever does not let it in says nothing of those before. */
    private static boolean isVerdict(Fault fault) {
        boolean answered = fault.phase() == FaultPhase.LASTING || fault.phase() == FaultPhase.TRANSIENT;
        return answered && !NEVER_REPEATED.contains(fault.kind());
    }

    private static Fault phased(Fault fault, FaultPhase phase) {
        return fault.phase() == phase ? fault : fault.as(phase).because(String.valueOf(fault.getMessage()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
