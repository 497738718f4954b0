package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.sql.command.GetInventory;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A domain controller that takes connections and says nothing, which the JDK waits for half a minute and more, whatever happens. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class DarkControllerTest {
    private static final String PROPERTY = "java.security.krb5.conf";

    @TempDir
    Path folder;

    private ServerSocket controller;
    private String before;

    @BeforeEach
    void up() throws Exception {
        controller = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        controller.setSoTimeout(60_000);
        Path file = folder.resolve("krb5.conf");
        Files.writeString(
                file,
                "[libdefaults]\n default_realm = DARK.EXAMPLE\n udp_preference_limit = 1\n kdc_timeout = 60s\n"
                        + " max_retries = 1\n dns_lookup_realm = false\n dns_canonicalize_hostname = false\n"
                        + "[realms]\n DARK.EXAMPLE = {\n  kdc = 127.0.0.1:" + controller.getLocalPort() + "\n }\n");
        before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, file.toString());
        readAnew();
    }

    /** The JVM reads its settings once, unless a log-in module is told to. */
    private static void readAnew() {
        Configuration configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            "com.sun.security.auth.module.Krb5LoginModule",
                            LoginModuleControlFlag.REQUIRED,
                            Map.of(
                                    "refreshKrb5Config",
                                    "true",
                                    "useTicketCache",
                                    "true",
                                    "ticketCache",
                                    "none",
                                    "doNotPrompt",
                                    "true"))
                };
            }
        };
        assertThatThrownBy(() -> new LoginContext("test", null, null, configuration).login())
                .isInstanceOf(LoginException.class);
    }

    @AfterEach
    void down() throws Exception {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
        controller.close();
        readAnew();
    }

    private MssqlBackend open(StubSql stub) {
        return new MssqlBackend(
                new Endpoint(
                        "sql",
                        "sqlserver",
                        Map.of("sql1", URI.create("sqlserver://sql1.dark.example:1433")),
                        Credentials.kerberos("alice@DARK.EXAMPLE", Secret.of("pass-word")),
                        Trust.platform(),
                        Map.of()),
                atHome(),
                stub);
    }

    /** Finds every name on this machine. */
    private static QuorateRuntime atHome() {
        QuorateRuntime real = QuorateRuntime.system();
        return (QuorateRuntime) Proxy.newProxyInstance(
                DarkControllerTest.class.getClassLoader(),
                new Class<?>[] {QuorateRuntime.class},
                (proxy, method, arguments) -> method.getName().equals("resolve")
                        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) arguments[1])
                        : method.invoke(real, arguments));
    }

    private Fault heard(BiConsumer<MssqlBackend, Thread> then) throws Exception {
        StubSql stub = new StubSql();
        MssqlBackend backend = open(stub);
        CompletableFuture<Fault> fault = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            try {
                FakeInstance.send(backend, new GetInventory("sql1"));
                fault.complete(null);
            } catch (Fault expected) {
                fault.complete(expected);
            } catch (RuntimeException | Error e) {
                fault.completeExceptionally(e);
            }
        });
        asking.start();
        try (var seen = controller.accept()) {
            then.accept(backend, asking);
            Fault told = fault.get(30, TimeUnit.SECONDS);
            assertThat(told.phase()).isEqualTo(FaultPhase.NEVER_SENT);
            assertThat(stub.logins).isEmpty();
            return told;
        } finally {
            backend.close();
            asking.join(60_000);
        }
    }

    @Test
    @DisplayName(
            "who is interrupted while no controller answers hears so long before the JDK gives up, and nothing was sent")
    void interrupt_isHeard() throws Exception {
        Fault fault = heard((backend, asking) -> asking.interrupt());
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(fault).hasMessageContaining("interrupted while waiting for a Kerberos ticket");
    }

    @Test
    void close_isHeard() throws Exception {
        Fault fault = heard((backend, asking) -> backend.close());
        assertThat(fault).hasMessageContaining("closed");
    }
}
