package io.quorate.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.InformationalRecord;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WinRS at the wire, on a session that is scripted. */
class WinrsFaceTest {
    private final List<PsPipeline> ran = Collections.synchronizedList(new ArrayList<>());
    private FaceFixture lab;
    private WinrsClient client;

    @BeforeEach
    void start() throws IOException {
        lab = new FaceFixture(WinRmSettings.defaults(), OsVersion.WS2019, LabTime.Mode.VIRTUAL, this::script);
        client = new WinrsClient(lab.client());
        client.utf8();
    }

    private void script(PsPipeline pipeline, PipelineSink sink, FaceFixture.Session session) {
        ran.add(pipeline);
        PsCommand command = pipeline.statements().get(0).get(0);
        switch (command.name()) {
            case "Get-Two" -> {
                sink.output(row("HV1", 4));
                sink.output(row("Hypervisor-2", 16));
            }
            case "Get-Wide" ->
                sink.output(row("HV1", 4)
                        .with("A", PsValue.bool(true))
                        .with("B", PsObject.array(List.of(PsValue.string("x"), PsValue.int32(2))))
                        .with("LongName", PsValue.string("z")));
            case "Get-Warned" -> {
                sink.record(PsStream.WARNING, new InformationalRecord(PsStream.WARNING, "mind the <gap>").toValue());
                sink.output(PsValue.string("done"));
            }
            case "Get-Wrong" -> sink.record(PsStream.ERROR, ServerErrors.lab("Wrong", "it went wrong"));
            case "Get-Fatal" -> {
                sink.ended(PipelineSink.State.FAILED, ServerErrors.lab("Fatal", "it is over"));
                return;
            }
            case "Get-Large" -> sink.output(PsValue.string("x".repeat(400_000)));
            case "Get-Slow" -> {
                sink.output(PsValue.string("begun"));
                while (!session.stopped()) {
                    LockSupport.parkNanos(1_000_000);
                }
                sink.ended(PipelineSink.State.STOPPED, null);
                return;
            }
            default -> sink.output(PsValue.string("hello from " + command.name()));
        }
        sink.ended(PipelineSink.State.COMPLETED, null);
    }

    private static PsObject row(String name, int cores) {
        return PsObject.of("Selected.Microsoft.HyperV.PowerShell.VMHost", "System.Object")
                .with("Name", PsValue.string(name))
                .with("Cores", PsValue.int32(cores));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        lab.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("quorate-lab-"));
    }

    // command lines

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "hostname ! 0 ! HV1\\r\\n",
                "HOSTNAME.EXE ! 0 ! HV1\\r\\n",
                "C:\\Windows\\System32\\hostname.exe ! 0 ! HV1\\r\\n",
                "echo abc ! 0 ! abc\\r\\n",
                "ECHO a  \"b c\" ! 0 ! a  \"b c\"\\r\\n",
                "echo. ! 0 ! \\r\\n",
                "echo %COMPUTERNAME% %username% ! 0 ! HV1 Administrator\\r\\n",
                "cmd.exe /c echo hi ! 0 ! hi\\r\\n",
                "\"hostname\" ! 0 ! HV1\\r\\n",
                "\"exit 3\" ! 3 ! ~~",
                "\"echo \"a b\"\" ! 0 ! \"a b\"\\r\\n",
                "cmd /C \"echo hi\" ! 0 ! hi\\r\\n",
                "ver ! 0 ! \\r\\nMicrosoft Windows [Version 10.0.17763.0]\\r\\n",
                "exit 7 ! 7 ! ~~",
                "exit /b -1 ! 4294967295 ! ~~",
                "cmd /c exit ! 0 ! ~~",
                "powershell Get-Host ! 0 ! hello from Get-Host\\r\\n",
                "powershell.exe -NoProfile -NonI -ExecutionPolicy Bypass -Command \"Get-Host\" ! 0 ! hello from Get-Host\\r\\n",
                "powershell -noprofile -c \"'a'; exit 4\" ! 4 ! hello from Microsoft.PowerShell.Utility\\Write-Output\\r\\n",
            })
    void run_ofALineThatTheLabKnows_answersAsWindowsDoes(String line, long code, String out) throws IOException {
        client.create("");
        assertThat(client.run(line)).isEqualTo(new WinrsClient.Result(code, out.replace("\\r\\n", "\r\n"), ""));
        assertThat(lab.face.traffic().notSimulated()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dir",
                "ipconfig /all",
                "hostname & hostname",
                "echo a | more",
                "echo secret^&word",
                "echo %PATHEXT%",
                "echo off",
                "hostname -x",
                "C:\\tools\\hostname.exe",
                "powershell",
                "powershell -File x.ps1",
                "\"powershell\" -Command \"Get-Host\"",
                "powershell -OutputFormat XML -Command Get-Host",
                "powershell (pwd).Path",
                "powershell -Command \"$secret = 1\"",
            })
    void run_ofAnyOtherLine_saysLoudlyThatItIsNotSimulatedAndFails(String line) throws IOException {
        client.create("");
        WinrsClient.Result result = client.run(line);
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("LabNotSimulated: ").doesNotContain("secret");
        assertThat(lab.face.traffic().notSimulated()).hasSize(1);
        assertThat(lab.face.traffic().notSimulated().toString())
                .startsWith("{WinRS: ")
                .doesNotContain("secret");
    }

    @Test
    void run_ofArguments_joinsThem() throws IOException {
        client.create("");
        assertThat(client.run("cmd.exe", "/c", "echo", "hi").out()).isEqualTo("hi\r\n");
    }

    @Test
    void run_ofALineLongerThanCmdTakes_failsAsCmdDoes() throws IOException {
        client.create("");
        assertThat(client.run("echo " + "x".repeat(8192)))
                .isEqualTo(new WinrsClient.Result(1, "", "The command line is too long.\r\n"));
    }

    @Test
    void run_withoutCmd_takesProgramsByTheirPathOnly() throws IOException {
        client.create("");
        assertThat(client.direct("hostname.exe"))
                .contains("Code=\"2147942402\"")
                .contains("Shell cmd plugin");
        assertThat(client.direct("C:\\Windows\\System32\\hostname.exe")).contains("<rsp:CommandId>");
        assertThat(client.direct("C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", "Get-Host"))
                .contains("<rsp:CommandId>");
    }

    // PowerShell

    @Test
    void encodedCommand_runsEachStatementInOneSession_andWritesText() throws IOException {
        client.create("");
        assertThat(client.encoded("Get-Two; Get-Wide | Select-Object -Property Name; Get-Host"))
                .isEqualTo(new WinrsClient.Result(
                        0,
                        "\r\nName         Cores\r\n----         -----\r\nHV1              4\r\nHypervisor-2    16\r\n\r\n\r\n"
                                + "\r\n\r\nName     : HV1\r\nCores    : 4\r\nA        : True\r\nB        : {x, 2}\r\nLongName : z\r\n"
                                + "\r\n\r\nhello from Get-Host\r\n",
                        ""));
        assertThat(ran).hasSize(3).allSatisfy(p -> assertThat(p.statements()).hasSize(1));
        assertThat(lab.sessions).hasSize(1);
        assertThat(lab.sessions.get(0).caller().user()).isEqualTo("HV1\\Administrator");
    }

    @Test
    void encodedCommand_writesErrorsAsClixml_commandAsText() throws IOException {
        client.create("");
        WinrsClient.Result encoded = client.encoded("Get-Wrong; Get-Host");
        assertThat(encoded.exitCode()).as("the last statement was well").isZero();
        assertThat(encoded.out()).isEqualTo("hello from Get-Host\r\n");
        assertThat(encoded.err())
                .startsWith("#< CLIXML\r\n<Objs Version=\"1.1.0.1\"")
                .contains("<S S=\"Error\">it went wrong_x000D__x000A_</S>")
                .contains("FullyQualifiedErrorId : Wrong");
        WinrsClient.Result text = client.run("powershell", "-Command", "Get-Wrong");
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.err()).startsWith("it went wrong\r\n").contains("FullyQualifiedErrorId : Wrong");
    }

    @Test
    void encodedCommand_writesWarningsToTheErrorStream_commandToTheOutput() throws IOException {
        client.create("");
        assertThat(client.encoded("Get-Warned").err()).contains("<S S=\"warning\">mind the &lt;gap&gt;</S>");
        assertThat(client.run("powershell -Command Get-Warned").out()).isEqualTo("WARNING: mind the <gap>\ndone\r\n");
    }

    @Test
    void statementThatFails_doesNotEndTheScript_unlessItIsToldSo() throws IOException {
        client.create("");
        assertThat(client.encoded("Get-Fatal; Get-Host").out()).isEqualTo("hello from Get-Host\r\n");
        WinrsClient.Result stopped = client.encoded("Get-Fatal -ErrorAction Stop; Get-Host");
        assertThat(stopped.out()).isEmpty();
        assertThat(stopped.exitCode()).isEqualTo(1);
    }

    @Test
    void encodedCommand_thatIsNoUtf16OrNoBase64_isRefusedAsPowerShellDoes() throws IOException {
        client.create("");
        assertThat(client.run("powershell -EncodedCommand ****").exitCode()).isEqualTo(0xFFFD0000L);
        assertThat(client.run("powershell -EncodedCommand YWJj").exitCode()).isEqualTo(0xFFFD0000L);
        assertThat(client.run("powershell -EncodedCommand").exitCode()).isEqualTo(0xFFFD0000L);
    }

    @Test
    void dash_readsTheScriptFromStandardInput() throws IOException {
        client.create("");
        String id = client.start("powershell -NoProfile -Command -");
        client.send(id, "Get-", false);
        client.send(id, "Größe\r\n", true);
        assertThat(client.finish(id).err()).startsWith("LabNotSimulated");
        id = client.start("powershell -");
        client.send(id, "Get-Host", true);
        assertThat(client.finish(id).out()).isEqualTo("hello from Get-Host\r\n");
    }

    // the shell

    @Test
    void create_withCodePage_hasTextInIt() throws IOException {
        client.shellOptions = "";
        client.charset = Charset.forName("IBM437");
        client.create("");
        assertThat(client.run("echo Größe").out()).isEqualTo("Größe\r\n");
        client.withOption("WINRS_CODEPAGE", "1252").charset = Charset.forName("windows-1252");
        client.create("");
        assertThat(client.run("echo Größe").out()).isEqualTo("Größe\r\n");
        client.shellOptions = "";
        client.withOption("WINRS_CODEPAGE", "99999");
        assertThat(client.wire().post(client.createEnvelope("")).text()).contains("Code=\"87\"");
    }

    @Test
    void create_withFolderEnvironmentAndIdleTime_hasThem() throws IOException {
        String answer = client.create("<rsp:IdleTimeOut>PT60S</rsp:IdleTimeOut>"
                + "<rsp:WorkingDirectory>C:\\Windows\\TEMP</rsp:WorkingDirectory><rsp:Environment>"
                + "<rsp:Variable Name=\"stage\">blue</rsp:Variable></rsp:Environment>");
        assertThat(answer)
                .contains("<rsp:WorkingDirectory>C:\\Windows\\TEMP</rsp:WorkingDirectory>")
                .contains("<rsp:IdleTimeOut>PT60.000S</rsp:IdleTimeOut>");
        assertThat(client.run("echo %STAGE%").out()).isEqualTo("blue\r\n");
        client.run("echo x>here.txt");
        assertThat(client.run("type C:\\windows\\temp\\HERE.TXT").out()).isEqualTo("x\r\n");
        lab.world.time().advance(Duration.ofSeconds(61));
        assertThat(lab.face.openShells()).isZero();
        assertThat(client.receive("00000000-0000-0000-0000-000000000001")).contains("Code=\"2150858843\"");
    }

    @Test
    void create_withIdleTimeInMilliseconds_isNoSchema() throws IOException {
        assertThat(client.wire()
                        .post(client.createEnvelope("<rsp:IdleTimeOut>60000</rsp:IdleTimeOut>"))
                        .text())
                .contains("Code=\"2150858817\"");
    }

    @Test
    void create_beyondTheQuota_isRefused() throws IOException {
        for (int i = 0; i < 30; i++) {
            client.create("");
        }
        assertThat(client.wire().post(client.createEnvelope("")).text()).contains("Code=\"2150859173\"");
        assertThat(lab.face.openShells()).isEqualTo(30);
        client.delete();
        client.create("");
    }

    @Test
    void echo_intoAFile_isHeldByTheHost_notByTheShell() throws IOException {
        client.create("");
        assertThat(client.run("echo one > \"%TEMP%\\a b.txt\"").exitCode()).isZero();
        assertThat(client.run("echo two >> \"%TEMP%\\a b.txt\"").exitCode()).isZero();
        client.delete();
        client.create("");
        assertThat(client.run("type \"%TEMP%\\A B.txt\"").out()).isEqualTo("one \r\ntwo \r\n");
        assertThat(client.run("echo x > C:\\nowhere\\x.txt").err())
                .isEqualTo("The system cannot find the path specified.\r\n");
        assertThat(client.run("type C:\\nothing.txt").err())
                .isEqualTo("The system cannot find the file specified.\r\n");
    }

    @Test
    void winrmcp_uploadsAFile() throws IOException {
        client.create("");
        byte[] file = new byte[5000];
        new Random(7).nextBytes(file);
        for (int from = 0; from < file.length; from += 3000) {
            byte[] part = Arrays.copyOfRange(file, from, Math.min(file.length, from + 3000));
            assertThat(client.run("echo " + Base64.getEncoder().encodeToString(part) + " >> \"%TEMP%\\winrmcp-1.tmp\"")
                            .exitCode())
                    .isZero();
        }
        String script = winrmcpRestore("$env:TEMP\\winrmcp-1.tmp", "'C:\\new folder\\file.bin'");
        assertThat(client.encoded(script).exitCode()).isZero();
        client.charset = StandardCharsets.ISO_8859_1;
        assertThat(client.run("type \"C:\\new folder\\file.bin\"").out())
                .isEqualTo(new String(file, StandardCharsets.ISO_8859_1));
        assertThat(client.encoded("\n\t\t$tmp_file_path = [System.IO.Path]::GetFullPath(\"$env:TEMP\\winrmcp-1.tmp\")\n"
                                + "\t\tif (Test-Path $tmp_file_path) {\n"
                                + "\t\t\tRemove-Item $tmp_file_path -ErrorAction SilentlyContinue\n\t\t}\n\t")
                        .exitCode())
                .isZero();
        assertThat(client.run("type %TEMP%\\winrmcp-1.tmp").exitCode()).isEqualTo(1);
    }

    @Test
    void winrmcp_scriptThatDiffers_isNotTakenForIt() throws IOException {
        client.create("");
        String script = winrmcpRestore("$env:TEMP\\a.tmp", "C:\\a.bin").replace("ReadLine", "ReadToEnd");
        assertThat(client.encoded(script).err()).startsWith("LabNotSimulated");
        assertThat(client.encoded(winrmcpRestore("$env:TEMP\\a.tmp", "C:\\$x\\a.bin"))
                        .err())
                .startsWith("LabNotSimulated");
    }

    // conversations

    @Test
    void receive_ofLargeOutput_comesInSeveralAnswersAndWhole() throws IOException {
        client.create("");
        assertThat(client.encoded("Get-Large").out()).hasSize(400_002);
    }

    @Test
    void receive_ofOneStream_leavesTheOther() throws IOException {
        client.create("");
        String id = client.start("powershell -Command \"Get-Wrong; Get-Host\"");
        String first = client.wire().post(client.receiveEnvelope(id, "stderr")).text();
        assertThat(first).contains("Name=\"stderr\"").doesNotContain("Name=\"stdout\"");
        assertThat(client.finish(id).out()).isEqualTo("hello from Get-Host\r\n");
    }

    @Test
    void receive_sentAgain_isAnsweredAgain() throws IOException {
        client.create("");
        String id = client.start("echo once");
        String envelope = client.receiveEnvelope(id, "stdout stderr");
        String first = client.wire().post(envelope).text();
        assertThat(first).contains(Base64.getEncoder().encodeToString("once\r\n".getBytes()));
        assertThat(client.wire().post(envelope).text()).contains(">b25jZQ0K<");
    }

    @Test
    void controlC_stopsWhatRuns_terminateReleasesIt() throws IOException {
        client.create("");
        String id = client.start("powershell Get-Slow");
        assertThat(client.receive(id)).contains("/CommandState/Running").contains(">YmVndW4NCg==<");
        assertThat(lab.face.openCommands()).isEqualTo(1);
        client.signal(id, "ctrl_c");
        assertThat(client.finish(id).exitCode()).isEqualTo(0xC000013AL);
        client.signal(id, "terminate");
        assertThat(lab.face.openCommands()).isZero();
        assertThat(client.receive(id)).contains("Code=\"2150858843\"");
    }

    @Test
    void delete_stopsWhatRuns() throws IOException {
        client.create("");
        client.receive(client.start("powershell Get-Slow"));
        client.delete();
        assertThat(lab.sessions.get(0).stopped()).isTrue();
        assertThat(lab.face.openShells()).isZero();
    }

    @Test
    void attributes_qualified_areUnderstood() throws IOException {
        client.create("");
        String id = client.start("echo hi");
        assertThat(client.wire()
                        .post(client.receiveEnvelope(id, "stdout stderr")
                                .replace("<rsp:DesiredStream CommandId", "<rsp:DesiredStream rsp:CommandId"))
                        .text())
                .contains("/CommandState/Done");
    }

    @Test
    void get_ofAShell_describesIt() throws IOException {
        client.create("");
        assertThat(client.wire().post(client.wire().getShellEnvelope()).text())
                .contains("<rsp:ResourceUri>" + WireClient.SHELL + "/cmd</rsp:ResourceUri>");
    }

    private static String winrmcpRestore(String from, String to) {
        return String.join(
                "\n",
                "",
                "\t\t$tmp_file_path = [System.IO.Path]::GetFullPath(\"" + from + "\")",
                "\t\t$dest_file_path = [System.IO.Path]::GetFullPath(\"" + to + "\".Trim(\"'\"))",
                "\t\tif (Test-Path $dest_file_path) {",
                "\t\t\tif (Test-Path -Path $dest_file_path -PathType container) {",
                "\t\t\t\tExit 1",
                "\t\t\t} else {",
                "\t\t\t\trm $dest_file_path",
                "\t\t\t}",
                "\t\t}",
                "\t\telse {",
                "\t\t\t$dest_dir = ([System.IO.Path]::GetDirectoryName($dest_file_path))",
                "\t\t\tNew-Item -ItemType directory -Force -ErrorAction SilentlyContinue -Path $dest_dir | Out-Null",
                "\t\t}",
                "",
                "\t\tif (Test-Path $tmp_file_path) {",
                "\t\t\t$reader = [System.IO.File]::OpenText($tmp_file_path)",
                "\t\t\t$writer = [System.IO.File]::OpenWrite($dest_file_path)",
                "\t\t\ttry {",
                "\t\t\t\tfor(;;) {",
                "\t\t\t\t\t$base64_line = $reader.ReadLine()",
                "\t\t\t\t\tif ($base64_line -eq $null) { break }",
                "\t\t\t\t\t$bytes = [System.Convert]::FromBase64String($base64_line)",
                "\t\t\t\t\t$writer.write($bytes, 0, $bytes.Length)",
                "\t\t\t\t}",
                "\t\t\t}",
                "\t\t\tfinally {",
                "\t\t\t\t$reader.Close()",
                "\t\t\t\t$writer.Close()",
                "\t\t\t}",
                "\t\t} else {",
                "\t\t\techo $null > $dest_file_path",
                "\t\t}",
                "\t");
    }
}
