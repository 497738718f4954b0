package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.error.UnreachableException;
import java.lang.reflect.Proxy;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts an endpoint may have, and what is asked of DNS for them. */
class HostAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "winrm://hv_1 | hv_1:5986",
                "winrm://hv_1:5987,HV2 | hv_1:5987",
                "winrm://[fe80::1%25eth0] | fe80::1%eth0:5986",
                "winrm://[fe80::1%eth0]:5987 | fe80::1%eth0:5987",
                "winrm://[fe80::1],[fe80::2]:5987 | fe80::1:5986",
            })
    void endpoint_mayHaveThisHost(String uri, String asked) {
        List<String> resolved = new CopyOnWriteArrayList<>();
        QuorateRuntime system = QuorateRuntime.system();
        QuorateRuntime runtime = (QuorateRuntime) Proxy.newProxyInstance(
                QuorateRuntime.class.getClassLoader(), new Class<?>[] {QuorateRuntime.class}, (self, method, args) -> {
                    if (method.getName().equals("resolve")) {
                        resolved.add(args[0] + ":" + args[1]);
                        throw new UnknownHostException(String.valueOf(args[0]));
                    }
                    return method.invoke(system, args);
                });
        try (Quorate quorate = Quorate.builder()
                .endpoint("rack", uri, e -> e.credentials(Credentials.basic("u", Secret.of("p"))))
                .retry(RetrySettings.never())
                .runtime(runtime)
                .build()) {
            assertThatThrownBy(() -> quorate.cluster("rack").get()).isInstanceOf(UnreachableException.class);
        }
        assertThat(resolved).contains(asked);
    }

    @Test
    void endpoint_withAnAddressOutOfBrackets_isRefused() {
        assertThatThrownBy(() -> Quorate.builder().endpoint("rack", "winrm://fe80::1", e -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WinRmBackendProvider().address("hv1:70000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a host, or host and port");
    }
}
