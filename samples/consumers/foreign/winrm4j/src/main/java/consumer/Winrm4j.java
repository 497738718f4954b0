package consumer;

import io.cloudsoft.winrm4j.client.WinRmClientContext;
import io.cloudsoft.winrm4j.winrm.WinRmTool;
import io.cloudsoft.winrm4j.winrm.WinRmToolResponse;
import java.util.Arrays;
import org.apache.http.client.config.AuthSchemes;

/** winrm4j against a served lab: {@code http|https PORT USER basic|ntlm}, as often as wanted; the password is in QUORATE_PASSWORD. */
public final class Winrm4j {
    private Winrm4j() {}

    public static void main(String[] args) {
        Expected.end(() -> {
            for (int i = 0; i < args.length; i += 4) {
                System.out.println("winrm4j, " + args[i + 3] + " over " + args[i]);
                judge(Arrays.copyOfRange(args, i, i + 4), System.getenv("QUORATE_PASSWORD"));
            }
            return null;
        });
    }

    private static void judge(String[] args, String password) {
        WinRmClientContext context = WinRmClientContext.newInstance();
        try {
            WinRmTool tool = tool(args, context, password);
            Expected.is("hostname", line(tool.executeCommand("hostname")), "0 HV1");
            Expected.is("exit", line(tool.executeCommand("exit 3")), "3 ");
            Expected.contains(
                    "a pipeline", line(tool.executePs("Get-VMHost | Select-Object -Property Name")), "0 ", "----", "HV1");
            WinRmToolResponse wrong = tool.executePs("Get-VM -Name nobody");
            Expected.contains("an error", line(wrong) + wrong.getStdErr(), "1 ", "nobody");
            WinRmToolResponse unknown = tool.executeCommand("dir");
            Expected.contains("what the lab does not simulate", line(unknown) + unknown.getStdErr(), "1 ", "LabNotSimulated");
            // after a refusal by NTLM it announces a body that it does not send, so that its next attempt is no HTTP; or it tells of a second 401
            String refused = args[3].equals("ntlm") ? "response '40[01]|Authorization loop detected" : "response '401";
            Expected.refusal("a wrong password", refused, () -> tool(args, context, "not-" + password).executeCommand("hostname"));
        } finally {
            context.shutdown();
        }
    }

    private static WinRmTool tool(String[] args, WinRmClientContext context, String password) {
        WinRmTool tool = WinRmTool.Builder.builder("127.0.0.1", args[2], password)
                .authenticationScheme(args[3].equals("ntlm") ? AuthSchemes.NTLM : AuthSchemes.BASIC)
                .useHttps(args[0].equals("https"))
                .disableCertificateChecks(true)
                .port(Integer.parseInt(args[1]))
                .context(context)
                .build();
        tool.setRetriesForConnectionFailures(0);
        return tool;
    }

    private static String line(WinRmToolResponse response) {
        return response.getStatusCode() + " " + response.getStdOut().strip();
    }
}
