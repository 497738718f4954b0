package io.quorate.directory;

import java.util.Objects;

/**
 * How far a host is on its way to become a domain controller.
 *
 * @param host the host
 * @param domain the DNS name of its domain, or the name of its workgroup
 * @param state how far it is
 * @param sysvolShared whether it shares SYSVOL
 * @param netlogonShared whether it shares NETLOGON; without both it answers nobody who logs on
 */
public record Promotion(String host, String domain, State state, boolean sysvolShared, boolean netlogonShared) {

    /** How far a host is. */
    public enum State {
        /** It is no controller, and nothing says that it is about to become one. */
        NONE,
        /** Its directory is being set up. */
        UNDER_WAY,
        /** It was promoted, and is a controller after its next start. */
        RESTART_PENDING,
        /** It is a controller. */
        CONTROLLER
    }

    public Promotion {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(state, "state");
    }

    /** Tells whether it was promoted, be it that its next start completes it. */
    public boolean isPromoted() {
        return state == State.CONTROLLER || state == State.RESTART_PENDING;
    }

    /** Tells whether it is a controller that shares what those who log on look for. */
    public boolean isServing() {
        return state == State.CONTROLLER && sysvolShared && netlogonShared;
    }

    /** Returns it in another state. */
    public Promotion in(State other) {
        return new Promotion(host, domain, other, sysvolShared, netlogonShared);
    }

    @Override
    public String toString() {
        return host + " in " + domain + ": " + state + (sysvolShared ? ", SYSVOL shared" : ", no SYSVOL")
                + (netlogonShared ? ", NETLOGON shared" : ", no NETLOGON");
    }
}
