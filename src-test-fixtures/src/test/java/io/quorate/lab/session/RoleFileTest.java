package io.quorate.lab.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.call.RoleCapability;
import io.quorate.spi.Allowance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RoleFileTest {

    @Test
    void read_whenTheFileIsGenerated_takesItApartWhateverStandsInIt() {
        String nasty = "it's \u2018so\u2019; } @{ $(x) # `\n<# 'a','b'";
        String text = RoleCapability.of(List.of(
                        new Allowance("Hyper-V", "Get-VM", Allowance.Form.CMDLET, new TreeMap<>()),
                        new Allowance(
                                "Storage",
                                "Set-Disk",
                                Allowance.Form.FUNCTION,
                                new TreeMap<>(Map.of("UniqueId", Set.of(), "Guid", Set.of(nasty, "x"))))))
                .renderRole();

        Map<String, Object> file = DataFile.read(text);

        assertThat(file.get("VisibleCmdlets")).isEqualTo(List.of("Hyper-V\\Get-VM"));
        assertThat(file.get("ModulesToImport")).isEqualTo(List.of("Hyper-V", "Storage"));
        assertThat(file.get("VisibleFunctions"))
                .isEqualTo(List.of(Map.of(
                        "Name",
                        "Set-Disk",
                        "Parameters",
                        List.of(
                                Map.of("Name", "Guid", "ValidateSet", List.of(nasty, "x")),
                                Map.of("Name", "UniqueId")))));
    }

    @Test
    void read_whenTheSessionFileIsGenerated_hasEveryHolder() {
        String text = RoleCapability.of(List.of())
                .renderSession(
                        "Op's",
                        session -> session.addHolder("LAB\\o'brien")
                                .addHolder("LAB\\ops")
                                .virtualAccount("Hyper-V Administrators"));

        assertThat(DataFile.read(text))
                .containsEntry("SessionType", "RestrictedRemoteServer")
                .containsEntry("LanguageMode", "NoLanguage")
                .containsEntry("RunAsVirtualAccount", true)
                .containsEntry("RunAsVirtualAccountGroups", List.of("Hyper-V Administrators"))
                .containsEntry(
                        "RoleDefinitions",
                        Map.of(
                                "LAB\\o'brien", Map.of("RoleCapabilities", "Op's"),
                                "LAB\\ops", Map.of("RoleCapabilities", "Op's")));
    }

    @Test
    void renderSession_whenNothingIsChosenToRunAs_saysWhatIsMissing() {
        RoleCapability role = RoleCapability.of(List.of());

        assertThatThrownBy(() -> role.renderSession("Op", session -> session.virtualAccount()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("addHolder");
        assertThatThrownBy(() -> role.renderSession("Op", session -> session.addHolder("LAB\\ops")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose one");
    }

    @Test
    void remarks_whenMembersAreCalled_sayWhatTheRoleAmountsTo() {
        RoleCapability role = RoleCapability.of(List.of(new Allowance(
                "Microsoft.PowerShell.Core",
                "ForEach-Object",
                Allowance.Form.CMDLET,
                new TreeMap<>(Map.of("MemberName", Set.of("set_SameSubnetDelay"))))));

        assertThat(role.remarks()).singleElement().asString().contains("administrator in all but name");
        assertThat(role.renderRole())
                .contains("# A role with ForEach-Object and members is an administrator in all but name");
    }

    @Test
    void read_whenItIsNoDataFile_saysWhere() {
        assertThatThrownBy(() -> RoleFile.read("@{\n VisibleCmdlets = $(evil)\n}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> RoleFile.read("@{ ScriptsToProcess = 'x.ps1' }"))
                .hasMessageContaining("ScriptsToProcess");
    }
}
