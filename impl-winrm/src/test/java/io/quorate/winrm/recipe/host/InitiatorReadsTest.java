package io.quorate.winrm.recipe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.host.InitiatorService;
import io.quorate.host.InitiatorSession;
import io.quorate.host.NodeTarget;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.PowerShell;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitiatorReadsTest {
    private static final String TARGET = "iqn.2005-07.com.nexenta:02:csv";

    /** Plays answers. */
    private static final class Shell implements PowerShell {
        private final Queue<List<PsValue>> answers = new ArrayDeque<>();

        Shell then(PsValue... output) {
            answers.add(List.of(output));
            return this;
        }

        @Override
        public List<PsValue> run(PsPipeline pipeline) {
            return answers.remove();
        }
    }

    @Test
    void service_asWordsOrNumbers_isTheSame() {
        PsObject port = PsObject.of("X")
                .with("NodeAddress", PsValue.string("iqn.1991-05.com.microsoft:HV1.lab.example"))
                .with("ConnectionType", PsValue.int32(2));
        PsObject fibre = PsObject.of("X")
                .with("NodeAddress", PsValue.string("20000025B5000001"))
                .with("ConnectionType", PsValue.string("Fibre Channel"));
        InitiatorService words = InitiatorReads.service(
                "HV1",
                new Shell()
                        .then(service(PsValue.string("Running"), PsValue.string("Automatic")))
                        .then(fibre, port));
        InitiatorService numbers = InitiatorReads.service(
                "HV1",
                new Shell().then(service(PsValue.int32(4), PsValue.int32(2))).then(fibre, port));
        assertThat(words)
                .isEqualTo(numbers)
                .isEqualTo(
                        new InitiatorService("HV1", true, true, Iqn.of("iqn.1991-05.com.microsoft:hv1.lab.example")));
    }

    @Test
    void service_whenStopped_asksForNoName() {
        assertThat(InitiatorReads.service("HV1", new Shell().then(service(PsValue.int32(1), PsValue.int32(3)))))
                .isEqualTo(new InitiatorService("HV1", false, false, null));
    }

    @Test
    void sessions_ownTheConnectionsThatFollowThem() {
        Shell shell = new Shell()
                .then(
                        session("s1", TARGET, 2),
                        session("s2", "iqn.2000-01.com.example:Odd_Name", 1),
                        session("s3", TARGET, 1))
                .then(
                        session("s1", TARGET, 2),
                        connection("192.0.2.51"),
                        connection("192.0.2.52"),
                        session("s2", "iqn.2000-01.com.example:Odd_Name", 1),
                        connection("192.0.2.60"),
                        session("s3", TARGET, 1));
        List<InitiatorReads.SessionRow> rows = InitiatorReads.sessions(shell);
        assertThat(rows)
                .extracting(InitiatorReads.SessionRow::session)
                .extracting(InitiatorSession::id, InitiatorSession::portals)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "s1", List.of(Portal.of("192.0.2.51"), Portal.of("192.0.2.52"))),
                        org.assertj.core.groups.Tuple.tuple("s3", List.of()));
        assertThat(rows).extracting(InitiatorReads.SessionRow::portalsKnown).containsExactly(true, false);
    }

    @Test
    void sessions_whenAConnectionComesFirst_areABadReply() {
        Shell shell = new Shell().then(session("s1", TARGET, 1)).then(connection("192.0.2.51"));
        badReply(() -> InitiatorReads.sessions(shell));
    }

    @Test
    void sessions_beyondAllMeasure_areABadReplyBeforeMoreIsAsked() {
        Shell shell = new Shell();
        shell.answers.add(Collections.nCopies(1001, session("s", TARGET, 1)));
        badReply(() -> InitiatorReads.sessions(shell));
    }

    @Test
    void targets_whoseNamesCannotBe_areLeftOut() {
        assertThat(InitiatorReads.targets(
                        List.of(target("IQN.2005-07.com.nexenta:02:CSV"), target("iqn.2000-01.com.example:Odd_Name"))))
                .containsExactly(new NodeTarget(Iqn.of(TARGET), false));
        assertThat(InitiatorReads.spelling(Iqn.of(TARGET), List.of(target("IQN.2005-07.com.nexenta:02:CSV"))))
                .contains("IQN.2005-07.com.nexenta:02:CSV");
    }

    @Test
    void portals_tellTheHostsOwnAddressIfTheyAreBound() {
        List<PsValue> output = List.of(
                portal("192.0.2.51", PsNil.NIL),
                portal("192.0.2.52", PsValue.string("0.0.0.0")),
                portal("[2001:db8::51]", PsValue.string("2001:db8::1")));
        assertThat(InitiatorReads.portals(output))
                .extracting(row -> row.portal().portal() + " " + row.portal().initiatorAddress())
                .containsExactly("192.0.2.51:3260 null", "192.0.2.52:3260 null", "[2001:db8::51]:3260 2001:db8::1");
        badReply(() -> InitiatorReads.portals(List.of(portal(" ", PsNil.NIL))));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.51, 192.0.2.51, true",
        "2001:db8::51, 2001:0DB8:0:0:0:0:0:51, true",
        "2001:db8::51, 2001:db8::52, false",
        "nex1, NEX1, true",
        ":not:an:address:, :not:an:address:, true"
    })
    void addresses_areComparedAsMachinesDo(String one, String other, boolean same) {
        assertThat(Addresses.same(one, other)).isEqualTo(same);
    }

    private static void badReply(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY));
    }

    private static PsObject service(PsValue status, PsValue start) {
        return PsObject.of("X")
                .with("Name", PsValue.string("MSiSCSI"))
                .with("Status", status)
                .with("StartType", start);
    }

    private static PsObject session(String id, String target, int connections) {
        return PsObject.of("X")
                .with("SessionIdentifier", PsValue.string(id))
                .with("TargetNodeAddress", PsValue.string(target))
                .with("InitiatorNodeAddress", PsValue.string("iqn.1991-05.com.microsoft:hv1"))
                .with("IsConnected", PsValue.bool(true))
                .with("IsPersistent", PsValue.bool(true))
                .with("NumberOfConnections", PsValue.int32(connections));
    }

    private static PsObject connection(String address) {
        return PsObject.of("X")
                .with("ConnectionIdentifier", PsValue.string("c"))
                .with("TargetAddress", PsValue.string(address))
                .with("TargetPortNumber", PsValue.int32(3260));
    }

    private static PsObject target(String name) {
        return PsObject.of("X").with("NodeAddress", PsValue.string(name)).with("IsConnected", PsValue.bool(false));
    }

    private static PsObject portal(String address, PsValue own) {
        return PsObject.of("X")
                .with("TargetPortalAddress", PsValue.string(address))
                .with("TargetPortalPortNumber", PsValue.int32(3260))
                .with("InitiatorPortalAddress", own);
    }
}
