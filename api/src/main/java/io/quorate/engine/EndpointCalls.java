package io.quorate.engine;

import io.quorate.QuorateRuntime;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.spi.Command;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An engine's door to one of its endpoints. */
record EndpointCalls(Engine engine, String endpoint) implements Calls {

    @Override
    public List<String> hosts() {
        return engine.hosts(endpoint);
    }

    @Override
    public QuorateRuntime runtime() {
        return engine.runtime();
    }

    @Override
    public <E extends Enum<E>> Set<E> capabilities(Class<E> of) {
        return engine.capabilities(endpoint, of);
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        return engine.missingFor(endpoint, command);
    }

    @Override
    public <R> Ensured<R> give(Order<R> order) {
        if (!order.endpoint().equals(endpoint)) {
            throw new IllegalArgumentException("the order is for " + order.endpoint() + ", not for " + endpoint);
        }
        return engine.give(order);
    }

    @Override
    public void notice(String operation, String host, String said) {
        engine.notice(endpoint, operation, host, said);
    }

    @Override
    public <T> List<T> atEach(List<String> hosts, Function<String, T> ask) {
        return engine.atEach(endpoint, hosts, ask);
    }

    @Override
    public <T> Stream<T> stream(ReadCommand<List<T>> list) {
        return engine.stream(Order.create(endpoint, list));
    }

    @Override
    public <T> T inTurn(Target object, Duration atMost, Supplier<T> work) {
        return engine.inTurn(endpoint, object, atMost, work);
    }
}
