package io.quorate.lab.kernel;

import io.quorate.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Faults by declaration: which requests are to go wrong, where, and how often. A face asks {@link #forConnection} when a client connects and
 * {@link #forRequest} when it has decoded a request, and does what it is told. Power, links and services are operations of the model.
 *
 * <pre>{@code
 * faults.on("Add-ClusterNode").nth(1).lostAnswer();
 * faults.onAction("Create").host("HV1").times(3).quota();
 * faults.on("New-VM").late(Duration.ofSeconds(30));
 * }</pre>
 *
 * <p>A declaration counts the requests that match it; it hits from the {@code nth} on, {@code times} times; both are 1 unless set. The first
 * declaration that hits wins, in the order of declaration. One that names a cmdlet, an action or a host that the lab does not have is refused;
 * one that never hit is told by {@link #unfired}, unless it is {@link Declaration#optional}. Thread-safe.
 */
public final class Faults {

    /** What goes wrong, by fault point. */
    public enum Kind {
        /** The connection is refused: nothing left the client. Matched by {@link #forConnection} only. */
        REFUSED(false),
        /** Answered by a fault before anything starts (quota, lock): surely not executed. */
        QUOTA(false),
        /** Accepted, then silence for good; not executed. The face parks it. */
        HUNG(false),
        /** The connection is reset after the request came in; not executed. */
        RESET_BEFORE(false),
        /** Executed completely, then the connection is reset instead of the answer. */
        RESET_AFTER(true),
        /** Executed completely; the answer never comes, the connection stays. */
        LOST_ANSWER(true),
        /** The connection is reset at once; executes nevertheless, after the delay in virtual time. */
        LATE(true),
        /** Answered by what is no answer to it: an HTTP status without a body, or a code of the wire's; not executed. */
        ANSWERED(false),
        /** Executed completely, then answered by what is no answer to it. */
        DONE_BUT_ANSWERED(true),
        /** Executed completely, and answered after the delay in virtual time. Only by faces that say so. */
        DELAYED(true);

        private final boolean executed;

        Kind(boolean executed) {
            this.executed = executed;
        }

        /** Tells whether the request takes effect (sooner or later). */
        public boolean executed() {
            return executed;
        }
    }

    /**
     * A decoded request as a face describes it.
     *
     * @param host the simulated host it reached
     * @param action the wire action's last word: {@code Create}, {@code Command}, {@code Send}, {@code Receive}, {@code Signal}...
     * @param commands the cmdlets of the pipeline it starts, as they came (with or without module); empty for other requests
     * @param user the account, or null before it is known
     * @param about the cmdlets of the pipeline that was started before and that it concerns: a Receive asks for its output, a Signal ends
     *     it; empty for other requests
     */
    public record Request(
            String host,
            String action,
            List<String> commands,
            @Nullable String user,
            List<String> about) {
        public Request {
            commands = List.copyOf(commands);
            about = List.copyOf(about);
        }

        /** Describes a request that concerns no pipeline started before. */
        public Request(String host, String action, List<String> commands, @Nullable String user) {
            this(host, action, commands, user, List.of());
        }
    }

    /**
     * A fault to carry out now.
     *
     * @param kind what to do
     * @param delay for {@link Kind#LATE}: the virtual time until it executes; for {@link Kind#DELAYED}: until it is answered; else zero
     * @param status the HTTP status it is answered by; 0 if by none
     * @param code the code of the wire's it is answered by, of WS-Man or of SQL Server; 0 if by none
     */
    public record Hit(Kind kind, Duration delay, int status, long code) {

        /** Makes one that answers nothing. */
        public Hit(Kind kind, Duration delay) {
            this(kind, delay, 0, 0);
        }
    }

    /** Which names there are; each method throws an IllegalArgumentException that lists them for a name that there is not. */
    public interface Names {

        /** Returns a host's or appliance's name as requests tell it. */
        String host(String name);

        /** Returns if there is such a command. */
        void command(String name);

        /** Returns if there is such a wire action. */
        void action(String name);
    }

    /** The action of a request that is a connection, before anything is asked. */
    private static final String CONNECT = "Connect";

    private final Object lock = new Object();
    private final List<Declaration> declarations = new ArrayList<>();
    private final List<Declaration> begun = new ArrayList<>();
    private @Nullable Names names;

    /** Has declarations from now on refused that name what there is not. */
    public void know(Names known) {
        synchronized (lock) {
            names = Objects.requireNonNull(known, "known");
        }
    }

    private Optional<Names> names() {
        synchronized (lock) {
            return Optional.ofNullable(names);
        }
    }

    /**
     * Starts a declaration for requests that start a pipeline with the cmdlet (module-qualified or not, ignoring case).
     *
     * @throws IllegalArgumentException if no host has such a cmdlet
     */
    public Declaration on(String cmdlet) {
        String wanted = known(cmdlet);
        return begin(
                "cmdlet " + cmdlet,
                false,
                r -> r.commands().stream().anyMatch(c -> unqualified(c).equals(wanted)));
    }

    /**
     * Starts a declaration for the Receives that ask for the output of a pipeline with the cmdlet.
     *
     * @throws IllegalArgumentException if no host has such a cmdlet
     */
    public Declaration onReceiveOf(String cmdlet) {
        String wanted = known(cmdlet);
        return begin(
                "receive of " + cmdlet,
                false,
                r -> r.action().equalsIgnoreCase("Receive")
                        && r.about().stream().anyMatch(c -> unqualified(c).equals(wanted)));
    }

    /**
     * Starts a declaration for requests with the wire action, e.g. {@code Create}.
     *
     * @throws IllegalArgumentException if nobody in the lab has such an action
     */
    public Declaration onAction(String action) {
        Objects.requireNonNull(action, "action");
        boolean connections = action.equalsIgnoreCase(CONNECT);
        if (!connections) {
            names().ifPresent(n -> n.action(action));
        }
        return begin("action " + action, connections, r -> r.action().equalsIgnoreCase(action));
    }

    /**
     * Starts a declaration for SQL statements, alone or at the head of a batch, that begin with these words, whatever their case and the space
     * between them, e.g. {@code ALTER AVAILABILITY GROUP}.
     */
    public Declaration onStatement(String beginning) {
        String wanted = spaced(beginning);
        return begin(
                "statement " + beginning,
                false,
                r -> r.action().startsWith("tds ") && r.commands().stream().anyMatch(c -> begins(c, wanted)));
    }

    private static boolean begins(String statement, String wanted) {
        String start = spaced(statement);
        return start.startsWith(wanted)
                && (start.length() == wanted.length()
                        || !Character.isLetterOrDigit(start.charAt(wanted.length()))
                        || !Character.isLetterOrDigit(wanted.charAt(wanted.length() - 1)));
    }

    private static String spaced(String text) {
        return text.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
    }

    /** Starts a declaration for requests that pass the test. */
    public Declaration when(String description, Predicate<Request> test) {
        return begin(Objects.requireNonNull(description, "description"), true, test);
    }

    /** Starts a declaration for everything, connections included. */
    public Declaration any() {
        return begin("any", true, r -> true);
    }

    private String known(String cmdlet) {
        Objects.requireNonNull(cmdlet, "cmdlet");
        names().ifPresent(n -> n.command(cmdlet));
        return unqualified(cmdlet);
    }

    private Declaration begin(String description, boolean connections, Predicate<Request> test) {
        Declaration declaration = new Declaration(description, connections, test);
        synchronized (lock) {
            begun.add(declaration);
        }
        return declaration;
    }

    /** Returns the fault for a connection to the host: {@link Kind#REFUSED} or none. */
    public Optional<Hit> forConnection(String host) {
        return match(new Request(host, CONNECT, List.of(), null), true);
    }

    /** Returns the fault for a decoded request, or none. Counts: to be called once a request. */
    public Optional<Hit> forRequest(Request request) {
        return match(request, false);
    }

    /** Ends all declarations. One that has never hit is still told by {@link #unfired}. */
    public void clear() {
        synchronized (lock) {
            declarations.clear();
        }
    }

    /** Returns the declarations that have not hit as often as they should: a test asserts that this is empty. */
    public List<String> pending() {
        synchronized (lock) {
            return declarations.stream()
                    .filter(d -> d.hits < d.times && d.times != Integer.MAX_VALUE)
                    .map(Declaration::toString)
                    .toList();
        }
    }

    /**
     * Returns the declarations that never hit, in the order they were made, those included that were ended by {@link #clear} or never said
     * what goes wrong; optional ones are not among them. {@code @HaLab} fails a test that leaves any; without it a test asserts that this is
     * empty.
     */
    public List<String> unfired() {
        synchronized (lock) {
            return begun.stream()
                    .filter(d -> d.hits == 0 && !d.optional)
                    .map(Declaration::toString)
                    .toList();
        }
    }

    private Optional<Hit> match(Request request, boolean connection) {
        synchronized (lock) {
            for (Declaration declaration : declarations) {
                if (connection == (declaration.kind == Kind.REFUSED) && declaration.hit(request)) {
                    return Optional.of(
                            new Hit(declaration.kind, declaration.delay, declaration.status, declaration.code));
                }
            }
            return Optional.empty();
        }
    }

    private static String unqualified(String cmdlet) {
        return cmdlet.substring(cmdlet.lastIndexOf('\\') + 1).toLowerCase(Locale.ROOT);
    }

    /** A declaration in the making; the call that names the fault completes it. */
    public final class Declaration {
        private final String description;
        private final boolean connections;
        private final Predicate<Request> test;
        private @Nullable String host;
        private boolean optional;
        private boolean complete;
        private int nth = 1;
        private int times = 1;
        private Kind kind = Kind.HUNG;
        private Duration delay = Duration.ZERO;
        private int status;
        private long code;
        private int seen;
        private int hits;

        private Declaration(String description, boolean connections, Predicate<Request> test) {
            this.description = description;
            this.connections = connections;
            this.test = Objects.requireNonNull(test, "test");
        }

        /**
         * Limits it to one host or appliance.
         *
         * @throws IllegalArgumentException if there is none of that name
         */
        public Declaration host(String name) {
            Objects.requireNonNull(name, "name");
            host = names().map(n -> n.host(name)).orElse(name);
            return this;
        }

        /** Says that it need not hit: {@link Faults#unfired} does not tell it. */
        public Declaration optional() {
            optional = true;
            return this;
        }

        /** Skips the matching requests before this one, counted from 1. */
        public Declaration nth(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("counted from 1");
            }
            nth = number;
            return this;
        }

        /** Hits this many times. */
        public Declaration times(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("at least once");
            }
            times = count;
            return this;
        }

        /** Hits until {@link Faults#clear}. */
        public Declaration always() {
            times = Integer.MAX_VALUE;
            return this;
        }

        /**
         * Refuses connections (matched by host only).
         *
         * @throws IllegalStateException if it is on a cmdlet or an action: a connection has none
         */
        public void refused() {
            if (!connections) {
                throw new IllegalStateException("a connection is refused before anything is asked, so never on "
                        + description + "; say any().host(...).refused()");
            }
            complete(Kind.REFUSED, Duration.ZERO);
        }

        public void quota() {
            complete(Kind.QUOTA, Duration.ZERO);
        }

        public void hung() {
            complete(Kind.HUNG, Duration.ZERO);
        }

        public void resetBefore() {
            complete(Kind.RESET_BEFORE, Duration.ZERO);
        }

        public void resetAfter() {
            complete(Kind.RESET_AFTER, Duration.ZERO);
        }

        public void lostAnswer() {
            complete(Kind.LOST_ANSWER, Duration.ZERO);
        }

        /** Cuts the client off and executes after the virtual delay. */
        public void late(Duration after) {
            complete(Kind.LATE, Objects.requireNonNull(after, "after"));
        }

        /** Answers by an HTTP status without a body and executes nothing; iSCSI, which has none, resets the connection. */
        public void answered(int httpStatus) {
            status = httpStatus;
            complete(Kind.ANSWERED, Duration.ZERO);
        }

        /** Executes completely and answers by an HTTP status without a body. */
        public void doneButAnswered(int httpStatus) {
            status = httpStatus;
            complete(Kind.DONE_BUT_ANSWERED, Duration.ZERO);
        }

        /** Answers by a fault of WS-Man with that code and executes nothing; other wires reset the connection. */
        public void faulted(long wsmanCode) {
            code = wsmanCode;
            complete(Kind.ANSWERED, Duration.ZERO);
        }

        /** Executes completely and answers by a fault of WS-Man with that code. */
        public void doneButFaulted(long wsmanCode) {
            code = wsmanCode;
            complete(Kind.DONE_BUT_ANSWERED, Duration.ZERO);
        }

        /** Answers by an error of SQL Server with that number and executes nothing; other wires reset the connection. */
        public void error(int number) {
            code = number;
            complete(Kind.ANSWERED, Duration.ZERO);
        }

        /** Executes completely and answers by an error of SQL Server with that number. */
        public void doneButError(int number) {
            code = number;
            complete(Kind.DONE_BUT_ANSWERED, Duration.ZERO);
        }

        /** Executes completely and answers after the virtual delay; only the TDS face can. */
        public void delayed(Duration by) {
            complete(Kind.DELAYED, Objects.requireNonNull(by, "by"));
        }

        private void complete(Kind chosen, Duration after) {
            synchronized (lock) {
                kind = chosen;
                delay = after;
                complete = true;
                declarations.add(this);
            }
        }

        private boolean hit(Request request) {
            if (hits >= times || host != null && !host.equalsIgnoreCase(request.host()) || !test.test(request)) {
                return false;
            }
            seen++;
            if (seen < nth) {
                return false;
            }
            hits++;
            return true;
        }

        @Override
        public String toString() {
            return (complete ? kind.toString() : "a fault that does not say what goes wrong") + " on " + description
                    + (host == null ? "" : " at " + host) + ", hit " + hits + " of "
                    + (times == Integer.MAX_VALUE ? "always" : times);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
