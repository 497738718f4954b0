package io.quorate.nexenta;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.storage.StorageClient;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** WireMock that answers by a function, knows log-ins, and remembers who asked for what. */
public final class StubNas implements AutoCloseable {
    public static final String PASSWORD = "Canary-7f3a-Secret!";
    public static final String TOKEN = "Canary-token-";

    /** What a client asked for. */
    public record Asked(String method, String path, Map<String, String> query, String token, String body) {
        public boolean is(String wantedMethod, String wantedPath) {
            return method.equals(wantedMethod) && path.equals(wantedPath);
        }

        public int number(String name) {
            return Integer.parseInt(query.getOrDefault(name, "0"));
        }
    }

    public final WireMockServer server;
    public final WireRuntime runtime = new WireRuntime();
    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    public final AtomicInteger logins = new AtomicInteger();
    public volatile Function<Asked, ResponseDefinitionBuilder> answers = asked -> error(404, "ENOENT");

    /** How log-ins are answered. */
    public volatile Function<Asked, ResponseDefinitionBuilder> door =
            asked -> json(200, "{\"token\":\"" + TOKEN + logins.get() + "\"}");

    private final List<Quorate> opened = new ArrayList<>();

    public StubNas() {
        server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .maxRequestJournalEntries(0)
                .extensions(new Script()));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers("script")));
    }

    private final class Script implements ResponseDefinitionTransformerV2 {
        @Override
        public ResponseDefinition transform(ServeEvent event) {
            Asked question = asked(event.getRequest());
            if (question.is("POST", "/auth/login")) {
                logins.incrementAndGet();
                asked.add(question);
                return door.apply(question).build();
            }
            asked.add(question);
            return answers.apply(question).build();
        }

        @Override
        public String getName() {
            return "script";
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }
    }

    private static Asked asked(Request request) {
        String url = request.getUrl();
        int mark = url.indexOf('?');
        Map<String, String> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String pair : url.substring(mark + 1).split("&")) {
                int equals = pair.indexOf('=');
                query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        String authorization = request.getHeader("Authorization");
        return new Asked(
                request.getMethod().getName(),
                mark < 0 ? url : url.substring(0, mark),
                query,
                authorization == null ? "" : authorization.replace("Bearer ", ""),
                request.getBodyAsString());
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Forgets what was asked. */
    public void forget() {
        asked.clear();
        logins.set(0);
    }

    /** Returns method and path of all requests but log-ins, in order. */
    public List<String> lines() {
        return asked.stream()
                .filter(one -> !one.path().equals("/auth/login"))
                .map(one -> one.method() + " " + one.path())
                .toList();
    }

    /** Returns the requests that change something. */
    public List<String> changes() {
        return lines().stream().filter(line -> !line.startsWith("GET ")).toList();
    }

    public long count(String method, String path) {
        return asked.stream().filter(one -> one.is(method, path)).count();
    }

    /** Opens a client that tries once. */
    public StorageClient storage(String... options) {
        return quorate(RetrySettings.never(), runtime, options).storage("nas");
    }

    /** Opens a client that tries as usual. */
    public StorageClient patient() {
        return quorate(RetrySettings.defaults(), runtime).storage("nas");
    }

    public Quorate quorate(RetrySettings retry, QuorateRuntime clock, String... options) {
        Quorate quorate = Quorate.builder()
                .runtime(clock)
                .retry(retry)
                .endpoint("nas", "nexenta://nas1", spec -> {
                    spec.host("nas1", URI.create("http://127.0.0.1:" + server.port()))
                            .credentials(Credentials.basic("admin", Secret.of(PASSWORD)))
                            .option("allowPlaintext", "true");
                    for (int i = 0; i < options.length; i += 2) {
                        spec.option(options[i], options[i + 1]);
                    }
                })
                .build();
        opened.add(quorate);
        return quorate;
    }

    public static ResponseDefinitionBuilder json(int status, @Nullable String body) {
        ResponseDefinitionBuilder answer =
                aResponse().withStatus(status).withHeader("Content-Type", "application/json");
        return body == null ? answer : answer.withBody(body);
    }

    public static ResponseDefinitionBuilder html(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/html")
                .withBody("<html><body>" + status + "</body></html>");
    }

    public static ResponseDefinitionBuilder error(int status, String code) {
        return json(status, "{\"name\":\"NefError\",\"code\":\"" + code + "\",\"message\":\"said by the appliance\"}");
    }

    public static ResponseDefinitionBuilder list(List<String> items) {
        return json(200, "{\"data\":[" + String.join(",", items) + "],\"links\":[]}");
    }

    public static ResponseDefinitionBuilder accepted() {
        return json(
                202,
                "{\"links\":[{\"rel\":\"self\",\"href\":\"/wrong\"},{\"rel\":\"monitor\",\"href\":\"/jobStatus/j-1\"}]}");
    }

    public static String volume(String path, long size, long reservation, String origin) {
        return "{\"path\":\"" + path + "\",\"guid\":\"1234567890123456789\",\"volumeSize\":" + size
                + ",\"volumeBlockSize\":32768,\"referencedReservationSize\":" + reservation + ",\"originalSnapshot\":\""
                + origin + "\",\"bytesUsed\":98304,\"href\":\"/x\",\"unheardOf\":{\"deep\":[1,2,{}]}}";
    }

    @Override
    public void close() {
        opened.forEach(Quorate::close);
        server.stop();
    }
}
