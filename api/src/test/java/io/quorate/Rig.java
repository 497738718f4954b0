package io.quorate;

import io.quorate.call.AuditRecord;
import io.quorate.call.AuditSink;
import io.quorate.call.CallListener;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.engine.Engine;
import io.quorate.engine.HostSettings;
import io.quorate.engine.Site;
import io.quorate.spi.Command;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An engine over a scripted backend in a world without time. */
public final class Rig {
    public static final String PASSWORD = "Canary-7f3a-Secret!";

    public final ManualRuntime runtime = new ManualRuntime();
    public final ScriptedBackend backend = new ScriptedBackend();
    public final List<AuditRecord> audit = new ArrayList<>();
    public final List<String> events = new ArrayList<>();
    public final List<CallListener.Ended> ended = new ArrayList<>();
    public final Engine engine;

    public static RetrySettings steady(int attempts) {
        return new RetrySettings(attempts, Duration.ofSeconds(1), Duration.ofSeconds(8), 2, 0);
    }

    public Rig(String... hosts) {
        this(patient(), hosts);
    }

    private static HostSettings patient() {
        return new HostSettings(
                steady(3), new BreakerSettings(50, Duration.ofSeconds(30)), BulkheadSettings.defaults());
    }

    /** One host and an audit sink that may fail. */
    public static Rig auditing(AuditSink sink) {
        return new Rig(patient(), sink, "admin", "HV1");
    }

    /** One that logs in by another name. */
    public static Rig loggingInAs(String user, String... hosts) {
        return new Rig(patient(), line -> {}, user, hosts);
    }

    public Rig(HostSettings settings, String... hosts) {
        this(settings, line -> {}, "admin", hosts);
    }

    private Rig(HostSettings settings, AuditSink sink, String user, String... hosts) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        for (String host : hosts) {
            addresses.put(host, URI.create("script://" + host));
        }
        Endpoint endpoint = new Endpoint(
                "rack", "script", addresses, Credentials.basic(user, Secret.of(PASSWORD)), Trust.platform(), Map.of());
        engine = new Engine(
                runtime,
                List.of(new Site(endpoint, backend, runtime, host -> settings)),
                line -> {
                    sink.record(line);
                    audit.add(line);
                    backend.log.add("audit " + line.step() + (line.outcome() == null ? "" : " " + line.outcome()));
                },
                new CallListener() {
                    @Override
                    public void started(Started call) {
                        events.add("started " + call.operation());
                    }

                    @Override
                    public void attemptFailed(AttemptFailed attempt) {
                        events.add("failed " + attempt.number() + " " + attempt.host() + " " + attempt.phase());
                    }

                    @Override
                    public void ended(Ended call) {
                        ended.add(call);
                        events.add("ended " + (call.succeeded() ? "well" : String.valueOf(call.kind())));
                    }
                });
    }

    public <R> R run(Command<R> command) {
        return run(command, null);
    }

    public <R> Ensured<R> ensure(Command<R> command) {
        return engine.give(Order.ensure("rack", command));
    }

    /** Runs a command with the caller's word. */
    public <R> R run(Command<R> command, @Nullable Consent consent) {
        return engine.give(Order.create("rack", command).with(consent)).value();
    }
}
