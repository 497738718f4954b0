package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.call.Order;
import io.quorate.error.ConsentRequiredException;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.ForcedFailover;
import io.quorate.sql.LeftReplica;
import io.quorate.sql.LoginSid;
import io.quorate.sql.LostReplica;
import io.quorate.sql.command.DemoteGroup;
import io.quorate.sql.command.DropCertificate;
import io.quorate.sql.command.DropEndpoint;
import io.quorate.sql.command.DropGroup;
import io.quorate.sql.command.DropLogin;
import io.quorate.sql.command.ForceFailOver;
import io.quorate.sql.command.ForgetGroup;
import io.quorate.sql.command.LeaveDatabase;
import io.quorate.sql.command.RemoveDatabase;
import io.quorate.sql.command.RemoveJob;
import io.quorate.sql.command.RemoveListener;
import io.quorate.sql.command.RemoveListenerAddress;
import io.quorate.sql.command.RemoveReplica;
import io.quorate.sql.command.TakeGroupOffline;
import io.quorate.sql.command.TrimJob;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What can lose data or service of SQL Server: refused without a consent, and with one for something else. */
class SqlDestructivePathsThroughLabTest {
    private static final String GROUP = "ag1";

    private static List<Command<?>> commands(UUID id) {
        return List.of(
                new DropEndpoint("SQL1", "Hadr_endpoint"),
                new DropCertificate("SQL1", "Hadr_endpoint_SQL1", "AB12"),
                new DropGroup("SQL1", GROUP, id),
                new DemoteGroup("SQL1", GROUP, id),
                new TakeGroupOffline("SQL1", GROUP, id),
                new ForceFailOver("SQL2", GROUP, id),
                new ForgetGroup("SQL2", GROUP, id),
                new LeaveDatabase("SQL2", GROUP, "orders"),
                new DropLogin("SQL2", "app", LoginSid.of("00112233445566778899AABBCCDDEEFF")),
                new RemoveJob("SQL2", "nightly", id),
                new TrimJob("SQL2", "nightly", id, true, 1, List.of()),
                new RemoveDatabase(GROUP, "orders"),
                new RemoveReplica(GROUP, "SQL2"),
                new RemoveListener(GROUP, "ag1l"),
                new RemoveListenerAddress(GROUP, "ag1l", "10.66.2.50"));
    }

    @Test
    @DisplayName(
            "every destructive order to SQL Server is refused without a consent and with another's, and nothing is sent")
    void everyDestructivePath_needsItsConsent() throws SQLException {
        try (HeardLab heard = HeardLab.sql();
                Quorate quorate = heard.lab().connect().build()) {
            SqlStory.execute(
                    heard.lab(), "SQL1", "CREATE DATABASE [orders]", "BACKUP DATABASE [orders] TO DISK = N'NUL'");
            AvailabilityGroupClient sql = quorate.availabilityGroups(Lab.SQL);
            UUID id = sql.groups()
                    .ensure(
                            GROUP,
                            group -> group.addReplica("SQL1", r -> {})
                                    .addReplica("SQL2", r -> {})
                                    .databases(List.of("orders"))
                                    .listener(
                                            "ag1l",
                                            l -> l.addAddress("10.66.1.50", "255.255.255.0")
                                                    .addAddress("10.66.2.50", "255.255.255.0")))
                    .value()
                    .id();
            heard.lab().advance(Duration.ofMinutes(1));
            ForcedFailover forced = sql.failover(GROUP).planForced("SQL2", null);

            Map<String, Consumer<@Nullable Consent>> paths = new LinkedHashMap<>();
            commands(id)
                    .forEach(command -> paths.put(
                            command.name(),
                            c -> quorate.run(Order.create(Lab.SQL, command).with(c))));
            paths.put("group", c -> sql.groups().remove(GROUP, c));
            paths.put("database", c -> sql.databases(GROUP).remove("orders", c));
            paths.put("replica", c -> sql.replicas(GROUP).remove("SQL2", c));
            LostReplica lost = sql.replicas(GROUP).lost("SQL2");
            LeftReplica left = new LeftReplica(GROUP, id, "SQL2", "SQL2", List.of(), List.of());
            paths.put("lost", c -> sql.replicas(GROUP).removeLost(lost, c));
            paths.put("replaced", c -> sql.replicas(GROUP).replaceLost(lost, "SQL3", c));
            paths.put("left", c -> sql.replicas(GROUP).forget(left, c));
            paths.put("listener", c -> sql.listeners(GROUP).remove("ag1l", c));
            paths.put("address", c -> sql.listeners(GROUP).removeAddress("ag1l", "10.66.2.50", c));
            paths.put("endpoint", c -> sql.endpoints().remove("SQL1", "Hadr_endpoint", c));
            paths.put("force", c -> sql.failover(GROUP).force(forced, c, Duration.ofMinutes(1)));
            heard.take();

            for (Consent given : new Consent[] {null, Consent.to("something else", "it is meant, but not this")}) {
                paths.forEach((path, call) -> assertThatThrownBy(() -> call.accept(given))
                        .as(path + " with " + given)
                        .isInstanceOfSatisfying(
                                ConsentRequiredException.class,
                                e -> assertThat(e.identity()).isNotBlank()));
            }

            assertThat(WireMessage.changing(heard.take())).isEmpty();
        }
    }

    @Test
    @DisplayName("the test above knows every destructive command of SQL Server")
    void destructiveCommands_areTheseAndNoOthers() {
        assertThat(commands(new UUID(0, 1)).stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(CommandRooms.commands().stream()
                        .filter(Destructive.class::isAssignableFrom)
                        .filter(command -> command.getPackageName().equals("io.quorate.sql.command"))
                        .collect(Collectors.toSet()));
    }
}
