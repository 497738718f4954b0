package io.quorate;

import io.quorate.call.CallListener;
import io.quorate.engine.Engine;
import io.quorate.engine.HostSettings;
import io.quorate.engine.Site;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.spi.Step;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** A backend that answers by one function, for tests of the clients. Effects are never there; the asked host owns everything. */
public final class FunctionBackend implements Backend {
    public final ManualRuntime runtime = new ManualRuntime();
    /** Whose target each host says to have. */
    public Predicate<Command<?>> known = command -> true;

    public BiFunction<Command<?>, Call, Object> answer = (command, call) -> {
        throw new AssertionError("not expected: " + command);
    };

    /** Makes an engine with this backend behind the endpoint {@code rack}; it tries once. */
    public Engine engine(String... hosts) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        for (String host : hosts) {
            addresses.put(host, URI.create("script://" + host));
        }
        Endpoint endpoint = new Endpoint("rack", "script", addresses, null, Trust.platform(), Map.of());
        HostSettings settings = new HostSettings(
                Rig.steady(1), new BreakerSettings(50, Duration.ofSeconds(30)), BulkheadSettings.defaults());
        return new Engine(
                runtime, List.of(new Site(endpoint, this, runtime, host -> settings)), null, CallListener.NONE);
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        return List.of();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> R send(Command<R> command, Call call) {
        return (R) answer.apply(command, call);
    }

    @Override
    public <R> Observation<R> look(Command<R> command, Call call) {
        return Observation.absent();
    }

    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        return known.test(command) ? Optional.of(Owner.surely(call.host())) : Optional.empty();
    }

    @Override
    public java.util.Set<Class<?>> commands() {
        return java.util.Set.of();
    }

    @Override
    public List<Step> steps(Command<?> command, Call call) {
        return foreseen(command, call.host());
    }

    @Override
    public List<Step> foreseen(Command<?> command, String host) {
        return List.of();
    }

    @Override
    public String wire() {
        return "script";
    }

    @Override
    public void close() {}
}
