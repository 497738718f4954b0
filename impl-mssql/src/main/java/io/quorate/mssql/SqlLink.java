package io.quorate.mssql;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.net.Reach;
import io.quorate.sql.EndpointAnswer;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one instance for one call: one connection, taken when first needed. Knows what was sent so far, and so what a failure means for the
 * call. Used by one thread.
 */
final class SqlLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SqlLink.class);

    private static final int MOST_RESULTS = 1000;
    private static final int MOST_ROWS = 100_000;
    private static final Set<ErrorKind> NO_VERDICT =
            Set.of(ErrorKind.UNTRUSTED, ErrorKind.ACCESS_DENIED, ErrorKind.UNREACHABLE);

    private final Call call;
    private final Instance instance;
    private final boolean changing;
    private final boolean byOwner;
    private final Function<String, Optional<String>> names;
    private @Nullable Lane lane;
    private boolean changed;
    private List<SqlError> notices = List.of();

    /**
     * @param call the attempt
     * @param changing whether the call changes something
     * @param byOwner whether the host is asked because it owns the target, which another may by now
     * @param names tells which host an instance is on
     */
    SqlLink(Call call, Instance instance, boolean changing, boolean byOwner, Function<String, Optional<String>> names) {
        this.call = call;
        this.instance = instance;
        this.changing = changing;
        this.byOwner = byOwner;
        this.names = names;
    }

    /** Returns the host as the endpoint names it. */
    String host() {
        return call.host();
    }

    /** Returns host and port, as messages name them. */
    String address() {
        return instance.address();
    }

    Deadline deadline() {
        return call.deadline();
    }

    QuorateRuntime runtime() {
        return instance.runtime();
    }

    /**
     * Lets a moment pass.
     *
     * @param what what is waited for, as the message of an interruption names it
     */
    void pause(Duration time, String what) {
        try {
            instance.runtime().sleep(time, instance::closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw looked(Fault.unanswered(ErrorKind.UNREACHABLE)
                    .cause(e)
                    .because("interrupted while waiting until " + what));
        }
    }

    /** Returns the endpoint's name of the host that an instance is on; empty if it is none that is known. */
    Optional<String> hostOf(String server) {
        return names.apply(server);
    }

    /** Returns the version's first number, as the log-in told it: 16 is 2022. */
    int major() {
        return looking(() -> lane().major());
    }

    /** Looks whether somebody takes a connection there, without asking the instance. */
    EndpointAnswer.Reach reach(String address, int port) {
        return instance.reach(address, port, call.deadline());
    }

    /** Returns the names in the certificate that the server showed; null where none was checked. */
    @Nullable
    List<String> tlsNames() {
        return lane().tlsNames();
    }

    /** Returns what the server said beside the last change: severity 10 and less. */
    List<SqlError> notices() {
        return notices;
    }

    /** Asks for something. */
    SqlReply read(String batch) {
        return looking(() -> run(batch, UnaryOperator.identity(), false));
    }

    /**
     * Changes something.
     *
     * @return whether it did; not if the server says that it is so already
     */
    boolean change(SqlStep step) {
        Outcome outcome;
        try {
            outcome = Outcome.of(this, step);
        } catch (Fault fault) {
            boolean verdict = (fault.phase() == FaultPhase.LASTING || fault.phase() == FaultPhase.TRANSIENT)
                    && !NO_VERDICT.contains(fault.kind());
            throw changed && !verdict ? phased(fault, FaultPhase.UNANSWERED) : fault;
        }
        changed = true;
        notices = outcome.notices();
        return outcome.done();
    }

    /** How a change ended. */
    private record Outcome(boolean done, List<SqlError> notices) {
        static Outcome of(SqlLink link, SqlStep step) {
            String sent = step.sent();
            try {
                return new Outcome(true, link.run(sent, step.cleaner(), true).notices());
            } catch (SoAlready e) {
                log.debug("so already [host={} number={}]", link.address(), e.error.number());
                return new Outcome(false, List.of(e.error));
            }
        }
    }

    /** All the server said of a statement is that it is so already. */
    private static final class SoAlready extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient SqlError error;

        SoAlready(SqlError error) {
            super(error.line(), null, false, false);
            this.error = error;
        }
    }

    private Lane lane() {
        Lane known = lane;
        if (known != null && !known.closed()) {
            return known;
        }
        if (known != null) {
            lane = null;
            instance.give(known);
        }
        Lane fresh = instance.take(call.deadline());
        lane = fresh;
        return fresh;
    }

    /** Returns what the current connection's session has been told must not reach anybody else's call. */
    void keepForMyself() {
        lane().spend();
    }

    private SqlReply run(String batch, UnaryOperator<String> clean, boolean changes) {
        Lane used = lane();
        if (instance.closed()) {
            throw instance.failures().closed();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because("interrupted before asking " + address());
        }
        Duration left = call.deadline().remaining();
        if (left.isZero()) {
            throw instance.failures().noTimeLeft();
        }
        Duration patience = instance.runtime().patience(left);
        long started = instance.runtime().nanos();
        Answer answer = new Answer(text -> instance.clean(clean.apply(text)));
        Running running = new Running(used);
        try (Guard.Watch watch = instance.guard().watch(running, patience)) {
            running.run(batch, Instance.seconds(patience), answer);
            answer.late = watch.late();
        }
        log.debug(
                "answered [host={} changes={} errors={} ms={}]",
                address(),
                changes,
                answer.errors.size(),
                (instance.runtime().nanos() - started) / 1_000_000);
        answer.notices.forEach(notice -> call.notices().accept(notice.line()));
        if (answer.errors.isEmpty()) {
            return new SqlReply(answer.results, answer.notices);
        }
        throw failed(answer, used, running.sent, changes);
    }

    private RuntimeException failed(Answer answer, Lane used, boolean sent, boolean changes) {
        List<SqlError> said = answer.errors.stream().filter(SqlError::said).toList();
        boolean alive = !used.closed() && answer.lost == null;
        if (!alive || said.stream().anyMatch(error -> error.endsConnection() || SqlErrors.retires(error.number()))) {
            used.spend();
        }
        if (answer.lost != null) {
            SQLException lost = answer.lost;
            SqlError last = answer.errors.get(answer.errors.size() - 1);
            Fault fault = instance.failures()
                    .of(
                            Instance.io(lost, answer.late, last.text()),
                            sent ? Reach.MAY_HAVE_ARRIVED : Reach.CONNECTED,
                            call.deadline(),
                            instance.closed());
            said.forEach(error -> fault.addSuppressed(told(error)));
            return fault;
        }
        if (changes && alive && SqlErrors.isSoAlready(said)) {
            return new SoAlready(said.get(0));
        }
        Fault fault = SqlErrors.of(said, answer.notices, alive, byOwner, address());
        SqlError telling = SqlErrors.telling(said);
        said.stream().filter(error -> error != telling).forEach(error -> fault.addSuppressed(told(error)));
        return fault;
    }

    private static SQLException told(SqlError error) {
        return new SQLException(error.line(), error.sqlState(), error.number());
    }

    /** What a batch answers, as far as it came. */
    private static final class Answer {
        private final UnaryOperator<String> clean;
        private final List<SqlReply.Result> results = new ArrayList<>();
        private final List<SqlError> notices = new ArrayList<>();
        private final List<SqlError> errors = new ArrayList<>();
        private @Nullable SQLException lost;
        private boolean late;

        Answer(UnaryOperator<String> clean) {
            this.clean = clean;
        }

        /** Takes an error, and those that are chained to it. Returns whether there may be more to come. */
        boolean failed(SQLException first) {
            SQLException e = first;
            for (int i = 0; e != null && i < MOST_RESULTS; i++, e = e.getNextException()) {
                SqlError error = SqlError.of(e, clean);
                boolean repeated = errors.contains(error);
                if (!repeated) {
                    errors.add(error);
                }
                if (!error.said()) {
                    lost = e;
                    return false;
                }
                if (repeated && i == 0) {
                    return false;
                }
            }
            return true;
        }

        void warned(@Nullable SQLWarning first) {
            SQLWarning warning = first;
            for (int i = 0; warning != null && i < MOST_RESULTS; i++, warning = warning.getNextWarning()) {
                SqlError notice = SqlError.of(warning, clean);
                if (!notices.contains(notice)) {
                    notices.add(notice);
                }
            }
        }
    }

    /** A batch under way. */
    private static final class Running implements Guard.Ending {
        private final Lane lane;
        private volatile @Nullable Statement statement;
        private volatile boolean sent;

        Running(Lane lane) {
            this.lane = lane;
        }

        @Override
        public void ask() throws SQLException {
            Statement known = statement;
            lane.spend();
            if (known != null) {
                known.cancel();
            }
        }

        @Override
        public void cut() {
            lane.cut();
        }

        @Override
        public void free() throws SQLException {
            lane.abort();
        }

        void run(String batch, int seconds, Answer answer) {
            try (Statement opened = lane.connection().createStatement()) {
                opened.setEscapeProcessing(false);
                opened.setQueryTimeout(seconds);
                statement = opened;
                sent = true;
                drain(opened, batch, answer);
            } catch (SQLException e) {
                if (answer.errors.isEmpty()) {
                    answer.failed(e);
                }
            } finally {
                statement = null;
            }
        }

        /** Reads all there is: an error late in a batch comes with the result after it, and what follows an error is said, too. */
        private static void drain(Statement opened, String batch, Answer answer) {
            boolean begun = false;
            for (int i = 0; i < MOST_RESULTS; i++) {
                try {
                    boolean rows = begun ? opened.getMoreResults() : opened.execute(batch);
                    begun = true;
                    answer.warned(opened.getWarnings());
                    if (rows) {
                        try (ResultSet result = opened.getResultSet()) {
                            answer.results.add(read(result));
                        }
                        answer.warned(opened.getWarnings());
                    } else if (opened.getUpdateCount() == -1) {
                        return;
                    }
                } catch (SQLException e) {
                    begun = true;
                    if (!answer.failed(e) || closed(opened)) {
                        return;
                    }
                    warned(opened, answer);
                }
            }
        }

        /** What was said beside an error is kept with it. */
        private static void warned(Statement opened, Answer answer) {
            try {
                answer.warned(opened.getWarnings());
            } catch (SQLException e) {
                log.debug(
                        "what was said beside an error cannot be read [because={}]",
                        e.getClass().getSimpleName());
            }
        }

        private static boolean closed(Statement opened) {
            try {
                return opened.isClosed() || opened.getConnection().isClosed();
            } catch (SQLException e) {
                return true;
            }
        }

        private static SqlReply.Result read(ResultSet result) throws SQLException {
            ResultSetMetaData data = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                columns.add(data.getColumnLabel(i).toLowerCase(Locale.ROOT));
            }
            List<SqlRow> rows = new ArrayList<>();
            while (result.next()) {
                if (rows.size() >= MOST_ROWS) {
                    throw new SQLException("more than " + MOST_ROWS + " rows came");
                }
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    values.put(columns.get(i), result.getObject(i + 1));
                }
                rows.add(new SqlRow(values));
            }
            return new SqlReply.Result(columns, rows);
        }
    }

    /** Settles what a failed look says of the call; decoding belongs inside, because it fails like a look. */
    <T> T looking(Supplier<T> look) {
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

    private static Fault phased(Fault fault, FaultPhase phase) {
        return fault.phase() == phase ? fault : fault.as(phase).because(String.valueOf(fault.getMessage()));
    }

    /** Gives the connection back. */
    @Override
    public void close() {
        Lane known = lane;
        lane = null;
        if (known != null) {
            instance.give(known);
        }
    }
}
