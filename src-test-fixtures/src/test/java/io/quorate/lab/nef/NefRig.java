package io.quorate.lab.nef;

import io.quorate.lab.http.HttpLimits;
import io.quorate.lab.http.HttpListener;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.SimulatedAppliance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An appliance NAS1 with its face on a loopback port, and a client nobody here wrote. Time moves by advance. */
final class NefRig implements AutoCloseable {
    static final long MIB = 1 << 20;
    static final long GIB = 1 << 30;

    record Answer(int status, String text, @Nullable String location) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }

        JsonNode at(String pointer) {
            return json().at(pointer);
        }

        String code() {
            return at("/code").asString();
        }
    }

    final World world = World.builder().seed(7).mode(LabTime.Mode.VIRTUAL).build();
    final Faults faults = new Faults();
    final NefSettings settings = new NefSettings();
    final SimulatedAppliance appliance = SimulatedAppliance.builder(world, "NAS1")
            .pool("tank", 100 * GIB)
            .volumeGroup("tank/vg")
            .build();
    final NefFace face = new NefFace(
            appliance,
            faults,
            settings,
            List.of("10.0.0.5:3260"),
            List.of("10.0.0.5/24", "10.0.1.5/24", "127.0.0.1/8"));
    private final HttpListener listener = new HttpListener("NAS1", 0, null, HttpLimits.defaults(), face);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String token = "";

    NefRig() throws IOException {
        listener.up();
    }

    NefRig loggedIn() throws IOException, InterruptedException {
        token = login("admin", "Nexenta@1").at("/token").asString();
        return this;
    }

    Answer login(String user, String password) throws IOException, InterruptedException {
        return send("POST", "/auth/login", "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}");
    }

    int port() {
        return listener.port();
    }

    String token() {
        return token;
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    Answer put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, null);
    }

    Answer send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        return send(method, path, body, "application/json", Duration.ofSeconds(60));
    }

    Answer send(String method, String path, @Nullable String body, String type, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", type)
                .header("Authorization", "Bearer " + token)
                .timeout(timeout)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Location").orElse(null));
    }

    Answer volume(String name) throws IOException, InterruptedException {
        return post(
                "/storage/volumes",
                "{\"path\":\"tank/vg/" + name + "\",\"volumeSize\":" + GIB + ",\"sparseVolume\":true}");
    }

    @Override
    public void close() {
        face.close();
        listener.close();
        appliance.close();
        world.close();
    }
}
