package io.quorate.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.call.CallListener;
import io.quorate.call.RoleCapability;
import io.quorate.cluster.command.GetCluster;
import io.quorate.cluster.command.GetSharedVolume;
import io.quorate.cluster.command.ListAvailableDisks;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.ListSharedVolumeStates;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.error.UnsupportedException;
import io.quorate.flow.IdentityChain;
import io.quorate.host.command.GetInitiator;
import io.quorate.host.command.ListDisks;
import io.quorate.host.command.ListPortals;
import io.quorate.host.command.ListSessions;
import io.quorate.host.command.ListTargets;
import io.quorate.host.command.ReadDiskContent;
import io.quorate.lab.Lab;
import io.quorate.san.Naa;
import io.quorate.spi.Allowance;
import io.quorate.spi.Command;
import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.vm.command.ListVirtualDisks;
import io.quorate.vm.command.ListVirtualMachines;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The story's hosts show exactly the role that Quorate generates for its commands: it suffices, and nothing of it is too much. */
class JustEnoughStoryTest {
    private static final String NAME = "Quorate.Operator";
    private static final boolean WHOLE = Boolean.getBoolean("quorate.sweep");

    private static RoleCapability role;

    /** What the story gives to do is heard once, in sessions that show everything; what it reads beside is written down here. */
    @BeforeAll
    static void hear() {
        List<Command<?>> reads = List.of(
                new GetCluster(),
                new ListNodes(),
                new ListAvailableDisks(),
                new ListClusterDisks(),
                new ListSharedVolumes(),
                new GetSharedVolume("CSV1"),
                new ListSharedVolumeStates("CSV1"),
                new GetVirtualMachine(new UUID(0, 1)),
                new ListVirtualMachines("HV1"),
                new ListVirtualDisks("HV1"),
                new GetInitiator("HV1"),
                new ListPortals("HV1"),
                new ListTargets("HV1"),
                new ListSessions("HV1"),
                new ListDisks("HV1"),
                new ReadDiskContent("HV1", Naa.of("600144f0000000000000000000000001")));
        List<Command<?>> commands = new ArrayList<>();
        Set<String> heard = ConcurrentHashMap.newKeySet();
        try (Lab lab = Lab.sanStoryBuilder().seed(7).start();
                Quorate quorate = lab.connect()
                        .audit(record -> {
                            if (record.order().endpoint().equals(Lab.ENDPOINT)) {
                                commands.add(record.order().command());
                            }
                        })
                        .listener(new CallListener() {
                            @Override
                            public void started(Started call) {
                                heard.add(call.operation());
                            }
                        })
                        .build()) {
            Story.tell(lab, quorate);
            reads.stream().filter(read -> heard.contains(read.name())).forEach(commands::add);
            role = quorate.role(Lab.ENDPOINT, commands);
        }
    }

    private static IdentityChain tell(String... hidden) {
        try (Lab lab = Lab.sanStoryBuilder()
                        .seed(7)
                        .sessionConfiguration(
                                NAME,
                                session -> session.role(role.renderRole())
                                        .hiding(hidden)
                                        .runAs("LAB\\quorate$"))
                        .start();
                Quorate quorate = lab.connect(endpoint ->
                                endpoint.option("configurationName", NAME).option("delegatedConfiguration", NAME))
                        .build()) {
            return Story.tell(lab, quorate);
        }
    }

    @Test
    @DisplayName("the whole story runs on sessions that show exactly the generated role")
    void story_whenSessionsShowTheGeneratedRole_isToldToItsEnd() {
        assertThat(tell().complete()).isTrue();
    }

    @TestFactory
    @DisplayName("each command that is taken out of the role is missed, by name")
    Stream<DynamicTest> story_whenACommandIsTakenOutOfTheRole_missesIt() {
        List<String> commands = role.allowances().stream().map(Allowance::name).toList();
        return IntStream.range(0, commands.size())
                .filter(i -> WHOLE || i % 40 == 0 || commands.get(i).equals("Get-VMHardDiskDrive"))
                .mapToObj(commands::get)
                .map(command -> DynamicTest.dynamicTest(command, () -> {
                    assertThat(missing(command)).contains(command).contains("role capability that Quorate generates");
                }));
    }

    /** The chain through the layers tells what it could not read instead of failing. */
    private static String missing(String command) {
        try {
            return tell(command).print();
        } catch (UnsupportedException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
