package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.storage.PublicationSpec.Wanted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a publication says and does about what belongs to others. */
class PublicationDiffOthersTest {
    private static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv1");
    private static final DatasetPath OTHER = DatasetPath.of("tank/vg/other");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.example:csv");
    private static final Iqn OTHER_TARGET = Iqn.of("iqn.2005-07.com.example:other");
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");
    private static final Portal PORTAL = Portal.of("10.0.0.5");
    private static final Portal SECOND = Portal.of("10.0.1.5");
    private static final ChapLogin CHAP = new ChapLogin("rack", Secret.of("Canary-secret-1"));

    private @Nullable IscsiTarget target;
    private List<TargetGroup> targetGroups = List.of();
    private List<HostGroup> hostGroups = List.of();
    private final Map<Iqn, RemoteInitiator> initiators = new LinkedHashMap<>();
    private List<LunMapping> mappings = List.of();
    private @Nullable LogicalUnit unit;
    private List<LunMapping> others = List.of();

    private static Wanted wanted(Consumer<PublicationSpec> more) {
        PublicationSpec spec = new PublicationSpec()
                .target(TARGET)
                .addPortal(PORTAL)
                .initiators(List.of(HV1, HV2))
                .hostGroup("rack");
        more.accept(spec);
        return spec.build(VOLUME);
    }

    private PublicationDiff diff(Consumer<PublicationSpec> more) {
        return PublicationDiff.of(
                "san",
                wanted(more),
                new PublicationState(VOLUME, target, targetGroups, hostGroups, initiators, mappings, unit, others));
    }

    private List<String> steps(Consumer<PublicationSpec> more) {
        return diff(more).steps().stream().map(PublicationStep::reason).toList();
    }

    private static IscsiTarget target(boolean chap, Portal... portals) {
        return new IscsiTarget(TARGET, "online", chap, List.of(portals));
    }

    private static LunMapping mapping(DatasetPath volume, String targetGroup, String hostGroup) {
        return new LunMapping("m-" + volume + targetGroup + hostGroup, volume, 3, targetGroup, hostGroup);
    }

    @Test
    @DisplayName("a path that nobody asked for, and one that is missing, are obstacles")
    void obstacle_portalsThatAreNotExactlyTheWanted() {
        target = target(false, PORTAL, SECOND);
        assertThat(diff(spec -> {}).obstacles())
                .containsExactly("target " + TARGET + " listens on 10.0.0.5:3260, 10.0.1.5:3260, not on 10.0.0.5:3260");
        assertThat(diff(spec -> spec.addPortal(SECOND)).obstacles()).isEmpty();
        target = target(false, SECOND, PORTAL);
        assertThat(diff(spec -> spec.addPortal(SECOND)).obstacles()).isEmpty();
        target = target(false, PORTAL);
        assertThat(diff(spec -> spec.addPortal(SECOND)).obstacles())
                .containsExactly("target " + TARGET + " listens on 10.0.0.5:3260, not on 10.0.0.5:3260, 10.0.1.5:3260");
        target = target(false);
        assertThat(diff(spec -> {}).obstacles())
                .containsExactly("target " + TARGET + " listens on no portal, not on 10.0.0.5:3260");
    }

    @Test
    void obstacle_anothersChapName_isToldAsItIs() {
        initiators.put(HV1, new RemoteInitiator(HV1, "somebody", true));
        initiators.put(HV2, new RemoteInitiator(HV2, null, true));
        List<String> obstacles = diff(spec -> spec.chap(CHAP)).obstacles();
        assertThat(obstacles).hasSize(2);
        assertThat(obstacles.get(0)).contains(HV1 + " has a CHAP secret and its CHAP name is somebody, not rack;");
        assertThat(obstacles.get(1)).contains(HV2 + " has a CHAP secret and its CHAP name is not set, not rack;");
    }

    @Test
    @DisplayName(
            "requiring CHAP shuts out whom the target serves now, by its own group or by a mapping for all; nobody else")
    void obstacle_chapShutsOut_onlyWhomTheTargetServes() {
        target = target(false, PORTAL);
        targetGroups = List.of(new TargetGroup("csv", Set.of(TARGET)), new TargetGroup("tg2", Set.of(OTHER_TARGET)));
        others = List.of(mapping(OTHER, "tg2", "hosts"));
        assertThat(diff(spec -> spec.chap(CHAP)).obstacles()).isEmpty();
        assertThat(steps(spec -> spec.chap(CHAP))).contains("have target " + TARGET + " require CHAP");
        for (String group : new String[] {"csv", "all", "ALL"}) {
            others = List.of(mapping(OTHER, group, "hosts"));
            assertThat(diff(spec -> spec.chap(CHAP)).obstacles())
                    .as(group)
                    .containsExactly("target " + TARGET
                            + " serves tank/vg/other without CHAP; requiring it would shut their initiators out");
        }
        target = target(true, PORTAL);
        assertThat(diff(spec -> spec.chap(CHAP)).obstacles()).isEmpty();
        assertThat(steps(spec -> spec.chap(CHAP))).noneMatch(step -> step.contains("require CHAP"));
    }

    @Test
    @DisplayName("an empty target group that others' mappings name would expose their volumes")
    void obstacle_emptyTargetGroupThatOthersName() {
        target = target(false, PORTAL);
        targetGroups = List.of(new TargetGroup("csv", Set.of()));
        assertThat(steps(spec -> {})).contains("put target " + TARGET + " into the empty target group csv");
        others = List.of(mapping(OTHER, "tg2", "hosts"));
        assertThat(diff(spec -> {}).obstacles()).isEmpty();
        others = List.of(mapping(OTHER, "csv", "hosts"));
        assertThat(diff(spec -> {}).obstacles())
                .containsExactly("target group csv is empty and named by mappings of tank/vg/other, which the target"
                        + " would expose");
    }

    @Test
    void widenedHostGroup_namesOnlyWhatItLetsThemSee() {
        hostGroups = List.of(new HostGroup("rack", Set.of(HV1)));
        others = List.of(mapping(OTHER, "csv", "hosts"));
        assertThat(steps(spec -> {})).contains("add " + HV2 + " to host group rack");
        others = List.of(mapping(OTHER, "csv", "rack"));
        assertThat(steps(spec -> {}))
                .contains("add " + HV2 + " to host group rack, which lets them see tank/vg/other, too");
    }

    @Test
    void writeCache_isSwitchedOnlyWhereItDiffers() {
        mappings = List.of(mapping(VOLUME, "csv", "rack"));
        for (boolean disabled : new boolean[] {true, false}) {
            unit = new LogicalUnit(Naa.of("0123456789abcdef"), VOLUME, disabled, false);
            assertThat(steps(spec -> {})).noneMatch(step -> step.contains("write cache"));
            assertThat(steps(spec -> spec.writeCache(!disabled))).noneMatch(step -> step.contains("write cache"));
            assertThat(steps(spec -> spec.writeCache(disabled)))
                    .contains("switch the write cache of volume tank/vg/csv1 " + (disabled ? "on" : "off"));
        }
        unit = null;
        assertThat(steps(spec -> spec.writeCache(true))).anyMatch(step -> step.endsWith("on"));
    }

    @Test
    @DisplayName("others' mappings are looked at where something that is there would be changed, and only there")
    void touchesOthers_whereSomethingThatIsThereChanges() {
        Wanted plain = wanted(spec -> {});
        Wanted chap = wanted(spec -> spec.chap(CHAP));
        assertThat(touches(plain, null, null, null)).isFalse();
        assertThat(touches(chap, null, null, null)).isFalse();
        assertThat(touches(chap, target(true), null, null)).isFalse();
        assertThat(touches(plain, target(false), null, null)).isFalse();
        assertThat(touches(chap, target(false), null, null)).isTrue();

        assertThat(touches(plain, null, new TargetGroup("csv", Set.of()), null)).isTrue();
        assertThat(touches(plain, null, new TargetGroup("csv", Set.of(TARGET)), null))
                .isFalse();
        assertThat(touches(plain, null, new TargetGroup("tg2", Set.of()), null)).isFalse();

        assertThat(touches(plain, null, null, new HostGroup("rack", Set.of(HV1))))
                .isTrue();
        assertThat(touches(plain, null, null, new HostGroup("rack", Set.of(HV1, HV2))))
                .isFalse();
        assertThat(touches(plain, null, null, new HostGroup("hosts", Set.of(HV1))))
                .isFalse();
    }

    private static boolean touches(
            Wanted wanted, @Nullable IscsiTarget target, @Nullable TargetGroup of, @Nullable HostGroup hosts) {
        return PublicationDiff.touchesOthers(
                wanted, target, of == null ? List.of() : List.of(of), hosts == null ? List.of() : List.of(hosts));
    }
}
