package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.error.UntrustedException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An appliance proves by its certificate that it is the one that was meant. */
class ApplianceNameThroughLabTest {

    @Test
    @DisplayName("a server of the same authority that bears another name gets neither password nor request")
    void call_whenTheCertificateIsOfAnotherHost_isUntrusted_andSendsNothing() {
        try (Lab lab = Lab.builder()
                        .appliance("NAS1", nas -> nas.pool("tank", Size.tib(1)))
                        .start();
                Quorate meant = open(lab, "NAS1");
                Quorate other = open(lab, "NAS9")) {
            LabAppliance nas = lab.appliance("NAS1");
            assertThatThrownBy(() -> other.storage("nas").pools().list())
                    .isInstanceOf(UntrustedException.class)
                    .hasMessageContainingAll("its certificate does not name nas9", "expected name nas9", "hint: ");
            assertThat(nas.requests()).isZero();
            assertThat(meant.storage("nas").pools().list()).hasSize(1);
        }
    }

    private static Quorate open(Lab lab, String name) {
        LabAppliance nas = lab.appliance("NAS1");
        return Quorate.builder()
                .runtime(new Alias(lab.runtime(), name))
                .endpoint(
                        "nas",
                        "nexenta://" + name,
                        e -> e.credentials(Credentials.basic(nas.username(), nas.password()))
                                .trust(new Trust.Authorities(lab.caCertificates())))
                .build();
    }

    /** Leads to the one appliance, whatever its name. */
    private record Alias(QuorateRuntime lab, String name) implements QuorateRuntime {
        @Override
        public InetSocketAddress resolve(String asked, int port) throws UnknownHostException {
            return lab.resolve(asked.equalsIgnoreCase(name) ? "NAS1" : asked, port);
        }

        @Override
        public Instant now() {
            return lab.now();
        }

        @Override
        public long nanos() {
            return lab.nanos();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            lab.sleep(time);
        }

        @Override
        public SocketFactory sockets() {
            return lab.sockets();
        }

        @Override
        public RandomGenerator random() {
            return lab.random();
        }
    }
}
