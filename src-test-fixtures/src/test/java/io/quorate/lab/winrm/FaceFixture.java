package io.quorate.lab.winrm;

import io.quorate.Secret;
import io.quorate.lab.http.HttpLimits;
import io.quorate.lab.http.HttpListener;
import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.http.RawHttpClient;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Account;
import io.quorate.lab.model.Accounts;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.winrm.login.Binding;
import io.quorate.lab.winrm.login.CredSspManner;
import io.quorate.lab.winrm.login.HostMeans;
import io.quorate.lab.winrm.login.LoginOffer;
import io.quorate.winrm.psrp.PsPipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/** One host's WinRM on a real port, with a scripted runspace instead of cmdlets. */
final class FaceFixture implements AutoCloseable {
    static final LabAuthority AUTHORITY = new LabAuthority("Test CA");

    /** What a pipeline does. */
    interface Script {
        void run(PsPipeline pipeline, PipelineSink sink, Session session) throws InterruptedException;
    }

    /** A scripted runspace. */
    static final class Session implements Runspace {
        private final Script script;
        private final Caller caller;
        private volatile boolean stopped;

        Session(Script script, Caller caller) {
            this.script = script;
            this.caller = caller;
        }

        Caller caller() {
            return caller;
        }

        boolean stopped() {
            return stopped;
        }

        @Override
        public void run(PsPipeline pipeline, PipelineSink sink) {
            stopped = false;
            try {
                script.run(pipeline, sink, this);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }

    final World world;
    final Faults faults = new Faults();
    final WinRmFace face;
    final HttpListener listener;
    final List<Session> sessions = Collections.synchronizedList(new ArrayList<>());

    FaceFixture(WinRmSettings settings, OsVersion os, LabTime.Mode mode, Script script) throws IOException {
        world = World.builder().mode(mode).build();
        SSLContext tls = AUTHORITY.serverContext("HV1");
        List<Account> accounts = List.of(new Account("Administrator", Secret.of("P:ss w0rd"), true));
        LoginOffer offer = new HostMeans(
                        "HV1",
                        "lab.example",
                        new Accounts(world, accounts, 0, null),
                        Binding.RELAXED,
                        null,
                        tls,
                        CredSspManner.WINDOWS,
                        world.clock()::now,
                        secret -> {})
                .offer(List.of("Negotiate", "Kerberos", "Basic"), Map.of());
        AtomicLong ids = new AtomicLong();
        face = new WinRmFace(
                "HV1",
                os,
                settings,
                offer,
                () -> List.of(new SessionConfiguration("Quorate.Delegated", "LAB\\svc", true)),
                new WorldTime(world),
                faults,
                () -> new UUID(7, ids.incrementAndGet()),
                (caller, configuration) -> {
                    Session session = new Session(script, caller);
                    sessions.add(session);
                    return session;
                });
        listener = new HttpListener("HV1", 0, tls, HttpLimits.defaults(), face);
        listener.up();
    }

    RawHttpClient connect() throws IOException {
        return RawHttpClient.tls(listener.port(), "HV1", AUTHORITY.certificate());
    }

    WireClient client() throws IOException {
        return new WireClient(connect(), "Administrator", "P:ss w0rd");
    }

    @Override
    public void close() {
        face.close();
        listener.close();
        world.close();
    }
}
