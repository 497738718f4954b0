package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.cluster.ClusterClient;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.Site;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One group of a cluster of many roles is asked for without all of them. */
class AmongManyRolesThroughLabTest {
    private static final int ROLES = 60;

    /** The least that a group brings in a list. */
    private static final long EACH = 2_000;

    @Test
    @DisplayName("finding and moving one group costs the same however many roles there are")
    void oneGroup_costsNoListOfRoles() {
        AtomicReference<Site> inside = new AtomicReference<>();
        try (Lab lab = Lab.builder()
                        .host("HV1")
                        .host("HV2")
                        .cluster("C1")
                        .virtualMachines("HV1", "web", ROLES)
                        .face(inside::set)
                        .start();
                Quorate quorate = lab.connect().retry(RetrySettings.never()).build()) {
            Site site = inside.get();
            site.world().change("roles", () -> {
                var cluster = Inside.estate(site).clusterOf("HV1").orElseThrow();
                List.copyOf(Inside.estate(site).hypervisor().on("HV1"))
                        .forEach(vm -> cluster.addVirtualMachine(vm.id(), null));
            });
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            assertThat(down(lab, () -> assertThat(cluster.groups().list()).hasSizeGreaterThan(ROLES)))
                    .isGreaterThan(ROLES * EACH);

            assertThat(down(
                            lab,
                            () -> assertThat(cluster.groups().find("WEB17")).isPresent()))
                    .isLessThan(8_000);
            assertThat(down(lab, () -> cluster.groups().move("web17", "HV1"))).isLessThan(8_000);
            assertThat(down(lab, () -> cluster.groups().move("Cluster Group", "HV2")))
                    .isLessThan(24_000);
            assertThat(cluster.groups().find("web170")).isEmpty();
        }
    }

    private static long down(Lab lab, Runnable work) {
        assertThat(Eventually.holds(() -> lab.openCommands() == 0)).isTrue();
        long before = lab.bytesDown();
        work.run();
        return lab.bytesDown() - before;
    }
}
