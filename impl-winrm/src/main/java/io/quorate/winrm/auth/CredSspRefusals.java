package io.quorate.winrm.auth;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.Map;

/** What hosts say in CredSSP when they refuse ([MS-ERREF]). */
final class CredSspRefusals {
    /**
     * A reason.
     *
     * @param login whether it is the login that is refused, rather than what it was made with
     */
    private record Reason(boolean login, String what, String hint) {}

    private static final String NAME = "check user name, domain and password; the account is not tried again";

    private static final Map<Long, Reason> KNOWN = Map.ofEntries(
            Map.entry(0xC000006DL, new Reason(true, "user name or password is wrong", NAME)),
            Map.entry(0xC000006AL, new Reason(true, "the password is wrong", NAME)),
            Map.entry(0xC0000064L, new Reason(true, "there is no such user", NAME)),
            Map.entry(0x8009030CL, new Reason(true, "user name or password is wrong", NAME)),
            Map.entry(
                    0xC000006EL,
                    new Reason(
                            true,
                            "the account is restricted",
                            "is it in Protected Users, which may not use CredSSP and NTLM, or is its password empty?")),
            Map.entry(0xC000006FL, new Reason(true, "the account may not log in at this time", "see its logon hours")),
            Map.entry(0xC0000070L, new Reason(true, "the account may not log in from this computer", "see Log On To")),
            Map.entry(0xC0000071L, new Reason(true, "the password has expired", "set a new one")),
            Map.entry(0xC0000072L, new Reason(true, "the account is disabled", "enable it, or take another one")),
            Map.entry(
                    0xC000015BL,
                    new Reason(
                            true,
                            "the account lacks the right to log in over the network there",
                            "grant it \"Access this computer from the network\", and see the deny rules")),
            Map.entry(0xC0000193L, new Reason(true, "the account has expired", "extend it, or take another one")),
            Map.entry(0xC0000224L, new Reason(true, "the password must be changed first", "change it once")),
            Map.entry(
                    0xC0000234L,
                    new Reason(true, "the account is locked out", "unlock it after finding what locks it out")),
            Map.entry(
                    0xC0000022L,
                    new Reason(
                            true,
                            "access is denied",
                            "is the account an administrator there or in Remote Management Users?")),
            Map.entry(
                    0xC000005EL,
                    new Reason(
                            false, "no domain controller can be reached from there", "see the host's DNS and network")),
            Map.entry(
                    0xC0000133L,
                    new Reason(false, "its clock and the domain controller's differ", "mend the host's time")),
            Map.entry(
                    0x80090311L,
                    new Reason(
                            false, "no domain controller can be reached from there", "see the host's DNS and network")),
            Map.entry(
                    0x80090346L,
                    new Reason(
                            true, "the channel binding is wrong", "does a proxy end TLS between here and the host?")));

    private CredSspRefusals() {}

    /** Returns the refusal that a status of the host means. */
    static Fault of(String host, long status) {
        Reason reason = KNOWN.getOrDefault(
                status,
                new Reason(
                        true,
                        "it gives no reason that is known",
                        "look the status up, and into the host's security log"));
        Fault.Draft draft = Fault.lasting(ErrorKind.ACCESS_DENIED)
                .answered()
                .code(String.format("0x%08X", status))
                .hint(reason.hint());
        return (reason.login() ? draft.refusingLogin() : draft)
                .because(host + " refused the login by CredSSP: " + reason.what());
    }
}
