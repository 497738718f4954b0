package io.quorate.winrm.psrp;

/**
 * Answers what a server asks of the user. Only asked for calls whose answer the server waits for; calls that show something are dropped.
 */
@FunctionalInterface
public interface HostCallPolicy {

    /** Answers a call; the answer must be made from that call. */
    HostResponse answer(HostCall call);

    /** Answers every call with an error, so that the command that asks ends. The default. */
    static HostCallPolicy refuse() {
        return call -> HostResponse.failing(
                call, "HostCallRefused", "This session has no user who could answer " + call.methodName() + ".");
    }
}
