package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.Seed;
import io.quorate.call.Order;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.spi.Command;
import io.quorate.storage.PublicationSpec.Wanted;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.CreateMapping;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.RequireChap;
import io.quorate.storage.command.SetChap;
import io.quorate.storage.command.SetWriteCache;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PublicationDiffTest {
    @RegisterExtension
    final Seed seeds = Seed.fresh();

    private static final String SECRET = "Canary-secret-1";
    private static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv1");
    private static final DatasetPath OTHER = DatasetPath.of("tank/vg/other");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.example:csv");
    private static final Iqn OTHER_TARGET = Iqn.of("iqn.2005-07.com.example:other");
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");
    private static final Iqn HV3 = Iqn.of("iqn.1991-05.com.microsoft:hv3");
    private static final Portal PORTAL = Portal.of("10.0.0.5");
    private static final ChapLogin CHAP = new ChapLogin("rack", Secret.of(SECRET));

    private final World world = new World();

    @Test
    @DisplayName("on an empty appliance: who may log in comes before the target's group, the mapping comes last")
    void nothingThere_stepsInSafeOrder() {
        PublicationDiff diff = world.diff(wanted(spec -> spec.chap(CHAP).writeCache(false)));
        assertThat(diff.obstacles()).isEmpty();
        assertThat(diff.steps().stream().map(s -> s.order().command().name()))
                .containsExactly(
                        "storage.initiator.chap",
                        "storage.initiator.chap",
                        "storage.target.create",
                        "storage.target.chap",
                        "storage.targetgroup.create",
                        "storage.hostgroup.create",
                        "storage.mapping.create",
                        "storage.unit.cache");
        assertThat(diff.steps())
                .allMatch(s -> s.order().mode() == Order.Mode.ENSURE
                        && s.order().endpoint().equals("san"));
    }

    @Test
    void sentences_tellEverythingButTheSecret() {
        List<String> sentences = world.diff(wanted(spec -> spec.chap(CHAP))).steps().stream()
                .map(PublicationStep::reason)
                .toList();
        assertThat(sentences)
                .containsExactly(
                        "set the CHAP name rack and its secret for initiator " + HV1 + ", because none is set",
                        "set the CHAP name rack and its secret for initiator " + HV2 + ", because none is set",
                        "create target " + TARGET + " on 10.0.0.5:3260",
                        "have target " + TARGET + " require CHAP",
                        "create target group csv with target " + TARGET,
                        "create host group rack with " + HV1 + ", " + HV2,
                        "map volume tank/vg/csv1 through target group csv for host group rack");
        assertThat(sentences.toString() + world.diff(wanted(spec -> spec.chap(CHAP))))
                .doesNotContain(SECRET);
    }

    @Test
    @DisplayName("an initiator has one CHAP name and secret for all targets: another's is changed only if that is said")
    void chap_isSetOnlyWhereNoneIsSet() {
        world.publish(wanted(spec -> spec.chap(CHAP)));
        assertThat(world.diff(wanted(spec -> spec.chap(CHAP))).steps()).isEmpty();
        world.initiators.put(HV2, new RemoteInitiator(HV2, "rack", false));
        assertThat(world.diff(wanted(spec -> spec.chap(CHAP))).steps())
                .containsExactly(new PublicationStep(
                        Order.ensure("san", new SetChap(HV2, CHAP, false)),
                        "set the CHAP name rack and its secret for initiator " + HV2 + ", because none is set"));
        for (String name : new String[] {"somebody", null}) {
            world.initiators.put(HV2, new RemoteInitiator(HV2, name, true));
            PublicationDiff diff = world.diff(wanted(spec -> spec.chap(CHAP)));
            assertThat(diff.steps()).isEmpty();
            assertThat(diff.obstacles()).singleElement().asString().contains(HV2.value(), "renewChap()");
            assertThat(world.diff(wanted(spec -> spec.chap(CHAP).renewChap())).obstacles())
                    .isEmpty();
        }
    }

    @Test
    void renewChap_setsTheSecretsAnew_once() {
        world.publish(wanted(spec -> spec.chap(CHAP)));
        Wanted renewed = wanted(spec -> spec.chap(CHAP).renewChap());
        assertThat(world.diff(renewed).steps())
                .hasSize(2)
                .allMatch(s -> s.order().command() instanceof SetChap chap && chap.renew());
        assertThat(world.diff(renewed.settled()).steps()).isEmpty();
    }

    @Test
    void obstacle_chapWithoutSecret() {
        world.targets.put(TARGET, new IscsiTarget(TARGET, "online", true, List.of(PORTAL)));
        world.initiators.put(HV1, new RemoteInitiator(HV1, "rack", true));
        assertThat(world.diff(wanted(spec -> {})).obstacles())
                .containsExactly("target " + TARGET + " requires CHAP and initiator " + HV2
                        + " has no secret; give a CHAP name and secret");
    }

    @Test
    void obstacle_chapWouldShutOthersOut() {
        world.targets.put(TARGET, new IscsiTarget(TARGET, "online", false, List.of(PORTAL)));
        world.targetGroups.put("csv", Set.of(TARGET));
        world.mappings.add(new LunMapping("m1", OTHER, 3, "csv", "others"));
        assertThat(world.diff(wanted(spec -> spec.chap(CHAP))).obstacles())
                .containsExactly("target " + TARGET
                        + " serves tank/vg/other without CHAP; requiring it would shut their initiators out");
    }

    @Test
    void obstacle_otherPortals() {
        world.targets.put(TARGET, new IscsiTarget(TARGET, "online", false, List.of(Portal.of("10.0.0.9"))));
        assertThat(world.diff(wanted(spec -> {})).obstacles())
                .containsExactly("target " + TARGET + " listens on 10.0.0.9:3260, not on 10.0.0.5:3260");
    }

    @Test
    void obstacle_furtherInitiators_areNamed() {
        world.hostGroups.put("rack", Set.of(HV1, HV2, HV3));
        assertThat(world.diff(wanted(spec -> {})).obstacles())
                .containsExactly("host group rack lets further initiators see the volume: " + HV3);
    }

    @Test
    void obstacle_furtherTargets_areNamed() {
        world.targetGroups.put("csv", Set.of(TARGET, OTHER_TARGET));
        assertThat(world.diff(wanted(spec -> {})).obstacles())
                .containsExactly(
                        "target group csv holds further targets that would lead to the volume: " + OTHER_TARGET);
    }

    @Test
    void obstacle_membersOfOtherGroups() {
        world.targetGroups.put("elsewhere", Set.of(TARGET));
        world.hostGroups.put("single", Set.of(HV1));
        assertThat(world.diff(wanted(spec -> {})).obstacles())
                .containsExactly(
                        "target " + TARGET + " is in target group elsewhere already, and a target is in one group only",
                        "host group single holds " + HV1 + " already, and an initiator is in one group only");
    }

    @Test
    @DisplayName("a mapping for other groups, for all, or a second one is an obstacle")
    void obstacle_otherMappings() {
        world.publish(wanted(spec -> {}));
        world.mappings.add(new LunMapping("m8", VOLUME, 8, "csv", "all"));
        world.mappings.add(new LunMapping("m9", VOLUME, 9, "csv", "rack"));
        assertThat(world.diff(wanted(spec -> {})).obstacles())
                .containsExactly(
                        "the volume is mapped as LUN 8 through target group csv for host group all (mapping m8)",
                        "the volume is mapped 2 times for the same initiators, as LUN 0, 9");
    }

    @Test
    void newInitiator_isAdded_andWhatElseItSeesIsSaid() {
        world.publish(wanted(spec -> {}));
        world.mappings.add(new LunMapping("m7", OTHER, 1, "csv", "rack"));
        PublicationDiff diff = world.diff(wanted(spec -> spec.initiators(List.of(HV1, HV2, HV3))));
        assertThat(diff.obstacles()).isEmpty();
        assertThat(diff.steps().stream().map(PublicationStep::reason))
                .containsExactly("add " + HV3 + " to host group rack, which lets them see tank/vg/other, too");
    }

    @Test
    @DisplayName("from any state: either the steps lead there in one go, or there are obstacles")
    void randomStates_convergeOrAreRefused() {
        long seed = seeds.value();
        Random random = new Random(seed);
        int converged = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            World start = World.random(random);
            Wanted wanted = wanted(spec -> {
                if (random.nextBoolean()) {
                    spec.chap(CHAP);
                }
                if (random.nextInt(3) == 0) {
                    spec.writeCache(random.nextBoolean());
                }
            });
            PublicationDiff diff = start.diff(wanted);
            if (!diff.obstacles().isEmpty()) {
                refused++;
                continue;
            }
            String before = start.toString();
            diff.steps().forEach(start::take);
            PublicationDiff after = start.diff(wanted);
            String story = "seed " + seed + ", case " + i + ", from " + before + " by " + diff.steps();
            assertThat(after.obstacles()).as(story).isEmpty();
            assertThat(after.steps()).as(story).isEmpty();
            assertThat(start.sees(VOLUME)).as(story).containsExactlyInAnyOrder(HV1, HV2);
            assertThat(start.mappings.stream().filter(m -> m.volume().equals(VOLUME)))
                    .as(story)
                    .hasSize(1);
            converged++;
        }
        assertThat(converged).as("seed " + seed).isGreaterThan(500);
        assertThat(refused).as("seed " + seed).isGreaterThan(500);
    }

    @Test
    @DisplayName("interrupted after any step, the rest is what is still to do")
    void interruptedAnywhere_goesOn() {
        Wanted wanted = wanted(spec -> spec.chap(CHAP).writeCache(true));
        int steps = world.diff(wanted).steps().size();
        for (int cut = 0; cut <= steps; cut++) {
            World one = new World();
            one.diff(wanted).steps().subList(0, cut).forEach(one::take);
            PublicationDiff rest = one.diff(wanted);
            assertThat(rest.obstacles()).isEmpty();
            assertThat(rest.steps()).hasSize(steps - cut);
            rest.steps().forEach(one::take);
            assertThat(one.diff(wanted).steps()).isEmpty();
        }
    }

    @Test
    void spec_whatContradictsItself_isRefusedAtOnce() {
        assertThatThrownBy(() -> wanted(spec -> spec.hostGroup("all")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tank/vg/csv1: 'all' is no group of its own");
        assertThatThrownBy(() -> wanted(spec -> spec.targetGroup("ALL"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> wanted(PublicationSpec::renewChap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which CHAP secret");
        assertThatThrownBy(() -> new PublicationSpec().build(VOLUME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("through which target");
    }

    private static Wanted wanted(Consumer<PublicationSpec> more) {
        PublicationSpec spec = new PublicationSpec()
                .target(TARGET)
                .addPortal(PORTAL)
                .initiators(List.of(HV2, HV1))
                .hostGroup("rack");
        more.accept(spec);
        return spec.build(VOLUME);
    }

    /** An appliance reduced to what a diff sees. */
    private static final class World {
        final Map<Iqn, IscsiTarget> targets = new HashMap<>();
        final Map<String, Set<Iqn>> targetGroups = new HashMap<>();
        final Map<String, Set<Iqn>> hostGroups = new HashMap<>();
        final Map<Iqn, RemoteInitiator> initiators = new HashMap<>();
        final List<LunMapping> mappings = new ArrayList<>();
        boolean cacheDisabled = true;

        PublicationDiff diff(Wanted wanted) {
            List<LunMapping> own =
                    mappings.stream().filter(m -> m.volume().equals(VOLUME)).toList();
            IscsiTarget target = targets.get(wanted.target());
            List<TargetGroup> tgs = targetGroups.entrySet().stream()
                    .map(e -> new TargetGroup(e.getKey(), e.getValue()))
                    .toList();
            List<HostGroup> hgs = hostGroups.entrySet().stream()
                    .map(e -> new HostGroup(e.getKey(), e.getValue()))
                    .toList();
            List<LunMapping> others = PublicationDiff.touchesOthers(wanted, target, tgs, hgs)
                    ? mappings.stream().filter(m -> !m.volume().equals(VOLUME)).toList()
                    : List.of();
            return PublicationDiff.of(
                    "san",
                    wanted,
                    new PublicationState(
                            VOLUME,
                            target,
                            tgs,
                            hgs,
                            initiators,
                            own,
                            own.isEmpty()
                                    ? null
                                    : new LogicalUnit(Naa.of("0123456789abcdef"), VOLUME, cacheDisabled, false),
                            others));
        }

        void publish(Wanted wanted) {
            diff(wanted).steps().forEach(this::take);
        }

        void take(PublicationStep step) {
            Command<?> command = step.order().command();
            if (command instanceof SetChap s) {
                initiators.put(s.iqn(), new RemoteInitiator(s.iqn(), s.login().user(), true));
            } else if (command instanceof CreateTarget s) {
                assertThat(targets.put(s.iqn(), new IscsiTarget(s.iqn(), "online", false, s.portals())))
                        .isNull();
            } else if (command instanceof RequireChap s) {
                IscsiTarget old = targets.get(s.iqn());
                assertThat(s.chap()).isTrue();
                targets.put(s.iqn(), new IscsiTarget(s.iqn(), old.state(), true, old.portals()));
            } else if (command instanceof CreateGroup s) {
                assertThat(groups(s.kind()).put(s.group(), s.members())).isNull();
            } else if (command instanceof WidenGroup s) {
                Set<Iqn> old = groups(s.kind()).put(s.group(), s.members());
                assertThat(s.members()).containsAll(old);
                assertThat(old.isEmpty() || s.kind() == StorageGroup.Kind.HOST).isTrue();
            } else if (command instanceof CreateMapping s) {
                mappings.add(new LunMapping("m" + mappings.size(), s.volume(), 0, s.targetGroup(), s.hostGroup()));
            } else if (command instanceof SetWriteCache s) {
                cacheDisabled = !s.enabled();
            }
        }

        private Map<String, Set<Iqn>> groups(StorageGroup.Kind kind) {
            return kind == StorageGroup.Kind.TARGET ? targetGroups : hostGroups;
        }

        Set<Iqn> sees(DatasetPath volume) {
            Set<Iqn> seers = new TreeSet<>();
            mappings.stream()
                    .filter(m -> m.volume().equals(volume))
                    .forEach(m -> seers.addAll(hostGroups.getOrDefault(m.hostGroup(), Set.of(HV3))));
            return seers;
        }

        static World random(Random random) {
            World world = new World();
            for (Iqn target : List.of(TARGET, OTHER_TARGET)) {
                if (random.nextBoolean()) {
                    world.targets.put(
                            target,
                            new IscsiTarget(
                                    target,
                                    "online",
                                    random.nextInt(3) == 0,
                                    random.nextInt(4) > 0 ? List.of(PORTAL) : List.of()));
                }
            }
            for (String group : List.of("csv", "tg2")) {
                if (random.nextBoolean()) {
                    world.targetGroups.put(group, some(random, List.of(TARGET, OTHER_TARGET)));
                }
            }
            for (String group : List.of("rack", "hg2")) {
                if (random.nextBoolean()) {
                    world.hostGroups.put(group, some(random, List.of(HV1, HV2, HV3)));
                }
            }
            for (Iqn name : List.of(HV1, HV2, HV3)) {
                if (random.nextBoolean()) {
                    world.initiators.put(
                            name,
                            new RemoteInitiator(name, random.nextBoolean() ? "rack" : null, random.nextBoolean()));
                }
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                world.mappings.add(new LunMapping(
                        "r" + i,
                        random.nextInt(3) == 0 ? VOLUME : OTHER,
                        i,
                        List.of("csv", "csv", "tg2", "all").get(random.nextInt(4)),
                        List.of("rack", "rack", "hg2", "all").get(random.nextInt(4))));
            }
            world.cacheDisabled = random.nextBoolean();
            return world;
        }

        private static Set<Iqn> some(Random random, List<Iqn> of) {
            Set<Iqn> some = new TreeSet<>(of);
            some.removeIf(x -> random.nextInt(3) == 0);
            return some;
        }

        @Override
        public String toString() {
            return targets + " " + targetGroups + " " + hostGroups + " " + initiators + " " + mappings;
        }
    }
}
