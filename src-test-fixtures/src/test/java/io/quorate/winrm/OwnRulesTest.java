package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Trust;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.LabObject;
import io.quorate.lab.RestAnswer;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.wsman.HttpCarrier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A lab whose user has taught it a cmdlet and a request, asked by real clients over real sockets. */
class OwnRulesTest {
    private static final String CMDLET = "Storage\\Get-PhysicalDisk";
    private static final PsCommand DISKS = PsCommand.of(CMDLET);

    private static LabBuilder withDisks() {
        return Lab.storyBuilder()
                .rules(rules -> rules.cmdlet(CMDLET, call -> {
                    if (call.text("FriendlyName").filter("none"::equals).isPresent()) {
                        call.error("NotFound", "ObjectNotFound", "no disk of that name");
                        return;
                    }
                    if (call.text("HealthStatus").isPresent()) {
                        throw call.failure("Sick", "InvalidOperation", "health is not known on " + call.host());
                    }
                    call.warning("the lab's disks are not real");
                    call.write(LabObject.of("Microsoft.Management.Infrastructure.CimInstance")
                            .with("FriendlyName", "Disk of " + call.host())
                            .with("Size", 1L << 40)
                            .with("CanPool", call.on("CanPool"))
                            .with("Usage", List.of("Auto", "Hot")));
                }));
    }

    private static PsResult run(Lab lab, PsCommand... commands) {
        try (WinRmSession session = new WinRmSession(
                new HttpCarrier(
                        URI.create("https://HV1:5986/wsman"),
                        Credentials.basic(lab.username(), lab.password()),
                        new Trust.Authorities(lab.caCertificates()),
                        lab.runtime()),
                SessionOptions.DEFAULT,
                lab.runtime())) {
            return session.run(PsPipeline.of(commands), Deadline.in(Duration.ofMinutes(2), lab.runtime()));
        }
    }

    @Test
    void cmdlet_ofOnesOwn_answersAndIsPiped() {
        try (Lab lab = withDisks().start()) {
            PsResult result = run(
                    lab,
                    DISKS.with("CanPool", true),
                    PsCommand.of("Microsoft.PowerShell.Utility\\Select-Object")
                            .with("Property", List.of("FriendlyName", "Size", "CanPool", "Usage")));
            assertThat(result.errors()).isEmpty();
            assertThat(result.output()).singleElement().isInstanceOfSatisfying(PsObject.class, disk -> {
                assertThat(disk.property("FriendlyName")).isEqualTo(PsValue.string("Disk of HV1"));
                assertThat(disk.property("Size")).isEqualTo(PsValue.int64(1L << 40));
                assertThat(disk.property("CanPool")).isEqualTo(PsValue.bool(true));
                assertThat(Values.texts(disk.property("Usage"))).containsExactly("Auto", "Hot");
            });
            assertThat(result.records()).singleElement().asString().contains("WARNING");
            assertThat(lab.notSimulated()).isEmpty();
        }
    }

    @Test
    @DisplayName("arguments are bound as Windows binds them: what it would refuse never reaches the rule")
    void cmdlet_ofOnesOwn_isBoundAgainstTheCatalogue() {
        try (Lab lab = withDisks().start()) {
            assertThat(errorOf(run(lab, DISKS.with("Nonsense", 1))).fullyQualifiedErrorId())
                    .isEqualTo("NamedParameterNotFound,Get-PhysicalDisk");
            assertThat(errorOf(run(lab, DISKS.with("HealthStatus", "Splendid"))).fullyQualifiedErrorId())
                    .isEqualTo("ParameterArgumentValidationError,Get-PhysicalDisk");
            PsResult none = run(lab, DISKS.with("FriendlyName", "none"));
            assertThat(none.failure()).isNull();
            assertThat(errorOf(none).fullyQualifiedErrorId()).isEqualTo("NotFound,Get-PhysicalDisk");
            PsResult sick = run(lab, DISKS.with("HealthStatus", "Healthy"));
            assertThat(sick.errors()).isEmpty();
            assertThat(errorOf(sick).message()).isEqualTo("health is not known on HV1");
        }
    }

    private static PsErrorRecord errorOf(PsResult result) {
        PsErrorRecord failure = result.failure();
        return failure != null ? failure : result.errors().get(0);
    }

    @Test
    void rules_ofOnesOwn_areGradedAsSuch() {
        try (Lab lab = withDisks()
                .rules(rules -> rules.rest("get", "hpr/services", call -> RestAnswer.ok(Map.of())))
                .start()) {
            assertThat(lab.fidelity().lines())
                    .anyMatch(l -> l.matches("fidelity \\{A=.*} and own rules: 2"))
                    .contains(
                            "own rule Storage\\Get-PhysicalDisk: only whoever wrote it knows what it stands on",
                            "own rule GET hpr/services: only whoever wrote it knows what it stands on");
        }
        try (Lab lab = Lab.story()) {
            assertThat(lab.fidelity()).doesNotContain("own rule");
        }
    }

    @Test
    void cmdlet_thatWindowsLacksOrTheLabHas_isRefusedAtTheStart() {
        for (var expected : Map.of(
                        "Storage\\Get-Thing", "no cmdlet Storage\\Get-Thing in the catalogue",
                        "FailoverClusters\\Get-ClusterNode", "two rules for FailoverClusters\\Get-ClusterNode",
                        "Microsoft.PowerShell.Utility\\Select-Object",
                                "the engine has Microsoft.PowerShell.Utility\\Select-Object itself")
                .entrySet()) {
            LabBuilder builder = Lab.storyBuilder().rules(r -> r.cmdlet(expected.getKey(), call -> {}));
            assertThatThrownBy(builder::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(expected.getValue());
        }
        assertThatThrownBy(() -> Lab.storyBuilder().rules(r -> r.cmdlet("Get-PhysicalDisk", call -> {})))
                .hasMessageContaining("not a cmdlet with its module");
        LabBuilder simulated =
                Lab.sanStoryBuilder().rules(r -> r.rest("GET", "storage/volumes/*", call -> RestAnswer.ok(Map.of())));
        assertThatThrownBy(simulated::start).hasMessage("the lab simulates GET storage/volumes/* itself");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("quorate-lab-"));
    }

    @Test
    @DisplayName("a request of one's own needs a token, is seen by faults, and counts as a change unless it is a GET")
    void rest_ofOnesOwn_isAnsweredLikeAnyOther() throws Exception {
        Map<String, Object> services = new ConcurrentHashMap<>();
        try (Lab lab = Lab.sanStoryBuilder()
                .rules(rules -> rules.rest("PUT", "hpr/services/*", call -> {
                            services.putAll(call.body());
                            services.put("name", call.names().get(0));
                            return RestAnswer.done();
                        })
                        .rest(
                                "GET",
                                "hpr/services/*",
                                call -> services.isEmpty()
                                        ? RestAnswer.error(404, "ENOENT", "no such service")
                                        : RestAnswer.ok(Map.copyOf(services))))
                .start()) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(lab.clientTls()).build();
            assertThat(sent(lab, client, "", "GET", "").statusCode()).isEqualTo(401);
            String token = token(lab, client);
            assertThat(sent(lab, client, token, "GET", ""))
                    .satisfies(r -> assertThat(r.statusCode()).isEqualTo(404))
                    .satisfies(r -> assertThat(r.body()).contains("ENOENT"));
            assertThat(sent(lab, client, token, "PUT", "{\"period\":60,\"hosts\":[\"nas2\"]}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(lab.changingRequests()).isEqualTo(1);
            assertThat(sent(lab, client, token, "GET", "").body())
                    .contains("\"name\":\"nightly\"", "\"period\":60", "\"hosts\":[\"nas2\"]");
            assertThat(lab.appliance("NAS1").requests("GET hpr/services")).isEqualTo(3);
            assertThat(lab.notSimulated()).isEmpty();
        }
    }

    private static HttpResponse<String> sent(Lab lab, HttpClient client, String token, String method, String body)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(lab.appliance("NAS1").url().resolve("/hpr/services/nightly"))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String token(Lab lab, HttpClient client) throws Exception {
        String body = "{\"username\":\"" + lab.appliance("NAS1").username() + "\",\"password\":\""
                + new String(lab.appliance("NAS1").password().reveal()) + "\"}";
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(lab.appliance("NAS1").url().resolve("/auth/login"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
    }
}
