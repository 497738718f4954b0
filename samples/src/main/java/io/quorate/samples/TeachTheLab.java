package io.quorate.samples;

import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.LabObject;
import io.quorate.lab.RestAnswer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Teaches the lab a request and a cmdlet that it does not simulate, and makes the request as any client would. */
public final class TeachTheLab {
    private TeachTheLab() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Arguments.none(
                TeachTheLab.class,
                "Teaches the lab a request and a cmdlet that it does not simulate, and makes the request.",
                args);
        // @start region="rules"
        LabBuilder builder = Lab.sanStoryBuilder()
                .rules(rules -> rules.rest(
                                "GET",
                                "hpr/services/*",
                                call -> call.names().get(0).equals("nightly")
                                        ? RestAnswer.ok(Map.of("name", "nightly", "state", "enabled"))
                                        : RestAnswer.error(404, "ENOENT", "no such service"))
                        .cmdlet(
                                "Storage\\Get-PhysicalDisk",
                                call -> call.write(LabObject.of("Microsoft.Management.Infrastructure.CimInstance")
                                        .with("FriendlyName", "Disk of " + call.host())
                                        .with(
                                                "HealthStatus",
                                                call.text("HealthStatus").orElse("Healthy")))));
        // @end
        try (Lab lab = builder.start()) {
            LabAppliance nas = lab.appliance("NAS1");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(lab.clientTls()).build();
            String login = "{\"username\":\"%s\",\"password\":\"%s\"}"
                    .formatted(nas.username(), new String(nas.password().reveal()));
            String token = client.send(
                            HttpRequest.newBuilder(nas.url().resolve("/auth/login"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(login))
                                    .build(),
                            BodyHandlers.ofString())
                    .body()
                    .replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
            for (String name : new String[] {"nightly", "hourly"}) {
                HttpRequest request = HttpRequest.newBuilder(nas.url().resolve("/hpr/services/" + name))
                        .header("Authorization", "Bearer " + token)
                        .build();
                System.out.println(name + ": "
                        + client.send(request, BodyHandlers.ofString()).statusCode());
            }
            lab.fidelity().lines().filter(l -> l.startsWith("own rule")).forEach(System.out::println);
        }
    }
}
