package io.quorate.lab.san;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Trust;
import io.quorate.cluster.ClusterClient;
import io.quorate.engine.Engine;
import io.quorate.engine.HostSettings;
import io.quorate.engine.Site;
import io.quorate.host.HostClient;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.HandlerBackend;
import io.quorate.spi.Owner;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsErrors;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.standard.StandardRecipes;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/** The SDK's nouns, engine and recipes over the lab's shell, without the wire: fast enough to cut at every message. */
final class SanSdk implements AutoCloseable {
    /** What becomes of a message. */
    enum Fate {
        ARRIVES,
        /** It is done, and the answer is lost. */
        ANSWER_LOST,
        /** It is done, and the caller dies. */
        CALLER_DIES
    }

    /** Decides what becomes of the n-th message, beginning with 1. */
    interface Fates {
        Fate of(int message);
    }

    /** The process ends: no stage of the engine sees this. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final String ENDPOINT = "lab";

    private final San san;
    private final Engine engine;
    private Fates fates = n -> Fate.ARRIVES;

    /** The short names of the cmdlets of every message that reached a host, a list a message. */
    final List<List<String>> sent = new ArrayList<>();

    int messages;

    SanSdk(San san) {
        this.san = san;
        Map<String, URI> hosts = new LinkedHashMap<>();
        hosts.put("HV1", URI.create("https://hv1"));
        hosts.put("HV2", URI.create("https://hv2"));
        Endpoint endpoint = new Endpoint(ENDPOINT, "winrm", hosts, null, Trust.platform(), Map.of());
        QuorateRuntime runtime = new Runtime(san);
        Site site = new Site(endpoint, new Shells(), runtime, host -> HostSettings.defaults());
        engine = new Engine(runtime, List.of(site), null, null);
    }

    HostClient host(String name) {
        return new HostClient(engine.calls(ENDPOINT), name);
    }

    HostClient rehearsing(String name, List<String> lines) {
        return new HostClient(
                engine.rehearsing(step -> lines.addAll(List.of(step.host() + " " + step.operation())))
                        .calls(ENDPOINT),
                name);
    }

    ClusterClient cluster() {
        return new ClusterClient(engine.calls(ENDPOINT));
    }

    void fates(Fates wanted) {
        fates = wanted;
        messages = 0;
    }

    List<String> cmdlets() {
        return sent.stream().flatMap(List::stream).toList();
    }

    private List<PsValue> run(String host, PsPipeline pipeline) {
        Fate fate = fates.of(++messages);
        sent.add(pipeline.statements().stream()
                .flatMap(List::stream)
                .map(PsCommand::name)
                .map(name -> name.substring(name.indexOf('\\') + 1))
                .toList());
        san.errors.clear();
        List<PsValue> output = san.values(host, pipeline);
        List<PsErrorRecord> errors = List.copyOf(san.errors);
        san.errors.clear();
        if (fate == Fate.CALLER_DIES) {
            throw new Death();
        }
        if (fate == Fate.ANSWER_LOST) {
            throw Fault.unanswered(ErrorKind.UNREACHABLE).because("the answer was lost");
        }
        if (!errors.isEmpty()) {
            throw WindowsErrors.fault(errors.get(0));
        }
        return output;
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class Shells extends HandlerBackend<WindowsHost> {
        Shells() {
            super(StandardRecipes.recipes());
        }

        @Override
        protected <T> T with(Command<?> command, Call call, Purpose purpose, Function<WindowsHost, T> work) {
            PowerShell shell = pipeline -> run(call.host(), pipeline);
            return work.apply(() -> shell);
        }

        @Override
        public List<String> missingFor(Command<?> command) {
            return List.of();
        }

        @Override
        public Optional<Owner> locate(Command<?> command, Call call) {
            throw new AssertionError("every command has its host");
        }

        @Override
        public String wire() {
            return "shell";
        }

        @Override
        public void close() {}
    }

    private record Runtime(San san) implements QuorateRuntime {
        @Override
        public Instant now() {
            return san.world.clock().now();
        }

        @Override
        public long nanos() {
            return san.world.clock().nanos();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            san.world.clock().sleep(time);
        }

        @Override
        public RandomGenerator random() {
            return san.world.random().stream("sdk");
        }

        @Override
        public SocketFactory sockets() {
            throw new AssertionError("no wire here");
        }

        @Override
        public InetSocketAddress resolve(String host, int port) {
            throw new AssertionError("no wire here");
        }
    }
}
