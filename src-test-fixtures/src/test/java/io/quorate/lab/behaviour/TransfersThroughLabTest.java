package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.Order;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.lab.Traffic;
import io.quorate.lab.iscsi.IscsiFace;
import io.quorate.lab.kernel.Faults;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.san.LunAddress;
import io.quorate.san.Publication;
import io.quorate.san.command.ReadBlocks;
import io.quorate.san.command.WriteBlocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks and log-ins at the lab's target, through the public API alone: verbs in a row, and several commands of a transfer under way. */
class TransfersThroughLabTest {
    private static final int BLOCK = 512;
    private static final int LARGE = 3 << 20;

    private static Lab lab;
    private static LabAppliance nas;
    private static Quorate quorate;
    private static IscsiClient iscsi;
    private static Publication unit;

    private long logins;

    @BeforeAll
    static void start() {
        lab = Lab.builder()
                .appliance(
                        "NAS1",
                        spec -> spec.pool("tank", Size.tib(1))
                                .volumeGroup("tank/vg")
                                .chap(SanRack.CHAP))
                .start();
        nas = lab.appliance("NAS1");
        quorate = lab.connect().build();
        iscsi = quorate.iscsi(Lab.ISCSI);
        DatasetPath volume = DatasetPath.of("tank/vg/moved");
        nas.createVolume(volume.value(), Size.mib(64));
        List<Iqn> names = new ArrayList<>(iscsi.names());
        unit = quorate.storage(Lab.STORAGE)
                .publications()
                .ensure(volume, spec -> {
                    spec.target(Iqn.of("iqn.2005-07.com.example:moved"))
                            .hostGroup("movers")
                            .initiators(names)
                            .chap(SanRack.CHAP);
                    nas.portals().forEach(spec::addPortal);
                })
                .value();
    }

    @AfterAll
    static void stop() {
        quorate.close();
        assertThat(Eventually.holds(() -> nas.iscsiSessions().isEmpty())).isTrue();
        lab.close();
    }

    @BeforeEach
    void count() {
        lab.faults().clear();
        logins = traffic().get(Traffic.LOGINS);
    }

    private static Traffic traffic() {
        return lab.traffic(IscsiFace.NAME);
    }

    private long newLogins() {
        return traffic().get(Traffic.LOGINS) - logins;
    }

    private static byte[] noise(int seed, int length) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    /** Without a line of three million numbers. */
    private static void same(byte[] there, byte[] wanted) {
        assertThat(Arrays.mismatch(there, wanted))
                .as("the first byte that differs")
                .isEqualTo(-1);
    }

    private static void write(int first, byte[] data) {
        iscsi.write(
                unit.target(), unit.lun(), first, data, Consent.to(unit.naa().hex(), "test"));
    }

    private static byte[] read(int first, int bytes) {
        return iscsi.read(unit.target(), unit.lun(), first, bytes / BLOCK);
    }

    @Test
    @DisplayName("verbs in a row, of several kinds, log in once at most")
    void verbs_shareALogin() {
        assertThat(iscsi.luns(unit.target())).contains(unit.lun());
        assertThat(iscsi.identify(unit.target(), unit.lun()).naa()).isEqualTo(unit.naa());
        assertThat(iscsi.reservations(unit.target(), unit.lun()).any()).isFalse();
        byte[] data = noise(1, 8 * BLOCK);
        write(3, data);
        same(read(3, data.length), data);
        assertThat(newLogins()).isLessThanOrEqualTo(1);
        assertThat(nas.iscsiSessions()).isNotEmpty();
    }

    @Test
    @DisplayName("a large transfer comes back as it was written, and is not asked for piece by piece anew")
    void largeTransfer_isWhole() {
        byte[] data = noise(2, LARGE);
        write(100, data);
        long commands = nas.scsiCommands();
        same(read(100, LARGE), data);
        // capacity, limits, and 64 KiB each
        assertThat(nas.scsiCommands() - commands).isEqualTo(2 + LARGE / 65_536);
        assertThat(newLogins()).isLessThanOrEqualTo(1);
    }

    /** What keeps one of the writes of a flight from being answered well. */
    static Stream<Arguments> misfortunes() {
        return Stream.of(
                Arguments.of("no place for it", (Consumer<Faults.Declaration>) Faults.Declaration::quota, 0),
                Arguments.of("cut before it", (Consumer<Faults.Declaration>) Faults.Declaration::resetBefore, 1),
                Arguments.of("cut behind it", (Consumer<Faults.Declaration>) Faults.Declaration::resetAfter, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misfortunes")
    @DisplayName(
            "whatever befalls one of several writes under way, what was to be written is, and by as few log-ins as may be")
    void misfortune_ofOneOfSeveralWrites(String what, Consumer<Faults.Declaration> fault, int more) {
        byte[] before = noise(3, LARGE);
        write(0, before);
        count();
        byte[] data = noise(4, LARGE);
        fault.accept(lab.faults().onAction("iscsi SCSI 0x2A").host("NAS1").nth(11));

        write(0, data);

        assertThat(lab.faults().unfired()).isEmpty();
        same(read(0, LARGE), data);
        assertThat(newLogins()).isLessThanOrEqualTo(1 + more);
    }

    @Test
    @DisplayName("where one answer of several never comes, it is looked at what was done, and a read is asked again")
    void lostAnswer_isLookedInto() {
        byte[] data = noise(5, LARGE);
        write(0, noise(6, LARGE));
        LunAddress address = new LunAddress(unit.target(), unit.lun());
        lab.faults().onAction("iscsi SCSI 0x2A").host("NAS1").nth(11).lostAnswer();
        Order<?> write = Order.create(Lab.ISCSI, new WriteBlocks(address, unit.naa(), 0, data))
                .with(Consent.to(unit.naa().hex(), "test"))
                .within(Duration.ofSeconds(1));
        quorate.run(write);
        same(read(0, LARGE), data);

        lab.faults().onAction("iscsi SCSI 0x28").host("NAS1").nth(6).hung();
        Order<byte[]> read = Order.create(Lab.ISCSI, new ReadBlocks(address, 0, LARGE / BLOCK))
                .within(Duration.ofSeconds(1));
        same(quorate.run(read).value(), data);
        assertThat(lab.faults().unfired()).isEmpty();
    }

    /** What becomes of a session that rests. */
    static Stream<Arguments> drops() {
        return Stream.of(
                Arguments.of("the data path is cut", (Runnable) () -> {
                    nas.cutDataPath();
                    heal();
                }),
                Arguments.of("the target service is restarted", (Runnable) () -> {
                    nas.targetService(false);
                    nas.targetService(true);
                }),
                Arguments.of("the appliance loses its power", (Runnable) () -> {
                    nas.power().off();
                    nas.power().on();
                }));
    }

    private static void heal() {
        try {
            nas.healDataPath();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drops")
    @DisplayName("a session that was lost while it rested is replaced at once, without a second attempt")
    void droppedSession_isReplaced(String what, Runnable drop) {
        byte[] data = noise(6, 4 * BLOCK);
        write(9, data);
        drop.run();
        lab.faults().clear();
        try (Quorate once =
                lab.connect().retry(io.quorate.RetrySettings.never()).build()) {
            assertThat(once.iscsi(Lab.ISCSI).luns(unit.target())).contains(unit.lun());
            drop.run();
            assertThat(once.iscsi(Lab.ISCSI).luns(unit.target())).contains(unit.lun());
        }
        same(read(9, data.length), data);
    }

    @Test
    @DisplayName("a target that was taken away is not found, though a session was there")
    void removedTarget_isNotFound() {
        Iqn other = Iqn.of("iqn.2005-07.com.example:passing");
        DatasetPath volume = DatasetPath.of("tank/vg/passing");
        nas.createVolume(volume.value(), Size.mib(64));
        quorate.storage(Lab.STORAGE).publications().ensure(volume, spec -> {
            spec.target(other).hostGroup("movers").initiators(iscsi.names()).chap(SanRack.CHAP);
            nas.portals().forEach(spec::addPortal);
        });
        assertThat(iscsi.luns(other)).isNotEmpty();
        nas.targetService(false);
        assertThatThrownBy(() -> iscsi.luns(other)).isInstanceOf(QuorateException.class);
        nas.targetService(true);
        assertThat(iscsi.luns(other)).isNotEmpty();
        assertThatThrownBy(() -> iscsi.luns(Iqn.of("iqn.2005-07.com.example:never")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName("a proof logs in by itself, whatever rests, and leaves what rests alone")
    void proof_isNotSharedWithWhatRests() {
        assertThat(iscsi.luns(unit.target())).contains(unit.lun());
        int resting = nas.iscsiSessions().size();
        count();
        assertThat(iscsi.verifyPublication(unit).findings()).isEmpty();
        assertThat(newLogins()).isGreaterThan(3);
        assertThat(Eventually.holds(() -> nas.iscsiSessions().size() == resting))
                .isTrue();
        count();
        assertThat(iscsi.luns(unit.target())).contains(unit.lun());
        assertThat(newLogins()).isZero();
    }
}
