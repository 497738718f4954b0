package io.quorate.lab.winrm.login;

import org.jspecify.annotations.Nullable;

/** What a server makes of a token. Prints no token. */
public sealed interface LoginStep {

    /** The log-in goes on: HTTP 401 with this token. */
    record GoOn(byte[] token) implements LoginStep {
        @Override
        public String toString() {
            return "GoOn";
        }
    }

    /**
     * The client is logged in.
     *
     * @param token the last word of the server, sent with whatever is answered; null for none
     */
    record Welcome(Visitor visitor, byte @Nullable [] token) implements LoginStep {
        @Override
        public String toString() {
            return "Welcome[" + visitor + "]";
        }
    }

    /**
     * The client is refused: HTTP 401 with what is offered.
     *
     * @param why for the lab's log; the client is not told
     * @param token what the scheme says about it, beside what is offered; null, as mostly, for nothing
     */
    record Refused(String why, byte @Nullable [] token) implements LoginStep {
        @Override
        public String toString() {
            return "Refused[" + why + "]";
        }
    }

    /** Refuses. */
    static LoginStep refused(String why) {
        return new Refused(why, null);
    }
}
