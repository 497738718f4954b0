package consumer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.metricshub.winrm.WinRMHttpProtocolEnum;
import org.metricshub.winrm.WindowsRemoteCommandResult;
import org.metricshub.winrm.service.WinRMEndpoint;
import org.metricshub.winrm.service.WinRMService;
import org.metricshub.winrm.service.client.auth.AuthenticationEnum;

/**
 * winrm-java against a served lab: {@code http|https PORT USER ntlm}; the password is in QUORATE_PASSWORD. Its WinRMCommandExecutor asks WMI
 * for the code page first, which the lab does not serve, so its service is taken, which is told the charset.
 */
public final class WinRmJava {
    private WinRmJava() {}

    public static void main(String[] args) {
        Expected.end(() -> judge(args, System.getenv("QUORATE_PASSWORD")));
    }

    private static Void judge(String[] args, String password) throws Exception {
        System.out.println("winrm-java, " + args[3] + " over " + args[0]);
        Expected.is("hostname", run(args, password, "hostname"), "0 HV1");
        Expected.is("exit", run(args, password, "exit 3"), "3 ");
        Expected.contains(
                "a pipeline",
                run(args, password, encoded("Get-VMHost | Select-Object -Property Name")),
                "0 ",
                "----",
                "HV1");
        Expected.contains("an error", run(args, password, encoded("Get-VM -Name nobody")), "1 ", "nobody");
        Expected.contains("what the lab does not simulate", run(args, password, "dir"), "1 ", "LabNotSimulated");
        Expected.refusal("a wrong password", "response '40[01]|credentials|[Aa]uthentication|Authorization loop", () -> run(args, "not-" + password, "hostname"));
        return null;
    }

    private static String encoded(String script) {
        return "powershell -EncodedCommand "
                + Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
    }

    private static String run(String[] args, String password, String command) throws Exception {
        WinRMEndpoint endpoint = new WinRMEndpoint(
                args[0].equals("https") ? WinRMHttpProtocolEnum.HTTPS : WinRMHttpProtocolEnum.HTTP,
                "127.0.0.1",
                Integer.valueOf(args[1]),
                args[2],
                password.toCharArray(),
                null);
        try (WinRMService service = WinRMService.createInstance(endpoint, 20_000, null, List.of(AuthenticationEnum.NTLM))) {
            WindowsRemoteCommandResult result = service.executeCommand(command, null, StandardCharsets.UTF_8, 20_000);
            return result.getStatusCode() + " " + result.getStdout().strip() + result.getStderr().strip();
        }
    }
}
