package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about log-ins to WinRM. */
final class LoginClaims {
    private static final String REFERENCE = "reference of the project, winrm";
    private static final String FRONT = "judged by gss-ntlmssp, MIT krb5 and Samba's gensec in front of the lab";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "login.offer",
                    Evidence.D,
                    "a 401 lists Negotiate, Kerberos, CredSSP and Basic as they are switched on; a certificate is never listed; the"
                            + " defaults are Windows' with Basic switched on",
                    REFERENCE + " 6.5"),
            new Claim(
                    "login.http",
                    Evidence.D,
                    "plain text over HTTP is HTTP 500 without a body, also after the log-in and with the right password",
                    REFERENCE + " 2 and 6.5; AllowUnencrypted false is Windows' default"),
            new Claim(
                    "login.sealed",
                    Evidence.D,
                    "bodies are sealed in multipart/encrypted with tabs before the headers of parts, answers and faults"
                            + " alike; Kerberos under Negotiate is labelled SPNEGO",
                    REFERENCE + " 3.5"),
            new Claim(
                    "login.sealed.broken",
                    Evidence.E,
                    "a body whose seal is broken, replayed or out of turn, or whose length is another, is HTTP 401 and ends the log-in",
                    "assumption; that it is refused is " + FRONT),
            new Claim(
                    "login.ntlm",
                    Evidence.B,
                    "NTLMv2 with key exchange; the MIC is checked where the client says that there is one",
                    "[MS-NLMP] 3.2.5; " + FRONT),
            new Claim(
                    "login.ntlm.bare",
                    Evidence.D,
                    "NTLM and Kerberos are taken bare under Negotiate, and in SPNEGO",
                    REFERENCE + " 5.1 and 6.5"),
            new Claim(
                    "login.ntlm.v1",
                    Evidence.E,
                    "version 1 of NTLM and messages without extended session security are refused",
                    "assumption; Windows refuses them by policy only"),
            new Claim(
                    "login.spnego.mic",
                    Evidence.B,
                    "the list of mechanisms must be signed where the first one of it was not taken",
                    "RFC 4178 5; [MS-SPNG]"),
            new Claim(
                    "login.kerberos.seal",
                    Evidence.D,
                    "messages are rotated by 28 bytes with AES and HMAC-SHA1, their header has 60 bytes",
                    REFERENCE + " 5.2; a field report against Windows of another client"),
            new Claim(
                    "login.binding",
                    Evidence.C,
                    "channel bindings: Relaxed takes none and refuses wrong ones, Strict demands right ones",
                    "Microsoft Learn: CbtHardeningLevel; " + REFERENCE + " 5.2"),
            new Claim(
                    "login.lockout",
                    Evidence.C,
                    "wrong passwords are counted for each account, by whatever way they came; beyond the threshold the right one is"
                            + " refused, too; a right one before that begins the count again",
                    "Microsoft Learn: Account lockout threshold"),
            new Claim(
                    "login.lockout.end",
                    Evidence.E,
                    "a lock-out ends by hand only, and the count does not end with the time",
                    "assumption, chosen to be harsh"),
            new Claim(
                    "login.states",
                    Evidence.C,
                    "accounts that are disabled, expired or must change their password are refused like a wrong password",
                    "Microsoft Learn: Network logon; judged by Samba"),
            new Claim(
                    "login.credssp",
                    Evidence.B,
                    "CredSSP: TLS in headers, Negotiate in it, the proof that both see its key, then the password; clients below"
                            + " version 5 are refused, and a refusal carries its status",
                    "[MS-CSSP] 3.1.5, CVE-2018-0886; the client of the same specification is judged by FreeRDP"),
            new Claim(
                    "login.credssp.sealed",
                    Evidence.D,
                    "bodies are records of that TLS, in parts of 16 KiB, over plain HTTP alone",
                    REFERENCE + " 5.3"),
            new Claim(
                    "login.credssp.hop",
                    Evidence.C,
                    "a session by CredSSP reaches other machines, no other log-in does",
                    "Microsoft Learn: Making the second hop in PowerShell Remoting"),
            new Claim(
                    "login.certificate",
                    Evidence.C,
                    "a certificate's principal name is mapped to a local account, over TLS 1.2 only",
                    "Microsoft Learn: Authentication for Remote Connections; " + REFERENCE + " 8"),
            new Claim(
                    "login.certificate.handshake",
                    Evidence.C,
                    "the certificate is asked for in a second handshake, once a request says that it should be there",
                    "Microsoft Learn: HttpReceiveClientCertificate; " + REFERENCE + " 8"),
            new Claim(
                    "login.certificate.none",
                    Evidence.E,
                    "a client that has none loses the connection in that handshake; one whose issuer is not trusted, or whose name is"
                            + " not mapped, gets HTTP 401",
                    "assumption"),
            new Claim(
                    "login.domain",
                    Evidence.E,
                    "all users of the domain administer all hosts, and its controller is always reached",
                    "a shortcut"),
            new Claim(
                    "login.sealed.type",
                    Evidence.D,
                    "a body that begins as a sealed one is opened though its Content-Type is that of SOAP",
                    "what winrm-java 1.1.02 sends after its log-in, and works with"),
            new Claim(
                    "login.kdc",
                    Evidence.E,
                    "tickets come from Apache Kerby, which minds the case of names, as a directory does not",
                    "measured; reference of the project, judges A1"),
            new Claim(
                    "login.kdc.codes",
                    Evidence.C,
                    "24 for a wrong password, 18 for an account that is disabled, expired or locked out, 23 where the password must be"
                            + " changed and was right",
                    "RFC 4120 7.5.9; [MS-KILE] 3.3.5.7; judged by Samba's controller"));

    private LoginClaims() {}
}
