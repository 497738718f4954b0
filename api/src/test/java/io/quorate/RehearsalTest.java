package io.quorate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.call.Rehearsal;
import io.quorate.call.RehearsedStep;
import io.quorate.error.QuorateException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private final Rig rig = new Rig("HV1", "HV2");
    private final List<RehearsedStep> steps = new ArrayList<>();

    @Test
    void rehearse_sendsReadsOnly() {
        var calls = rig.engine.rehearsing(steps::add).calls("rack");
        assertThat(calls.run(TestCommand.of(Safety.READ))).isEqualTo("done");
        rig.backend.effects = 0;
        for (Safety safety : List.of(Safety.CONVERGE, Safety.GUARDED, Safety.ONCE)) {
            assertThat(calls.run(TestCommand.of(safety))).isEqualTo("pretended");
        }
        assertThat(rig.backend.sends()).isEqualTo(1);
        assertThat(rig.backend.effects()).isZero();
        assertThat(rig.audit).isEmpty();
        assertThat(steps).hasSize(3);
    }

    @Test
    void rehearse_whenLookingFails_goesOnBecauseNothingFollows() {
        rig.backend.dead.put("HV1", ScriptedBackend.fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE));
        rig.backend.dead.put("HV2", ScriptedBackend.fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE));
        assertThat(rig.engine.rehearsing(steps::add).calls("rack").run(TestCommand.of(Safety.GUARDED)))
                .isEqualTo("pretended");
        assertThat(rig.runtime.sleeps).isEmpty();
    }

    @Test
    void explain_isTextToReview() {
        var calls = rig.engine.rehearsing(steps::add).calls("rack");
        rig.backend.explained = List.of("Add-Thing -Name T1", "Get-Thing -Name T1");
        calls.run(TestCommand.of(Safety.GUARDED));
        rig.backend.explained = List.of("Remove-ClusterNode -Name HV3 -Password " + Rig.PASSWORD);
        calls.run(new TestCommand.Eviction(), Consent.to("id-of-HV3", "mainboard is dead"));
        calls.run(TestCommand.of(Safety.CONVERGE).placed(Placement.on("HV2")));
        calls.run(TestCommand.of(Safety.CONVERGE).placed(Placement.owner()));

        assertThat(new Rehearsal(steps, null).explain()).isEqualTo("""
                1. test.thing.do of thing T1 at any of HV1, HV2 (endpoint rack)
                   repeatable: yes, after looking whether it is done
                   > Add-Thing -Name T1
                   > Get-Thing -Name T1
                2. test.node.evict of cluster node HV3 at any of HV1, HV2 (endpoint rack)
                   repeatable: no, a lost answer stays unknown
                   consent: id-of-HV3, because mainboard is dead
                   > Remove-ClusterNode -Name HV3 -Password <hidden>
                3. test.thing.do of thing T1 at HV2 (endpoint rack)
                   repeatable: yes, doing it twice is doing it once
                   > Remove-ClusterNode -Name HV3 -Password <hidden>
                4. test.thing.do of thing T1 at its owner among HV1, HV2 (endpoint rack)
                   repeatable: yes, doing it twice is doing it once
                   > Remove-ClusterNode -Name HV3 -Password <hidden>
                """);
    }

    @Test
    void explain_whenStopped_saysWhere() {
        QuorateException stop = org.assertj.core.api.Assertions.catchThrowableOfType(
                QuorateException.class,
                () -> rig.engine.rehearsing(steps::add).calls("rack").run(new TestCommand.Eviction()));
        Rehearsal rehearsal = new Rehearsal(steps, stop);
        assertThat(rehearsal.explain())
                .startsWith("nothing would be changed\nstopped here: test.node.evict")
                .contains("consent required");
        assertThat(rehearsal.stoppedBy()).contains(stop);
    }
}
