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

    private List<String> obstacles(Consumer<PublicationSpec> more) {
        return world.diff(wanted(more)).obstacles();
    }

    private List<String> reasons(Consumer<PublicationSpec> more) {
        return world.diff(wanted(more)).steps().stream()
                .map(PublicationStep::reason)
                .toList();
    }

    private void listens(Portal... portals) {
        world.targets.put(TARGET, new IscsiTarget(TARGET, "online", false, List.of(portals)));
    }

    @Test
    @DisplayName(
            "a target that listens on more portals than are wanted is a path nobody asked for; on fewer, one that is missed")
    void obstacle_portalsAreExactlyThoseWanted() {
        Portal second = Portal.of("10.0.1.5");
        listens(PORTAL, second);
        assertThat(obstacles(spec -> {}))
                .containsExactly("target " + TARGET + " listens on 10.0.0.5:3260, 10.0.1.5:3260, not on 10.0.0.5:3260");
        assertThat(obstacles(spec -> spec.addPortal(second))).isEmpty();
        listens(second, PORTAL);
        assertThat(obstacles(spec -> spec.addPortal(second)))
                .as("their order is the appliance's")
                .isEmpty();
        listens(PORTAL);
        assertThat(obstacles(spec -> spec.addPortal(second)))
                .containsExactly("target " + TARGET + " listens on 10.0.0.5:3260, not on 10.0.0.5:3260, 10.0.1.5:3260");
        assertThat(reasons(spec -> spec.addPortal(second))).noneMatch(reason -> reason.contains("create target iqn"));
        listens();
        assertThat(obstacles(spec -> {}))
                .containsExactly("target " + TARGET + " listens on no portal, not on 10.0.0.5:3260");
    }

    @Test
    @DisplayName("a target that is there already is not made again, nor asked for CHAP that it requires")
    void target_thatIsThere_isUsed() {
        listens(PORTAL);
        assertThat(reasons(spec -> {}).get(0)).startsWith("create target group csv");
        assertThat(reasons(spec -> spec.chap(CHAP))).contains("have target " + TARGET + " require CHAP");
        world.targets.put(TARGET, new IscsiTarget(TARGET, "online", true, List.of(PORTAL)));
        assertThat(reasons(spec -> spec.chap(CHAP))).noneMatch(reason -> reason.contains("require CHAP"));
    }

    @Test
    @DisplayName(
            "CHAP that is required shuts out whoever is served by this target: through its group, or through all targets, and nobody else")
    void obstacle_chapShutsOutWhomTheTargetServes() {
        listens(PORTAL);
        world.targetGroups.put("csv", Set.of(TARGET));
        world.targetGroups.put("elsewhere", Set.of(OTHER_TARGET));
        world.mappings.add(new LunMapping("m1", OTHER, 3, "elsewhere", "others"));
        assertThat(obstacles(spec -> spec.chap(CHAP))).isEmpty();
        world.mappings.add(new LunMapping("m2", DatasetPath.of("tank/vg/b"), 4, "All", "others"));
        assertThat(obstacles(spec -> spec.chap(CHAP)))
                .containsExactly("target " + TARGET
                        + " serves tank/vg/b without CHAP; requiring it would shut their initiators out");
        world.mappings.add(new LunMapping("m3", DatasetPath.of("tank/vg/a"), 5, "csv", "others"));
        assertThat(obstacles(spec -> spec.chap(CHAP)))
                .containsExactly("target " + TARGET
                        + " serves tank/vg/a, tank/vg/b without CHAP; requiring it would shut their initiators out");
        assertThat(obstacles(spec -> {})).isEmpty();
        world.targets.remove(TARGET);
        world.targetGroups.remove("csv");
        assertThat(obstacles(spec -> spec.chap(CHAP)))
                .as("a target that is made now serves nobody yet")
                .isEmpty();
    }

    @Test
    @DisplayName("a target that requires CHAP lets in who has a secret, whatever its name, and only who has one")
    void obstacle_chapThatIsRequired_needsASecretOfEach() {
        world.targets.put(TARGET, new IscsiTarget(TARGET, "online", true, List.of(PORTAL)));
        world.initiators.put(HV1, new RemoteInitiator(HV1, "somebody", true));
        world.initiators.put(HV2, new RemoteInitiator(HV2, "rack", false));
        String missing = " has no secret; give a CHAP name and secret";
        assertThat(obstacles(spec -> {}))
                .containsExactly("target " + TARGET + " requires CHAP and initiator " + HV2 + missing);
        world.initiators.clear();
        assertThat(obstacles(spec -> {}))
                .containsExactly(
                        "target " + TARGET + " requires CHAP and initiator " + HV1 + missing,
                        "target " + TARGET + " requires CHAP and initiator " + HV2 + missing);
        listens(PORTAL);
        assertThat(obstacles(spec -> {})).isEmpty();
    }

    @Test
    @DisplayName("a CHAP name that is another's is named, and what changing it would cost")
    void obstacle_chapNameOfAnother_isSaid() {
        String cost =
                "; changing it would shut it out of every other target at its next log-in, so say renewChap() if that is meant";
        world.initiators.put(HV1, new RemoteInitiator(HV1, "somebody", true));
        world.initiators.put(HV2, new RemoteInitiator(HV2, null, true));
        assertThat(obstacles(spec -> spec.chap(CHAP)))
                .containsExactly(
                        "initiator " + HV1 + " has a CHAP secret and its CHAP name is somebody, not rack" + cost,
                        "initiator " + HV2 + " has a CHAP secret and its CHAP name is not set, not rack" + cost);
        assertThat(reasons(spec -> spec.chap(CHAP).renewChap()).subList(0, 2))
                .containsExactly(
                        "set the CHAP name rack and its secret for initiator " + HV1 + ", because it is to be renewed",
                        "set the CHAP name rack and its secret for initiator " + HV2 + ", because it is to be renewed");
    }

    @Test
    @DisplayName("an empty target group gets the target, unless mappings of other volumes would expose them through it")
    void emptyTargetGroup() {
        listens(PORTAL);
        world.targetGroups.put("csv", Set.of());
        assertThat(obstacles(spec -> {})).isEmpty();
        assertThat(reasons(spec -> {}).get(0)).isEqualTo("put target " + TARGET + " into the empty target group csv");
        world.mappings.add(new LunMapping("m1", OTHER, 3, "another", "others"));
        assertThat(obstacles(spec -> {})).isEmpty();
        world.mappings.add(new LunMapping("m2", OTHER, 3, "csv", "others"));
        assertThat(obstacles(spec -> {}))
                .containsExactly(
                        "target group csv is empty and named by mappings of tank/vg/other, which the target would expose");
        world.targetGroups.put("csv", Set.of(TARGET));
        assertThat(obstacles(spec -> {})).isEmpty();
        assertThat(reasons(spec -> {})).noneMatch(reason -> reason.contains("target group csv with"));
    }

    @Test
    @DisplayName("groups of others that hold nobody of ours are left out of it")
    void groupsOfOthers() {
        world.targetGroups.put("elsewhere", Set.of(OTHER_TARGET));
        world.hostGroups.put("single", Set.of(HV3));
        assertThat(obstacles(spec -> {})).isEmpty();
        world.hostGroups.put("single", Set.of(HV3, HV2, HV1));
        assertThat(obstacles(spec -> {}))
                .containsExactly("host group single holds " + HV1 + ", " + HV2
                        + " already, and an initiator is in one group only");
    }

    @Test
    @DisplayName("who is missing in the host group is added, without a word on other volumes where there are none")
    void hostGroup_thatLacksMembers() {
        world.hostGroups.put("rack", Set.of(HV1));
        world.mappings.add(new LunMapping("m1", OTHER, 3, "csv2", "others"));
        assertThat(reasons(spec -> {})).contains("add " + HV2 + " to host group rack");
        world.hostGroups.put("rack", Set.of(HV1, HV3));
        assertThat(obstacles(spec -> {}))
                .containsExactly("host group rack lets further initiators see the volume: " + HV3);
        assertThat(reasons(spec -> {})).noneMatch(reason -> reason.startsWith("add "));
        world.hostGroups.put("rack", Set.of(HV1, HV2));
        assertThat(obstacles(spec -> {})).isEmpty();
        assertThat(reasons(spec -> {})).noneMatch(reason -> reason.contains("host group rack with"));
    }

    @Test
    @DisplayName("a mapping is the wanted one only through this target group and for this host group")
    void mapping_throughAnotherGroup_isAnObstacle() {
        world.mappings.add(new LunMapping("m1", VOLUME, 3, "tg2", "rack"));
        assertThat(obstacles(spec -> {}))
                .containsExactly(
                        "the volume is mapped as LUN 3 through target group tg2 for host group rack (mapping m1)");
        assertThat(reasons(spec -> {}))
                .contains("map volume tank/vg/csv1 through target group csv for host group rack");
        world.mappings.set(0, new LunMapping("m1", VOLUME, 3, "csv", "hg2"));
        assertThat(obstacles(spec -> {}))
                .containsExactly(
                        "the volume is mapped as LUN 3 through target group csv for host group hg2 (mapping m1)");
        world.mappings.set(0, new LunMapping("m1", VOLUME, 3, "csv", "rack"));
        assertThat(obstacles(spec -> {})).isEmpty();
        assertThat(reasons(spec -> {})).noneMatch(reason -> reason.startsWith("map "));
    }

    @Test
    @DisplayName("the write cache is switched only where it is asked for and is otherwise")
    void writeCache() {
        String on = "switch the write cache of volume tank/vg/csv1 on";
        String off = "switch the write cache of volume tank/vg/csv1 off";
        assertThat(reasons(spec -> spec.writeCache(true))).endsWith(on);
        assertThat(reasons(spec -> spec.writeCache(false))).endsWith(off);
        world.publish(wanted(spec -> {}));
        world.cacheDisabled = true;
        assertThat(reasons(spec -> {})).isEmpty();
        assertThat(reasons(spec -> spec.writeCache(true))).containsExactly(on);
        assertThat(reasons(spec -> spec.writeCache(false))).isEmpty();
        world.cacheDisabled = false;
        assertThat(reasons(spec -> spec.writeCache(true))).isEmpty();
        assertThat(reasons(spec -> spec.writeCache(false))).containsExactly(off);
    }

    @Test
    @DisplayName("other volumes are looked at where what is there already would be changed, and only then")
    void touchesOthers() {
        Wanted plain = wanted(spec -> {});
        Wanted chap = wanted(spec -> spec.chap(CHAP));
        IscsiTarget open = new IscsiTarget(TARGET, "online", false, List.of(PORTAL));
        IscsiTarget closed = new IscsiTarget(TARGET, "online", true, List.of(PORTAL));
        assertThat(PublicationDiff.touchesOthers(chap, open, List.of(), List.of()))
                .isTrue();
        assertThat(PublicationDiff.touchesOthers(chap, closed, List.of(), List.of()))
                .isFalse();
        assertThat(PublicationDiff.touchesOthers(chap, null, List.of(), List.of()))
                .isFalse();
        assertThat(PublicationDiff.touchesOthers(plain, open, List.of(), List.of()))
                .isFalse();
        TargetGroup empty = new TargetGroup("csv", Set.of());
        TargetGroup otherEmpty = new TargetGroup("tg2", Set.of());
        TargetGroup full = new TargetGroup("csv", Set.of(TARGET));
        assertThat(PublicationDiff.touchesOthers(plain, open, List.of(otherEmpty, empty), List.of()))
                .isTrue();
        assertThat(PublicationDiff.touchesOthers(plain, open, List.of(otherEmpty, full), List.of()))
                .isFalse();
        HostGroup lacking = new HostGroup("rack", Set.of(HV1));
        HostGroup otherLacking = new HostGroup("hg2", Set.of());
        HostGroup whole = new HostGroup("rack", Set.of(HV1, HV2));
        assertThat(PublicationDiff.touchesOthers(plain, open, List.of(), List.of(otherLacking, lacking)))
                .isTrue();
        assertThat(PublicationDiff.touchesOthers(plain, open, List.of(), List.of(otherLacking, whole)))
                .isFalse();
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
                .hasMessage(
                        "publication of tank/vg/csv1: say through which target; say on which portals; say which initiators see it;"
                                + " name the host group");
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
