package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.ManualRuntime;
import io.quorate.Rig;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.call.CallListener;
import io.quorate.call.Calls;
import io.quorate.error.BusyException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.Cursor;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.HandlerBackend;
import io.quorate.spi.Handlers;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Step;
import io.quorate.spi.StreamingHandler;
import io.quorate.spi.Target;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A list that is read piece by piece is one call, from its first piece to its end. */
class PiecesTest {
    private static final Duration WAIT = Duration.ofMinutes(2);

    /** Lists things. */
    private record ListThings() implements ReadCommand<List<String>> {
        @Override
        public String name() {
            return "test.thing.list";
        }

        @Override
        public Target target() {
            return new Target("things", "all");
        }

        @Override
        public Duration deadline() {
            return WAIT;
        }
    }

    private final ManualRuntime runtime = new ManualRuntime();
    private final List<String> log = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final List<Object> script = new ArrayList<>(List.of("a", "b", "c"));
    private int failures;
    private final Engine engine = engine();
    private final Calls calls = engine.calls("rack");

    private Engine engine() {
        Endpoint endpoint = new Endpoint(
                "rack",
                "script",
                Map.of("HV1", URI.create("script://HV1")),
                Credentials.basic("admin", Secret.of(Rig.PASSWORD)),
                Trust.platform(),
                Map.of());
        HostSettings settings = new HostSettings(
                Rig.steady(3),
                new BreakerSettings(50, Duration.ofSeconds(30)),
                new BulkheadSettings(1, Duration.ofSeconds(1)));
        CallListener listener = new CallListener() {
            @Override
            public void started(Started call) {
                events.add("started " + call.operation());
            }

            @Override
            public void ended(Ended call) {
                events.add("ended " + (call.succeeded() ? "well" : String.valueOf(call.kind())));
            }
        };
        return new Engine(
                runtime, List.of(new Site(endpoint, new Scripted(), runtime, host -> settings)), null, listener);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** A host whose things come from the script: texts and faults. */
    private final class Scripted extends HandlerBackend<String> {
        Scripted() {
            super(Handlers.of("script", List.of(new Things())));
        }

        @Override
        protected <T> T with(Command<?> command, Call call, Purpose purpose, Function<String, T> work) {
            return work.apply(call.host());
        }

        @Override
        public String wire() {
            return "script";
        }

        @Override
        public void close() {}
    }

    private final class Things implements StreamingHandler<ListThings, String, String> {
        @Override
        public Class<ListThings> handles() {
            return ListThings.class;
        }

        @Override
        public List<String> run(ListThings command, String host) {
            return script.stream().map(String::valueOf).toList();
        }

        @Override
        public List<? extends Step> steps(ListThings command, String host) {
            return List.of();
        }

        @Override
        public List<? extends Step> foreseen(ListThings command, String host) {
            return List.of();
        }

        @Override
        public Cursor<String> open(ListThings command, String host) {
            log.add("open");
            Iterator<Object> rest = new ArrayList<>(script).iterator();
            return new Cursor<>() {
                @Override
                public @Nullable String next(Deadline deadline) {
                    waits.add(deadline.remaining());
                    if (failures > 0) {
                        failures--;
                        throw Fault.neverSent(ErrorKind.UNREACHABLE).because("nobody there");
                    }
                    while (rest.hasNext()) {
                        Object next = rest.next();
                        if (next instanceof Fault fault) {
                            throw fault;
                        }
                        if (next instanceof String text) {
                            return text;
                        }
                    }
                    return null;
                }

                @Override
                public void close() {
                    log.add("close");
                }
            };
        }
    }

    private Stream<String> things() {
        return calls.stream(new ListThings());
    }

    @Test
    @DisplayName("it begins when it is read, is closed at its end, and counts as one call")
    void stream_isOneCall() {
        Stream<String> stream = things();
        assertThat(log).isEmpty();
        assertThat(stream).containsExactly("a", "b", "c");
        assertThat(log).containsExactly("open", "close");
        assertThat(events).containsExactly("started test.thing.stream", "ended well");
    }

    @Test
    @DisplayName("every wait has the whole deadline anew, however long the caller takes in between")
    void stream_waitsAnewForEachPiece() {
        for (String ignored : (Iterable<String>) things()::iterator) {
            runtime.pass(Duration.ofHours(1));
        }
        assertThat(waits).hasSize(4).allSatisfy(wait -> assertThat(wait).isEqualTo(WAIT));
    }

    @Test
    @DisplayName("closed in the middle it is closed once, and has ended well")
    void close_inTheMiddle_endsTheCall() {
        try (Stream<String> stream = things()) {
            assertThat(stream.limit(1)).containsExactly("a");
        }
        assertThat(log).containsExactly("open", "close");
        assertThat(events).containsExactly("started test.thing.stream", "ended well");
        Stream<String> unread = things();
        unread.close();
        assertThat(log).as("one that was never read").hasSize(2);
    }

    @Test
    @DisplayName("it keeps its place at the host until it ends")
    void stream_keepsItsPlace() {
        try (Stream<String> stream = things()) {
            Iterator<String> open = stream.iterator();
            assertThat(open.next()).isEqualTo("a");
            assertThatThrownBy(() -> things().count()).isInstanceOf(BusyException.class);
        }
        assertThat(things()).hasSize(3);
    }

    @Test
    @DisplayName("until the first piece has come it is repeated; each try is closed")
    void begin_isRepeated() {
        failures = 2;
        assertThat(things()).containsExactly("a", "b", "c");
        assertThat(log).containsExactly("open", "close", "open", "close", "open", "close");
    }

    @Test
    @DisplayName("from then on it is not: what was given out stays, and the failure is the call's")
    void middle_isNotRepeated() {
        script.set(2, Fault.neverSent(ErrorKind.UNREACHABLE).because("gone with " + Rig.PASSWORD));
        List<String> came = new ArrayList<>();
        assertThatThrownBy(() -> things().forEach(came::add))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("test.thing.stream of things all at HV1")
                .hasMessageContaining("gone with")
                .hasMessageNotContaining(Rig.PASSWORD);
        assertThat(came).containsExactly("a", "b");
        assertThat(log).containsExactly("open", "close");
        assertThat(events).containsExactly("started test.thing.stream", "ended UNREACHABLE");
        script.set(2, Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED).because("late"));
        assertThatThrownBy(() -> things().count()).isInstanceOf(DeadlineExceededException.class);
        script.set(2, "c");
        assertThat(things()).as("its place is free").hasSize(3);
    }

    @Test
    @DisplayName("on a client that was closed it ends, and the place with it")
    void stream_onAClosedClient_ends() {
        Iterator<String> open = things().iterator();
        open.next();
        engine.close();
        assertThatThrownBy(() -> {
                    while (open.hasNext()) {
                        open.next();
                    }
                })
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("Quorate was closed");
        assertThat(log).containsExactly("open", "close");
        assertThatThrownBy(() -> things().count()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("in parallel it is read in one piece, and in a rehearsal it is the list")
    void stream_inParallelAndRehearsed() {
        assertThat(things().parallel().toList()).containsExactly("a", "b", "c");
        log.clear();
        Calls dry = engine.rehearsing(step -> {}).calls("rack");
        assertThat(dry.stream(new ListThings())).containsExactly("a", "b", "c");
        assertThat(log).isEmpty();
    }
}
