package io.quorate.lab.behaviour;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.directory.PromotionSpec;
import io.quorate.directory.command.AddServiceName;
import io.quorate.directory.command.GrantFullControl;
import io.quorate.directory.command.PrestageComputer;
import io.quorate.directory.command.PromoteController;
import io.quorate.directory.command.RemoveComputer;
import io.quorate.directory.command.RemoveServiceName;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.lab.LoginSpec.Way;
import org.jspecify.annotations.Nullable;

/** A domain with one controller, by an account of its own. */
final class DirectoryScenes extends Scenes {
    private static final Secret PASSWORD = Secret.of("Domain-Passw0rd!");
    private static final String NEW = "HV2";
    private static final String NAME = "MSSQLSvc/ag1l.lab.example:1433";

    DirectoryScenes() {
        super(HeardLab.of(Lab.builder()
                .host("HV1")
                .host(NEW)
                .protocol("2.4")
                .logins(logins -> logins.offer(Way.NEGOTIATE, Way.BASIC))
                .domain("lab.example", domain -> domain.user("alice", PASSWORD).controller("HV1", "10.0.0.11"))));
        scene(PrestageComputer.class, () -> windows("HV1", new PrestageComputer("HV1", "FC9", null, "alice")));
        scene(GrantFullControl.class, () -> windows("HV1", new GrantFullControl("HV1", "FC9", "alice")));
        scene(
                RemoveComputer.class,
                () -> windows(
                        "HV1",
                        new RemoveComputer(
                                "HV1",
                                "FC9",
                                quorate.directory(Lab.ENDPOINT)
                                        .computers("HV1")
                                        .find("FC9")
                                        .orElseThrow()
                                        .id())));
        scene(AddServiceName.class, () -> windows("HV1", new AddServiceName("HV1", NAME, "alice")));
        scene(RemoveServiceName.class, () -> windows("HV1", new RemoveServiceName("HV1", NAME, "alice")));
        scene(PromoteController.class, () -> {
            quorate.host(Lab.ENDPOINT, NEW).features().ensure("AD-Domain-Services");
            return windows(
                    NEW,
                    new PromoteController(
                            NEW, PromotionSpec.of("lab.example", "LAB\\alice", PASSWORD, Secret.of("Safe-Mode-1"))));
        });
    }

    @Override
    @Nullable
    Credentials credentials(String endpoint) {
        return endpoint.equals(Lab.ENDPOINT) ? Credentials.ntlm("LAB\\alice", PASSWORD) : super.credentials(endpoint);
    }
}
