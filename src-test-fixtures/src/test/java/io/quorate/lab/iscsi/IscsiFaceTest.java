package io.quorate.lab.iscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.LogoutRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.NopOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.InitiatorPdu.SnackRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.TaskRequest;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.TargetPdu;
import io.quorate.iscsi.pdu.TargetPdu.AsyncMessage;
import io.quorate.iscsi.pdu.TargetPdu.DataIn;
import io.quorate.iscsi.pdu.TargetPdu.LoginResponse;
import io.quorate.iscsi.pdu.TargetPdu.LogoutResponse;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.iscsi.pdu.TargetPdu.Reject;
import io.quorate.iscsi.pdu.TargetPdu.ScsiResponse;
import io.quorate.iscsi.pdu.TargetPdu.TaskResponse;
import io.quorate.iscsi.pdu.Text;
import io.quorate.lab.Traffic;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.World;
import io.quorate.lab.scsi.Nexus;
import io.quorate.lab.storage.SimulatedAppliance;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IscsiFaceTest {
    private static final long MIB = 1L << 20;
    private static final String T1 = "iqn.2005-07.com.nexenta:02:t1";
    private static final String T2 = "iqn.2005-07.com.nexenta:02:t2";
    private static final String SECRET = "initiator-secret";
    private static final String TARGET_SECRET = "targets-secret";
    private static final String TUR = "00 00 00 00 00 00";
    private static final String WRITE_8K = "2a 00 00000000 00 0010 00";
    private static final String READ_8K = "28 00 00000000 00 0010 00";
    private static final int AUTHENTICATION = 0x0201;

    private final World world = World.builder().seed(11).build();
    private final Faults faults = new Faults();
    private final SimulatedAppliance appliance = SimulatedAppliance.builder(world, "nex1")
            .pool("tank", 1024 * MIB)
            .volumeGroup("tank/vg")
            .volume("tank/vg/a", 32 * MIB)
            .target(T1, "10.0.0.11:3260", "10.0.1.11:3260")
            .target(T2, "0.0.0.0:3260", "127.0.0.1:3260")
            .map("tank/vg/a", "all", "all")
            .build();
    private final IscsiFace face = new IscsiFace(appliance, 0, faults);

    @BeforeEach
    void up() throws IOException {
        face.up();
    }

    @AfterEach
    void close() {
        face.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(n -> n.startsWith("quorate-lab-nex1"));
        appliance.close();
        world.close();
    }

    private WireInitiator connect() throws IOException {
        return new WireInitiator(face.port());
    }

    private WireInitiator loggedIn(String... more) throws Exception {
        WireInitiator initiator = connect();
        assertThat(status(initiator.login(T1, more))).isZero();
        return initiator;
    }

    private static int status(LoginResponse response) {
        return response.statusClass() << 8 | response.statusDetail();
    }

    private void change(Runnable action) {
        world.change("test", action);
    }

    private static boolean eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(2_000_000);
        }
        return true;
    }

    private static void gone(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfAny(EOFException.class, SocketException.class);
    }

    // discovery

    @Test
    void discovery_tellsDeclaredPortals_andTheRealOneWhereAnyIsDeclared() throws Exception {
        try (WireInitiator initiator = connect()) {
            assertThat(status(initiator.discover())).isZero();
            assertThat(initiator.sendTargets("All"))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            T1,
                            List.of("10.0.0.11:3260,1", "10.0.1.11:3260,1"),
                            T2,
                            List.of("127.0.0.1:" + face.port() + ",1")));
            assertThat(initiator.sendTargets(T2)).containsOnlyKeys(T2);
            assertThat(initiator.sendTargets("iqn.2005-07.com.nexenta:02:none")).isEmpty();
            initiator.none(0, TUR);
            assertThat(initiator.receive(Reject.class).reason()).isEqualTo(4);
        }
        assertThat(face.sessions()).isEmpty();
    }

    @Test
    void discovery_ofManyTargets_continuesOverSeveralAnswers() throws Exception {
        change(() -> {
            for (int i = 0; i < 200; i++) {
                appliance.createTarget("iqn.2005-07.com.nexenta:02:many" + i, List.of(), false);
            }
        });
        try (WireInitiator initiator = connect()) {
            initiator.discover();
            assertThat(initiator.sendTargets("All")).hasSize(202);
        }
    }

    // login

    @Test
    void login_ofUnknownOrOfflineTargets_isNotFound() throws Exception {
        try (WireInitiator initiator = connect()) {
            assertThat(status(initiator.login("iqn.2005-07.com.nexenta:02:none")))
                    .isEqualTo(0x0203);
            gone(initiator::receive);
        }
        change(() -> appliance.targetOnline(T1, false));
        try (WireInitiator initiator = connect()) {
            assertThat(status(initiator.login(T1))).isEqualTo(0x0203);
        }
        assertThat(face.traffic().refusedLogins()).isEqualTo(2);
        assertThat(face.traffic().get(Traffic.LOGINS)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0x0207, TargetName=x", "0x0207, InitiatorName=iqn.x", "0x0209, InitiatorName=iqn.x;SessionType=Odd"})
    void login_withoutWhatItNeeds_isRefused(String expected, String keys) throws Exception {
        try (WireInitiator initiator = connect()) {
            LoginResponse response = initiator.step(1, 3, 0, WireInitiator.keys(keys.split(";")));
            assertThat(status(response)).isEqualTo(Integer.decode(expected));
        }
    }

    @Test
    void login_toASessionThatIsNotThereOrHasItsConnection_isRefused() throws Exception {
        try (WireInitiator first = connect();
                WireInitiator second = connect();
                WireInitiator third = connect()) {
            int tsih = first.login(T1).tsih();
            byte[] keys = WireInitiator.keys("InitiatorName=" + WireInitiator.NAME, "TargetName=" + T1);
            assertThat(tsih).isPositive();
            assertThat(status(second.step(1, 3, tsih, keys))).isEqualTo(0x0206);
            assertThat(status(third.step(1, 3, tsih + 1, keys))).isEqualTo(0x020A);
            first.ready(0);
        }
    }

    @Test
    void negotiation_answersWhatIsOfferedAndKnown() throws Exception {
        try (WireInitiator initiator = connect()) {
            LoginResponse response = initiator.login(
                    T1,
                    "HeaderDigest=None,CRC32C",
                    "MaxBurstLength=16776192",
                    "FirstBurstLength=4096",
                    "MaxConnections=8",
                    "ErrorRecoveryLevel=2",
                    "InitialR2T=No",
                    "ImmediateData=Yes",
                    "X-com.example.thing=1",
                    "MaxOutstandingR2T=0");
            assertThat(WireInitiator.keys(response.data()))
                    .containsEntry("HeaderDigest", "None")
                    .containsEntry("MaxBurstLength", "1048576")
                    .containsEntry("FirstBurstLength", "4096")
                    .containsEntry("MaxConnections", "1")
                    .containsEntry("ErrorRecoveryLevel", "0")
                    .containsEntry("InitialR2T", "No")
                    .containsEntry("X-com.example.thing", "NotUnderstood")
                    .containsEntry("MaxOutstandingR2T", "Reject")
                    .containsEntry("MaxRecvDataSegmentLength", "262144")
                    .containsEntry("TargetPortalGroupTag", "1");
        }
    }

    @Test
    void aKeyTwice_endsTheLogin() throws Exception {
        try (WireInitiator initiator = connect()) {
            assertThat(status(initiator.login(T1, "InitialR2T=No", "InitialR2T=Yes")))
                    .isEqualTo(0x0200);
        }
    }

    // CHAP

    private void chap() {
        change(() -> {
            appliance.updateTarget(T1, true, null);
            appliance.mutualChap(T1, "nexenta", Secret.of(TARGET_SECRET));
            appliance.setInitiator(WireInitiator.NAME, "hv1", Secret.of(SECRET));
        });
    }

    private LoginResponse chapLogin(WireInitiator initiator, String user, String secret, String... mutual)
            throws Exception {
        initiator.step(
                0,
                1,
                0,
                WireInitiator.keys("InitiatorName=" + WireInitiator.NAME, "TargetName=" + T1, "AuthMethod=CHAP,None"));
        Map<String, String> challenge = WireInitiator.keys(
                initiator.step(0, -1, 0, WireInitiator.keys("CHAP_A=7,5")).data());
        assertThat(challenge).containsEntry("CHAP_A", "5");
        byte[] bytes = HexFormat.of().parseHex(challenge.get("CHAP_C").substring(2));
        byte[] response = TargetChap.response(Integer.parseInt(challenge.get("CHAP_I")), Secret.of(secret), bytes);
        String[] keys = Arrays.copyOf(mutual, mutual.length + 2);
        keys[mutual.length] = "CHAP_N=" + user;
        keys[mutual.length + 1] = "CHAP_R=" + Text.binary(response);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = keys[i].replace("<reflected>", challenge.get("CHAP_C"));
        }
        return initiator.step(0, 1, 0, WireInitiator.keys(keys));
    }

    @Test
    void chap_letsInWhoKnowsTheSecret_andProvesTheTarget() throws Exception {
        chap();
        try (WireInitiator initiator = connect()) {
            LoginResponse response = chapLogin(initiator, "hv1", SECRET, "CHAP_I=9", "CHAP_C=0x0102030405060708");
            assertThat(status(response)).isZero();
            assertThat(response.transit()).isTrue();
            byte[] proof = TargetChap.response(
                    9, Secret.of(TARGET_SECRET), HexFormat.of().parseHex("0102030405060708"));
            assertThat(WireInitiator.keys(response.data()))
                    .containsEntry("CHAP_N", "nexenta")
                    .containsEntry("CHAP_R", Text.binary(proof));
            assertThat(status(initiator.step(1, 3, 0, new byte[0]))).isZero();
            initiator.ready(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"hv1, wrong-secret-123, ''", "other, initiator-secret, ''", "hv1, initiator-secret, <reflected>"})
    void chap_keepsOutWhoDoesNot(String user, String secret, String reflected) throws Exception {
        chap();
        try (WireInitiator initiator = connect()) {
            String[] mutual = reflected.isEmpty() ? new String[0] : new String[] {"CHAP_I=9", "CHAP_C=" + reflected};
            assertThat(status(chapLogin(initiator, user, secret, mutual))).isEqualTo(AUTHENTICATION);
            gone(initiator::receive);
        }
        assertThat(face.traffic().get(Traffic.LOGINS)).isZero();
    }

    @Test
    void chap_isNotToBeWalkedAround() throws Exception {
        chap();
        String[] who = {"InitiatorName=" + WireInitiator.NAME, "TargetName=" + T1};
        String[] none = {"InitiatorName=" + WireInitiator.NAME, "TargetName=" + T1, "AuthMethod=None"};
        try (WireInitiator initiator = connect()) {
            assertThat(status(initiator.step(1, 3, 0, WireInitiator.keys(who)))).isEqualTo(AUTHENTICATION);
        }
        try (WireInitiator initiator = connect()) {
            assertThat(status(initiator.step(0, 3, 0, WireInitiator.keys(who)))).isEqualTo(AUTHENTICATION);
        }
        try (WireInitiator initiator = connect()) {
            assertThat(status(initiator.step(0, 3, 0, WireInitiator.keys(none))))
                    .isEqualTo(AUTHENTICATION);
        }
        change(() -> appliance.deleteInitiator(WireInitiator.NAME));
        try (WireInitiator initiator = connect()) {
            assertThat(status(chapLogin(initiator, "hv1", SECRET))).isEqualTo(AUTHENTICATION);
        }
    }

    // data

    private static byte[] pattern(int bytes) {
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            data[i] = (byte) (i * 31 >> 3);
        }
        return data;
    }

    private static byte[] readBack(WireInitiator initiator) throws Exception {
        initiator.read(0, READ_8K, 8192);
        byte[] all = new byte[8192];
        while (true) {
            DataIn data = initiator.receive(DataIn.class);
            System.arraycopy(data.data(), 0, all, (int) data.offset(), data.data().length);
            if (data.hasStatus()) {
                assertThat(data.status()).isZero();
                return all;
            }
        }
    }

    @Test
    void write_asImmediateData_unsolicitedAndSolicited() throws Exception {
        try (WireInitiator initiator =
                loggedIn("InitialR2T=No", "FirstBurstLength=4096", "MaxBurstLength=2048", "DataDigest=CRC32C")) {
            initiator.ready(0);
            byte[] data = pattern(8192);
            ScsiCommand command = initiator.command(0, WRITE_8K, 0, 8192, false, Arrays.copyOfRange(data, 0, 512));
            initiator.send(command);
            initiator.data(
                    command.taskTag(),
                    Pdu.NO_TAG,
                    0,
                    512,
                    true,
                    Arrays.copyOfRange(data, 512, 2048)); // FirstBurst <= MaxBurst
            for (int offset = 2048; offset < 8192; offset += 2048) {
                ReadyToTransfer r2t = initiator.receive(ReadyToTransfer.class);
                assertThat(r2t.offset()).isEqualTo(offset);
                assertThat(r2t.length()).isEqualTo(2048);
                byte[] half = Arrays.copyOfRange(data, offset, offset + 1024);
                initiator.data(command.taskTag(), r2t.transferTag(), 0, offset, false, half);
                half = Arrays.copyOfRange(data, offset + 1024, offset + 2048);
                initiator.data(command.taskTag(), r2t.transferTag(), 1, offset + 1024, true, half);
            }
            assertThat(initiator.receive(ScsiResponse.class).status()).isZero();
            assertThat(readBack(initiator)).isEqualTo(data);
        }
    }

    @Test
    void read_isCutToWhatTheInitiatorTakes() throws Exception {
        try (WireInitiator initiator =
                loggedIn("MaxRecvDataSegmentLength=1024", "HeaderDigest=CRC32C", "DataDigest=CRC32C")) {
            initiator.ready(0);
            initiator.read(0, READ_8K, 4096);
            int units = 0;
            DataIn data;
            do {
                data = initiator.receive(DataIn.class);
                assertThat(data.dataSn()).isEqualTo(units++);
                assertThat(data.data()).hasSize(1024);
            } while (!data.hasStatus());
            assertThat(units).isEqualTo(4);
            assertThat(data.residual().overflow()).isTrue();
            assertThat(data.residual().count()).isEqualTo(4096);
        }
    }

    @Test
    void brokenData_endsTheTaskAlone() throws Exception {
        try (WireInitiator initiator = loggedIn("ImmediateData=No")) {
            initiator.ready(0);
            ScsiCommand command = initiator.command(0, WRITE_8K, 0, 8192, true, new byte[0]);
            initiator.send(command);
            ReadyToTransfer r2t = initiator.receive(ReadyToTransfer.class);
            initiator.data(command.taskTag(), r2t.transferTag(), 1, 0, true, new byte[8192]);
            ScsiResponse response = initiator.receive(ScsiResponse.class);
            assertThat(response.status()).isEqualTo(2);
            assertThat(response.sense()[2]).isEqualTo((byte) 0x0B);
            initiator.write(0, WRITE_8K, new byte[512]);
            assertThat(initiator.receive(ScsiResponse.class).sense()[12])
                    .as("immediate data against the agreement")
                    .isEqualTo((byte) 0x0C);
            initiator.none(0, TUR);
            assertThat(initiator.receive(ScsiResponse.class).status()).isZero();
        }
    }

    // numbering

    @Test
    void commands_executeInTheirOrder_andOutsideOfTheWindowNotAtAll() throws Exception {
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0);
            int next = initiator.cmdSn;
            initiator.cmdSn = next + 1;
            initiator.none(0, TUR);
            int second = initiator.tag;
            initiator.cmdSn = next - 1;
            initiator.none(0, TUR);
            initiator.cmdSn = next + Session.WINDOW + 1;
            initiator.none(0, TUR);
            initiator.cmdSn = next;
            initiator.none(0, TUR);
            int first = initiator.tag;
            assertThat(initiator.receive(ScsiResponse.class).taskTag()).isEqualTo(first);
            ScsiResponse last = initiator.receive(ScsiResponse.class);
            assertThat(last.taskTag()).isEqualTo(second);
            assertThat(last.expCmdSn()).isEqualTo(next + 2);
            assertThat(last.maxCmdSn()).isEqualTo(next + 2 + Session.WINDOW - 1);
            initiator.timeout(50);
            assertThatThrownBy(initiator::receive).isInstanceOf(SocketTimeoutException.class);
        }
    }

    // pings, logout, management, rejects

    @Test
    void pings_goBothWays() throws Exception {
        try (WireInitiator initiator = loggedIn()) {
            initiator.send(new NopOut(true, 0, 77, Pdu.NO_TAG, initiator.cmdSn, 0, new byte[] {1, 2, 3}));
            NopIn answer = initiator.receive(NopIn.class);
            assertThat(answer.taskTag()).isEqualTo(77);
            assertThat(answer.data()).containsExactly(1, 2, 3);
            assertThat(eventually(() -> !face.sessions().isEmpty())).isTrue();
            face.ping();
            NopIn ping = initiator.receive(NopIn.class);
            assertThat(ping.taskTag()).isEqualTo(Pdu.NO_TAG);
            initiator.send(new NopOut(true, 0, Pdu.NO_TAG, ping.transferTag(), initiator.cmdSn, 0, new byte[0]));
            assertThat(eventually(() -> face.traffic().get(IscsiFace.PONGS) == 1))
                    .isTrue();
        }
    }

    @Test
    void logout_closesTheConnectionBehindItsAnswer() throws Exception {
        try (WireInitiator initiator = loggedIn()) {
            initiator.send(new LogoutRequest(true, 2, 5, 1, initiator.cmdSn, 0));
            assertThat(initiator.receive(LogoutResponse.class).response()).isEqualTo(2);
            initiator.send(new LogoutRequest(true, 0, 6, 1, initiator.cmdSn, 0));
            assertThat(initiator.receive(LogoutResponse.class).response()).isZero();
            gone(initiator::receive);
        }
        assertThat(eventually(() -> face.sessions().isEmpty())).isTrue();
    }

    private static TaskRequest manage(int function, long lun, int referenced, int refCmdSn, int cmdSn) {
        return new TaskRequest(true, function, lun << 48, 900, referenced, cmdSn, 0, refCmdSn, 0);
    }

    @Test
    void taskManagement_abortsWhatWaits() throws Exception {
        try (WireInitiator initiator = loggedIn("ImmediateData=No")) {
            initiator.ready(0);
            ScsiCommand write = initiator.command(0, WRITE_8K, 0, 8192, true, new byte[0]);
            initiator.send(write);
            ReadyToTransfer r2t = initiator.receive(ReadyToTransfer.class);
            initiator.send(manage(1, 0, write.taskTag(), write.cmdSn(), initiator.cmdSn));
            assertThat(initiator.receive(TaskResponse.class).response()).isZero();
            initiator.data(write.taskTag(), r2t.transferTag(), 0, 0, true, new byte[8192]);
            initiator.send(manage(1, 0, write.taskTag(), write.cmdSn(), initiator.cmdSn));
            assertThat(initiator.receive(TaskResponse.class).response()).isEqualTo(1);
            initiator.send(manage(5, 9, 0, 0, initiator.cmdSn));
            assertThat(initiator.receive(TaskResponse.class).response()).isEqualTo(2);
            initiator.send(manage(5, 0, 0, 0, initiator.cmdSn));
            assertThat(initiator.receive(TaskResponse.class).response()).isZero();
            initiator.none(0, TUR);
            assertThat(initiator.receive(ScsiResponse.class).sense()[12]).isEqualTo((byte) 0x29);
            initiator.send(manage(8, 0, 0, 0, initiator.cmdSn));
            assertThat(initiator.receive(TaskResponse.class).response()).isEqualTo(4);
            initiator.send(manage(7, 0, 0, 0, initiator.cmdSn));
            assertThat(initiator.receive(TaskResponse.class).response()).isZero();
            gone(initiator::receive);
        }
    }

    @Test
    void whatDoesNotBelongHere_isRejectedWithItsHeader() throws Exception {
        try (WireInitiator initiator = loggedIn()) {
            initiator.send(new SnackRequest(0, 0, 5, Pdu.NO_TAG, 0, 0, 0));
            Reject snack = initiator.receive(Reject.class);
            assertThat(snack.reason()).isEqualTo(3);
            assertThat(snack.data()[0] & 0x3F).isEqualTo(0x10);
            initiator.send(new LoginRequest(true, false, 1, 3, 0, 0, 1, 0, 3, 1, initiator.cmdSn, 0, new byte[0]));
            assertThat(initiator.receive(Reject.class).reason()).isEqualTo(4);
            initiator.ready(0);
        }
    }

    @Test
    void bytesThatAreNoIscsi_endTheConnectionAndNothingElse() throws Exception {
        try (WireInitiator good = loggedIn()) {
            for (String garbage : List.of("47455420", "4181", "43870000ffffffff")) {
                try (WireInitiator bad = connect()) {
                    bad.raw(Arrays.copyOf(HexFormat.of().parseHex(garbage), 48));
                    gone(bad::receive);
                }
            }
            good.ready(0);
        }
    }

    @Test
    void connectionsAreBounded_andThoseThatNeverLogInGoFirst() throws Exception {
        WireInitiator[] idle = new WireInitiator[70];
        try (WireInitiator good = loggedIn()) {
            for (int i = 0; i < idle.length; i++) {
                idle[i] = connect();
            }
            assertThat(eventually(() -> Thread.getAllStackTraces().keySet().stream()
                                            .filter(t -> t.getName().startsWith("quorate-lab-nex1-iscsi-connection"))
                                            .count()
                                    <= 64
                            && face.traffic().connections() == 71))
                    .isTrue();
            good.ready(0);
        } finally {
            for (WireInitiator one : idle) {
                one.close();
            }
        }
    }

    // sessions

    @Test
    void theSameInitiatorPort_takesItsSessionOver() throws Exception {
        try (WireInitiator first = loggedIn();
                WireInitiator other = connect()) {
            first.ready(0);
            first.none(0, "16 00 00 00 00 00");
            assertThat(first.receive(ScsiResponse.class).status()).isZero();
            other.isid++;
            other.login(T1);
            assertThat(face.sessions()).hasSize(2);
            try (WireInitiator again = loggedIn()) {
                gone(first::receive);
                again.ready(0);
                assertThat(face.sessions()).hasSize(2);
                other.ready(0); // the reservation of the session that was taken over is gone
            }
        }
    }

    // the appliance's plane

    @Test
    void powerCut_resetsAndRefuses_andForgetsUnitAttentions() throws Exception {
        int port = face.port();
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0);
            change(appliance::powerOff);
            gone(initiator::receive);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(face.isUp()).isFalse();
        }
        change(appliance::powerOn);
        assertThat(face.port()).isEqualTo(port);
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0);
        }
    }

    @Test
    void stoppedService_saysGoodBye_andDownIsDown() throws Exception {
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0);
            change(() -> appliance.targetService(false));
            assertThat(initiator.receive(AsyncMessage.class).event()).isEqualTo(3);
            gone(initiator::receive);
        }
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        change(() -> appliance.targetService(true));
        face.down();
        change(() -> appliance.setInitiator(WireInitiator.NAME, null, null));
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        face.up();
        loggedIn().close();
    }

    @Test
    void targetThatGoesOffline_takesItsSessionsAlong() throws Exception {
        try (WireInitiator one = loggedIn();
                WireInitiator two = connect()) {
            two.login(T2);
            one.ready(0);
            change(() -> appliance.targetOnline(T1, false));
            assertThat(one.receive(AsyncMessage.class).event()).isEqualTo(3);
            gone(one::receive);
            two.ready(0);
            assertThat(face.sessions()).extracting(Nexus::target).containsExactly(T2);
        }
    }

    @Test
    void silence_takesRequestsAndAnswersNothing() throws Exception {
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0);
            face.silence(true);
            initiator.none(0, TUR);
            initiator.timeout(50);
            assertThatThrownBy(initiator::receive).isInstanceOf(SocketTimeoutException.class);
            face.silence(false);
        }
    }

    // faults

    private byte[] onDisk() throws IOException {
        byte[] data = new byte[512];
        appliance.blocks("tank/vg/a").read(0, data, 0, 512);
        return data;
    }

    private static final String WRITE_ONE = "2a 00 00000000 00 0001 00";

    @Test
    void fault_beforeExecution_leavesNothing() throws Exception {
        byte[] data = pattern(512);
        faults.onAction("iscsi SCSI 0x2A").host("nex1").resetBefore();
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0).write(0, WRITE_ONE, data);
            gone(initiator::receive);
        }
        faults.on("WRITE_10").quota();
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0).write(0, WRITE_ONE, data);
            assertThat(initiator.receive(ScsiResponse.class).status())
                    .as("BUSY")
                    .isEqualTo(8);
        }
        assertThat(onDisk()).containsOnly(0);
        assertThat(face.traffic().changes()).isZero();
        assertThat(faults.pending()).isEmpty();
    }

    @Test
    void fault_afterExecution_losesTheAnswerOnly() throws Exception {
        faults.onAction("iscsi SCSI 0x2A").resetAfter();
        faults.onAction("iscsi SCSI 0x2A").nth(1).lostAnswer();
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0).write(0, WRITE_ONE, pattern(512));
            gone(initiator::receive);
        }
        assertThat(onDisk()).isEqualTo(pattern(512));
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0).write(0, WRITE_ONE, new byte[512]);
            initiator.none(0, TUR);
            assertThat(initiator.receive(ScsiResponse.class).taskTag()).isEqualTo(initiator.tag);
        }
        assertThat(onDisk()).containsOnly(0);
        assertThat(face.traffic().changes()).isEqualTo(2);
    }

    @Test
    void fault_late_executesWhenNobodyWaitsAnyMore() throws Exception {
        faults.onAction("iscsi SCSI 0x2A").late(Duration.ofSeconds(30));
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0).write(0, WRITE_ONE, pattern(512));
            gone(initiator::receive);
        }
        assertThat(onDisk()).containsOnly(0);
        world.time().advance(Duration.ofSeconds(31));
        assertThat(onDisk()).isEqualTo(pattern(512));
    }

    @Test
    void fault_hung_leavesATaskThatCanBeAborted() throws Exception {
        faults.onAction("iscsi SCSI 0x2A").hung();
        try (WireInitiator initiator = loggedIn()) {
            initiator.ready(0).write(0, WRITE_ONE, pattern(512));
            int task = initiator.tag;
            initiator.none(0, TUR);
            assertThat(initiator.receive(ScsiResponse.class).taskTag()).isEqualTo(initiator.tag);
            initiator.send(manage(1, 0, task, initiator.cmdSn - 2, initiator.cmdSn));
            assertThat(initiator.receive(TaskResponse.class).response()).isZero();
        }
        assertThat(onDisk()).containsOnly(0);
    }

    @Test
    void fault_atLogin_isRefusedResetOrSilent() throws Exception {
        faults.onAction("iscsi Login").quota();
        try (WireInitiator initiator = connect()) {
            assertThat(status(initiator.login(T1))).isEqualTo(0x0302);
        }
        faults.onAction("iscsi Login").resetAfter();
        try (WireInitiator initiator = connect()) {
            gone(() -> initiator.login(T1));
        }
        faults.onAction("iscsi Login").hung();
        try (WireInitiator initiator = connect()) {
            initiator.timeout(50);
            assertThatThrownBy(() -> initiator.login(T1)).isInstanceOf(SocketTimeoutException.class);
        }
        faults.any().host("nex1").refused();
        gone(() -> {
            try (WireInitiator initiator = connect()) {
                initiator.login(T1);
            }
        });
        loggedIn().close();
    }

    @Test
    void logicalUnits_areThoseMappedToTheInitiator() throws Exception {
        change(() -> {
            appliance.createVolume("tank/vg/b", MIB, 0, true, Map.of());
            appliance.createGroup(
                    io.quorate.lab.storage.StorageGroupState.Kind.HOST, "hv1", List.of(WireInitiator.NAME));
            appliance.map("tank/vg/b", "all", "hv1", 20);
        });
        try (WireInitiator initiator = loggedIn()) {
            initiator.read(0, "a0 00 00 00 00 00 00 00 01 00 00 00", 256);
            byte[] luns = initiator.receive(DataIn.class).data();
            assertThat(luns).hasSize(24);
            assertThat(luns[17]).isEqualTo((byte) 20);
            initiator.none(5, TUR);
            TargetPdu response = initiator.receive();
            assertThat(((ScsiResponse) response).sense()[12]).isEqualTo((byte) 0x25);
        }
    }
}
