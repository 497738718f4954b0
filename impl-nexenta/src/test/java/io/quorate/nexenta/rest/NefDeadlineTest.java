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
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
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
        ends(() -> json(200, "{\"data\":[" + " ".repeat(4_000) + "]}").withChunkedDribbleDelay(400, 40_000));
    }

    @Test
    void hang_endsAtTheDeadline() {
        CountDownLatch over = new CountDownLatch(1);
        try {
            ends(() -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return json(200, "{\"data\":[]}");
            });
        } finally {
            over.countDown();
        }
    }

    /** A machine that is too busy to ask in the time given has not done what is judged here: it is given more. */
    private static void ends(Supplier<ResponseDefinitionBuilder> answer) {
        QuorateRuntime real = QuorateRuntime.system();
        URI address = URI.create("http://127.0.0.1:" + nas.server.port());
        Credentials.Basic basic = new Credentials.Basic("admin", Secret.of(StubNas.PASSWORD));
        Endpoint endpoint = new Endpoint("nas", "nexenta", Map.of("nas1", address), basic, Trust.platform(), Map.of());
        try (NefHost host = new NefHost(endpoint, address, basic, Duration.ofSeconds(30), real)) {
            NefRequest warm = NefRequest.get("warm");
            nas.answers = asked -> json(200, "{}");
            host.read(warm, Deadline.in(Duration.ofSeconds(20), real));
            CountDownLatch asked = new CountDownLatch(1);
            nas.answers = question -> {
                asked.countDown();
                return answer.get();
            };
            Fault fault = null;
            Duration time = Duration.ofMillis(400);
            Duration took = Duration.ZERO;
            for (int i = 0; i < 6 && asked.getCount() > 0; i++, time = time.multipliedBy(2)) {
                Deadline deadline = Deadline.in(time, real);
                long started = real.nanos();
                fault = catchThrowableOfType(Fault.class, () -> host.read(warm, deadline));
                took = Duration.ofNanos(real.nanos() - started);
            }
            assertThat(took).isLessThan(Duration.ofSeconds(30));
            assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        }
    }
}
