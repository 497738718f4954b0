package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Seed;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.call.RehearsedStep;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Placeholder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PublicationsTest {
    @RegisterExtension
    final Seed seeds = Seed.fresh();

    private static final String SECRET = "Canary-secret-1";
    private static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv1");
    private static final DatasetPath OTHER = DatasetPath.of("tank/vg/other");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.example:csv");
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");
    private static final Iqn HV3 = Iqn.of("iqn.1991-05.com.microsoft:hv3");
    private static final ChapLogin CHAP = new ChapLogin("rack", Secret.of(SECRET));
    private static final Consumer<PublicationSpec> SPEC = spec -> spec.target(TARGET)
            .addPortal(Portal.of("10.0.0.5"))
            .initiators(List.of(HV1, HV2))
            .hostGroup("rack")
            .chap(CHAP)
            .writeCache(true);
    private static final Fault DEATH = Fault.lasting(ErrorKind.REJECTED).because("power cut");

    private FakeAppliance appliance = appliance();

    @Test
    void ensure_publishesForAllNodes_underOneLun_andReadsItBack() {
        Ensured<Publication> done = publications().ensure(VOLUME, SPEC);
        assertThat(done.changed()).isTrue();
        Publication publication = done.value();
        assertThat(publication.initiators()).containsExactly(HV1, HV2);
        assertThat(publication.lun()).isZero();
        assertThat(publication.naa()).isEqualTo(appliance.units.get(VOLUME).naa());
        assertThat(publication.chap()).isTrue();
        assertThat(publication.targetGroup()).isEqualTo("csv");
        assertThat(appliance.mappings).hasSize(1);
        assertThat(appliance.units.get(VOLUME).writeCacheDisabled()).isFalse();
        assertThat(publications().find(VOLUME)).contains(publication);
        assertThat(publications().find(OTHER)).isEmpty();
    }

    @Test
    void ensure_secondTime_changesNothing_withFewReads() {
        Ensured<Publication> first = publications().ensure(VOLUME, SPEC);
        appliance.changes.clear();
        appliance.reads = 0;
        Ensured<Publication> second = publications().ensure(VOLUME, SPEC);
        assertThat(second).isEqualTo(new Ensured<>(first.value(), false));
        assertThat(appliance.changes).isEmpty();
        assertThat(appliance.reads).isLessThanOrEqualTo(8);
        assertThat(publications().plan(VOLUME, SPEC).satisfied()).isTrue();
    }

    @Test
    @DisplayName("an answer lost after any change: no duplicate, no failure, the second run changes nothing")
    void ensure_answerLostAfterEveryChange() {
        int changes = changesOfOneRun();
        for (int cut = 0; cut < changes; cut++) {
            appliance = appliance();
            appliance.failAt = cut;
            assertThat(publications().ensure(VOLUME, SPEC).changed()).isTrue();
            assertPublishedOnce();
            appliance.changes.clear();
            assertThat(publications().ensure(VOLUME, SPEC).changed())
                    .as("cut after change " + cut)
                    .isFalse();
            assertThat(appliance.changes).isEmpty();
        }
    }

    @Test
    @DisplayName("stopped after any change: the next run finishes it, the one after that changes nothing")
    void ensure_stoppedAfterEveryChange() {
        int changes = changesOfOneRun();
        for (int cut = 0; cut < changes; cut++) {
            appliance = appliance();
            appliance.failure = DEATH;
            appliance.failAt = cut;
            assertThatThrownBy(() -> publications().ensure(VOLUME, SPEC)).hasMessageContaining("power cut");
            assertThat(appliance.seers(VOLUME).isEmpty()
                            || appliance.targets.get(TARGET).chap())
                    .isTrue();
            appliance.changes.clear();
            publications().ensure(VOLUME, SPEC);
            assertThat(appliance.changes).hasSize(changes - cut - 1);
            assertPublishedOnce();
            appliance.changes.clear();
            assertThat(publications().ensure(VOLUME, SPEC).changed()).isFalse();
            assertThat(appliance.changes).isEmpty();
        }
    }

    @Test
    void ensure_waitsUntilTheLogicalUnitShows() {
        appliance.unitShowsAfter = Duration.ofSeconds(20);
        Publication publication = publications().ensure(VOLUME, SPEC).value();
        assertThat(publication.naa()).isEqualTo(appliance.units.get(VOLUME).naa());
        assertThat(appliance.runtime.passed()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
    }

    @Test
    void ensure_doesNotWaitForever() {
        appliance.unitShowsAfter = Duration.ofDays(1);
        assertThatThrownBy(() -> publications().ensure(VOLUME, SPEC))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("the logical unit of volume tank/vg/csv1 shows");
        assertThat(appliance.runtime.passed()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    }

    @Test
    void ensure_withoutVolume_isNotFound() {
        appliance.volumes.remove(VOLUME);
        assertThatThrownBy(() -> publications().ensure(VOLUME, SPEC)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> publications().plan(VOLUME, SPEC)).isInstanceOf(NotFoundException.class);
        assertThat(appliance.changes).isEmpty();
    }

    @Test
    void ensure_withObstacles_changesNothing_andListsAll() {
        appliance.hostGroups.put("rack", Set.of(HV1, HV3));
        appliance.targets.put(TARGET, new IscsiTarget(TARGET, "online", true, List.of(Portal.of("10.0.0.6"))));
        String before = appliance.toString();
        assertThatThrownBy(() -> publications().ensure(VOLUME, SPEC))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("storage.publication.ensure of volume tank/vg/csv1")
                .hasMessageContaining("listens on 10.0.0.6:3260")
                .hasMessageContaining("further initiators see the volume: " + HV3);
        assertThat(publications().plan(VOLUME, SPEC).obstacles()).hasSize(2);
        assertThat(appliance.toString()).isEqualTo(before);
        assertThat(appliance.changes).isEmpty();
    }

    @Test
    void plan_changesNothing_andTellsNoSecret() {
        PublicationPlan plan = publications().plan(VOLUME, SPEC);
        assertThat(plan.satisfied()).isFalse();
        assertThat(plan.steps())
                .extracting(PublicationStep::reason)
                .hasSize(8)
                .last()
                .isEqualTo("switch the write cache of volume tank/vg/csv1 on");
        assertThat(plan.toString()).doesNotContain(SECRET);
        assertThat(appliance.changes).isEmpty();
    }

    @Test
    void rehearsal_showsEveryStep_andSendsNone() {
        List<RehearsedStep> steps = new ArrayList<>();
        Ensured<Publication> pretended = rehearsing(steps).publications().ensure(VOLUME, SPEC);
        assertThat(steps)
                .extracting(RehearsedStep::operation)
                .containsExactly(
                        "storage.initiator.chap",
                        "storage.initiator.chap",
                        "storage.target.create",
                        "storage.target.chap",
                        "storage.targetgroup.create",
                        "storage.hostgroup.create",
                        "storage.mapping.create",
                        "storage.unit.cache");
        assertThat(pretended.value().initiators()).containsExactly(HV1, HV2);
        assertThat(pretended.changed()).isTrue();
        assertThat(steps.toString()).doesNotContain(SECRET);
        assertThat(appliance.changes).isEmpty();
    }

    @Test
    @DisplayName(
            "on an empty appliance a rehearsal runs to its end, waits for nothing, and its orders are the real run's")
    void rehearsal_runsToItsEnd_withTheOrdersOfTheRealRun() {
        List<RehearsedStep> steps = new ArrayList<>();
        StorageClient rehearsed = rehearsing(steps);
        Publication pretended = rehearsed.publications().ensure(VOLUME, SPEC).value();
        assertThat(Placeholder.isPlaceholder(pretended.naa())).isTrue();
        assertThat(pretended.lun()).isEqualTo(Placeholder.LUN);
        assertThat(rehearsed.publications().find(VOLUME)).contains(pretended);
        assertThat(appliance.changes).isEmpty();
        assertThat(appliance.runtime.sleeps).isEmpty();

        PublicationPlan plan = publications().plan(VOLUME, SPEC);
        Publication published = publications().ensure(VOLUME, SPEC).value();
        assertThat(steps).extracting(step -> (Object) step.order().command()).isEqualTo(appliance.sent);
        assertThat(steps)
                .extracting(step -> (Object) step.order())
                .isEqualTo(plan.steps().stream().map(PublicationStep::order).toList());
        assertThat(published)
                .isEqualTo(new Publication(
                        VOLUME,
                        pretended.size(),
                        published.naa(),
                        published.lun(),
                        TARGET,
                        pretended.portals(),
                        pretended.targetGroup(),
                        pretended.hostGroup(),
                        pretended.initiators(),
                        pretended.chap()));
    }

    @Test
    void rehearsal_ofAVolumeThatIsToBeMade_publishesIt() {
        List<RehearsedStep> steps = new ArrayList<>();
        StorageClient rehearsed = rehearsing(steps);
        DatasetPath fresh = DatasetPath.of("tank/vg/fresh");
        rehearsed.volumes().create(fresh, spec -> spec.size(Size.gib(2)));
        Publication pretended = rehearsed.publications().ensure(fresh, SPEC).value();
        assertThat(pretended.size()).isEqualTo(Size.gib(2));
        assertThat(steps).hasSize(9);
        assertThat(appliance.changes).isEmpty();
    }

    @Test
    @DisplayName("where only the cache differs, a rehearsal knows the logical unit that is there")
    void rehearsal_ofWhatIsThere_tellsWhatIsKnown() {
        Publication published = publications().ensure(VOLUME, SPEC).value();
        appliance.changes.clear();
        List<RehearsedStep> steps = new ArrayList<>();
        Ensured<Publication> pretended = rehearsing(steps).publications().ensure(VOLUME, spec -> {
            SPEC.accept(spec);
            spec.writeCache(false);
        });
        assertThat(pretended).isEqualTo(new Ensured<>(published, true));
        assertThat(steps).extracting(RehearsedStep::operation).containsExactly("storage.unit.cache");
        assertThat(appliance.changes).isEmpty();
    }

    @Test
    void rehearsal_ofUnpublishing_showsWhatGoes() {
        Publication published = publications().ensure(VOLUME, SPEC).value();
        appliance.changes.clear();
        List<RehearsedStep> steps = new ArrayList<>();
        rehearsing(steps)
                .publications()
                .unpublish(VOLUME, Consent.to(published.naa().hex(), "it moves"));
        assertThat(steps)
                .extracting(RehearsedStep::operation)
                .containsExactly(
                        "storage.mapping.remove",
                        "storage.targetgroup.remove",
                        "storage.target.remove",
                        "storage.hostgroup.remove");
        assertThat(appliance.changes).isEmpty();
    }

    @Test
    @DisplayName("the first run reads no more than it did when every change was sent without looking")
    void ensure_firstTime_withFewReads() {
        publications().ensure(VOLUME, SPEC);
        assertThat(appliance.reads).isLessThanOrEqualTo(19);
    }

    @Test
    @DisplayName("somebody made the host group meanwhile, with one member: the other is added, and nobody is left out")
    void ensure_whenSomebodyMakesTheGroupMeanwhile_goesOn() {
        appliance.before.put("storage.hostgroup.create", () -> appliance.hostGroups.put("rack", Set.of(HV1)));
        assertThat(publications().ensure(VOLUME, SPEC).value().initiators()).containsExactly(HV1, HV2);
        assertThat(appliance.hostGroups.get("rack")).containsExactlyInAnyOrder(HV1, HV2);
        assertThat(appliance.runtime.sleeps).isEmpty();
        assertPublishedOnce();
    }

    private StorageClient rehearsing(List<RehearsedStep> steps) {
        return new StorageClient(appliance.engine().rehearsing(steps::add).calls("san"));
    }

    @Test
    void unpublish_needsAConsentForThisLogicalUnit() {
        Publication publication = publications().ensure(VOLUME, SPEC).value();
        appliance.changes.clear();
        assertThatThrownBy(() -> publications().unpublish(VOLUME, null))
                .isInstanceOfSatisfying(
                        ConsentRequiredException.class,
                        e -> assertThat(e.identity())
                                .isEqualTo(publication.naa().hex()));
        assertThatThrownBy(() -> publications().unpublish(VOLUME, Consent.to(VOLUME.value(), "by name")))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("the consent is for tank/vg/csv1, not for " + publication.naa());
        assertThatThrownBy(() -> publications().unpublish(publication, null))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(appliance.changes).isEmpty();
    }

    @Test
    void unpublish_takesMappingGroupsAndTarget_neverTheVolume() {
        Publication publication = publications().ensure(VOLUME, SPEC).value();
        Consent consent = Consent.to(publication.naa().hex(), "it moves");
        assertThat(publications().unpublish(VOLUME, consent)).isEqualTo(new Ensured<>(VOLUME, true));
        assertClean();
        assertThat(appliance.volumes).containsKey(VOLUME);
        appliance.changes.clear();
        assertThat(publications().unpublish(VOLUME, consent).changed()).isFalse();
        assertThat(publications().unpublish(publication, consent).changed()).isFalse();
        assertThat(appliance.changes).isEmpty();
    }

    @Test
    void unpublish_leavesWhatOthersUse() {
        Publication publication = publications().ensure(VOLUME, SPEC).value();
        appliance.map(OTHER, "csv", "rack");
        publications().unpublish(VOLUME, Consent.to(publication.naa().hex(), "it moves"));
        assertThat(appliance.mappings.values()).extracting(LunMapping::volume).containsExactly(OTHER);
        assertThat(appliance.targetGroups).containsKey("csv");
        assertThat(appliance.hostGroups).containsKey("rack");
        assertThat(appliance.targets).containsKey(TARGET);
    }

    @Test
    @DisplayName("stopped or cut after any change of unpublish: what is left goes with the next run")
    void unpublish_interruptedAnywhere() {
        for (Fault failure : List.of(DEATH, appliance.failure)) {
            for (int cut = 0; cut < 4; cut++) {
                appliance = appliance();
                Publication publication = publications().ensure(VOLUME, SPEC).value();
                Consent consent = Consent.to(publication.naa().hex(), "it moves");
                appliance.changes.clear();
                appliance.failure = failure;
                appliance.failAt = cut;
                try {
                    publications().unpublish(VOLUME, consent);
                } catch (QuorateException e) {
                    assertThat(failure).isSameAs(DEATH);
                }
                publications().unpublish(publication, consent);
                assertClean();
            }
        }
    }

    @Test
    void find_whatIsNoPublication_saysWhy() {
        publications().ensure(VOLUME, SPEC);
        appliance.map(VOLUME, "csv", "all");
        assertThatThrownBy(() -> publications().find(VOLUME))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("it is mapped as LUN 0 through target group csv for host group all");
        appliance.map(OTHER, "all", "all");
        assertThatThrownBy(() -> publications().find(OTHER))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("it is mapped for host group all")
                .hasMessageContaining("target group all, which holds no target of its own");
    }

    @Test
    @DisplayName("from any state: published for exactly the wanted initiators, or refused without a change")
    void randomAppliances_convergeOrStayAsTheyAre() {
        long seed = seeds.value();
        Random random = new Random(seed);
        int published = 0;
        for (int i = 0; i < 1500; i++) {
            appliance = random(random);
            String before = appliance.toString();
            String story = "seed " + seed + ", case " + i + ", from " + before;
            try {
                publications().ensure(VOLUME, SPEC);
                published++;
                assertThat(appliance.seers(VOLUME)).as(story).containsExactly(HV1, HV2);
                appliance.changes.clear();
                assertThat(publications().ensure(VOLUME, SPEC).changed())
                        .as(story)
                        .isFalse();
                assertThat(appliance.changes).as(story).isEmpty();
            } catch (ConflictException e) {
                assertThat(appliance.toString())
                        .as(story + " " + e.getMessage())
                        .isEqualTo(before);
                assertThat(appliance.changes).as(story).isEmpty();
            }
        }
        assertThat(published).as("seed " + seed).isBetween(100, 1400);
    }

    private Publications publications() {
        return appliance.connect().publications();
    }

    private static FakeAppliance appliance() {
        FakeAppliance fresh = new FakeAppliance();
        fresh.volume(VOLUME);
        fresh.volume(OTHER);
        return fresh;
    }

    private int changesOfOneRun() {
        appliance = appliance();
        publications().ensure(VOLUME, SPEC);
        assertThat(appliance.changes).hasSize(8);
        return appliance.changes.size();
    }

    private void assertPublishedOnce() {
        assertThat(appliance.mappings).hasSize(1);
        assertThat(appliance.targets).hasSize(1);
        assertThat(appliance.targetGroups).hasSize(1);
        assertThat(appliance.hostGroups).hasSize(1);
        assertThat(appliance.seers(VOLUME)).containsExactly(HV1, HV2);
        assertThat(appliance.targets.get(TARGET).chap()).isTrue();
    }

    private void assertClean() {
        assertThat(appliance.mappings).isEmpty();
        assertThat(appliance.targets).isEmpty();
        assertThat(appliance.targetGroups).isEmpty();
        assertThat(appliance.hostGroups).isEmpty();
    }

    private static FakeAppliance random(Random random) {
        FakeAppliance one = appliance();
        if (random.nextBoolean()) {
            one.targets.put(
                    TARGET, new IscsiTarget(TARGET, "online", random.nextBoolean(), List.of(Portal.of("10.0.0.5"))));
        }
        if (random.nextBoolean()) {
            one.targetGroups.put("csv", random.nextBoolean() ? Set.of(TARGET) : Set.of());
        }
        if (random.nextBoolean()) {
            Set<Iqn> members = new TreeSet<>(List.of(HV1, HV2, HV3));
            members.removeIf(m -> random.nextInt(m.equals(HV3) ? 4 : 2) > 0);
            one.hostGroups.put(random.nextInt(4) > 0 ? "rack" : "elsewhere", members);
        }
        for (Iqn name : List.of(HV1, HV2)) {
            if (random.nextBoolean()) {
                one.initiators.put(
                        name, new RemoteInitiator(name, random.nextBoolean() ? "rack" : "old", random.nextBoolean()));
            }
        }
        if (random.nextInt(3) == 0) {
            one.map(
                    random.nextBoolean() ? VOLUME : OTHER,
                    List.of("csv", "csv", "all").get(random.nextInt(3)),
                    List.of("rack", "rack", "all").get(random.nextInt(3)));
        }
        return one;
    }
}
