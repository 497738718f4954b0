package io.quorate.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.Seed;
import io.quorate.lab.catalogue.NetValue;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsParameter;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WinrsScriptParserTest {
    @RegisterExtension
    final Seed seed = Seed.usually(20261128);

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "Get-VMHost ! Get-VMHost",
                "FailoverClusters\\Get-ClusterNode -Name HV1 ! FailoverClusters\\Get-ClusterNode -Name (HV1)",
                "Get-VM web1 | Select-Object -Property Name, State ! Get-VM (web1) | Select-Object -Property ([Name, State])",
                "Get-VM 'it''s', \"a \"\"b\"\" `$5 `\"c`\"\" ! Get-VM ([it's, a \"b\" $5 \"c\"])",
                "Get-VM \"costs 5$\" ! Get-VM (costs 5$)",
                "Set-VM web1 -Confirm:$false -Passthru ! Set-VM (web1) -Confirm:=False -Passthru",
                "Set-VM web1 -Confirm: $false ! Set-VM (web1) -Confirm:=False",
                "New-VM -MemoryStartupBytes 1GB -Generation 2 ! New-VM -MemoryStartupBytes (1GB) -Generation (2)",
                "Get-X -5 -Depth -1 4294967296 ! Get-X (-5) -Depth (-1) (4294967296)",
                "Get-X $null $TRUE ! Get-X () (True)",
                "Get-VM -Name web* -ErrorAction Stop ! Get-VM -Name (web*) -ErrorAction:=Stop",
                "Get-VM c:\\vms\\a@b#c.vmcx ! Get-VM (c:\\vms\\a@b#c.vmcx)",
                "'a' ! Microsoft.PowerShell.Utility\\Write-Output -InputObject:=a",
                "1, 2 ! Microsoft.PowerShell.Utility\\Write-Output -InputObject:=[1, 2]",
                "Get-A; Get-B;; ! Get-A ; Get-B",
                "$ProgressPreference = 'SilentlyContinue'; Get-A ! Get-A",
                "$progressPreference='silentlyContinue';Get-A ! Get-A",
                "exit ! exit 0",
                "Get-A; Exit 3 ! Get-A ; exit 3",
            })
    void parse_ofLiteralText_saysWhatIsRun(String text, String meaning) throws Exception {
        assertThat(said(text)).isEqualTo(meaning);
    }

    @Test
    void parse_ofSeveralLines_endsAStatementWithEachButAfterAPipeOrAComma() throws Exception {
        assertThat(said("\r\nGet-A -Name x,\r\n  y |\n  Select-Object Name\r\n\r\nGet-B\n"))
                .isEqualTo("Get-A -Name ([x, y]) | Select-Object (Name) ; Get-B");
    }

    @Test
    void parse_ofNumbersThatNetSpellsOtherwise_leavesThemText() throws Exception {
        assertThat(said("Get-A 007 0x10 1.50 +5")).isEqualTo("Get-A (007) (0x10) (1.50) (+5)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Get-VM $x",
                "$x = 1",
                "Get-VM (Get-Content names.txt)",
                "Get-VM \"$env:NAME\"",
                "Get-VM \"$(Get-Date)\"",
                "Get-VM @args",
                "Get-VM | ForEach-Object { $_.Name }",
                "& 'Get-VM'",
                ". .\\x.ps1",
                "Get-VM > out.txt",
                "Get-VM 2>&1",
                "Get-VM && Get-VM",
                "if ($true) { Get-VM }",
                "ls",
                "hostname",
                "[int]1",
                "1 + 1",
                "1..5",
                "'a' -eq 'b'",
                "Get-VM `\n-Name x",
                "Get-VM # comment",
                "Get-VM 'open",
                "Get-VM \"open",
                "Get-VM 'it\u2019s'",
                "Get-VM \u201cx\u201d",
                "Get-VM |",
                "Get-VM | | Select-Object Name",
                "| Get-VM",
                "Get-VM a,",
                "Get-VM 'a'b",
                "Get-VM --% x",
                "exit $x",
                "exit 99999999999",
                "Get-VM -ErrorAction",
                "Get-VM x\u0000",
            })
    void parse_ofAnythingElse_refusesItWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> WinrsScriptParser.parse(text))
                .isInstanceOf(WinrsScript.NotLiteral.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Get-", "open", "NAME"));
    }

    @Test
    void parse_ofHostileText_refusesItOrReadsIt() {
        Random random = seed.random();
        String[] parts = {
            "Get-VM", " ", "'", "\"", "`", "$", "true", ",", "|", ";", "-", "Name", ":", "1", "\n", "@", "\u2019",
            "exit", "\\", "{", ")", "#", "\u0000", "\ud800", "="
        };
        int rounds = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
        int read = 0;
        for (int i = 0; i < rounds; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            try {
                WinrsScriptParser.parse(text.toString());
                read++;
            } catch (WinrsScript.NotLiteral e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
        assertThat(read).isBetween(1, rounds - 1);
    }

    private static String said(String text) throws WinrsScript.NotLiteral {
        return WinrsScriptParser.parse(text).steps().stream()
                .map(step -> step instanceof WinrsScript.Exit exit
                        ? "exit " + exit.code()
                        : ((WinrsScript.Pipeline) step)
                                .commands().stream()
                                        .map(WinrsScriptParserTest::said)
                                        .collect(Collectors.joining(" | ")))
                .collect(Collectors.joining(" ; "));
    }

    private static String said(PsCommand command) {
        StringBuilder text = new StringBuilder(command.name());
        for (PsParameter p : command.parameters()) {
            String value = NetValue.list(p.value()) == null
                    ? NetValue.text(p.value())
                    : NetValue.list(p.value()).stream()
                            .map(NetValue::text)
                            .toList()
                            .toString();
            text.append(' ');
            if (p.name() == null) {
                text.append('(').append(value).append(')');
            } else if (p.name().endsWith(":")) {
                text.append(p.name()).append('=').append(value);
            } else {
                text.append(p.name());
            }
        }
        return text.toString();
    }
}
