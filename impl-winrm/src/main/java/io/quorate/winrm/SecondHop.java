package io.quorate.winrm;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.List;
import java.util.Set;

/** What can be done about a command that acts on another machine, which a plain network logon may not. */
final class SecondHop {
    /** Access denied, no credentials in the security package, logon failure: what Windows says at the second hop. */
    private static final Set<String> REFUSALS = Set.of("5", "0x80070005", "0x8009030E", "0x8007052E");

    private static final List<String> REMEDIES = List.of(
            "register a session configuration on the host that runs as a gMSA or another account with the rights,"
                    + " and name it in the endpoint's option " + EndpointOptions.DELEGATED_CONFIGURATION,
            "let one be registered for the time of the work: Register-PSSessionConfiguration -RunAsCredential"
                    + " (restarts WinRM, so it needs a consent; not built yet)",
            "log in by CredSSP, with Credentials.credSsp(..): the host is handed the password, over verified TLS, and may use it on"
                    + " other machines (on the host: Enable-WSManCredSSP -Role Server)",
            "a scheduled task on the host whose reviewed runner replays the commands (not built yet)");

    private SecondHop() {}

    /** Tells whether a refusal may come from the second hop. A refused login is none, nor is what came instead of an answer. */
    static boolean mayBeCause(Fault fault) {
        return fault.kind() == ErrorKind.ACCESS_DENIED
                && fault.phase() == FaultPhase.LASTING
                && fault.code() != null
                && REFUSALS.contains(fault.code());
    }

    /** Returns why the command cannot run, and every remedy, one a line. */
    static List<String> missing(String command) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(command + " acts on another machine (second hop), and this endpoint"
                                + " names no session configuration that may, nor does it log in by CredSSP"),
                        REMEDIES.stream())
                .toList();
    }

    /** Returns the refusal with the remedies as its hint. */
    static Fault withRemedies(Fault refusal, String command) {
        Fault fault = refusal.as(refusal.phase())
                .hint(String.join("; ", missing(command)))
                .cause(refusal.getCause())
                .because(String.valueOf(refusal.getMessage()));
        fault.addSuppressed(refusal);
        return fault;
    }
}
