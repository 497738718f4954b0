package io.quorate.engine;

import io.quorate.QuorateRuntime;
import io.quorate.spi.Command;
import io.quorate.spi.RehearsedRuntime;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** The time of a rehearsal: real, but whoever waits on it learns when what he looks at stays as it is. Thread-safe. */
final class RehearsalClock implements RehearsedRuntime {
    private static final String ENDS = ", which was not sent, so the rehearsal ends here";

    private final QuorateRuntime real;
    private final ThreadLocal<Seen> seen = ThreadLocal.withInitial(Seen::new);

    /** What one thread has read and pretended so far. */
    private static final class Seen {
        int read;
        int foretold;
        int pretended;

        @Nullable
        String foreteller;

        @Nullable
        String lastPretended;
    }

    RehearsalClock(QuorateRuntime real) {
        this.real = real;
    }

    /** Something was read that no step has to do with. */
    void read() {
        seen.get().read++;
    }

    /** Something was read that a step foretold. */
    void foretold(Memory.Pretended<?> by) {
        Seen mine = seen.get();
        mine.foretold++;
        mine.foreteller = by.toString();
    }

    /** Something that would change something was pretended. */
    void pretended(Command<?> command) {
        Seen mine = seen.get();
        mine.pretended++;
        mine.lastPretended = command.name() + " of " + command.target();
    }

    @Override
    public Supplier<Optional<String>> watch() {
        Seen mine = seen.get();
        int read = mine.read;
        int foretold = mine.foretold;
        int pretended = mine.pretended;
        return () -> {
            if (mine.pretended > pretended) {
                return Optional.of("what it waits for depends on " + mine.lastPretended + ENDS);
            }
            return mine.foretold > foretold && mine.read == read
                    ? Optional.of("what it waits for is foretold by " + mine.foreteller + ENDS)
                    : Optional.empty();
        };
    }

    @Override
    public Instant now() {
        return real.now();
    }

    @Override
    public long nanos() {
        return real.nanos();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        real.sleep(time);
    }

    @Override
    public RandomGenerator random() {
        return real.random();
    }

    @Override
    public SocketFactory sockets() {
        return real.sockets();
    }

    @Override
    public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
        return real.resolve(host, port);
    }

    @Override
    public Work begin(String what) {
        return real.begin(what);
    }

    @Override
    public Runnable begun(String what, Runnable body) {
        return real.begun(what, body);
    }

    @Override
    public Permits permits(int count) {
        return real.permits(count);
    }

    @Override
    public Duration patience(Duration atMost) {
        return real.patience(atMost);
    }

    @Override
    public Thread thread(String name, Runnable body) {
        return real.thread(name, body);
    }
}
