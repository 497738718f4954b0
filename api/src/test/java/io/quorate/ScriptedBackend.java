package io.quorate;

import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Glimpse;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.spi.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server of one thing: it has effects, and answers by a script. When the script has run out, commands take effect and answer
 * {@code done}.
 */
public final class ScriptedBackend implements Backend {

    /** One answer to a send. */
    @FunctionalInterface
    public interface Answer {
        String to(Call call);
    }

    public final List<String> log = new CopyOnWriteArrayList<>();
    public final List<Duration> given = new ArrayList<>();
    public final Deque<Answer> answers = new ArrayDeque<>();
    public final Deque<Function<Call, Observation<String>>> looks = new ArrayDeque<>();
    public final Map<String, Fault> dead = new HashMap<>();
    public final Map<String, String> owners = new HashMap<>();
    public Function<String, Owner> knowing = Owner::surely;

    /** Who owns something, as a host tells who was asked for that alone; null if no host is asked so. */
    public @Nullable Map<String, Glimpse<String>> glimpses;

    /** What a host does before it says who owns something. */
    public Consumer<Call> locating = call -> {};

    public List<String> missing = List.of();
    public List<String> explained = List.of("Do-Thing -Name T1");
    public Optional<Fault> unexplained = Optional.empty();
    public Function<Command<?>, Observation<String>> observing =
            command -> effects() > 0 ? Observation.present("found") : Observation.absent();
    public int effects;
    public int closes;

    public int effects() {
        return effects;
    }

    /** The next sends answer so. */
    public ScriptedBackend then(Answer... more) {
        answers.addAll(Arrays.asList(more));
        return this;
    }

    /** The next looks find this. */
    @SafeVarargs
    public final ScriptedBackend seeing(Observation<String>... more) {
        for (Observation<String> one : more) {
            looks.add(call -> one);
        }
        return this;
    }

    /** Does it and answers. */
    public Answer done() {
        return call -> {
            effects++;
            return "done";
        };
    }

    /** Fails without doing it. */
    public static Answer fails(FaultPhase phase, ErrorKind kind) {
        return call -> {
            throw fault(phase, kind);
        };
    }

    /** Does it and loses the answer. */
    public Answer doneButLost() {
        return call -> {
            effects++;
            throw fault(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE);
        };
    }

    /** Refuses the log-in. */
    public static Answer refusesLogin() {
        return call -> {
            throw loginRefused();
        };
    }

    public static Fault loginRefused() {
        return Fault.lasting(ErrorKind.ACCESS_DENIED)
                .code("401")
                .refusingLogin()
                .because("it refused the log-in");
    }

    public static Fault fault(FaultPhase phase, ErrorKind kind) {
        return Fault.in(phase, kind).code("0x1").hint("look there").because("it failed " + phase);
    }

    public long sends() {
        return log.stream().filter(line -> line.startsWith("send ")).count();
    }

    public long looks() {
        return log.stream().filter(line -> line.startsWith("look ")).count();
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        return missing;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> R send(Command<R> command, Call call) {
        log.add("send " + call.host());
        given.add(call.deadline().remaining());
        alive(call);
        Answer answer = answers.isEmpty() ? done() : answers.remove();
        return (R) answer.to(call);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> Observation<R> look(Command<R> command, Call call) {
        log.add("look " + call.host());
        Fault fault = dead.get(call.host());
        if (fault != null) {
            return Observation.unknown("host is dead", fault);
        }
        return (Observation<R>)
                (looks.isEmpty() ? observing.apply(command) : looks.remove().apply(call));
    }

    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        log.add("locate " + call.host());
        locating.accept(call);
        alive(call);
        return Optional.ofNullable(owners.get(call.host())).map(knowing);
    }

    @Override
    public boolean glimpses(Command<?> command) {
        return glimpses != null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> Optional<Glimpse<R>> glimpse(Command<R> command, Call call) {
        log.add("glimpse " + call.host());
        alive(call);
        return Optional.ofNullable((Glimpse<R>) glimpses.get(call.host()));
    }

    private void alive(Call call) {
        Fault fault = dead.get(call.host());
        if (fault != null) {
            throw fault;
        }
    }

    @Override
    public java.util.Set<Class<?>> commands() {
        return java.util.Set.of();
    }

    @Override
    public List<Step> steps(Command<?> command, Call call) {
        if (unexplained.isPresent()) {
            throw unexplained.get();
        }
        return foreseen(command, call.host());
    }

    @Override
    public List<Step> foreseen(Command<?> command, String host) {
        return explained.stream().map(line -> (Step) () -> line).toList();
    }

    @Override
    public String wire() {
        return "script";
    }

    @Override
    public void close() {
        closes++;
    }
}
