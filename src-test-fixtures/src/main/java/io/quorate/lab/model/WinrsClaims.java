package io.quorate.lab.model;

import java.util.List;

/** What the lab claims about WinRS: shells that run command lines. */
final class WinrsClaims {
    static final List<Fidelity.Claim> LIST = List.of(
            new Fidelity.Claim(
                    "winrs.shape",
                    Evidence.A,
                    "WinRS: what answers look like, programs without cmd.exe by their full path only, joined arguments",
                    Fidelity.RECORDED),
            new Fidelity.Claim(
                    "winrs.lines",
                    Evidence.E,
                    "WinRS: a few command lines are known; what they print is worded from memory; others fail and say that"
                            + " they are not simulated",
                    "assumption"),
            new Fidelity.Claim(
                    "winrs.long",
                    Evidence.D,
                    "WinRS: cmd.exe refuses lines of more than 8191 characters",
                    "pywinrm#87, pywinrm#184; Windows truncates some silently, which the lab never does"),
            new Fidelity.Claim(
                    "winrs.errors",
                    Evidence.B,
                    "powershell -EncodedCommand writes its errors and warnings as CLIXML, -Command as text",
                    Fidelity.POWERSHELL + " (ConsoleHost.cs, ErrorFormat)"),
            new Fidelity.Claim(
                    "winrs.text",
                    Evidence.E,
                    "powershell.exe shows objects of up to four properties as a table, of more as a list, whole, without the"
                            + " views that Windows has for single types; errors without their place in the script",
                    "assumption"),
            new Fidelity.Claim(
                    "winrs.exit",
                    Evidence.D,
                    "exit codes are unsigned; powershell.exe ends with 1 if its last statement failed",
                    "exit codes above 2^31 in reports of WinRM's users; about_PowerShell_exe"),
            new Fidelity.Claim(
                    "winrs.files",
                    Evidence.E,
                    "a host keeps what clients write to its drives, has the folders of temporary files, and nothing else;"
                            + " winrmcp's two scripts are known by their text",
                    "assumption; scripts of winrmcp"));

    private WinrsClaims() {}
}
