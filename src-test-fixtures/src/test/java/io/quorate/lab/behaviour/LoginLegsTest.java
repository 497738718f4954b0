package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.error.AccessDeniedException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAccount;
import io.quorate.lab.behaviour.LoginRig.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a log-in costs, counted at the hosts, and what a wrong one may cost. */
class LoginLegsTest {
    private static final Secret MEMBER = Secret.of(LoginRig.MEMBER_PASSWORD);
    private static final Credentials NTLM = Credentials.ntlm("LAB\\" + LoginRig.MEMBER, MEMBER);
    private static final Credentials KERBEROS = Credentials.kerberos(LoginRig.MEMBER + "@LAB.EXAMPLE", MEMBER);
    private static final Credentials DOMAIN = Credentials.domain("LAB\\" + LoginRig.MEMBER, MEMBER);

    private static Lab lab;

    @BeforeAll
    static void start() {
        lab = LoginRig.builder(true).start();
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    /** Returns how many legs went alone for each log-in. One that ends late counts with the next; so it is rounded. */
    private static long legs(Wire wire, Credentials credentials) {
        long legs = LoginRig.legs(lab);
        long logins = LoginRig.logins(lab);
        long connections = lab.connections();
        long refused = lab.refusedLogins();
        try (Quorate quorate =
                LoginRig.connect(lab, wire, credentials, endpoint -> {}).build()) {
            LoginRig.glance(lab, quorate);
            // the pool's own connection logs in beside the command's
            awaitEqual(() -> LoginRig.logins(lab) - logins, () -> lab.connections() - connections);
            long done = LoginRig.logins(lab) - logins;
            assertThat(done).isGreaterThanOrEqualTo(2);
            assertThat(lab.refusedLogins()).isEqualTo(refused);
            return Math.round((double) (LoginRig.legs(lab) - legs) / done);
        }
    }

    private static void awaitEqual(LongSupplier one, LongSupplier other) {
        try {
            for (int i = 0; i < 1_000 && one.getAsLong() != other.getAsLong(); i++) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void ntlm_takesOneLegMore() {
        assertThat(legs(Wire.HTTP, NTLM)).isEqualTo(1);
        assertThat(legs(Wire.HTTPS, NTLM)).isEqualTo(1);
    }

    @Test
    void kerberos_takesNoLegMoreOverTlsAndOneToSeal() {
        assertThat(legs(Wire.HTTPS, KERBEROS)).isZero();
        assertThat(legs(Wire.HTTPS, DOMAIN)).isZero();
        assertThat(legs(Wire.HTTP, KERBEROS)).isEqualTo(1);
        assertThat(legs(Wire.HTTP, DOMAIN)).isEqualTo(1);
    }

    @Test
    void wrongPassword_isSpentOnce_overManyCallersAndHosts() throws Exception {
        Secret wrong = Secret.of("wrong");
        List<Credentials> ways = List.of(
                Credentials.ntlm("LAB\\" + LoginRig.MEMBER, wrong),
                Credentials.domain("LAB\\" + LoginRig.MEMBER, wrong),
                Credentials.kerberos(LoginRig.MEMBER + "@LAB.EXAMPLE", wrong));
        LabAccount alice = lab.logins().account("LAB\\" + LoginRig.MEMBER);
        for (Credentials credentials : ways) {
            ExecutorService callers = Executors.newFixedThreadPool(8);
            try (Quorate quorate = Quorate.builder()
                    .runtime(lab.runtime())
                    .endpoint(
                            Lab.ENDPOINT,
                            "winrm://HV1,HV2",
                            endpoint -> endpoint.credentials(credentials)
                                    .trust(new Trust.Authorities(lab.caCertificates())))
                    .build()) {
                Callable<Object> call = () -> {
                    assertThatThrownBy(
                                    () -> quorate.cluster(Lab.ENDPOINT).nodes().list())
                            .isInstanceOf(AccessDeniedException.class);
                    return "refused";
                };
                List<Future<Object>> calls = new ArrayList<>(callers.invokeAll(List.of(call, call, call, call)));
                calls.addAll(callers.invokeAll(List.of(call, call, call, call)));
                for (Future<Object> each : calls) {
                    assertThat(each.get()).isEqualTo("refused");
                }
            } finally {
                callers.shutdownNow();
            }
            assertThat(alice.wrongPasswords())
                    .as(credentials.getClass().getSimpleName())
                    .isEqualTo(1);
            alice.unlock();
        }
    }
}
