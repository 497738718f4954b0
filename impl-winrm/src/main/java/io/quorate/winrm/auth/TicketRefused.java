package io.quorate.winrm.auth;

import org.jspecify.annotations.Nullable;

/** What to look at when a host takes no ticket. */
final class TicketRefused {

    private TicketRefused() {}

    /** What to look at when a host refuses one without saying why. */
    static String hint(String services, @Nullable Peer peer, boolean bound) {
        String hint =
                "the host took no ticket for " + services + ": is its own account in order (Test-ComputerSecureChannel,"
                        + " setspn -L), may this account log in there (Remote Management Users), and do the clocks agree?";
        if (peer == null || !peer.secure()) {
            return hint;
        }
        if (bound) {
            return hint
                    + " The log-in named the certificate: if something between ends TLS, switch that off with the option"
                    + " channelBinding=off";
        }
        return hint
                + (GssBinding.possible()
                        ? " No channel binding was sent (channelBinding=off): a host with CbtHardeningLevel Strict refuses that"
                        : " If the host has CbtHardeningLevel Strict, it demands channel binding, for which the JVM must be"
                                + " started with " + GssBinding.FLAG + " (the option channelBinding stays auto)");
    }
}
