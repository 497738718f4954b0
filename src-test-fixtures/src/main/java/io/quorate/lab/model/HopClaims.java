package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about the second hop and about session configurations. */
final class HopClaims {
    private static final String REGISTER =
            "Microsoft: Register-PSSessionConfiguration, Unregister-PSSessionConfiguration (5.1)";
    private static final String HOP =
            "Microsoft: Making the second hop in PowerShell Remoting; FailoverClusters reference";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "hop.logons",
                    Evidence.C,
                    "a log-on by NTLM, Kerberos without delegation or a client certificate lends the host nothing for another machine",
                    HOP),
            new Claim(
                    "hop.basic",
                    Evidence.E,
                    "Basic is denied, too, though Windows may take its clear-text logon for one that lends itself",
                    "assumption, on the strict side"),
            new Claim(
                    "hop.lent",
                    Evidence.C,
                    "CredSSP and configurations that run as a domain's account are let through",
                    HOP),
            new Claim(
                    "hop.account",
                    Evidence.E,
                    "a configuration that runs as a host's own account is denied, though another host may have one of that name and password",
                    "assumption"),
            new Claim(
                    "configuration.restart",
                    Evidence.C,
                    "what is registered or removed counts from the next start of WinRM on; until then one that was removed is served, and"
                            + " listed no more",
                    REGISTER),
            new Claim(
                    "configuration.restart.ends",
                    Evidence.D,
                    "the restart ends the shells of all, and the call that brought it about gets no answer",
                    "field reports; reference of the project, winrm 8"),
            new Claim(
                    "configuration.restart.time",
                    Evidence.E,
                    "WinRM stops half a second later and is away for three seconds; connections are reset",
                    "assumption"),
            new Claim(
                    "configuration.descriptor",
                    Evidence.C,
                    "a configuration admits whom its descriptor names; by default administrators, remote management users and interactive"
                            + " users",
                    "PowerShell's public source; reference of the project, winrm 8"),
            new Claim(
                    "configuration.logon",
                    Evidence.E,
                    "name and password of the account are looked at when a session opens, not when it is registered; a wrong one is fault"
                            + " 1326",
                    "assumption"),
            new Claim(
                    "configuration.policy",
                    Evidence.E,
                    "where a policy forbids stored passwords, registering fails with 0x803381DF as HResult",
                    "the code is wsmerror.h's; where it stands in the error record is assumed"),
            new Claim(
                    "configuration.errors",
                    Evidence.E,
                    "registering a name twice, and removing one that is not there, are errors; their ids are guesses",
                    "assumption"),
            new Claim(
                    "shells.list",
                    Evidence.A,
                    "Enumerate lists the shells of a host, in one answer; an administrator sees everybody's",
                    Fidelity.RECORDED + "; that others' are among them is from field reports"),
            new Claim(
                    "process.owner",
                    Evidence.B,
                    "Win32_Process.GetOwnerSid tells the account of a session's process; the lab knows no other process",
                    "CIM schema of Win32_Process"));

    private HopClaims() {}
}
