package io.quorate.iscsi.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.error.UntrustedException;
import io.quorate.iscsi.InitiatorLogin;
import io.quorate.iscsi.InitiatorSession;
import io.quorate.iscsi.QuorateInitiatorProvider;
import io.quorate.iscsi.pdu.Opcode;
import io.quorate.iscsi.scsi.ScsiRequest;
import io.quorate.san.DatasetPath;
import io.quorate.san.DiscoveredTarget;
import io.quorate.san.FitnessReport;
import io.quorate.san.FitnessReport.Check;
import io.quorate.san.FitnessReport.Verdict;
import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.san.LunIdentity;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our initiator against tgtd, which nobody here wrote; every unit of the conversations is judged by jSCSI's codec, too. */
class TgtdPeerTest {
    private static final Iqn OPEN = Iqn.of("iqn.2026-11.example:open");
    private static final Iqn ONE_WAY = Iqn.of("iqn.2026-11.example:oneway");
    private static final Iqn MUTUAL = Iqn.of("iqn.2026-11.example:mutual");
    private static final Iqn LARGE_BLOCKS = Iqn.of("iqn.2026-11.example:large");
    private static final Iqn CLUSTERED = Iqn.of("iqn.2026-11.example:clustered");
    private static final Iqn PROTECTED = Iqn.of("iqn.2026-11.example:protected");
    private static final Credentials RIGHT = Credentials.chap("verifier", Secret.of("secret-of-ours"));
    private static final Credentials BOTH_WAYS =
            Credentials.mutualChap("verifier", Secret.of("secret-of-ours"), "appliance", Secret.of("secret-of-its"));
    private static final long FOREIGN = 0x1234_5678_9ABC_DEF0L;
    private static final long LEFT_OVER = 0x5152_5652_0000_0007L;

    @TempDir
    static Path directory;

    private static @Nullable Tgtd tgtd;
    private static @Nullable Path openDisk;

    private final List<Recorder> recorders = new ArrayList<>();
    private final List<Quorate> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Tgtd.need();
        Tgtd started = Tgtd.start(directory);
        tgtd = started;
        openDisk = started.disk(started.target(OPEN), 1, 32, 512);
        started.account("verifier", "secret-of-ours");
        started.account("appliance", "secret-of-its");
        int oneWay = started.target(ONE_WAY);
        started.bindAccount(oneWay, "verifier", false);
        started.disk(oneWay, 1, 8, 512);
        int mutual = started.target(MUTUAL);
        started.bindAccount(mutual, "verifier", false);
        started.bindAccount(mutual, "appliance", true);
        started.disk(mutual, 1, 8, 512);
        started.disk(started.target(LARGE_BLOCKS), 1, 8, 4096);
        started.disk(started.target(CLUSTERED), 1, 8, 512);
        int shielded = started.target(PROTECTED);
        started.disk(shielded, 1, 8, 512);
        started.protect(shielded, 1);
    }

    @AfterAll
    static void stop() throws Exception {
        if (tgtd != null) {
            tgtd.close();
        }
    }

    @AfterEach
    void judge() throws Exception {
        opened.forEach(Quorate::close);
        for (Recorder recorder : recorders) {
            Conversations.judge(recorder.units());
        }
    }

    private Recorder recorder() throws Exception {
        Recorder recorder = new Recorder(tgtd.portal);
        recorders.add(recorder);
        return recorder;
    }

    private IscsiClient client(@Nullable Credentials credentials, Portal portal) {
        Quorate quorate = Quorate.builder()
                .endpoint("san", "iscsi://" + portal, spec -> {
                    spec.option("access", "read-write");
                    if (credentials != null) {
                        spec.credentials(credentials);
                    }
                })
                .build();
        opened.add(quorate);
        return quorate.iscsi("san");
    }

    private IscsiClient client(@Nullable Credentials credentials) throws Exception {
        return client(credentials, recorder().portal());
    }

    /** A session below the client, to leave behind what a client would not. */
    private InitiatorSession session(Iqn as, Iqn target) throws Exception {
        QuorateRuntime runtime = QuorateRuntime.system();
        return new QuorateInitiatorProvider()
                .open(runtime)
                .login(
                        new InitiatorLogin(recorder().portal(), as, target, null, false, false, 1, true),
                        Deadline.in(Duration.ofSeconds(10), runtime));
    }

    private static void run(InitiatorSession session, ScsiRequest request) {
        assertThat(session.execute(
                                request.cdb(),
                                request.out(),
                                request.expectedIn(),
                                Deadline.in(Duration.ofSeconds(10), QuorateRuntime.system()))
                        .status())
                .isZero();
    }

    private Publication publication(IscsiClient client, Iqn target, boolean chap) throws Exception {
        LunIdentity identity = client.identify(target, 1);
        return new Publication(
                DatasetPath.of("tank/vg/csv1"),
                identity.size(),
                identity.naa(),
                1,
                target,
                List.of(recorder().portal(), recorder().portal()),
                "tg",
                "hg",
                Set.of(),
                chap);
    }

    private static Check reservations(FitnessReport report) {
        return report.checks().stream()
                .filter(check -> check.name().equals(FitnessReport.RESERVATIONS))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void discover_namesEveryTarget() throws Exception {
        assertThat(client(null).discover())
                .extracting(DiscoveredTarget::name)
                .containsExactlyInAnyOrder(OPEN, ONE_WAY, MUTUAL, LARGE_BLOCKS, CLUSTERED, PROTECTED);
        assertThat(client(null).discover().get(0).portals()).containsExactly(tgtd.portal);
    }

    @Test
    void luns_andTheirIdentities() throws Exception {
        IscsiClient client = client(null);
        assertThat(client.luns(OPEN)).containsExactly(0, 1);
        LunIdentity disk = client.identify(OPEN, 1);
        assertThat(disk.vendor()).isEqualTo("IET");
        assertThat(disk.size()).isEqualTo(Size.mib(32));
        assertThat(disk.blockSize()).isEqualTo(Size.bytes(512));
        assertThat(disk.serial()).isNotEmpty();
        assertThat(disk.naa()).isNotNull();
        assertThat(client.identify(LARGE_BLOCKS, 1).blockSize()).isEqualTo(Size.bytes(4096));
        assertThatThrownBy(() -> client.identify(OPEN, 0))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("type 0x0C");
        assertThatThrownBy(() -> client.identify(OPEN, 7)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.luns(Iqn.of("iqn.2026-11.example:nobody")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName("what is written is in the file behind the disk; a burst longer than the first waits for R2T")
    void writeAndRead_moveTheBlocksThatWereMeant() throws Exception {
        IscsiClient client = client(null);
        byte[] data = new byte[(2 << 20) + 512]; // 33 commands, eight at a time
        new Random(11).nextBytes(data);
        Naa naa = client.identify(OPEN, 1).naa();
        client.write(OPEN, 1, 100, data, Consent.to(naa.hex(), "peer test"));
        assertThat(client.read(OPEN, 1, 100, data.length / 512)).isEqualTo(data);
        byte[] file = Files.readAllBytes(openDisk);
        assertThat(Arrays.copyOfRange(file, 51_200, 51_200 + data.length)).isEqualTo(data);
        assertThat(Arrays.copyOfRange(file, 0, 51_200)).containsOnly(0);

        opened.get(0).close(); // what rests is logged out
        Recorder talk = recorders.get(0);
        assertThat(Conversations.judge(talk.units()))
                .contains(
                        Opcode.LOGIN_REQUEST,
                        Opcode.LOGIN_RESPONSE,
                        Opcode.SCSI_COMMAND,
                        Opcode.SCSI_RESPONSE,
                        Opcode.DATA_IN,
                        Opcode.DATA_OUT,
                        Opcode.READY_TO_TRANSFER,
                        Opcode.LOGOUT_REQUEST,
                        Opcode.LOGOUT_RESPONSE);
    }

    @Test
    void chap_oneWay() throws Exception {
        assertThat(client(RIGHT).luns(ONE_WAY)).containsExactly(0, 1);
        assertThatThrownBy(() -> client(null).luns(ONE_WAY)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> client(Credentials.chap("verifier", Secret.of("another-secret")))
                        .luns(ONE_WAY))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("2/1")
                .hasMessageNotContaining("another-secret");
        assertThatThrownBy(() -> client(Credentials.chap("somebody", Secret.of("secret-of-ours")))
                        .luns(ONE_WAY))
                .isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void chap_mutual() throws Exception {
        assertThat(client(BOTH_WAYS).luns(MUTUAL)).containsExactly(0, 1);
        assertThatThrownBy(() -> client(Credentials.mutualChap(
                                "verifier", Secret.of("secret-of-ours"), "appliance", Secret.of("not-its-secret")))
                        .luns(MUTUAL))
                .isInstanceOf(UntrustedException.class)
                .hasMessageNotContaining("not-its-secret");
        // It refuses to prove itself where it has no name and secret of its own.
        assertThatThrownBy(() -> client(BOTH_WAYS).luns(ONE_WAY)).isInstanceOf(AccessDeniedException.class);
        // Nor does it take an offer of CHAP alone where it wants none.
        assertThatThrownBy(() -> client(RIGHT).luns(OPEN)).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void verify_provesTwoInitiatorsWithChapAndLeavesNothing() throws Exception {
        IscsiClient client = client(RIGHT);
        FitnessReport report = client.verifyPublication(publication(client, ONE_WAY, true));
        assertThat(report.findings()).isEmpty();
        assertThat(report.fit()).isTrue();
        assertThat(client.reservations(ONE_WAY, 1).any()).isFalse();
    }

    @Test
    void verify_withMutualChap() throws Exception {
        IscsiClient client = client(BOTH_WAYS);
        assertThat(client.verifyPublication(publication(client, MUTUAL, true)).findings())
                .isEmpty();
    }

    @Test
    void verify_ofLargeBlocksWithoutChap() throws Exception {
        IscsiClient client = client(null);
        assertThat(client.verifyPublication(publication(client, LARGE_BLOCKS, false))
                        .findings())
                .isEmpty();
    }

    @Test
    void verify_whenChapIsNotEnforced_fails() throws Exception {
        IscsiClient client = client(null);
        Publication open = publication(client, LARGE_BLOCKS, true);
        FitnessReport report = client(RIGHT).verifyPublication(open);
        assertThat(report.fit()).isFalse();
        assertThat(report.findings())
                .filteredOn(check -> check.name().equals(FitnessReport.CHAP))
                .hasSize(2)
                .allSatisfy(check -> assertThat(check.verdict()).isEqualTo(Verdict.FAILED));
    }

    @Test
    void verify_ofAProtectedDisk_fails() throws Exception {
        IscsiClient client = client(null);
        FitnessReport report = client.verifyPublication(publication(client, PROTECTED, false));
        assertThat(report.findings())
                .filteredOn(check -> check.name().equals(FitnessReport.WRITABLE))
                .hasSize(1);
        assertThat(client.reservations(PROTECTED, 1).any()).isFalse();
    }

    @Test
    void verify_ofADiskThatIsNotWhatWasPublished_neverReserves() throws Exception {
        IscsiClient client = client(null);
        Publication real = publication(client, OPEN, false);
        Publication wrong = new Publication(
                real.volume(),
                Size.gib(1),
                Naa.of("600144F0C0FFEE000000000000000001"),
                1,
                OPEN,
                real.portals(),
                "tg",
                "hg",
                Set.of(),
                false);
        long before = client.reservations(OPEN, 1).generation();
        FitnessReport report = client.verifyPublication(wrong);
        assertThat(report.findings())
                .extracting(Check::name)
                .containsExactlyInAnyOrder("naa", "naa", "capacity", "capacity", "reservations", "writable");
        assertThat(client.reservations(OPEN, 1).generation()).isEqualTo(before);
    }

    @Test
    @DisplayName("a cluster's key and reservation are left alone; keys of an interrupted proof are not")
    void verify_distinguishesForeignKeysFromItsOwn() throws Exception {
        IscsiClient client = client(null);
        Publication publication = publication(client, CLUSTERED, false);
        try (InitiatorSession node = session(Iqn.of("iqn.1991-05.com.microsoft:hv1"), CLUSTERED)) {
            run(node, ScsiRequest.testUnitReady());
            run(node, ScsiRequest.register(0, FOREIGN));
            run(node, ScsiRequest.reserve(FOREIGN, 5));
            FitnessReport report = client.verifyPublication(publication);
            // MODE SENSE is among what a reservation keeps others from.
            assertThat(report.findings())
                    .allSatisfy(check -> assertThat(check.verdict()).isEqualTo(Verdict.NOT_TESTED))
                    .extracting(Check::name)
                    .containsExactly("reservations", "writable");
            assertThat(reservations(report).verdict()).isEqualTo(Verdict.NOT_TESTED);
            assertThat(reservations(report).detail()).contains("0x123456789ABCDEF0");
            assertThat(client.reservations(CLUSTERED, 1).keys()).containsExactly(FOREIGN);
            assertThat(client.reservations(CLUSTERED, 1).holder()).isEqualTo(FOREIGN);
            run(node, ScsiRequest.release(FOREIGN, 5));
            run(node, ScsiRequest.register(FOREIGN, 0));
        }
        try (InitiatorSession gone = session(Iqn.of("iqn.2026-11.io.quorate:initiator-2"), CLUSTERED)) {
            run(gone, ScsiRequest.testUnitReady());
            run(gone, ScsiRequest.register(0, LEFT_OVER));
            run(gone, ScsiRequest.reserve(LEFT_OVER, 5));
        }
        assertThat(client.reservations(CLUSTERED, 1).holder()).isEqualTo(LEFT_OVER);
        assertThat(client.verifyPublication(publication).findings()).isEmpty();
        assertThat(client.reservations(CLUSTERED, 1).any()).isFalse();
    }

    @Test
    void verify_withOneDeadPortal_looksAtTheOther() throws Exception {
        IscsiClient client = client(null);
        Publication real = publication(client, OPEN, false);
        Portal dead = Portal.of("127.0.0.1", Peers.freePort());
        FitnessReport report = client.verifyPublication(new Publication(
                real.volume(),
                real.size(),
                real.naa(),
                1,
                OPEN,
                List.of(dead, real.portals().get(1)),
                "tg",
                "hg",
                Set.of(),
                false));
        assertThat(report.findings())
                .allSatisfy(check -> assertThat(check.subject()).isEqualTo(dead.toString()));
        assertThat(reservations(report).verdict()).isEqualTo(Verdict.PASSED);
    }
}
