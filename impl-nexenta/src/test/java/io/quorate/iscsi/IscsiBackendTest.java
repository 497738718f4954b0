package io.quorate.iscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.doctor.command.ExamineTargets;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnsupportedException;
import io.quorate.san.FitnessReport;
import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.san.LunAddress;
import io.quorate.san.LunIdentity;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.command.DiscoverTargets;
import io.quorate.san.command.GetInitiatorNames;
import io.quorate.san.command.IdentifyLun;
import io.quorate.san.command.ListLuns;
import io.quorate.san.command.ReadBlocks;
import io.quorate.san.command.ReadNaa;
import io.quorate.san.command.ReadReservations;
import io.quorate.san.command.VerifyPublication;
import io.quorate.san.command.WriteBlocks;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.Step;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IscsiBackendTest {
    private static final Iqn TARGET = ModelTarget.TARGET;
    private static final LunAddress UNIT = new LunAddress(TARGET, 3);
    private static final Consent CONSENT = Consent.to(Rack.NAA.hex().toLowerCase(), "test");

    private final ModelTarget target = new ModelTarget();
    private final ModelTarget.Unit unit = new ModelTarget.Unit(4096, 512);

    @BeforeEach
    void publish() {
        target.units.put(3, unit);
        target.units.put(300, new ModelTarget.Unit(8, 4096));
    }

    private IscsiClient client(String... options) {
        return Rack.client(target, target.world, List.of(Rack.ONE, Rack.TWO), null, options);
    }

    @Test
    void luns_areAscendingAndWithoutWellKnownUnits() {
        assertThat(client().luns(TARGET)).containsExactly(3, 300);
    }

    @Test
    void identify_tellsWhoItIs() {
        assertThat(client().identify(TARGET, 3))
                .isEqualTo(new LunIdentity(
                        TARGET, 3, "NEXENTA", "COMSTAR", "1.0", "SN42", Rack.NAA, Size.mib(2), Size.bytes(512), true));
    }

    @Test
    void identify_whatIsNoDisk_saysWhatItIs() {
        unit.type = 0x0C;
        assertThatThrownBy(() -> client().identify(TARGET, 3))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("no disk but a device of type 0x0C (NEXENTA COMSTAR)");
    }

    @Test
    void identify_whatIsNotThere_isNotFound() {
        assertThatThrownBy(() -> client().identify(TARGET, 4)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void call_whenOnePortalIsDead_goesToTheOther() {
        target.dead.add(Rack.ONE);
        assertThat(client().luns(TARGET)).isNotEmpty();
    }

    @Test
    void reservations_tellsKeysAndHolder() {
        assertThat(client().reservations(TARGET, 3).any()).isFalse();
        unit.registrations.put("hv1", 0x8000_0000_0000_0001L);
        unit.registrations.put("hv2", 2L);
        unit.holder = "hv1";
        unit.heldType = 5;
        var seen = client().reservations(TARGET, 3);
        assertThat(seen.keys()).containsExactly(0x8000_0000_0000_0001L, 2L);
        assertThat(seen.holder()).isEqualTo(0x8000_0000_0000_0001L);
        assertThat(seen.type()).isEqualTo(5);
        assertThat(seen.generation()).isEqualTo(0xFFFF_FFFEL);
    }

    @Test
    void writeAndRead_moveWholeBlocks() {
        byte[] data = new byte[2_000 * 512];
        Arrays.fill(data, (byte) 7);
        data[data.length - 1] = 9;
        IscsiClient client = client("access", "read-write");
        client.write(TARGET, 3, 5, data, CONSENT);
        assertThat(client.read(TARGET, 3, 5, 2_000)).isEqualTo(data);
        assertThat(client.read(TARGET, 3, 4, 1)).containsOnly(0);

        unit.blocks = new byte[3 << 20];
        byte[] large = new byte[(2 << 20) + 512];
        large[2 << 20] = 1;
        client.write(TARGET, 3, 1, large, CONSENT);
        assertThat(client.read(TARGET, 3, 1, large.length / 512)).isEqualTo(large);
        assertThat(target.log).filteredOn(line -> line.startsWith("read ")).contains("read 1 4097");
    }

    @Test
    void write_onAReadOnlyEndpoint_isRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> client().write(TARGET, 3, 0, new byte[512], CONSENT))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("access=read-write");
        assertThat(target.log).noneMatch(line -> line.startsWith("write"));
    }

    @Test
    void write_withoutConsentForThisUnit_sendsOnlyAReadOfItsIdentity() {
        IscsiClient client = client("access", "read-write");
        assertThatThrownBy(() -> client.write(TARGET, 3, 0, new byte[512], null))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining(Rack.NAA.hex());
        assertThatThrownBy(() -> client.write(
                        TARGET, 3, 0, new byte[512], Consent.to("600144F0C0FFEE000000000000000002", "another")))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(target.log).noneMatch(line -> line.startsWith("write"));
    }

    @Test
    void write_whenAnotherUnitAnswersInTheSessionThatWrites_writesNothing() {
        IscsiBackend backend = Rack.backend(target, target.world, null, Map.of("access", "read-write"));
        var other = new WriteBlocks(UNIT, Naa.of("600144F0C0FFEE000000000000000002"), 0, new byte[512]);
        var call = new Call("1", Rack.ONE.toString(), Deadline.in(Duration.ofSeconds(5), target.world));
        assertThatThrownBy(() -> backend.send(other, call))
                .hasMessage(TARGET + " LUN 3 is " + Rack.NAA
                        + " now and not 600144F0C0FFEE000000000000000002; nothing was written");
        assertThat(target.log).noneMatch(line -> line.startsWith("write"));
    }

    @Test
    void write_toWhatHasNoIdentity_isRefused() {
        unit.naa = new byte[0];
        assertThatThrownBy(() -> client("access", "read-write").write(TARGET, 3, 0, new byte[512], CONSENT))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("no NAA identifier");
    }

    @Test
    void blocks_thatAreTooManyOrBeyondTheEnd_areRefusedBeforeTheyMove() {
        assertThatThrownBy(() -> client().read(TARGET, 3, 4096, 1))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("beyond the end");
        assertThatThrownBy(() -> client().read(TARGET, 3, Long.MAX_VALUE, 1))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("beyond the end");
        assertThatThrownBy(() -> client().read(TARGET, 3, 0, Integer.MAX_VALUE))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("64 MiB");
        assertThatThrownBy(() -> client("access", "read-write")
                        .write(TARGET, 300, 0, new byte[512], Consent.to(Rack.NAA.hex(), "test")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("no whole number of blocks of 4096");
        assertThatThrownBy(() -> client().read(TARGET, 3, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(target.log).noneMatch(line -> line.startsWith("read ") || line.startsWith("write"));
    }

    @Test
    void missingFor_namesEveryFeatureTheInitiatorLacks() {
        target.features = EnumSet.noneOf(InitiatorFeature.class);
        IscsiBackend backend = Rack.backend(
                target,
                target.world,
                Credentials.mutualChap("a", Secret.of("secret-of-ours"), "b", Secret.of("secret-of-theirs")),
                Map.of("initiator", "fake", "digests", "data"));
        assertThat(backend.missingFor(new DiscoverTargets()))
                .extracting(line -> line.replaceAll(".*cannot do (\\w+), which iscsi.discover needs here;.*", "$1"))
                .containsExactly("DISCOVERY", "CHAP", "MUTUAL_CHAP", "DIGESTS");
        IscsiBackend plain = Rack.backend(target, target.world, null, Map.of("initiator", "fake"));
        assertThat(plain.missingFor(new ReadBlocks(new LunAddress(TARGET, 0), 0, 1)))
                .isEmpty();
        assertThat(plain.missingFor(new ReadBlocks(UNIT, 0, 1)))
                .containsExactly("initiator fake cannot do ANY_LUN, which iscsi.read needs here; the endpoint's option"
                        + " initiator=quorate can");
        assertThat(plain.missingFor(new ListLuns(TARGET))).hasSize(1);
        assertThat(plain.missingFor(new ReadReservations(UNIT))).hasSize(2);
        assertThatThrownBy(() -> client().identify(TARGET, 3)).isInstanceOf(UnsupportedException.class);
        assertThat(target.log).isEmpty();
    }

    @Test
    void explain_tellsEveryStepAndNoSecret() {
        IscsiBackend backend =
                Rack.backend(target, target.world, Rack.chap(), Map.of("access", "read-write", "digests", "both"));
        String host = Rack.ONE.toString();
        assertThat(lines(backend.foreseen(new WriteBlocks(UNIT, Rack.NAA, 8, new byte[1024]), host)))
                .containsExactly(
                        "log in to 10.0.0.11:3260 as iqn.2026-11.io.quorate:initiator, target " + TARGET
                                + ", CHAP as verifier, header and data digests, unless that is so",
                        "LUN 3: READ CAPACITY",
                        "LUN 3: INQUIRY, and pages 00, 83: go on only if it is " + Rack.NAA,
                        "LUN 3: WRITE 1024 bytes from block 8",
                        "LUN 3: SYNCHRONIZE CACHE (10)",
                        "log out, at most five seconds later");
        VerifyPublication verify = new VerifyPublication(Rack.publication(1024, 3, TARGET, true, Rack.ONE, Rack.TWO));
        List<String> proof = lines(backend.foreseen(verify, host));
        assertThat(proof).hasSizeGreaterThan(2).isEqualTo(lines(backend.steps(verify, call())));
        assertThat(proof)
                .startsWith(
                        "log in to 10.0.0.11:3260 as iqn.2026-11.io.quorate:initiator, target " + TARGET
                                + ", CHAP as verifier, header and data digests",
                        "LUN 0: REPORT LUNS",
                        "LUN 3: INQUIRY, and pages 00, 83, READ CAPACITY (16)",
                        "log in to 10.0.0.11:3260 without CHAP: it must be refused",
                        "log in to 10.0.1.11:3260 as iqn.2026-11.io.quorate:initiator, target " + TARGET
                                + ", CHAP as verifier, header and data digests")
                .endsWith("LUN 3: MODE SENSE (6)", "log out");
        assertThat(String.join("\n", proof)).doesNotContain(ModelTarget.SECRET);
        assertThat(target.log).isEmpty();
    }

    @Test
    void steps_ofWhatReads_areNone() {
        IscsiBackend backend = Rack.backend(target, target.world, null, Map.of());
        for (var command : List.of(
                new GetInitiatorNames(),
                new DiscoverTargets(),
                new ListLuns(TARGET),
                new IdentifyLun(UNIT),
                new ReadNaa(UNIT),
                new ReadBlocks(UNIT, 0, 1),
                new ReadReservations(UNIT))) {
            assertThat(backend.steps(command, call())).isEmpty();
            assertThat(backend.foreseen(command, Rack.ONE.toString())).isEmpty();
        }
        assertThat(target.log).isEmpty();
    }

    @Test
    void steps_ofAProofWithoutChap_logInWithout() {
        IscsiBackend backend = Rack.backend(target, target.world, Rack.chap(), Map.of());
        assertThat(lines(backend.steps(
                        new VerifyPublication(Rack.publication(1024, 3, TARGET, false, Rack.ONE)), call())))
                .containsExactly(
                        "log in to 10.0.0.11:3260 as iqn.2026-11.io.quorate:initiator, target " + TARGET
                                + ", without authentication",
                        "LUN 0: REPORT LUNS",
                        "LUN 3: INQUIRY, and pages 00, 83, READ CAPACITY (16)",
                        "LUN 3: MODE SENSE (6)",
                        "log out");
    }

    @Test
    void commands_areThoseThatHaveAHandler() {
        IscsiBackend backend = Rack.backend(target, target.world, null, Map.of());
        assertThat(backend.commands())
                .containsExactlyInAnyOrder(
                        GetInitiatorNames.class,
                        DiscoverTargets.class,
                        ListLuns.class,
                        IdentifyLun.class,
                        ReadNaa.class,
                        ReadBlocks.class,
                        WriteBlocks.class,
                        ReadReservations.class,
                        VerifyPublication.class,
                        ExamineTargets.class);
    }

    @Test
    void write_isExplainedAsItIsSent() {
        IscsiBackend backend = Rack.backend(target, target.world, null, Map.of("access", "read-write"));
        WriteBlocks write = new WriteBlocks(UNIT, Rack.NAA, 8, filled(1024));
        List<String> explained = lines(backend.steps(write, call()));
        assertThat(target.log).noneMatch(IscsiBackendTest::changes);
        assertThat(explained).isEqualTo(lines(backend.foreseen(write, Rack.ONE.toString())));
        target.log.clear();
        backend.send(write, call());
        // What is stopped by a unit attention goes out again.
        assertThat(target.log.stream()
                        .filter(IscsiBackendTest::changes)
                        .map(line -> line.replaceFirst(" iqn.*", ""))
                        .distinct())
                .containsExactly("write 8 1024", "3500");
        assertThat(explained)
                .filteredOn(line -> line.contains("WRITE") || line.contains("SYNCHRONIZE"))
                .containsExactly("LUN 3: WRITE 1024 bytes from block 8", "LUN 3: SYNCHRONIZE CACHE (10)");
    }

    @Test
    void write_isSeenByReadingTheSameBlocks() {
        IscsiBackend backend = Rack.backend(target, target.world, null, Map.of("access", "read-write"));
        WriteBlocks write = new WriteBlocks(UNIT, Rack.NAA, 8, filled(1024));
        assertThat(backend.look(write, call())).isEqualTo(Observation.absent());
        backend.send(write, call());
        target.log.clear();
        assertThat(backend.look(write, call())).isEqualTo(Observation.present(Rack.NAA));
        assertThat(target.log).noneMatch(IscsiBackendTest::changes);
        unit.blocks[8 * 512 + 1023] = 0;
        assertThat(backend.look(write, call())).isEqualTo(Observation.absent());
        var other = new WriteBlocks(UNIT, Naa.of("600144F0C0FFEE000000000000000002"), 8, filled(1024));
        assertThat(backend.look(other, call()))
                .isInstanceOfSatisfying(
                        Observation.Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .isInstanceOfSatisfying(
                                        Fault.class,
                                        fault -> assertThat(fault.kind()).isEqualTo(ErrorKind.CONFLICT)));
        assertThatThrownBy(() -> backend.steps(other, call())).hasMessageContaining("nothing was written");
        target.dead.add(Rack.ONE);
        assertThat(backend.look(write, call())).isInstanceOf(Observation.Unknown.class);
        assertThat(backend.look(new VerifyPublication(Rack.publication(1024, 3, TARGET, true, Rack.ONE)), call()))
                .isInstanceOf(Observation.Unknown.class);
    }

    private Call call() {
        return new Call("1", Rack.ONE.toString(), Deadline.in(Duration.ofSeconds(5), target.world));
    }

    private static byte[] filled(int bytes) {
        byte[] data = new byte[bytes];
        Arrays.fill(data, (byte) 7);
        return data;
    }

    private static boolean changes(String line) {
        return line.startsWith("write") || line.startsWith("35") || line.startsWith("5F");
    }

    private static List<String> lines(List<Step> steps) {
        return steps.stream().map(Step::text).toList();
    }

    @Test
    void rehearsal_sendsNothingThatChangesAnything() {
        assertThat(new VerifyPublication(Rack.publication(1024, 3, TARGET, true, Rack.ONE))
                        .rehearsed()
                        .fit())
                .isFalse();
    }

    @Test
    void options_thatAreUnknownOrUnusable_areRefused() {
        refused(null, Map.of("digest", "both"), "there is no option digest; there are: access, digests, initiator");
        refused(null, Map.of("digests", "crc"), "digests is one of both, data, header, none, not crc");
        refused(null, Map.of("access", "write"), "access is one of read-only, read-write, not write");
        refused(null, Map.of("name", "iqn.2026-11.a:b", "secondName", "IQN.2026-11.a:b"), "another name");
        refused(null, Map.of("name", "nobody"), "not an iSCSI name");
        refused(Credentials.basic("a", Secret.of("b")), Map.of(), "Credentials.chap");
        refused(Credentials.chap("a", Secret.of("1234")), Map.of(), "at least 12 characters");
        refused(
                Credentials.mutualChap("a", Secret.of("123456789012"), "b", Secret.of("1234")),
                Map.of(),
                "at least 12 characters");
        refused(
                Credentials.mutualChap("a", Secret.of("the same secret"), "b", Secret.of("the same secret")),
                Map.of(),
                "two different secrets");
    }

    private void refused(Credentials credentials, Map<String, String> options, String why) {
        assertThatThrownBy(() -> Rack.backend(target, target.world, credentials, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("the same secret");
    }

    @Test
    void verify_againstSilentPortals_endsByItsDeadlineAndTellsOfEach() throws Exception {
        try (ServerSocket one = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            AskedWaits waits = new AskedWaits();
            IscsiBackend backend =
                    Rack.backend(new QuorateInitiatorProvider(), waits, null, Map.of("access", "read-write"));
            Deadline deadline = waits.deadline(Duration.ofSeconds(1));
            FitnessReport report = backend.send(
                    new VerifyPublication(Rack.publication(
                            1024,
                            3,
                            TARGET,
                            false,
                            Portal.of("127.0.0.1", one.getLocalPort()),
                            Portal.of("127.0.0.1", two.getLocalPort()))),
                    new Call("1", Rack.ONE.toString(), deadline));
            assertThat(waits.lengths()).isNotEmpty();
            assertThat(waits.beyond()).isLessThanOrEqualTo(Duration.ofMillis(1));
            assertThat(report.checks())
                    .filteredOn(check -> check.name().equals(FitnessReport.PORTAL))
                    .hasSize(2)
                    .allSatisfy(check -> assertThat(check.detail()).contains("did not answer in the time given"));
            assertThat(report.checks()).noneMatch(check -> check.verdict() == FitnessReport.Verdict.PASSED);
        }
    }

    @Test
    void names_secondFollowsTheFirst() {
        IscsiOptions options = IscsiOptions.of(
                Rack.endpoint(List.of(Portal.of("fe80::1", 3261)), null, Map.of("name", "iqn.2026-11.example:prober")));
        assertThat(options.secondName()).isEqualTo(Iqn.of("iqn.2026-11.example:prober-2"));
        assertThat(options.portals().values()).containsExactly(Portal.of("fe80::1", 3261));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iscsi://rack:Canary-chap-1@10.0.0.11", "iscsi://rack:Canary-chap-1@a_b"})
    void endpoint_withCredentialsInAnAddress_isRefusedWithoutRepeatingThem(String address) {
        assertThatThrownBy(() -> Quorate.builder()
                        .endpoint("san", "iscsi://p1", e -> e.host("p1", URI.create(address)))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds credentials")
                .hasMessageNotContaining("Canary");
    }

    @Test
    void endpoint_withAnUnknownInitiator_isRefusedByName() {
        assertThatThrownBy(() -> Quorate.builder()
                        .endpoint("san", "iscsi://10.0.0.11,[fe80::1]:3261", e -> e.option("initiator", "other"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no initiator other");
        assertThatCode(() -> Quorate.builder()
                        .endpoint("san", "iscsi://a_b", e -> {})
                        .build()
                        .close())
                .as("a name that its owner's DNS knows")
                .doesNotThrowAnyException();
    }

    @Test
    void writes_areEqualByWhatTheyWrite() {
        WriteBlocks one = new WriteBlocks(UNIT, Rack.NAA, 0, new byte[512]);
        assertThat(one)
                .isEqualTo(new WriteBlocks(UNIT, Rack.NAA, 0, new byte[512]))
                .isNotEqualTo(new WriteBlocks(UNIT, Rack.NAA, 0, new byte[1024]));
        assertThat(one.toString()).contains("512 bytes from block 0");
        assertThat(Set.of(one)).contains(one);
        assertThatThrownBy(() -> new WriteBlocks(UNIT, Rack.NAA, 0, new byte[100]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void conflict_isItsOwnException() {
        // The client reads the identity first; between that read and the write another unit may take its place.
        IscsiClient client = client("access", "read-write");
        byte[] original = unit.naa;
        target.onLogin = () -> {
            if (target.log.stream().filter(line -> line.startsWith("login")).count() == 2) {
                unit.naa = original.clone();
                unit.naa[15] = 9;
            }
        };
        assertThatThrownBy(() -> client.write(TARGET, 3, 0, new byte[512], CONSENT))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("nothing was written");
        assertThat(unit.blocks).containsOnly(0);
    }

    @Test
    void endpoint_withChapThatMakesNoSense_isRefused() {
        Secret wiped = Secret.of("secret-of-ours");
        wiped.wipe();
        Secret good = Secret.of("secret-of-ours");
        refused(Credentials.chap("", good), Map.of(), "the CHAP name is empty");
        refused(Credentials.chap("a\nb", good), Map.of(), "the CHAP name holds a control character");
        refused(Credentials.chap("a", Secret.of("")), Map.of(), "the CHAP secret is empty");
        refused(
                Credentials.chap("a", Secret.of("secret\0of-ours")),
                Map.of(),
                "the CHAP secret holds a control character");
        refused(Credentials.chap("a", wiped), Map.of(), "the CHAP secret has no value");
        refused(
                Credentials.mutualChap("a", good, " ", Secret.of("theirs-and-long")),
                Map.of(),
                "the target's CHAP name is empty");
        refused(Credentials.mutualChap("a", good, "b", wiped), Map.of(), "the target's CHAP secret has no value");
    }

    @Test
    void call_afterTheChapSecretWasWiped_isDeniedBeforeAnybodyIsAsked() {
        Secret secret = Secret.of(ModelTarget.SECRET);
        IscsiClient client = Rack.client(
                target, target.world, List.of(Rack.ONE, Rack.TWO), Credentials.chap("verifier", secret), new String[0]);
        secret.wipe();
        target.dead.add(Rack.ONE);
        target.dead.add(Rack.TWO);
        assertThatThrownBy(() -> client.luns(TARGET))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("was wiped");
    }
}
