package io.quorate.lab.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.lab.catalogue.Catalogue;
import io.quorate.lab.catalogue.WindowsVersion;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.Invocation;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.ErrorRecordCodec;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabShellTest {
    private static final Catalogue CATALOGUE = Catalogue.load(WindowsVersion.WS2022);
    private static final String NODES = "FailoverClusters\\Get-ClusterNode";

    private final List<@Nullable PsValue> output = new ArrayList<>();
    private final List<PsErrorRecord> errors = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private @Nullable PsErrorRecord failure;

    @Test
    void execute_whenPropertiesAreSelected_eachGainsOneLevel() {
        run(
                nodes(),
                PsPipeline.of(
                        PsCommand.of(NODES),
                        PsCommand.of("Select-Object").with("Property", List.of("Name", "Cluster"))));

        PsObject first = (PsObject) output.get(0);
        assertThat(first.typeNames().get(0)).isEqualTo("Selected.Microsoft.FailoverClusters.PowerShell.ClusterNode");
        assertThat(Values.text(first.property("Name"))).isEqualTo("HV1");
        assertThat(Values.text(((PsObject) first.property("Cluster")).property("Name")))
                .isEqualTo("C1");
        assertThat(ends).containsExactly("COMPLETED");
    }

    @Test
    void execute_whenNothingIsSelected_nestedObjectIsItsText() {
        run(nodes(), PsPipeline.of(PsCommand.of(NODES)));

        assertThat(((PsObject) output.get(0)).property("Cluster")).isEqualTo(PsValue.string("C1"));
    }

    @Test
    void execute_whenSetterIsCalled_changesTheLiveObject() {
        run(
                nodes(),
                PsPipeline.of(List.of(
                        List.of(
                                PsCommand.of(NODES),
                                PsCommand.of("Set-Variable").with("Name", "n")),
                        List.of(
                                PsCommand.of("Get-Variable").with("Name", "n").with("ValueOnly", true),
                                PsCommand.of("Write-Output"),
                                PsCommand.of("ForEach-Object")
                                        .with("MemberName", "set_NodeWeight")
                                        .with("ArgumentList", 0)),
                        List.of(
                                PsCommand.of("Get-Variable").with("Name", "n").with("ValueOnly", true),
                                PsCommand.of("Write-Output"),
                                PsCommand.of("Where-Object")
                                        .with("Property", "Name")
                                        .with("EQ", true)
                                        .with("Value", "hv2"),
                                PsCommand.of("Select-Object").with("ExpandProperty", "NodeWeight")))));

        assertThat(output).containsExactly(PsValue.int32(0));
        assertThat(errors).isEmpty();
    }

    @Test
    void execute_whenRuleWritesAnError_goesOn() {
        run(
                failing(call -> call.writeError(notFound())),
                PsPipeline.of(PsCommand.of(NODES).with("Name", List.of("HV9"))));

        assertThat(errors).singleElement().satisfies(e -> {
            assertThat(e.errorId()).isEqualTo("ClusterObjectNotFound");
            assertThat(e.exceptions())
                    .extracting(PsErrorRecord.NetException::hresult)
                    .containsExactly(0x80131500, 0x800713E1);
            assertThat(e.exceptions().get(1).nativeErrorCode()).isEqualTo(5089);
        });
        assertThat(ends).containsExactly("COMPLETED");
    }

    @Test
    void execute_whenErrorActionIsStop_failsAndRunsNoLaterStatement() {
        run(
                failing(call -> call.writeError(notFound())),
                PsPipeline.of(List.of(
                        List.of(PsCommand.of(NODES).with("ErrorAction", "Stop")),
                        List.of(PsCommand.of("Write-Output").with("InputObject", "late")))));

        assertThat(errors).isEmpty();
        assertThat(output).isEmpty();
        assertThat(failure).isNotNull();
        assertThat(failure.fullyQualifiedErrorId())
                .isEqualTo("ClusterObjectNotFound,Microsoft.FailoverClusters.PowerShell.GetClusterNodeCommand");
        assertThat(ends).containsExactly("FAILED");
    }

    @Test
    void execute_whenParameterIsUnknown_refusesAsTheEngineDoes() {
        run(nodes(), PsPipeline.of(PsCommand.of(NODES).with("Nope", 1)));

        assertThat(failure).extracting(PsErrorRecord::errorId).isEqualTo("NamedParameterNotFound");
    }

    @Test
    void execute_whenCmdletHasNoRule_saysSoAndCounts() {
        LabCmdlets cmdlets = run(nodes(), PsPipeline.of(PsCommand.of("FailoverClusters\\Get-ClusterNetwork")));

        assertThat(failure).extracting(PsErrorRecord::errorId).isEqualTo("LabNotSimulated");
        assertThat(cmdlets.notSimulated()).containsEntry("FailoverClusters\\Get-ClusterNetwork", 1L);
    }

    @Test
    void execute_whenCommandDoesNotExist_runsNothingOfTheStatement() {
        run(nodes(), PsPipeline.of(PsCommand.of(NODES), PsCommand.of("Get-Nothing")));

        assertThat(output).isEmpty();
        assertThat(failure).extracting(PsErrorRecord::errorId).isEqualTo("CommandNotFoundException");
    }

    @Test
    void execute_whenFirstStopsAClusterCmdlet_reportsTheCmdletsBogusError() {
        run(
                nodes(),
                PsPipeline.of(PsCommand.of(NODES), PsCommand.of("Select-Object").with("First", 1)));

        assertThat(output).hasSize(1);
        assertThat(errors).extracting(PsErrorRecord::errorId).containsExactly("Get-ClusterNode");
    }

    @Test
    void execute_whenErrorsAreMerged_theyAreOutput() {
        PsCommand merged = new PsCommand(NODES, List.of(), java.util.Set.of(PsStream.ERROR));
        run(failing(call -> call.writeError(notFound())), PsPipeline.of(merged));

        assertThat(errors).isEmpty();
        assertThat(ErrorRecordCodec.decode(output.get(0)).errorId()).isEqualTo("ClusterObjectNotFound");
    }

    @Test
    void execute_whenInputIsGiven_bindsItByPropertyName() {
        PsObject bag = PsObject.of("System.Management.Automation.PSCustomObject", "System.Object")
                .with("Name", PsValue.string("x"));
        run(
                nodes(),
                new PsPipeline(
                        List.of(List.of(PsCommand.of("Select-Object").with("ExpandProperty", "Name"))), List.of(bag)));

        assertThat(output).containsExactly(PsValue.string("x"));
    }

    @Test
    void stop_whenRuleIsWriting_endsStopped() {
        LabShell[] shell = new LabShell[1];
        CmdletRule rule = rule(call -> {
            call.write(PsValue.int32(1));
            shell[0].stop();
            assertThat(call.stopped()).isTrue();
            call.write(PsValue.int32(2));
        });
        shell[0] = new LabShell(new LabCmdlets(CATALOGUE, List.of(rule)), caller(), LanguageMode.FULL);
        shell[0].execute(PsPipeline.of(PsCommand.of(NODES)), new Sink());

        assertThat(output).hasSize(1);
        assertThat(ends).containsExactly("STOPPED");
    }

    @Test
    void labCmdlets_whenRuleIsForNoCmdlet_isRefused() {
        CmdletRule rule = new CmdletRule() {
            @Override
            public String cmdlet() {
                return "FailoverClusters\\Get-Nothing";
            }

            @Override
            public void run(Invocation call) {
                throw new AssertionError();
            }
        };
        assertThatIllegalArgumentException().isThrownBy(() -> new LabCmdlets(CATALOGUE, List.of(rule)));
    }

    @Test
    void output_whenListIsNested_keepsItemsAndCutsThem() {
        LiveObject inner = new LiveObject(List.of("T.Inner"), "i", "inner").property("A", PsValue.int32(1));
        LiveObject outer = new LiveObject(List.of("T.Outer"), "o", "outer").property("List", List.of(inner));

        PsObject value = (PsObject) Serialiser.output(outer);
        PsItems items = (PsItems) ((PsObject) value.property("List")).content();
        assertThat(items.values()).containsExactly(PsValue.string("inner"));
    }

    private static Caller caller() {
        return new Caller("HV1", "LAB\\user1", false);
    }

    private static CmdletRule rule(Consumer<Invocation> body) {
        return new CmdletRule() {
            @Override
            public String cmdlet() {
                return NODES;
            }

            @Override
            public void run(Invocation call) {
                body.accept(call);
            }
        };
    }

    private static CmdletRule failing(Consumer<Invocation> body) {
        return rule(body);
    }

    private static CmdletRule nodes() {
        return rule(call -> {
            for (String name : List.of("HV1", "HV2")) {
                LiveObject cluster = new LiveObject(
                                List.of("Microsoft.FailoverClusters.PowerShell.Cluster"), "C1", "C1")
                        .property("Name", PsValue.string("C1"));
                LiveObject node =
                        new LiveObject(List.of("Microsoft.FailoverClusters.PowerShell.ClusterNode"), name, name);
                node.property("Name", PsValue.string(name))
                        .property("Cluster", cluster)
                        .property(
                                "NodeWeight",
                                PsValue.int32(1),
                                v -> node.properties().put("NodeWeight", v));
                call.write(node);
            }
        });
    }

    private static LabError notFound() {
        return new LabError(
                "ClusterObjectNotFound",
                "ObjectNotFound",
                PsValue.string("HV9"),
                List.of(
                        new LabError.NetException(
                                "Microsoft.FailoverClusters.PowerShell.ClusterCmdletException",
                                "There is no such node.",
                                0x80131500,
                                null),
                        new LabError.NetException(
                                "System.ComponentModel.Win32Exception", "Not found", 0x800713E1, 5089)));
    }

    private LabCmdlets run(CmdletRule rule, PsPipeline pipeline) {
        LabCmdlets cmdlets = new LabCmdlets(CATALOGUE, List.of(rule));
        new LabShell(cmdlets, caller(), LanguageMode.FULL).execute(pipeline, new Sink());
        return cmdlets;
    }

    private final class Sink implements PipelineSink {
        @Override
        public void output(@Nullable PsValue value) {
            output.add(value);
        }

        @Override
        public void record(PsStream stream, PsValue value) {
            assertThat(stream).isEqualTo(PsStream.ERROR);
            errors.add(ErrorRecordCodec.decode(value));
        }

        @Override
        public void ended(State state, @Nullable PsValue errorRecord) {
            ends.add(state.name());
            failure = errorRecord == null ? null : ErrorRecordCodec.decode(errorRecord);
        }
    }
}
