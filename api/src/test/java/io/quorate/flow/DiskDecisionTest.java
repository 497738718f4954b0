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

    private static final UUID WINDOWS = UUID.fromString("6f1c2a3b-4d5e-4f60-8a7b-0c1d2e3f4a5b");
    private static final UUID OTHER = UUID.fromString("16dd7ab4-93be-4c1c-9d55-1f0e2a7c9b10");

    private void see(String node, State state, UUID guid, boolean offline) {
        HostDisk disk = new HostDisk(
                node, NAA.hex(), NAA, 3, Size.mib(1), PartitionStyle.GPT, guid, offline, false, false, "iSCSI");
        seen.put(node, new DiskContent(disk, state, node + " " + state));
    }

    @Test
    @DisplayName(
            "killed between the table and its mark: who has seen the disk empty goes on, whatever others cannot see of the same table")
    void emptyTableSeenByOne_goesOnThere() {
        seen.put("HV2", offlineGpt("HV2", WINDOWS));
        see("HV1", State.EMPTY, WINDOWS, false);
        assertThat(decide(null)).isEqualTo(new Prepare("HV1", List.of()));
        assertThat(decide(CONSENT)).as("nothing has to be wiped").isEqualTo(new Prepare("HV1", List.of()));
        seen.put("HV3", offlineGpt("HV3", WINDOWS));
        assertThat(decide(null)).isEqualTo(new Prepare("HV1", List.of()));
    }

    @Test
    @DisplayName(
            "killed between the table and its mark, and offline everywhere since: nobody can tell, and no wipe is offered")
    void tableSeenByNobody_asksForALook_neverForAWipe() {
        seen.put("HV1", offlineGpt("HV1", WINDOWS));
        seen.put("HV2", offlineGpt("HV2", WINDOWS));
        for (Consent consent : new Consent[] {null, Consent.to(NAA.hex(), "without the size")}) {
            assertThat(decide(consent))
                    .isEqualTo(new DiskDecision.Look(
                            "it cannot be told what the disk carries, because it is offline: "
                                    + "HV1 says: HV1 is offline; HV2 says: HV2 is offline",
                            "bring it online on one node that may have it, or name an endpoint of an initiator of our own,"
                                    + " and run it again: then it can be seen"));
        }
        assertThat(decide(CONSENT)).as("the caller's word counts").isEqualTo(new Wipe("HV1", List.of(), CONSENT));
    }

    @Test
    @DisplayName("read from the logical unit itself to be empty: that very table, and no other")
    void tableReadFromTheUnit_isEmpty() {
        seen.put("HV1", offlineGpt("HV1", WINDOWS));
        seen.put("HV2", offlineGpt("HV2", WINDOWS));
        assertThat(DiskDecision.of(seen, null, null, WINDOWS)).isEqualTo(new Prepare("HV1", List.of()));
        assertThat(DiskDecision.of(seen, null, null, OTHER)).isInstanceOf(DiskDecision.Look.class);
        seen.put("HV2", offlineGpt("HV2", OTHER));
        assertThat(DiskDecision.of(seen, null, null, WINDOWS)).isInstanceOf(DiskDecision.Look.class);
    }

    @Test
    @DisplayName("one sees nothing and another shows a different table: they disagree, and no wipe is offered")
    void emptySeenByOne_anotherTableOnTheOther_isRefused() {
        see("HV1", State.EMPTY, WINDOWS, false);
        seen.put("HV2", offlineGpt("HV2", OTHER));
        assertThat(decide(null))
                .isEqualTo(new Refuse(
                        "the nodes disagree on what the disk carries: HV1 says: HV1 EMPTY; HV2 says: HV2 is offline",
                        "rescan the nodes' disks, and look which table each of them shows"));
        see("HV1", State.EMPTY, PartitionStyle.RAW, false);
        assertThat(decide(null)).isInstanceOf(Refuse.class);
        assertThat(decide(CONSENT)).isEqualTo(new Wipe("HV2", List.of("HV1"), CONSENT));
    }

    @Test
    @DisplayName("what one has seen to be foreign needs a consent, whatever others cannot see")
    void foreignSeenByOne_needsAConsent() {
        see("HV1", State.FOREIGN, WINDOWS, false);
        seen.put("HV2", offlineGpt("HV2", WINDOWS));
        assertThat(decide(null))
                .isEqualTo(new NeedsConsent(IDENTITY, "HV1 says: HV1 FOREIGN; no consent to destroy it was given"));
        assertThat(decide(CONSENT)).isEqualTo(new Wipe("HV1", List.of(), CONSENT));
        assertThat(DiskDecision.of(seen, null, null, WINDOWS)).isInstanceOf(NeedsConsent.class);
    }

    @Test
    @DisplayName("begun or prepared on one and another table on the other: refused, with consent, too")
    void ourMarkOnOne_anotherTableOnTheOther_isRefused() {
        see("HV1", State.PREPARED, PreparedDisk.mark(NAA), false);
        seen.put("HV2", offlineGpt("HV2", WINDOWS));
        assertThat(decide(null)).isInstanceOf(Refuse.class);
        assertThat(decide(CONSENT)).isInstanceOf(Refuse.class);
        see("HV1", State.BEGUN, PreparedDisk.begunMark(NAA), false);
        assertThat(decide(CONSENT)).isInstanceOf(Refuse.class);
        see("HV1", State.EMPTY, PartitionStyle.RAW, true);
        seen.put("HV3", offlineGpt("HV3", PreparedDisk.begunMark(NAA)));
        assertThat(decide(CONSENT)).isInstanceOf(Refuse.class);
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
