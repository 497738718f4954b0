package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.call.AuditRecord;
import io.quorate.call.Order;
import io.quorate.call.Rehearsal;
import io.quorate.call.RehearsedStep;
import io.quorate.cluster.ClusterClient;
import io.quorate.host.ServiceStart;
import io.quorate.lab.Lab;
import io.quorate.lab.LongForm;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Publication;
import io.quorate.spi.Placeholder;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.BackupPreference;
import io.quorate.sql.FailoverOutcome;
import io.quorate.sql.ForcedFailover;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.SetGroupOption;
import io.quorate.storage.StorageClient;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.IntegrationService;
import io.quorate.vm.MacAddress;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualMachineClient;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is rehearsed is what is ordered afterwards, once placeholders are replaced by what the servers gave. */
class RehearsedOrdersTest {
    private static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv1");

    @Test
    @DisplayName("create, add, pause and evict rehearse to their end, and the real run gives the same orders")
    void cluster_rehearsedAndRun() {
        try (Lab lab = Lab.storyBuilder().start()) {
            assertRehearsedAsRun(lab, quorate -> {
                ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
                cluster.create("FC1", "HV1");
                cluster.nodes().add("HV2");
                assertThat(cluster.get().name()).isEqualTo("FC1");
                cluster.nodes().pause("HV2", how -> how.drain().waitUntilDrained(Duration.ofMinutes(5)));
                assertThat(cluster.nodes().get("HV2").isUp()).isFalse();
                cluster.nodes().evict("HV2", Consent.to("HV2@FC1", "it is replaced"));
            });
        }
    }

    @Test
    @DisplayName("a publication on an empty appliance rehearses to its end, and the real run gives the same orders")
    void publication_rehearsedAndRun() {
        try (Lab lab = Lab.sanStoryBuilder().start()) {
            List<Publication> made = new ArrayList<>();
            assertRehearsedAsRun(lab, quorate -> {
                StorageClient nas = quorate.storage(Lab.STORAGE);
                nas.volumes().create(VOLUME, spec -> spec.size(Size.gib(1)));
                made.add(nas.publications()
                        .ensure(VOLUME, spec -> {
                            spec.target(Iqn.of("iqn.2005-07.com.example:csv"))
                                    .hostGroup("rack")
                                    .initiators(List.of(
                                            Iqn.of("iqn.1991-05.com.microsoft:hv1"),
                                            Iqn.of("iqn.1991-05.com.microsoft:hv2")))
                                    .chap(new ChapLogin("quorate", Secret.of("lab-chap-secret")))
                                    .writeCache(false);
                            lab.appliance("NAS1").portals().forEach(spec::addPortal);
                        })
                        .value());
            });
            assertThat(Placeholder.isPlaceholder(made.get(0).naa())).isTrue();
            assertThat(Placeholder.isPlaceholder(made.get(1).naa())).isFalse();
            assertThat(made.get(1).target()).isEqualTo(made.get(0).target());
        }
    }

    @Test
    @DisplayName(
            "an availability group on three instances rehearses to its end, and the real run gives the same orders")
    void availabilityGroup_rehearsedAndRun() throws SQLException {
        try (Lab lab = SqlStory.lab()) {
            SqlStory.prepare(lab);
            assertRehearsedAsRun(lab, quorate -> {
                AvailabilityGroupClient sql = quorate.availabilityGroups(Lab.SQL);
                sql.groups().ensure("ag1", SqlStory::wanted);
                quorate.run(
                        Order.ensure(Lab.SQL, new SetGroupOption("ag1", GroupSetting.of(BackupPreference.PRIMARY))));
                sql.databases("ag1").suspend("SQL1", "orders");
                sql.databases("ag1").resume("SQL1", "orders");
            });
        }
    }

    @LongForm
    @Test
    @DisplayName("a group is rehearsed from its certificates over both kinds of failover to its end, in one piece")
    void availabilityGroup_fromItsCertificatesToItsEnd_rehearsedAndRun() throws SQLException {
        try (Lab lab = SqlStory.lab()) {
            SqlStory.prepare(lab);
            Consumer<GroupSpec> wanted = group -> {
                SqlStory.wanted(group);
                group.certificates(Secret.of("Master-Key-Passw0rd!"), Secret.of("Peer-Login-Passw0rd!"));
            };
            Rehearsal rehearsal = assertRehearsedAsRun(lab, quorate -> {
                AvailabilityGroupClient sql = quorate.availabilityGroups(Lab.SQL);
                AvailabilityGroup made = sql.groups().ensure("ag1", wanted).value();
                assertThat(made.primary()).isEqualTo("SQL1");
                assertThat(made.replicas()).hasSize(3);
                for (String database : SqlStory.DATABASES) {
                    sql.databases("ag1").awaitSynchronized(database, SqlStory.LONG, progress -> {});
                }
                assertThat(sql.groups().ensure("ag1", wanted).changed()).isFalse();
                sql.groups().update("ag1", GroupSetting.of(BackupPreference.PRIMARY));
                FailoverOutcome outcome = sql.failover("ag1").to("SQL2", SqlStory.LONG);
                assertThat(outcome.from()).isEqualTo("SQL1");
                for (String database : SqlStory.DATABASES) {
                    sql.databases("ag1").awaitSynchronized(database, SqlStory.LONG, progress -> {});
                }
                assertThat(sql.failover("ag1").primary()).contains("SQL2");
                sql.listeners("ag1").addAddress(SqlStory.LISTENER, ListenerIp.of("10.66.3.50", "255.255.255.0"));
                ForcedFailover plan = sql.failover("ag1").planForced("SQL1", null);
                sql.failover("ag1").force(plan, plan.consent("to try it"), SqlStory.LONG);
                assertThat(sql.failover("ag1").primary()).contains("SQL1");
                String id = sql.groups().get("ag1").id().toString();
                assertThat(sql.groups().remove("ag1", Consent.to(id, "the end")))
                        .isTrue();
                assertThat(sql.groups().find("ag1")).isEmpty();
            });
            assertThat(rehearsal.explain())
                    .contains("CREATE CERTIFICATE")
                    .contains("CREATE AVAILABILITY GROUP [ag1]")
                    .contains("ALTER AVAILABILITY GROUP [ag1] FAILOVER")
                    .contains("DROP AVAILABILITY GROUP [ag1]")
                    .doesNotContain("Passw0rd");
        }
    }

    @Test
    @DisplayName("Always On and a service rehearse to their end, and the real run gives the same orders")
    void services_rehearsedAndRun() {
        try (Lab lab = Lab.builder()
                .host("SQL1")
                .sql("SQL1", spec -> spec.alwaysOn(false))
                .start()) {
            assertRehearsedAsRun(lab, quorate -> {
                quorate.host(Lab.ENDPOINT, "SQL1").services().ensureStart("MSiSCSI", ServiceStart.AUTOMATIC);
                assertThat(quorate.host(Lab.ENDPOINT, "SQL1")
                                .services()
                                .get("MSiSCSI")
                                .start())
                        .isEqualTo(ServiceStart.AUTOMATIC);
                assertThat(quorate.flows()
                                .alwaysOn(spec -> spec.host(Lab.ENDPOINT, "SQL1")
                                        .sql(Lab.SQL, "SQL1")
                                        .restart(Consent.to("SQL1/MSSQLSERVER", "a group is to come")))
                                .value()
                                .alwaysOn())
                        .isTrue();
            });
        }
    }

    @Test
    @DisplayName("a router with its adapters rehearses to its end, and the real run gives the same orders")
    void router_rehearsedAndRun() {
        try (Lab lab = Lab.builder().host("HV1").host("HV2").start()) {
            Rehearsal rehearsal = assertRehearsedAsRun(lab, quorate -> {
                VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
                UUID id = vms.create(
                                "router", vm -> vm.on("HV1").path("C:\\VMs").connectedTo("LAN"))
                        .id();
                MacAddress bound = MacAddress.of("00-50-56-00-AB-01");
                assertThat(vms.adapters(id)
                                .ensure(
                                        "outside",
                                        nic -> nic.connectedTo("LAN").mac(bound).vlan(AdapterVlan.access(20)))
                                .changed())
                        .isTrue();
                VirtualAdapter outside = vms.adapters(id).named("outside").get(0);
                assertThat(outside.mac()).isEqualTo(bound);
                vms.adapters(id).disconnect(outside.id());
                assertThat(vms.adapters(id).get(outside.id()).virtualSwitch()).isEmpty();
                vms.integration(id).ensure(IntegrationService.GUEST_FILES);
                vms.adapters(id).remove(outside.id(), Consent.to(outside.id(), "the end"));
                assertThat(vms.adapters(id).list()).hasSize(1);
            });
            assertThat(rehearsal.explain())
                    .contains("Add-VMNetworkAdapter")
                    .contains("-StaticMacAddress '00505600AB01'")
                    .contains("Set-VMNetworkAdapterVlan");
        }
    }

    private static Rehearsal assertRehearsedAsRun(Lab lab, Consumer<Quorate> calls) {
        List<Order<?>> run = new ArrayList<>();
        try (Quorate quorate = lab.connect()
                .audit(line -> {
                    if (line.step() == AuditRecord.Step.INTENT) {
                        run.add(line.order());
                    }
                })
                .build()) {
            String before = lab.trace();
            long changes = lab.changingRequests();
            Instant began = lab.now();

            Rehearsal rehearsal = quorate.rehearse(calls);

            assertThat(rehearsal.stoppedBy()).isEmpty();
            assertThat(lab.trace()).as("nothing changed").isEqualTo(before);
            assertThat(lab.changingRequests()).isEqualTo(changes);
            assertThat(Duration.between(began, lab.now()))
                    .as("no pause before another attempt")
                    .isLessThan(Duration.ofMillis(400));
            assertThat(run).isEmpty();

            calls.accept(quorate);

            List<Order<?>> rehearsed = new ArrayList<>();
            for (RehearsedStep step : rehearsal.steps()) {
                rehearsed.add(step.order());
            }
            Map<String, Object> meant = new HashMap<>();
            assertThat(rehearsed).hasSameSizeAs(run);
            for (int i = 0; i < run.size(); i++) {
                Order<?> foretold = rehearsed.get(i);
                Order<?> real = run.get(i);
                assertThat(foretold.command().getClass())
                        .isEqualTo(real.command().getClass());
                assertThat(List.of(foretold.endpoint(), foretold.mode(), foretold.deadline()))
                        .isEqualTo(List.of(real.endpoint(), real.mode(), real.deadline()));
                assertThat(replaced(words(foretold), words(real), meant)).isEqualTo(words(real));
                assertThat(replaced(foretold.arguments(), real.arguments(), meant))
                        .as("%s", real)
                        .isEqualTo(real.arguments());
            }
            return rehearsal;
        }
    }

    private static List<String> words(Order<?> order) {
        Consent consent = order.consent();
        return consent == null ? List.of() : List.of(consent.identity(), consent.reason());
    }

    /** Returns the tree with each placeholder replaced by what stands in its place, the same for the same placeholder. */
    private static Object replaced(Object foretold, Object real, Map<String, Object> meant) {
        if (foretold instanceof Map<?, ?> some && real instanceof Map<?, ?> other) {
            Map<Object, Object> copy = new HashMap<>();
            some.forEach((key, value) -> copy.put(key, replaced(value, other.get(key), meant)));
            return copy;
        }
        if (foretold instanceof List<?> some && real instanceof List<?> other && some.size() == other.size()) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                copy.add(replaced(some.get(i), other.get(i), meant));
            }
            return copy;
        }
        // Of bytes an order shows the digest: that of a placeholder stands for that of what the server gave.
        boolean digest = foretold instanceof String text && text.startsWith("sha256:");
        return foretold instanceof String && (Placeholder.isPlaceholder(foretold) || digest)
                ? meant.computeIfAbsent(foretold.toString(), placeholder -> real)
                : foretold;
    }
}
