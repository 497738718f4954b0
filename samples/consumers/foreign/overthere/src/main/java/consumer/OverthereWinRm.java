package consumer;

import com.xebialabs.overthere.CmdLine;
import com.xebialabs.overthere.ConnectionOptions;
import com.xebialabs.overthere.OperatingSystemFamily;
import com.xebialabs.overthere.Overthere;
import com.xebialabs.overthere.OverthereConnection;
import com.xebialabs.overthere.cifs.BaseCifsConnectionBuilder;
import com.xebialabs.overthere.cifs.CifsConnectionBuilder;
import com.xebialabs.overthere.cifs.CifsConnectionType;
import com.xebialabs.overthere.cifs.WinrmHttpsCertificateTrustStrategy;
import com.xebialabs.overthere.cifs.WinrmHttpsHostnameVerificationStrategy;
import com.xebialabs.overthere.util.CapturingOverthereExecutionOutputHandler;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** overthere against a served lab: {@code https PORT USER basic}; the password is in QUORATE_PASSWORD. */
public final class OverthereWinRm {
    private OverthereWinRm() {}

    public static void main(String[] args) {
        Expected.end(() -> judge(args, System.getenv("QUORATE_PASSWORD")));
    }

    private static Void judge(String[] args, String password) throws Exception {
        System.out.println("overthere, " + args[3] + " over " + args[0]);
        try (OverthereConnection connection = connection(args, password)) {
            Expected.is("hostname", run(connection, "hostname"), "0 HV1");
            Expected.is("exit", run(connection, "exit", "3"), "3 ");
            Expected.contains(
                    "a pipeline",
                    run(connection, "powershell", "-EncodedCommand", encoded("Get-VMHost | Select-Object -Property Name")),
                    "0 ",
                    "----",
                    "HV1");
            Expected.contains(
                    "an error",
                    run(connection, "powershell", "-EncodedCommand", encoded("Get-VM -Name nobody")),
                    "1 ",
                    "nobody");
            Expected.contains("what the lab does not simulate", run(connection, "dir"), "1 ", "LabNotSimulated");
        }
        Expected.refusal("a wrong password", "401", () -> {
            try (OverthereConnection connection = connection(args, "not-" + password)) {
                return run(connection, "hostname");
            }
        });
        return null;
    }

    private static OverthereConnection connection(String[] args, String password) {
        ConnectionOptions options = new ConnectionOptions();
        options.set(ConnectionOptions.ADDRESS, "127.0.0.1");
        options.set(ConnectionOptions.PORT, Integer.parseInt(args[1]));
        options.set(ConnectionOptions.USERNAME, args[2]);
        options.set(ConnectionOptions.PASSWORD, password);
        options.set(ConnectionOptions.OPERATING_SYSTEM, OperatingSystemFamily.WINDOWS);
        options.set(BaseCifsConnectionBuilder.CONNECTION_TYPE, CifsConnectionType.WINRM_INTERNAL);
        options.set(BaseCifsConnectionBuilder.WINRM_ENABLE_HTTPS, args[0].equals("https"));
        options.set(
                BaseCifsConnectionBuilder.WINRM_HTTPS_CERTIFICATE_TRUST_STRATEGY,
                WinrmHttpsCertificateTrustStrategy.ALLOW_ALL);
        options.set(
                BaseCifsConnectionBuilder.WINRM_HTTPS_HOSTNAME_VERIFICATION_STRATEGY,
                WinrmHttpsHostnameVerificationStrategy.ALLOW_ALL);
        return Overthere.getConnection(CifsConnectionBuilder.CIFS_PROTOCOL, options);
    }

    private static String encoded(String script) {
        return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
    }

    private static String run(OverthereConnection connection, String... words) {
        CapturingOverthereExecutionOutputHandler out = CapturingOverthereExecutionOutputHandler.capturingHandler();
        CapturingOverthereExecutionOutputHandler err = CapturingOverthereExecutionOutputHandler.capturingHandler();
        int code = connection.execute(out, err, CmdLine.build(words));
        return code + " " + out.getOutput().strip() + err.getOutput().strip();
    }
}
