package io.quorate.nexenta.rest;

import static io.quorate.nexenta.StubNas.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.nexenta.StubNas;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Deadlines in real time: whoever answers late, or a byte at a time, is not waited for. */
class NefDeadlineTest {
    private static StubNas nas;

    @BeforeAll
    static void start() {
        nas = new StubNas();
    }

    @AfterAll
    static void stop() {
        nas.close();
    }

    @Test
    void drip_endsAtTheDeadline() {
        ends(json(200, "{\"data\":[" + " ".repeat(4_000) + "]}").withChunkedDribbleDelay(40, 4_000));
    }

    @Test
    void hang_endsAtTheDeadline() {
        ends(json(200, "{\"data\":[]}").withFixedDelay(2_000));
    }

    private static void ends(ResponseDefinitionBuilder answer) {
        nas.answers = asked -> answer;
        QuorateRuntime real = QuorateRuntime.system();
        URI address = URI.create("http://127.0.0.1:" + nas.server.port());
        Credentials.Basic basic = new Credentials.Basic("admin", Secret.of(StubNas.PASSWORD));
        Endpoint endpoint = new Endpoint("nas", "nexenta", Map.of("nas1", address), basic, Trust.platform(), Map.of());
        try (NefHost host = new NefHost(endpoint, address, basic, Duration.ofSeconds(30), real)) {
            NefRequest warm = NefRequest.get("warm");
            nas.answers = asked -> json(200, "{}");
            host.read(warm, Deadline.in(Duration.ofSeconds(20), real));
            nas.answers = asked -> answer;
            long started = real.nanos();
            Fault fault =
                    catchThrowableOfType(Fault.class, () -> host.read(warm, Deadline.in(Duration.ofMillis(400), real)));
            assertThat(Duration.ofNanos(real.nanos() - started)).isLessThan(Duration.ofSeconds(10));
            assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        }
    }
}
