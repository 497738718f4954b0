package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.auth.Realms;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong password is spent once, over all channels and, where the account is a domain's, over all hosts of an endpoint. */
class OneRefusalTest {
    private static final int CHANNELS = 8;

    @TempDir
    static Path folder;

    private final TestRuntime runtime = new TestRuntime();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
        workers.shutdownNow();
    }

    @Test
    void open_byManyChannelsOfTwoHosts_withADomainAccount_asksOnceInAll() throws Exception {
        TestIdentity identity = TestIdentity.create(folder, "hv1");
        refusing("hv1", identity);
        refusing("hv2", identity);
        Endpoint endpoint = endpoint("https", Credentials.basic("LAB\\admin", Secret.of("wrong")), identity.pin());
        try (HostSessions sessions = sessions(endpoint)) {
            assertDenied(openAll(sessions));
            assertThat(requests).hasSize(1);

            assertDenied(openAll(sessions));
            assertThat(requests).hasSize(1);
        }
    }

    @Test
    void open_byManyChannelsOfTwoHosts_withALocalAccount_asksEachHostOnce() throws Exception {
        TestIdentity identity = TestIdentity.create(folder, "hv1");
        refusing("hv1", identity);
        refusing("hv2", identity);
        for (String user : new String[] {"admin", ".\\admin", "HV1\\admin"}) {
            requests.clear();
            Endpoint endpoint = endpoint("https", Credentials.basic(user, Secret.of("wrong")), identity.pin());
            try (HostSessions sessions = sessions(endpoint)) {
                assertDenied(openAll(sessions));
                assertThat(requests).as(user).containsExactlyInAnyOrder("hv1", "hv2");
            }
        }
    }

    @Test
    void open_byManyChannelsOfTwoHosts_withKerberos_showsTheControllerOnePassword_andTheHostsNothing()
            throws Exception {
        Realms realms = Realms.get();
        realms.scripted.refuseWith(24);
        refusing("hv1", null);
        refusing("hv2", null);
        for (Credentials wrong : List.of(
                Credentials.kerberos("carol@CODES.EXAMPLE", Secret.of("wrong")),
                Credentials.domain("carol@codes.example", Secret.of("wrong")))) {
            realms.scripted.judged.set(0);
            try (HostSessions sessions = sessions(endpoint("http", wrong, Trust.platform()))) {
                List<Fault> faults = openAll(sessions);

                assertDenied(faults);
                assertThat(faults).allSatisfy(fault -> {
                    assertThat(fault.code()).isEqualTo("Kerberos 24");
                    assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
                    assertThat(fault).hasMessageContaining("carol@CODES.EXAMPLE");
                });
                assertThat(realms.scripted.judged.get()).isEqualTo(1);
            }
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void sessions_whereBindingIsRequired_areRefusedToWhoeverKnowsNone() {
        for (Credentials none :
                List.of(Credentials.basic("u", Secret.of("p")), Credentials.ntlm("u", Secret.of("p")))) {
            String scheme = none instanceof Credentials.Basic ? "https" : "http";
            Endpoint plain = endpoint(scheme, none, Trust.platform());
            Endpoint required = new Endpoint(
                    plain.name(),
                    plain.scheme(),
                    plain.hosts(),
                    none,
                    plain.trust(),
                    Map.of("channelBinding", "required"));
            assertThatThrownBy(() -> sessions(required))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("channelBinding=required");
        }
    }

    private HostSessions sessions(Endpoint endpoint) {
        return new HostSessions(endpoint, EndpointOptions.of(endpoint), runtime);
    }

    /** Opens that many sessions of each host, all at once. */
    private List<Fault> openAll(HostSessions sessions) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Fault>> all = new ArrayList<>();
        for (int i = 0; i < 2 * CHANNELS; i++) {
            String host = i % 2 == 0 ? "hv1" : "hv2";
            String configuration = "Config" + i;
            all.add(workers.submit(() -> {
                start.await();
                try {
                    sessions.get(host, configuration).open(Deadline.in(Duration.ofSeconds(60), runtime));
                } catch (Fault fault) {
                    return fault;
                }
                throw new AssertionError("it was let in");
            }));
        }
        start.countDown();
        List<Fault> faults = new ArrayList<>();
        for (Future<Fault> one : all) {
            faults.add(one.get(90, TimeUnit.SECONDS));
        }
        return faults;
    }

    private static void assertDenied(List<Fault> faults) {
        assertThat(faults).hasSize(2 * CHANNELS).allSatisfy(fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
            assertThat(fault.refusesLogin()).isTrue();
            assertThat(String.valueOf(fault.getMessage()) + fault.hint()).doesNotContain("\"wrong\"");
        });
    }

    private static Endpoint endpoint(String scheme, Credentials credentials, Trust trust) {
        Map<String, URI> hosts = new LinkedHashMap<>();
        hosts.put("hv1", URI.create(scheme + "://hv1:5986/wsman"));
        hosts.put("hv2", URI.create(scheme + "://hv2:5986/wsman"));
        return new Endpoint("rack", "winrm", hosts, credentials, trust, Map.of());
    }

    /** Starts a host that knows nobody. */
    private void refusing(String name, TestIdentity identity) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server;
        if (identity == null) {
            server = HttpServer.create(any, 50);
        } else {
            HttpsServer https = HttpsServer.create(any, 50);
            https.setHttpsConfigurator(new HttpsConfigurator(identity.server()));
            server = https;
        }
        server.setExecutor(workers);
        server.createContext("/wsman", exchange -> {
            exchange.getRequestBody().readAllBytes();
            requests.add(name);
            exchange.getResponseHeaders().add("WWW-Authenticate", "Negotiate");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        servers.add(server);
        runtime.route(name, server.getAddress().getPort());
    }
}
