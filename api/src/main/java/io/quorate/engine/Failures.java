package io.quorate.engine;

import io.quorate.Deadline;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into the exception the caller sees. */
final class Failures {
    private static final String LOOK_FIRST = "look at the object before repeating the call";

    private Failures() {}

    /** The last attempt's fault ends the call; the attempts before it are suppressed. */
    static QuorateException of(Passage<?> passage, Fault fault) {
        String hint = fault.hint();
        if (passage.safety == Safety.CONVERGE && passage.lost) {
            hint = join(hint, "an answer was lost, so it may have been done; repeating the call is safe");
        } else if (passage.safety == Safety.GUARDED && passage.lost) {
            hint = join(hint, "the answer to an earlier attempt was lost; " + LOOK_FIRST);
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
                join(fault == null ? null : fault.hint(), LOOK_FIRST),
                cause,
                List.of());
    }

    /** No time for another attempt; what went wrong last is told. */
    static QuorateException tooLate(Passage<?> passage, @Nullable Fault last) {
        String said = "the deadline of " + Deadline.millis(passage.allowed) + " ms leaves no time"
                + (last == null ? "" : " for another attempt; last: " + last.getMessage());
        String hint = last == null ? null : last.hint();
        if (passage.lost) {
            hint = join(hint, "an answer was lost, so it may have been done");
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
        ErrorReport report = new ErrorReport(
                passage.command.name(),
                passage.command.target().toString(),
                passage.host,
                passage.site.backend.wire(),
                passage.site.endpoint.name(),
                passage.tries,
                passage.elapsed(),
                redactor.clean(said),
                redactor.cleanOrNull(code),
                redactor.cleanOrNull(hint),
                passage.id);
        QuorateException failure = switch (kind) {
            case UNREACHABLE -> new UnreachableException(report, unreached(passage), cause);
            case UNTRUSTED -> new UntrustedException(report, cause);
            case ACCESS_DENIED -> new AccessDeniedException(report, cause);
            case NOT_FOUND -> new NotFoundException(report, cause);
            case CONFLICT -> new ConflictException(report, cause);
            case REJECTED -> new RejectedException(report, cause);
            case UNSUPPORTED -> new UnsupportedException(report, redactor.clean(remedies), cause);
            case BUSY -> new BusyException(report, cause);
            case DEADLINE_EXCEEDED -> new DeadlineExceededException(report, null, cause);
            case OUTCOME_UNKNOWN -> new OutcomeUnknownException(report, cause);
            case BAD_REPLY -> new BadReplyException(report, cause);
            case CONSENT_REQUIRED -> new ConsentRequiredException(report, identity(passage));
        };
        int told = passage.attempts.size();
        if (told > 0 && passage.attempts.get(told - 1).fault() == cause) {
            told--;
        }
        for (Passage.Attempt attempt : passage.attempts.subList(0, told)) {
            failure.addSuppressed(new FailedAttempt(
                    attempt.number(),
                    attempt.host(),
                    attempt.took(),
                    attempt.fault().kind(),
                    String.valueOf(attempt.fault().getMessage()),
                    attempt.fault().code(),
                    attempt.fault()));
        }
        return failure;
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

    private static String identity(Passage<?> passage) {
        return passage.command instanceof Destructive destructive
                ? destructive.identity()
                : passage.command.target().name();
    }

    private static String join(@Nullable String first, String second) {
        return first == null ? second : first + "; " + second;
    }
}
