package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Endpoint;
import io.quorate.Trust;
import io.quorate.winrm.auth.ChannelBinding;
import io.quorate.winrm.auth.LoginOptions;
import io.quorate.winrm.psrp.PsrpVersion;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointOptionsTest {

    private static EndpointOptions of(Map<String, String> options) {
        return EndpointOptions.of(new Endpoint(
                "lab", "winrm", Map.of("HV1", URI.create("https://hv1:5986/wsman")), null, Trust.platform(), options));
    }

    @Test
    void of_whenNothingIsSaid_takesTheDefaults() {
        assertThat(of(Map.of()))
                .isEqualTo(new EndpointOptions(
                        "Microsoft.PowerShell",
                        null,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30),
                        8,
                        LoginOptions.DEFAULT,
                        PsrpVersion.V2_3));
    }

    @Test
    void of_whenOperationTimeoutIsSet_readTimeoutFollows() {
        EndpointOptions options = of(Map.of("operationTimeout", "PT5S", "delegatedConfiguration", "Ops"));
        assertThat(options.readTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(options.grace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.delegated()).isEqualTo("Ops");
        assertThat(of(Map.of("operationTimeout", "PT5S", "readTimeout", "PT6S")).grace())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void of_whenATimeoutIsUnusable_says() {
        assertThatThrownBy(() -> of(Map.of("operationTimeout", "20")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operationTimeout is an ISO 8601 duration such as PT20S, not 20");
        assertThatThrownBy(() -> of(Map.of("operationTimeout", "PT0.1S")))
                .hasMessage("operationTimeout lies between half a second and ten minutes: PT0.1S");
        assertThatThrownBy(() -> of(Map.of("readTimeout", "PT20S")))
                .hasMessage("readTimeout is longer than operationTimeout (PT20S) and at most twenty minutes: PT20S");
    }

    @Test
    void of_runspaces_isANumberInItsRange() {
        assertThat(of(Map.of("runspaces", "1")).runspaces()).isEqualTo(1);
        assertThat(of(Map.of("runspaces", "32")).runspaces()).isEqualTo(32);
        for (String bad : List.of("0", "33", "-1", "", "8.0", "99999999999")) {
            assertThatThrownBy(() -> of(Map.of("runspaces", bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("runspaces is a number from 1 to 32, not " + bad);
        }
    }

    @Test
    void of_whatALoginNeeds_takesNamesInOrder_andOneOfThreeBindings() {
        assertThat(of(Map.of("servicePrincipalName", "host/hv1.lab, HTTP/hv1", "channelBinding", "off"))
                        .login())
                .isEqualTo(new LoginOptions(List.of("host/hv1.lab", "HTTP/hv1"), ChannelBinding.OFF));
        assertThatThrownBy(() -> of(Map.of("channelBinding", "no")))
                .hasMessage("channelBinding is auto, off or required: no");
    }

    @Test
    void of_whenAnOptionIsUnknown_namesTheKnownOnes() {
        assertThatThrownBy(() -> of(Map.of("delegatedconfiguration", "Ops")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "there is no option delegatedconfiguration; there are: channelBinding, configurationName,"
                                + " delegatedConfiguration, operationTimeout, protocol, readTimeout, runspaces, servicePrincipalName");
    }
}
