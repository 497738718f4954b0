package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicationFrequency;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.command.ConfigureReplication;
import io.quorate.replica.command.EnableReplication;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.Scenes.State;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Windows Server 2012 does not have is told before anything is sent; what it has is sent without what it does not know. */
class ReplicaVersionTest {
    private static final String OF_2012 = "9200";
    private static final String OF_2012_R2 = "9600";
    private static final ReplicationSettings SETTINGS =
            ReplicationSettings.to(ReplicaPartner.kerberos("hv3.lab.example"));

    private static State on(String build, State state) {
        return state.and(ReplicaScenes.WINDOWS, ReplicaScenes.windows(build));
    }

    private static void unsupported(Command<?> command, State state, String what) {
        SceneHost host = new SceneHost(on(OF_2012, state));
        assertThatThrownBy(() -> new ShellBackend(host).run(command)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
            assertThat(fault.getMessage()).contains(OF_2012, what);
        });
        assertThat(host.changing()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SECONDS_30", "MINUTES_15"})
    void enable_on2012WithAnotherFrequency_isUnsupportedBeforeAnythingIsSent(ReplicationFrequency frequency) {
        ReplicationSettings other = SETTINGS.every(frequency);

        unsupported(new EnableReplication("HV1", Scenes.VM, other), ReplicaScenes.none(), "frequency");
        unsupported(
                new ConfigureReplication("HV1", Scenes.VM, other), ReplicaScenes.replicating(SETTINGS), "frequency");
    }

    @Test
    void enable_on2012WithMorePointsThanItKeeps_isUnsupportedBeforeAnythingIsSent() {
        unsupported(new EnableReplication("HV1", Scenes.VM, SETTINGS.keeping(16)), ReplicaScenes.none(), "points");
    }

    @Test
    @DisplayName("on 2012 no frequency is named, for there is no such parameter; on 2012 R2 there is")
    void enable_namesTheFrequencyWhereThereIsOne() {
        assertThat(sent(OF_2012)).doesNotContain("ReplicationFrequencySec").contains("RecoveryHistory");
        assertThat(sent(OF_2012_R2)).contains("ReplicationFrequencySec");
    }

    private static String sent(String build) {
        Scene scene = Scenes.scene(new EnableReplication("HV1", Scenes.VM, SETTINGS), on(build, ReplicaScenes.none()))
                .then(List.of(), ReplicaScenes.replicating(SETTINGS));
        SceneHost host = new SceneHost(scene);
        new ShellBackend(host).run(scene.command());
        return PipelineText.of(host.changing().get(0));
    }
}
