package io.quorate.engine;

import io.quorate.error.AccessDeniedException;
import io.quorate.error.BadReplyException;
import io.quorate.error.BusyException;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.ErrorReport;
import io.quorate.error.FailedAttempt;
import io.quorate.error.NotFoundException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.error.UnsupportedException;
import io.quorate.error.UntrustedException;
import io.quorate.spi.Destructive;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import io.quorate.text.Span;
import io.quorate.text.Visible;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into the exception the caller sees. */
final class Failures {
    private static final String LOOK_FIRST = "look at the object before repeating the call";
    private static final String REPEAT = "repeating the call is safe";

    private Failures() {}

    /**
     * The last attempt's fault ends the call. After a lost answer a refusal of the log-in, of the certificate or of the command is none of
     * what was sent before: nobody may take it for "surely not done".
     */
    static QuorateException ended(Passage<?> passage, Fault fault) {
        boolean refusal = SafetyTable.neverRepeated(fault.kind());
        if (!refusal || !passage.lost || !passage.changesSomething()) {
            return of(passage, fault);
        }
        String lost = fault.phase() == FaultPhase.UNANSWERED
                ? "the answer was lost: "
                : "the answer to an earlier attempt was lost, and now: ";
        return unknownOutcome(passage, lost + fault.getMessage(), fault);
    }

    /** The last attempt's fault ends the call; the attempts before it are suppressed. */
    static QuorateException of(Passage<?> passage, Fault fault) {
        String hint = fault.hint();
        if (passage.safety == Safety.CONVERGE && passage.lost) {
            hint = join(hint, mayBeDone(passage) + "; " + REPEAT);
        } else if (passage.safety == Safety.GUARDED && passage.lost) {
            // It was read back and is not there: what was lost may be done late.
            String why = passage.silence
                    ? "the answer to an earlier attempt was lost"
                    : "an error leaves open what was done, though it was not there afterwards";
            hint = join(hint, why + "; " + LOOK_FIRST);
        }
        List<String> remedies = fault.hint() == null ? List.of() : List.of(fault.hint());
        return of(passage, fault.kind(), String.valueOf(fault.getMessage()), fault.code(), hint, fault, remedies);
    }

    static QuorateException unsupported(Passage<?> passage, List<String> remedies) {
        // The reason comes first; what would help is the hint.
        String hint = remedies.size() == 1 ? null : String.join("; ", remedies.subList(1, remedies.size()));
        return of(passage, ErrorKind.UNSUPPORTED, remedies.get(0), null, hint, null, remedies);
    }

    static QuorateException unknownOutcome(Passage<?> passage, String why, @Nullable Throwable cause) {
        Fault fault = cause instanceof Fault known ? known : null;
        return of(
                passage,
                ErrorKind.OUTCOME_UNKNOWN,
                why,
                fault == null ? null : fault.code(),
                join(
                        fault == null ? null : fault.hint(),
                        passage.safety == Safety.CONVERGE ? mayBeDone(passage) + "; " + REPEAT : LOOK_FIRST),
                cause,
                List.of());
    }

    /** Returns why nobody may take the call for "surely not done": nothing was heard, or an error that does not settle it. */
    private static String mayBeDone(Passage<?> passage) {
        return passage.silence
                ? "an answer was lost, so it may have been done"
                : "an error leaves open what was done, so it may have been done";
    }

    /** Nothing is sent any more. */
    static Fault closed() {
        return Fault.neverSent(ErrorKind.UNREACHABLE).because("Quorate was closed");
    }

    /** The client was closed, or its thread interrupted, before the next attempt; what went wrong last is told. */
    static QuorateException cutShort(Passage<?> passage, Fault last) {
        if (Thread.currentThread().isInterrupted()) {
            QuorateException failure = ended(passage, last);
            failure.addSuppressed(new InterruptedException("interrupted before the next attempt"));
            return failure;
        }
        if (SafetyTable.neverRepeated(last.kind())) {
            return ended(passage, last);
        }
        String said = String.valueOf(last.getMessage());
        String closed = String.valueOf(closed().getMessage());
        return of(
                passage,
                Fault.in(last.phase(), ErrorKind.UNREACHABLE)
                        .code(last.code())
                        .hint(last.hint())
                        .cause(last)
                        .because(said.startsWith(closed) ? said : closed + " during the call; last: " + said));
    }

    /** No time for another attempt; what went wrong last is told. */
    static QuorateException tooLate(Passage<?> passage, @Nullable Fault last) {
        String said = "the deadline of " + Span.words(passage.allowed) + " leaves no time"
                + (last == null ? "" : " for another attempt; last: " + last.getMessage());
        String hint = last == null ? null : last.hint();
        if (passage.lost) {
            hint = join(hint, mayBeDone(passage));
        }
        return of(passage, ErrorKind.DEADLINE_EXCEEDED, said, last == null ? null : last.code(), hint, last, List.of());
    }

    static QuorateException of(Passage<?> passage, ErrorKind kind, String said, @Nullable String hint) {
        return of(passage, kind, said, null, hint, null, List.of());
    }

    static QuorateException of(
            Passage<?> passage,
            ErrorKind kind,
            String said,
            @Nullable String code,
            @Nullable String hint,
            @Nullable Throwable cause,
            List<String> remedies) {
        Redactor redactor = passage.redactor;
        Throwable seen = redactor.cleanCause(cause);
        ErrorReport report = new ErrorReport(
                passage.command.name(),
                passage.command.target().toString(),
                passage.host,
                passage.site.backend.wire(),
                passage.site.endpoint.name(),
                passage.tries,
                passage.elapsed(),
                Visible.line(redactor.clean(said)),
                Visible.lineOrNull(redactor.cleanOrNull(code)),
                Visible.lineOrNull(redactor.cleanOrNull(hint)),
                passage.id);
        QuorateException failure = switch (kind) {
            case UNREACHABLE -> new UnreachableException(report, unreached(passage), seen);
            case UNTRUSTED -> new UntrustedException(report, seen);
            case ACCESS_DENIED -> new AccessDeniedException(report, seen);
            case NOT_FOUND -> new NotFoundException(report, seen);
            case CONFLICT -> new ConflictException(report, seen);
            case REJECTED -> new RejectedException(report, seen);
            case UNSUPPORTED -> new UnsupportedException(report, redactor.shown(remedies), seen);
            case BUSY -> new BusyException(report, seen);
            case DEADLINE_EXCEEDED -> new DeadlineExceededException(report, null, seen);
            case OUTCOME_UNKNOWN -> new OutcomeUnknownException(report, seen);
            case BAD_REPLY -> new BadReplyException(report, seen);
            case CONSENT_REQUIRED -> new ConsentRequiredException(report, identity(passage, code));
        };
        tell(passage.attempts, failure, cause);
        tell(passage.asides, failure, cause);
        return failure;
    }

    private static void tell(List<Passage.Attempt> attempts, QuorateException failure, @Nullable Throwable cause) {
        for (Passage.Attempt attempt : attempts) {
            Fault fault = attempt.fault();
            if (fault != cause) {
                failure.addSuppressed(new FailedAttempt(
                        attempt.number(),
                        attempt.host(),
                        attempt.took(),
                        fault.kind(),
                        String.valueOf(fault.getMessage()),
                        fault.code(),
                        fault));
            }
        }
    }

    /** Returns the hosts that could not be asked. */
    private static List<String> unreached(Passage<?> passage) {
        Set<String> hosts = new LinkedHashSet<>(passage.unasked);
        for (Passage.Attempt attempt : passage.attempts) {
            if (attempt.fault().phase() == FaultPhase.NEVER_SENT
                    || attempt.fault().phase() == FaultPhase.UNANSWERED) {
                hosts.add(attempt.host());
            }
        }
        return List.copyOf(hosts);
    }

    /** @param code what a backend says the consent is for; null if it is for the command itself */
    private static String identity(Passage<?> passage, @Nullable String code) {
        if (code != null) {
            return code;
        }
        return passage.command instanceof Destructive destructive
                ? destructive.identity()
                : passage.command.target().name();
    }

    private static String join(@Nullable String first, String second) {
        return first == null ? second : first + "; " + second;
    }
}
