package io.quorate.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.flow.DiskDecision.Keep;
import io.quorate.flow.DiskDecision.NeedsConsent;
import io.quorate.flow.DiskDecision.Prepare;
import io.quorate.flow.DiskDecision.Refuse;
import io.quorate.flow.DiskDecision.Wipe;
import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.san.Reservations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DiskDecisionTest {
    private static final Naa NAA = Naa.of("600144f0000000000000000000000001");
    private static final String IDENTITY = NAA.hex() + "@1048576";
    private static final Consent CONSENT = Consent.to(IDENTITY, "nobody needs it");

    private final Map<String, DiskContent> seen = new LinkedHashMap<>();

    @Test
    void empty_theFirstNodePrepares() {
        see("HV1", State.EMPTY, PartitionStyle.RAW, true);
        see("HV2", State.EMPTY, PartitionStyle.RAW, true);
        assertThat(decide(null)).isEqualTo(new Prepare("HV1", List.of()));
    }

    @Test
    @DisplayName("offline everywhere without a partition table: preparing looks closer on one node")
    void offlineRaw_isLookedAtCloserByOneNode() {
        see("HV1", State.UNKNOWN, PartitionStyle.RAW, true);
        see("HV2", State.UNKNOWN, PartitionStyle.RAW, true);
        assertThat(decide(null)).isEqualTo(new Prepare("HV1", List.of()));
    }

    @Test
    @DisplayName("where it is online it is prepared; a second node that has it online gives it up first")
    void empty_onlineElsewhere() {
        see("HV1", State.EMPTY, PartitionStyle.RAW, true);
        see("HV2", State.EMPTY, PartitionStyle.RAW, false);
        see("HV3", State.EMPTY, PartitionStyle.RAW, false);
        assertThat(decide(null)).isEqualTo(new Prepare("HV2", List.of("HV3")));
    }

    @Test
    @DisplayName("what another node prepared is never formatted, even if this one still sees nothing")
    void prepared_byAnyNode_isKept() {
        see("HV1", State.EMPTY, PartitionStyle.RAW, true);
        see("HV2", State.PREPARED, PartitionStyle.GPT, false);
        assertThat(decide(CONSENT)).isEqualTo(new Keep("HV2", "HV2 PREPARED"));
    }

    @Test
    void begun_goesOnWhereItWasBegun() {
        see("HV1", State.EMPTY, PartitionStyle.RAW, true);
        see("HV2", State.BEGUN, PartitionStyle.GPT, false);
        assertThat(decide(null)).isEqualTo(new Prepare("HV2", List.of()));
        see("HV1", State.BEGUN, PartitionStyle.GPT, true);
        assertThat(decide(null)).isEqualTo(new Prepare("HV2", List.of()));
    }

    @Test
    void foreign_needsAConsentForThisDisk() {
        see("HV1", State.EMPTY, PartitionStyle.RAW, true);
        see("HV2", State.FOREIGN, PartitionStyle.MBR, true);
        assertThat(decide(null))
                .isEqualTo(new NeedsConsent(IDENTITY, "HV2 says: HV2 FOREIGN; no consent to destroy it was given"));
        assertThat(decide(Consent.to(NAA.hex(), "without the size")))
                .isEqualTo(new NeedsConsent(
                        IDENTITY, "HV2 says: HV2 FOREIGN; the consent is for " + NAA.hex() + ", not for " + IDENTITY));
        assertThat(decide(CONSENT)).isEqualTo(new Wipe("HV2", List.of(), CONSENT));
    }

    @Test
    @DisplayName("an offline disk with a partition table is somebody's, whatever is in it")
    void offlineWithTable_isForeign() {
        see("HV1", State.UNKNOWN, PartitionStyle.GPT, true);
        assertThat(decide(null)).isInstanceOf(NeedsConsent.class);
        assertThat(decide(CONSENT)).isEqualTo(new Wipe("HV1", List.of(), CONSENT));
    }

    @Test
    @DisplayName("an offline disk with Quorate's mark of work begun is nobody else's, unless some node sees more on it")
    void offlineBegun_goesOn() {
        seen.put("HV2", offlineGpt("HV2", PreparedDisk.begunMark(NAA)));
        assertThat(decide(null)).isEqualTo(new Prepare("HV2", List.of()));
        see("HV1", State.BEGUN, PartitionStyle.GPT, false);
        assertThat(decide(null)).isEqualTo(new Prepare("HV1", List.of()));
        see("HV1", State.FOREIGN, PartitionStyle.GPT, false);
        assertThat(decide(CONSENT)).isInstanceOf(Refuse.class);
        see("HV1", State.PREPARED, PartitionStyle.GPT, false);
        assertThat(decide(CONSENT)).isInstanceOf(Keep.class);
        seen.clear();
        Naa clone = Naa.of("600144f0000000000000000000000002");
        seen.put("HV2", offlineGpt("HV2", PreparedDisk.begunMark(clone)));
        assertThat(decide(null)).isInstanceOf(NeedsConsent.class);
    }

    private static DiskContent offlineGpt(String node, UUID guid) {
        HostDisk disk = new HostDisk(
                node, NAA.hex(), NAA, 3, Size.mib(1), PartitionStyle.GPT, guid, true, false, false, "iSCSI");
        return new DiskContent(disk, State.UNKNOWN, node + " is offline");
    }

    @Test
    void unknown_isRefused_evenWithConsent() {
        see("HV1", State.EMPTY, PartitionStyle.RAW, true);
        see("HV2", State.UNKNOWN, PartitionStyle.RAW, false);
        assertThat(decide(CONSENT))
                .isEqualTo(new Refuse(
                        "it cannot be told what the disk carries: HV2 says: HV2 UNKNOWN",
                        "nothing is prepared unseen"));
        see("HV2", State.UNKNOWN, PartitionStyle.UNKNOWN, true);
        assertThat(decide(CONSENT)).isInstanceOf(Refuse.class);
    }

    @Test
    void disagreement_isRefused_evenWithConsent() {
        see("HV1", State.PREPARED, PartitionStyle.GPT, true);
        see("HV2", State.FOREIGN, PartitionStyle.GPT, true);
        assertThat(decide(CONSENT))
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refusal -> assertThat(refusal.why())
                                .isEqualTo("the nodes disagree on what the disk carries: "
                                        + "HV1 says: HV1 PREPARED; HV2 says: HV2 FOREIGN"));
    }

    @Test
    void reservedOrClustered_isSomebodyElses() {
        see("HV1", State.EMPTY, PartitionStyle.RAW, true);
        Reservations reserved = new Reservations(7, List.of(0x6ab2L, -1L), 0x6ab2L, 5);
        assertThat(DiskDecision.of(seen, reserved, CONSENT))
                .isEqualTo(new Refuse(
                        "somebody reserved the logical unit and this cluster does not have it: "
                                + "keys 0x6ab2, 0xffffffffffffffff, held by 0x6ab2",
                        "find out who uses it; a cluster that is gone leaves its keys behind"));
        assertThat(DiskDecision.of(seen, new Reservations(7, List.of(), null, null), null))
                .isInstanceOf(Prepare.class);
        seen.put("HV2", content("HV2", State.UNKNOWN, PartitionStyle.GPT, true, true));
        assertThat(decide(CONSENT))
                .isInstanceOfSatisfying(
                        Refuse.class,
                        refusal -> assertThat(refusal.why()).startsWith("a cluster owns the disk on HV2"));
    }

    @Test
    @DisplayName(
            "of all views of three nodes: written only if nobody sees anything foreign, prepared or unreadable, or consent was given")
    void everyCombination() {
        List<DiskContent> views = new ArrayList<>();
        for (State state : State.values()) {
            for (PartitionStyle style : PartitionStyle.values()) {
                for (boolean offline : List.of(true, false)) {
                    views.add(content("HV", state, style, offline, false));
                }
            }
        }
        int written = 0;
        for (DiskContent a : views) {
            for (DiskContent b : views) {
                for (DiskContent c : views) {
                    Map<String, DiskContent> three = new LinkedHashMap<>();
                    three.put("A", a);
                    three.put("B", b);
                    three.put("C", c);
                    DiskDecision plain = DiskDecision.of(three, null, null);
                    if (plain instanceof Prepare prepare) {
                        written++;
                        for (DiskContent view : three.values()) {
                            assertThat(view.state()).isNotIn(State.FOREIGN, State.PREPARED);
                            assertThat(view.state() == State.UNKNOWN
                                            && (!view.disk().offline()
                                                    || view.disk().style() != PartitionStyle.RAW))
                                    .isFalse();
                        }
                        assertThat(prepare.offlineFirst()).doesNotContain(prepare.node());
                        three.forEach((node, view) -> assertThat(view.disk().offline()
                                        || node.equals(prepare.node())
                                        || prepare.offlineFirst().contains(node))
                                .isTrue());
                    }
                    assertThat(plain).isNotInstanceOf(Wipe.class);
                    DiskDecision allowed = DiskDecision.of(three, null, CONSENT);
                    if (!(plain instanceof NeedsConsent)) {
                        assertThat(allowed).isEqualTo(plain);
                    } else {
                        assertThat(allowed).isInstanceOf(Wipe.class);
                    }
                }
            }
        }
        assertThat(written).isGreaterThan(100);
    }

    private DiskDecision decide(Consent consent) {
        return DiskDecision.of(seen, null, consent);
    }

    private void see(String node, State state, PartitionStyle style, boolean offline) {
        seen.put(node, content(node, state, style, offline, false));
    }

    private static DiskContent content(
            String node, State state, PartitionStyle style, boolean offline, boolean clustered) {
        HostDisk disk =
                new HostDisk(node, NAA.hex(), NAA, 3, Size.mib(1), style, null, offline, false, clustered, "iSCSI");
        return new DiskContent(disk, state, node + " " + state);
    }
}
