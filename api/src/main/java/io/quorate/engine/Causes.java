package io.quorate.engine;

import io.quorate.spi.Fault;
import io.quorate.text.Visible;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looks through an exception, its causes and what it suppressed, however they hang together, and returns what may be seen of them. If nothing
 * there tells a secret or forges a line, that is the very same exception. Else a fault is told again without the secret, anything else that
 * tells one is left out with all below it, and the rest is retold.
 */
final class Causes {
    /** What lies deeper, and what is more, tells nothing more. */
    private static final int DEEPEST = 50;

    private static final int MOST = 1_000;

    private final UnaryOperator<String> redactor;

    /** The copies made; nothing for what is left out or being copied. */
    private final Map<Throwable, @Nullable Throwable> copies = new IdentityHashMap<>();

    private Causes(UnaryOperator<String> redactor) {
        this.redactor = redactor;
    }

    static @Nullable Throwable seen(@Nullable Throwable thrown, UnaryOperator<String> redactor) {
        if (thrown == null) {
            return null;
        }
        Causes causes = new Causes(redactor);
        return causes.areFine(thrown) ? thrown : causes.copy(thrown, 0);
    }

    /** A fault is never left out. */
    static Fault seen(Fault fault, UnaryOperator<String> redactor) {
        return seen((Throwable) fault, redactor) instanceof Fault seen ? seen : fault;
    }

    private boolean areFine(Throwable thrown) {
        Set<Throwable> met = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> ahead = new ArrayDeque<>();
        ahead.add(thrown);
        while (!ahead.isEmpty()) {
            Throwable next = ahead.remove();
            if (!met.add(next)) {
                continue;
            }
            if (met.size() > MOST || tells(next) || !isOneLine(next)) {
                return false;
            }
            if (next.getCause() != null) {
                ahead.add(next.getCause());
            }
            Collections.addAll(ahead, next.getSuppressed());
        }
        return true;
    }

    private boolean tells(Throwable thrown) {
        return tells(String.valueOf(thrown))
                || tells(thrown.getMessage())
                || tells(thrown.getLocalizedMessage())
                || thrown instanceof Fault fault && (tells(fault.code()) || tells(fault.hint()));
    }

    private boolean tells(@Nullable String text) {
        return text != null && !redactor.apply(text).equals(text);
    }

    private static boolean isOneLine(Throwable thrown) {
        String text = String.valueOf(thrown);
        String message = String.valueOf(thrown.getMessage());
        return Visible.line(text).equals(text) && Visible.line(message).equals(message);
    }

    private @Nullable Throwable copy(Throwable thrown, int depth) {
        if (copies.containsKey(thrown)) {
            return copies.get(thrown);
        }
        copies.put(thrown, null);
        if (depth > DEEPEST || copies.size() > MOST || !(thrown instanceof Fault) && tells(thrown)) {
            return null;
        }
        Throwable cause = thrown.getCause() == null ? null : copy(thrown.getCause(), depth + 1);
        Throwable copy = thrown instanceof Fault fault ? clean(fault, cause) : new Retold(thrown, cause);
        for (Throwable suppressed : thrown.getSuppressed()) {
            Throwable seen = copy(suppressed, depth + 1);
            if (seen != null) {
                copy.addSuppressed(seen);
            }
        }
        copies.put(thrown, copy);
        return copy;
    }

    private Fault clean(Fault fault, @Nullable Throwable cause) {
        Fault clean = fault.as(fault.phase())
                .code(fault.code() == null ? null : redactor.apply(fault.code()))
                .hint(fault.hint() == null ? null : redactor.apply(fault.hint()))
                .cause(cause)
                .because(redactor.apply(String.valueOf(fault.getMessage())));
        clean.setStackTrace(fault.getStackTrace());
        return clean;
    }

    /** Stands for an exception of others that cannot be passed on as it is, and says what that one says, in one line. */
    private static final class Retold extends Exception {
        private static final long serialVersionUID = 1L;

        private final String text;

        Retold(Throwable other, @Nullable Throwable cause) {
            super(Visible.lineOrNull(other.getMessage()), cause);
            this.text = Visible.line(String.valueOf(other));
            setStackTrace(other.getStackTrace());
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
