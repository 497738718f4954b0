package io.quorate.lab.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.catalogue.Catalogue;
import io.quorate.lab.catalogue.WindowsVersion;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.Invocation;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.ErrorRecordCodec;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine's own commands do in the corners that a rule of thumb gets wrong: names of classes, what-if, tables, credentials. */
class EngineCommandsTest {
    private static final Catalogue CATALOGUE = Catalogue.load(WindowsVersion.WS2022);
    private static final String NODES = "FailoverClusters\\Get-ClusterNode";
    private static final String BAG = "System.Management.Automation.PSCustomObject";

    private final List<@Nullable PsValue> output = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    // names of classes

    @Test
    void selectFirst_ofAClientsObject_putsSelectedBeforeDeserialised() {
        run(List.of(given(), PsCommand.of("Select-Object").with("First", 1)));

        assertThat(names(0)).containsExactly("Selected." + BAG, "Deserialized." + BAG, "Deserialized.System.Object");
    }

    @Test
    void selectProperty_ofAClientsObject_isSelectedOfABag() {
        run(List.of(given(), PsCommand.of("Select-Object").with("Property", List.of("Name"))));

        assertThat(names(0)).containsExactly("Selected." + BAG, BAG, "System.Object");
    }

    @Test
    void selectLast_ofALiveObject_leavesItsClass() {
        run(List.of(PsCommand.of(NODES), PsCommand.of("Select-Object").with("Last", 1)));

        assertThat(names(0)).containsExactly("Microsoft.FailoverClusters.PowerShell.ClusterNode", "System.Object");
    }

    @Test
    void selectFirst_ofWhatWasSelected_namesTheBagOnce() {
        PsCommand first = PsCommand.of("Select-Object").with("First", 1);
        run(List.of(
                PsCommand.of(NODES), PsCommand.of("Select-Object").with("Property", List.of("Name")), first, first));

        assertThat(names(0))
                .containsExactly(
                        "Selected." + BAG,
                        "Selected.Microsoft.FailoverClusters.PowerShell.ClusterNode",
                        BAG,
                        "System.Object");
    }

    @Test
    void selectFirst_ofText_isText() {
        run(List.of(
                PsCommand.of("Write-Output").with("InputObject", "x"),
                PsCommand.of("Select-Object").with("First", 1)));

        assertThat(output).containsExactly(PsValue.string("x"));
    }

    // what if

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void setter_underWhatIf_changesNothingAndSaysNothing(boolean byPreference) {
        PsCommand setter = PsCommand.of("ForEach-Object")
                .with("MemberName", "set_NodeWeight")
                .with("ArgumentList", 0);
        PsCommand preference =
                PsCommand.of("Set-Variable").with("Name", "WhatIfPreference").with("Value", true);
        run(
                byPreference ? List.of(preference) : List.of(PsCommand.of("Write-Output")),
                List.of(PsCommand.of(NODES), byPreference ? setter : setter.with("WhatIf", true)));

        assertThat(changes).isEmpty();
        assertThat(output).isEmpty();
    }

    @Test
    void setter_whenWhatIfIsFalse_changes() {
        run(List.of(
                PsCommand.of(NODES),
                PsCommand.of("ForEach-Object")
                        .with("MemberName", "set_NodeWeight")
                        .with("ArgumentList", 0)
                        .with("WhatIf", false)));

        assertThat(changes).containsExactly("HV1");
    }

    @Test
    void forEach_underWhatIf_readsNothing() {
        for (String member : List.of("Name", "get_Name", "ToString", "Nothing")) {
            run(List.of(
                    PsCommand.of(NODES),
                    PsCommand.of("ForEach-Object").with("MemberName", member).with("WhatIf", true)));
        }

        assertThat(output).isEmpty();
        assertThat(errors).isEmpty();
    }

    @Test
    void forEach_underWhatIf_stillTellsThatThereIsNoSuchMethod() {
        run(List.of(
                PsCommand.of(NODES),
                PsCommand.of("ForEach-Object")
                        .with("MemberName", "set_Nothing")
                        .with("ArgumentList", 0)
                        .with("WhatIf", true)));

        assertThat(errors).containsExactly("MethodNotFound");
    }

    @Test
    void variable_underWhatIf_isNeitherSetNorRemoved() {
        PsCommand get = PsCommand.of("Get-Variable").with("Name", "x").with("ValueOnly", true);
        run(
                List.of(PsCommand.of("Set-Variable").with("Name", "x").with("Value", 1)),
                List.of(PsCommand.of("Set-Variable")
                        .with("Name", "x")
                        .with("Value", 2)
                        .with("WhatIf", true)),
                List.of(PsCommand.of("Remove-Variable").with("Name", "x").with("WhatIf", true)),
                List.of(get));

        assertThat(output).containsExactly(PsValue.int32(1));
    }

    // tables

    @Test
    @DisplayName("script is text when it arrives, and text is the name of a property: of one that is not there, null")
    void calculatedProperty_ofScriptText_isNull() {
        for (PsValue script : List.of(
                PsValue.string("$_.Name"),
                PsValue.string("'text'"),
                new PsPrimitive(PsType.SCRIPT_BLOCK, "$_.Name + 'x'"))) {
            output.clear();
            run(List.of(given(), select(table("n", PsValue.string("x"), "e", script))));

            assertThat(((PsObject) output.get(0)).extended()).singleElement().satisfies(p -> {
                assertThat(p.name()).isEqualTo("x");
                assertThat(p.value().isNil()).isTrue();
            });
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void calculatedProperty_ofAPattern_isTheOnePropertyThatMatches() {
        run(List.of(given(), select(table("Label", PsValue.string("x"), "Expression", PsValue.string("Na*")))));

        assertThat(((PsObject) output.get(0)).property("x")).isEqualTo(PsValue.string("n1"));
    }

    @Test
    void calculatedProperty_ofAPatternThatMatchesSeveral_cannotRenameThem() {
        run(List.of(given(), select(table("n", PsValue.string("x"), "e", PsValue.string("*")))));

        assertThat(errors).containsExactly("RenamingMultipleResults");
    }

    @ParameterizedTest
    @CsvSource({
        "n, x, , , DictionaryKeyMandatoryEntry",
        "e, '', n, x, ExpressionEmptyString1",
        "e, Name, width, 3, DictionaryKeyIllegal",
        "e, Name, expr, Id, DictionaryKeyDuplicate",
    })
    void calculatedProperty_thatMakesNoSense_endsTheStatementAsTheEngineDoes(
            String key, String value, @Nullable String other, @Nullable String otherValue, String error) {
        run(List.of(
                given(),
                select(
                        other == null
                                ? table(key, PsValue.string(value))
                                : table(key, PsValue.string(value), other, PsValue.string(otherValue)))));

        assertThat(errors).containsExactly(error);
        assertThat(output).isEmpty();
    }

    @Test
    void calculatedProperty_ofAnotherType_endsTheStatementAsTheEngineDoes() {
        run(List.of(given(), select(table("e", PsValue.int32(1)))));
        run(List.of(given(), select(table("e", PsValue.string("Name"), "n", PsValue.int32(1)))));
        run(List.of(given(), PsCommand.of("Select-Object").with("Property", 1)));

        assertThat(errors)
                .containsExactly(
                        "DictionaryKeyIllegalValue1", "DictionaryKeyIllegalValue2", "DictionaryKeyUnknownType");
    }

    // credentials

    @ParameterizedTest
    @CsvSource({
        "Microsoft.WSMan.Management\\Test-WSMan, Credential, ParameterArgumentTransformationError",
        "Microsoft.PowerShell.Core\\Register-PSSessionConfiguration, RunAsCredential, ParameterArgumentTransformationError",
        "Microsoft.PowerShell.Management\\Test-ComputerSecureChannel, Credential, ParameterArgumentTransformationError",
        "ActiveDirectory\\Get-ADDomain, Credential, ParameterArgumentTransformationError",
        "IscsiTarget\\Get-IscsiServerTarget, Credential, ParameterArgumentTransformationError",
        "Hyper-V\\Get-VM, Credential, CannotConvertArgumentNoMessage",
        "FailoverClusters\\New-Cluster, Credentials, CannotConvertArgumentNoMessage",
    })
    void text_forACredential_isRefusedAsTheEngineDoes(String cmdlet, String parameter, String error) {
        run(List.of(PsCommand.of(cmdlet).with(parameter, "LAB\\user1")));

        assertThat(errors).containsExactly(error);
    }

    private static PsCommand given() {
        PsObject object = PsObject.of(BAG, "System.Object")
                .with("Name", PsValue.string("n1"))
                .with("Id", PsValue.int32(1));
        return new PsCommand("Write-Output", List.of(new PsParameter("InputObject", object)), Set.of());
    }

    private static PsCommand select(PsValue table) {
        return new PsCommand("Select-Object", List.of(new PsParameter("Property", table)), Set.of());
    }

    private static PsValue table(Object... pairs) {
        List<PsDictionary.Entry> entries = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.add(new PsDictionary.Entry(PsValue.string((String) pairs[i]), (PsValue) pairs[i + 1]));
        }
        return PsObject.of("System.Collections.Hashtable", "System.Object").content(new PsDictionary(entries));
    }

    private List<String> names(int place) {
        return ((PsObject) output.get(place)).typeNames();
    }

    @SafeVarargs
    private void run(List<PsCommand>... statements) {
        new LabShell(
                        new LabCmdlets(CATALOGUE, List.of(nodes())),
                        new Caller("HV1", "LAB\\user1", false),
                        LanguageMode.FULL)
                .execute(PsPipeline.of(List.of(statements)), new Sink());
    }

    private CmdletRule nodes() {
        return new CmdletRule() {
            @Override
            public String cmdlet() {
                return NODES;
            }

            @Override
            public void run(Invocation call) {
                call.write(new LiveObject(
                                List.of("Microsoft.FailoverClusters.PowerShell.ClusterNode", "System.Object"),
                                "HV1",
                                "HV1")
                        .property("Name", PsValue.string("HV1"))
                        .property("NodeWeight", PsValue.int32(1), v -> changes.add("HV1")));
            }
        };
    }

    private final class Sink implements PipelineSink {
        @Override
        public void output(@Nullable PsValue value) {
            output.add(value);
        }

        @Override
        public void record(PsStream stream, PsValue value) {
            errors.add(ErrorRecordCodec.decode(value).errorId());
        }

        @Override
        public void ended(State state, @Nullable PsValue errorRecord) {
            if (errorRecord != null) {
                errors.add(ErrorRecordCodec.decode(errorRecord).errorId());
            }
        }
    }
}
