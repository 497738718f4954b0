package consumer;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** What a client is expected to see. */
final class Expected {
    private Expected() {}

    /** Runs what judges, and ends the JVM: some clients leave threads that keep it alive. */
    static void end(Callable<?> judge) {
        int code = 0;
        try {
            judge.call();
        } catch (Throwable e) {
            e.printStackTrace();
            code = 1;
        }
        System.exit(code);
    }

    static void is(String what, String seen, String wanted) {
        if (!seen.equals(wanted)) {
            throw new AssertionError(what + ": wanted \"" + wanted + "\", got \"" + seen + "\"");
        }
        System.out.println("  " + what);
    }

    static void contains(String what, String seen, String start, String... words) {
        boolean right = seen.startsWith(start);
        for (String word : words) {
            right &= seen.contains(word);
        }
        if (!right) {
            throw new AssertionError(what + ": wanted \"" + start + "\" and " + String.join(", ", words) + ", got \"" + seen + "\"");
        }
        System.out.println("  " + what);
    }

    /** @param words what a refusal says, in the exception or its causes; another failure is none */
    static void refusal(String what, String words, Callable<?> attempt) {
        try {
            attempt.call();
        } catch (Exception e) {
            StringBuilder said = new StringBuilder();
            for (Throwable t = e; t != null; t = t.getCause()) {
                said.append(t.getMessage()).append("; ");
            }
            if (Pattern.compile(words).matcher(said).find()) {
                System.out.println("  " + what + " is refused");
                return;
            }
            throw new AssertionError(what + " failed otherwise: " + said, e);
        }
        throw new AssertionError(what + " was accepted");
    }
}
