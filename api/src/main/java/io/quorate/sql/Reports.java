package io.quorate.sql;

import io.quorate.call.Calls;
import io.quorate.error.ConflictException;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.error.UnsupportedException;
import java.util.List;

/** What several orders together have to say when they cannot go on. */
final class Reports {
    private Reports() {}

    static ConflictException conflict(
            Calls calls, String operation, String object, long started, List<String> obstacles) {
        return new ConflictException(
                calls.report(
                        operation,
                        object,
                        started,
                        String.join("; ", obstacles),
                        "what is there already is not changed unasked; mend it, or wish for what is there"),
                null);
    }

    /** Refuses a plan that cannot be carried out: what a version or edition has not, is unsupported. */
    static void refuse(Calls calls, String operation, long started, GroupPlan plan) {
        String object = "availability group " + plan.group();
        if (!plan.remedies().isEmpty()) {
            throw new UnsupportedException(
                    calls.report(
                            operation,
                            object,
                            started,
                            String.join("; ", plan.obstacles()) + "; nothing was sent",
                            String.join("; ", plan.remedies())),
                    plan.remedies(),
                    null);
        }
        if (!plan.obstacles().isEmpty()) {
            throw conflict(calls, operation, object, started, plan.obstacles());
        }
    }

    static NotFoundException missing(Calls calls, String operation, String object, String said) {
        return new NotFoundException(
                calls.report(operation, object, calls.runtime().nanos(), said, null), null);
    }

    /** Says that instances were not heard; what kept each from answering is behind it. */
    static UnreachableException unheard(
            Calls calls,
            String operation,
            String object,
            long started,
            String said,
            String hint,
            SqlInstances.Sight sight) {
        List<QuorateException> silent = List.copyOf(sight.silent().values());
        UnreachableException told = new UnreachableException(
                calls.report(operation, object, started, said, hint),
                List.copyOf(sight.silent().keySet()),
                silent.isEmpty() ? null : silent.get(0));
        silent.stream().skip(1).forEach(told::addSuppressed);
        return told;
    }
}
