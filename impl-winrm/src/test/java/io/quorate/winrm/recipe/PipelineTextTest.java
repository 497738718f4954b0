package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsSecureText;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PipelineTextTest {

    @Test
    void of_aPipeline_isTheLineAnAdministratorWouldType() {
        PsPipeline pipeline = PsPipeline.of(
                PsCommand.of("FailoverClusters\\Get-ClusterNode").with("Cluster", "."),
                PsCommand.of("Select-Object").with("Property", List.of("Name", "State")));

        assertThat(PipelineText.of(pipeline))
                .isEqualTo("FailoverClusters\\Get-ClusterNode -Cluster . | Select-Object -Property Name,State");
    }

    @Test
    void of_switches_showsThemAsSwitches() {
        PsCommand command = PsCommand.of("Hyper-V\\Stop-VM")
                .with("Name", "web1")
                .with("Force", true)
                .with("Confirm", false);

        assertThat(line(command)).isEqualTo("Hyper-V\\Stop-VM -Name web1 -Force -Confirm:$false");
    }

    @Test
    void of_booleanParameters_showsTheirValue() {
        assertThat(line(PsCommand.of("Hyper-V\\Set-VMMemory").with("DynamicMemoryEnabled", false)))
                .isEqualTo("Hyper-V\\Set-VMMemory -DynamicMemoryEnabled $false");
        assertThat(line(PsCommand.of("Where-Object")
                        .with("Property", "IsShared")
                        .with("EQ", true)
                        .with("Value", true)))
                .isEqualTo("Where-Object -Property IsShared -EQ -Value $true");
    }

    @Test
    void of_textsThatAreNotPlainWords_quotesThem() {
        assertThat(line(PsCommand.of("X")
                        .with("A", "two words")
                        .with("B", "it's")
                        .with("C", "-x")))
                .isEqualTo("X -A 'two words' -B 'it''s' -C '-x'");
        assertThat(line(PsCommand.of("X").with("A", "a\u2019b").with("B", "").with("C", "$(calc)")))
                .isEqualTo("X -A 'a\u2019\u2019b' -B '' -C '$(calc)'");
        assertThat(line(PsCommand.of("X")
                        .with("Path", "C:\\ClusterStorage\\Volume1")
                        .with("N", "12")))
                .isEqualTo("X -Path C:\\ClusterStorage\\Volume1 -N '12'");
    }

    @Test
    void of_valuesOfOtherTypes_staysReadable() {
        PsCommand command = PsCommand.of("X")
                .with("I", 4)
                .with("Nil", PsNil.NIL)
                .with("G", new PsPrimitive(PsType.GUID, new UUID(0x0123456789ABCDEFL, 0x0123456789ABCDEFL)))
                .with("E", PsObject.enumeration("Microsoft.HyperV.PowerShell.OnOffState", "On", 1))
                .with(
                        "H",
                        new PsObject()
                                .content(new PsDictionary(List.of(
                                        new PsDictionary.Entry(PsValue.string("Name"), PsValue.string("a b"))))))
                .with("Empty", List.of());

        assertThat(line(command))
                .isEqualTo(
                        "X -I 4 -Nil $null -G '01234567-89ab-cdef-0123-456789abcdef' -E On -H @{Name='a b'} -Empty @()");
    }

    @Test
    void of_secrets_hidesThem() {
        PsObject credential = PsObject.of("System.Management.Automation.PSCredential", "System.Object")
                .with("UserName", PsValue.string("admin"))
                .with("Password", new PsPrimitive(PsType.SECURE_STRING, new PsSecureText("Y2FuYXJ5")));
        PsCommand command = PsCommand.of("X")
                .with("Credential", credential)
                .with("Password", new PsPrimitive(PsType.SECURE_STRING, new PsSecureText("Y2FuYXJ5")));

        assertThat(line(command)).isEqualTo("X -Credential <hidden> -Password <hidden>");
    }

    @Test
    void of_statementsInputAndMerges_showsAll() {
        PsCommand merged =
                new PsCommand("A", List.of(new PsParameter(null, PsValue.string("x"))), Set.of(PsStream.ERROR));

        assertThat(PipelineText.of(PsPipeline.of(List.of(List.of(merged), List.of(PsCommand.of("B"))))))
                .isEqualTo("A x 2>&1; B");
        assertThat(PipelineText.of(new PsPipeline(
                        List.of(List.of(PsCommand.of("B"))), List.of(PsValue.int32(1), PsValue.string("two 2")))))
                .isEqualTo("1,'two 2' | B");
    }

    private static String line(PsCommand command) {
        return PipelineText.of(PsPipeline.of(command));
    }
}
