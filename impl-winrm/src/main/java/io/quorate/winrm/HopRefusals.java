package io.quorate.winrm;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What Windows says to a command that acts on another machine where a plain network logon may not, and what can be done about it. */
final class HopRefusals {
    /** Access denied, no credentials in the security package, logon failure: what Windows says at the second hop. */
    private static final Set<String> CODES = Set.of("5", "0x80070005", "0x8009030E", "1326", "0x8007052E");

    private static final List<String> REMEDIES = List.of(
            "have an administrator register a session configuration on the host that runs as a gMSA or another account with the"
                    + " rights, and name it: SecondHop.configuration(..), or the endpoint's option "
                    + EndpointOptions.DELEGATED_CONFIGURATION,
            "let one be registered while the client is open: SecondHop.temporary(..) (Register-PSSessionConfiguration"
                    + " -RunAsCredential; restarts WinRM, so it needs a consent)",
            "log in by CredSSP for such commands, SecondHop.credSsp(..), or for all, Credentials.credSsp(..): the host is handed"
                    + " the password, over verified TLS, and may use it on other machines (on the host: Enable-WSManCredSSP -Role"
                    + " Server)");

    private HopRefusals() {}

    /** Tells whether a refusal may come from the second hop. A refused login is none, nor is what came instead of an answer. */
    static boolean mayBeCause(Fault fault) {
        return fault.kind() == ErrorKind.ACCESS_DENIED
                && fault.phase() == FaultPhase.LASTING
                && !fault.refusesLogin()
                && fault.code() != null
                && CODES.contains(fault.code());
    }

    /** Returns why the command cannot run, and every remedy, one a line. */
    static List<String> missing(String command) {
        return Stream.concat(
                        Stream.of(command + " acts on another machine (second hop), and this endpoint"
                                + " has no way to do so, nor does it log in by CredSSP"),
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
