package io.quorate.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.FunctionBackend;
import io.quorate.call.Progress;
import io.quorate.call.Task;
import io.quorate.call.TaskState;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.GroupState;
import io.quorate.cluster.GroupStatus;
import io.quorate.cluster.GroupType;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.RejectedException;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.vm.command.BeginMigrateLive;
import io.quorate.vm.command.CancelMigrateLive;
import io.quorate.vm.command.GetVirtualMachineGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveMigrationTest {
    private static final UUID ID = UUID.fromString("6f1a2c3d-0000-4000-8000-000000000001");
    private static final GroupStatus QUEUED = new GroupStatus(4);

    private final FunctionBackend backend = new FunctionBackend();
    private final List<Command<?>> sent = new ArrayList<>();
    private final VirtualMachineClient vms =
            new VirtualMachineClient(backend.engine("HV1", "HV2").calls("rack"));

    private void answering(ClusterGroup... groups) {
        List<ClusterGroup> left = new ArrayList<>(List.of(groups));
        backend.answer = (command, call) -> {
            sent.add(command);
            return left.size() > 1 ? left.remove(0) : left.get(0);
        };
    }

    private static ClusterGroup group(GroupState state, String owner, GroupStatus status) {
        return new ClusterGroup("web1", "g1", GroupType.VIRTUAL_MACHINE, state, owner, false, status);
    }

    private static ClusterGroup moving() {
        return group(GroupState.PENDING, "HV1", GroupStatus.NONE);
    }

    private static ClusterGroup on(String owner) {
        return group(GroupState.ONLINE, owner, GroupStatus.NONE);
    }

    @Test
    void begin_returnsATaskWhoseTokenFindsItAgain() {
        answering(moving());
        Task<ClusterGroup> task = vms.beginMigrateLive(ID, "HV2");

        assertThat(sent).containsExactly(new BeginMigrateLive(ID, "HV2"));
        assertThat(task.token()).isEqualTo("live-migration/1/rack/" + ID + "/HV2");
        assertThat(vms.migration(task.token())).hasToString(task.toString());
        assertThat(sent).hasSize(1);
    }

    @Test
    void await_looksUntilItIsThere() {
        answering(moving(), moving(), group(GroupState.ONLINE, "HV1", QUEUED), on("hv2"));
        Task<ClusterGroup> task = vms.beginMigrateLive(ID, "HV2.lab.example");

        assertThat(task.progress()).isEqualTo(Progress.of("group web1 is Pending on HV1"));
        assertThat(task.progress()).isEqualTo(Progress.of("group web1 is Online (waits for its turn to move) on HV1"));
        assertThat(task.await(Duration.ofMinutes(1)).owner()).isEqualTo("hv2");
        assertThat(sent.subList(1, 4)).containsOnly(new GetVirtualMachineGroup(ID));
    }

    @Test
    void await_whenItGoesOnTooLong_tellsWhatWasSeenLast() {
        answering(moving());
        assertThatThrownBy(() -> vms.beginMigrateLive(ID, "HV2").await(Duration.ofSeconds(5)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("live migration of virtual machine " + ID + " to HV2")
                .hasMessageContaining("last seen: under way, group web1 is Pending on HV1");
    }

    @Test
    void await_whenItEndedElsewhere_isRejectedAndSaysWhere() {
        answering(moving(), on("HV1"));
        assertThatThrownBy(() -> vms.beginMigrateLive(ID, "HV2").await(Duration.ofSeconds(5)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("vm.migrate-live")
                .hasMessageContaining("virtual machine " + ID)
                .hasMessageContaining("the migration has ended, and group web1 is Online on HV1, not on HV2");
    }

    @Test
    void await_whileNoHostAnswers_goesOn() {
        List<Object> answers = new ArrayList<>(List.of(moving(), false, on("HV2")));
        backend.answer = (command, call) -> {
            if (command instanceof GetVirtualMachineGroup && answers.get(0).equals(false)) {
                if (call.host().equals("HV2")) {
                    answers.remove(0);
                }
                throw Fault.neverSent(ErrorKind.UNREACHABLE).because("refused");
            }
            return answers.remove(0);
        };
        assertThat(vms.beginMigrateLive(ID, "HV2").await(Duration.ofMinutes(1)).owner())
                .isEqualTo("HV2");
    }

    @Test
    void cancel_asksOnlyWhileItIsNotKnownToHaveEnded() {
        answering(moving(), moving(), on("HV1"));
        Task<ClusterGroup> task = vms.beginMigrateLive(ID, "HV2");
        task.cancel();
        assertThat(sent).last().isEqualTo(new CancelMigrateLive(ID));
        assertThat(task.state()).isInstanceOf(TaskState.Failed.class);
        int asked = sent.size();
        task.cancel();
        assertThat(sent).hasSize(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "live-migration/1/rack/1-2-3-4-5/HV2|not a virtual machine's id: '1-2-3-4-5'",
                "live-migration/1/rack/web1/HV2|not a virtual machine's id: 'web1'",
                "live-migration/1/row/6f1a2c3d-0000-4000-8000-000000000001/HV2|the token is for endpoint row",
                "node-drain/1/rack/HV1/4|not the token of a live-migration",
            })
    void migration_byWhatIsNoToken_saysWhy(String token, String why) {
        assertThatThrownBy(() -> vms.migration(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
