package io.quorate.nexenta.rest;

import static io.quorate.nexenta.StubNas.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.nexenta.StubNas;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However much an appliance says, a call takes in so much and no more. */
class NefBoundsTest {

    @Test
    void list_ofPagesOfJunkWithoutEnd_isABadReplyAfterAFewOfThem() {
        String item = "{\"name\":\"a\",\"junk\":\"" + "x".repeat(1_000_000) + "\"}";
        String page = "{\"data\":[" + String.join(",", Collections.nCopies(8, item))
                + "],\"links\":[{\"rel\":\"next\",\"href\":\"/san/targetgroups?offset=8\"}]}";
        QuorateRuntime real = QuorateRuntime.system();
        try (StubNas nas = new StubNas()) {
            URI address = URI.create("http://127.0.0.1:" + nas.server.port());
            Credentials.Basic basic = new Credentials.Basic("admin", Secret.of(StubNas.PASSWORD));
            Endpoint endpoint =
                    new Endpoint("nas", "nexenta", Map.of("nas1", address), basic, Trust.platform(), Map.of());
            nas.answers = asked -> json(200, page);
            try (NefHost host = new NefHost(endpoint, address, basic, Duration.ofSeconds(30), real)) {
                Nef call = host.call(Deadline.in(Duration.ofSeconds(60), real), false);
                Fault fault = catchThrowableOfType(
                        Fault.class, () -> call.all(NefRequest.get("san", "targetgroups"), one -> one.text("name")));
                assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
                assertThat(fault).hasMessageContaining("exceed 67108864 bytes");
                assertThat(nas.count("GET", "/san/targetgroups")).isEqualTo(9);
            }
        }
    }
}
