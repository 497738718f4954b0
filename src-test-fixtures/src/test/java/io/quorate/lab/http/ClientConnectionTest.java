package io.quorate.lab.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A log-in of two legs that authenticates the connection, as NTLM does, is possible on the lab's HTTP. */
class ClientConnectionTest {
    private static final String POST = "POST / HTTP/1.1\r\nContent-Length: 2\r\n%s\r\nhi";

    /** What a scheme knows of a connection. */
    private record Conversation(String user, boolean done) {}

    /** First leg: the name; second leg: the proof; from then on the connection is the user's, without another word. */
    private static final class TwoLegs implements HttpHandler {
        @Override
        public @Nullable HttpAnswer early(HttpExchange exchange) {
            ClientConnection connection = exchange.connection();
            Conversation known = connection.find(Conversation.class).orElse(null);
            if (known != null && known.done()) {
                return null;
            }
            String said = String.valueOf(exchange.request().headers().first("Authorization"));
            if (known == null && said.startsWith("Legs name=")) {
                connection.put(Conversation.class, new Conversation(said.substring(10), false));
                return challenge("Legs prove");
            }
            if (known != null && said.equals("Legs proof")) {
                connection.put(Conversation.class, new Conversation(known.user(), true));
                return null;
            }
            connection.remove(Conversation.class);
            return challenge("Legs");
        }

        private static HttpAnswer challenge(String value) {
            return new HttpAnswer.Reply(401, new HttpHeaders().add("WWW-Authenticate", value), new byte[0], false);
        }

        @Override
        public HttpAnswer handle(HttpExchange exchange) {
            ClientConnection connection = exchange.connection();
            String user = connection.find(Conversation.class).orElseThrow().user();
            return HttpAnswer.of(
                    200, "text/plain", (user + " over " + connection.number()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private final HttpListener listener = new HttpListener("HV1", 0, null, HttpLimits.defaults(), new TwoLegs());

    @BeforeEach
    void up() throws IOException {
        listener.up();
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private static RawHttpClient.Response sent(RawHttpClient client, String authorization) throws IOException {
        client.write(POST.formatted(authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n"));
        return client.response();
    }

    @Test
    @DisplayName("what a connection was told counts for its later requests, body or not, and for no other connection")
    void login_ofTwoLegs_belongsToItsConnection() throws IOException {
        try (RawHttpClient first = RawHttpClient.plain(listener.port());
                RawHttpClient second = RawHttpClient.plain(listener.port())) {
            assertThat(sent(first, "Legs name=ann").header("WWW-Authenticate")).containsExactly("Legs prove");
            assertThat(sent(second, "Legs proof").status())
                    .as("the second leg on another connection")
                    .isEqualTo(401);
            assertThat(sent(first, "Legs proof").text()).isEqualTo("ann over 1");
            assertThat(sent(first, "").text()).isEqualTo("ann over 1");
            assertThat(sent(second, "").status()).isEqualTo(401);
            sent(second, "Legs name=bob");
            assertThat(sent(second, "Legs proof").text()).isEqualTo("bob over 2");
            assertThat(sent(first, "").text()).isEqualTo("ann over 1");
        }
    }

    @Test
    void login_whenTheConnectionIsReset_isGone() throws IOException {
        try (RawHttpClient client = RawHttpClient.plain(listener.port())) {
            sent(client, "Legs name=ann");
            assertThat(sent(client, "Legs proof").status()).isEqualTo(200);
            listener.resetConnections();
        }
        try (RawHttpClient client = RawHttpClient.plain(listener.port())) {
            assertThat(sent(client, "").status()).isEqualTo(401);
            sent(client, "Legs name=ann");
            assertThat(sent(client, "Legs proof").text()).isEqualTo("ann over 2");
        }
    }

    @Test
    void toString_namesWhatIsKept_neverItsValue() {
        ClientConnection connection = new ClientConnection(7);
        connection.put(Conversation.class, new Conversation("canary-81c", true));
        assertThat(connection).hasToString("connection 7 [Conversation]");
    }
}
