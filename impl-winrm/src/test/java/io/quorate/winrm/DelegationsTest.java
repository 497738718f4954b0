package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.RestartConsent;
import io.quorate.SecondHop;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.WinRmRestart;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DelegationsTest {
    private static final RestartConsent NOBODY = RestartConsent.whereNobodyElseIs("a test");

    private static Delegations of(String address, Map<String, String> options, SecondHop... ways) {
        Endpoint endpoint = new Endpoint(
                "lab",
                "winrm",
                Map.of("HV1", URI.create(address)),
                Credentials.ntlm("LAB\\ops", Secret.of("canary-1")),
                Trust.platform(),
                options,
                List.of(ways));
        EndpointOptions read = EndpointOptions.of(endpoint);
        QuorateRuntime runtime = QuorateRuntime.system();
        return new Delegations(endpoint, read, new HostSessions(endpoint, read, runtime), runtime);
    }

    private static Delegations of(SecondHop... ways) {
        return of("https://hv1:5986/wsman", Map.of(), ways);
    }

    @Test
    void ways_areInOneOrder_howeverTheyWereGiven() {
        SecondHop temporary = SecondHop.temporary("LAB\\svc", Secret.of("canary-2"), NOBODY);
        SecondHop credSsp = SecondHop.credSsp("LAB\\svc", Secret.of("canary-3"));

        assertThat(of(credSsp, temporary).first().orElseThrow().configuration()).startsWith(SecondHop.PREFIX);
        assertThat(of(credSsp, temporary, SecondHop.configuration("Ops"))
                        .first()
                        .orElseThrow()
                        .configuration())
                .isEqualTo("Ops");
        assertThat(of(
                                "https://hv1:5986/wsman",
                                Map.of("delegatedConfiguration", "First"),
                                SecondHop.configuration("Ops"))
                        .first()
                        .orElseThrow()
                        .configuration())
                .isEqualTo("First");
        assertThat(of().any()).isFalse();
        assertThat(of(credSsp).onlyStanding()).isFalse();
        assertThat(of(SecondHop.configuration("Ops")).onlyStanding()).isTrue();
    }

    @Test
    void ways_thatCannotWork_areRefusedWhenTheClientIsBuilt() {
        Secret wiped = Secret.of("canary-4");
        wiped.wipe();
        assertThatThrownBy(() -> of(SecondHop.temporary("LAB\\svc", wiped, NOBODY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wiped");
        assertThatThrownBy(() -> of(SecondHop.credSsp(" ", Secret.of("canary-5"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> of(
                        SecondHop.temporary("LAB\\a", Secret.of("canary-6"), NOBODY),
                        SecondHop.temporary("LAB\\b", Secret.of("canary-7"), NOBODY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two temporary configurations");
        assertThatThrownBy(() -> of("http://hv1:5985/wsman", Map.of(), SecondHop.credSsp("bob", Secret.of("canary-8"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CredSSP");
        assertThatThrownBy(() -> SecondHop.configuration("a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RestartConsent.endingAtMost(-1, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void consent_isToTheRestartWithSoManyShells() {
        WinRmRestart.Shell shell = new WinRmRestart.Shell("1", "LAB\\bob", "10.0.0.9", "Microsoft.PowerShell", true);
        WinRmRestart alone = new WinRmRestart("HV1", WinRmRestart.Cause.REGISTER, List.of());
        WinRmRestart two = new WinRmRestart("HV1", WinRmRestart.Cause.REGISTER, List.of(shell, shell));

        assertThat(alone.identity()).isEqualTo("WinRM restart on HV1 ending 0 shells");
        assertThat(NOBODY.decide(alone)).isNotNull().matches(consent -> consent.covers(alone.identity()));
        assertThat(NOBODY.decide(two)).isNull();
        assertThat(RestartConsent.endingAtMost(2, "x").decide(two))
                .isNotNull()
                .matches(consent -> consent.covers("WinRM restart on HV1 ending 2 shells"))
                .matches(consent -> !consent.covers(alone.identity()));
    }
}
