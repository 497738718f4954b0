package io.quorate.iscsi;

import io.quorate.Credentials;
import io.quorate.san.Portal;
import io.quorate.spi.Step;
import java.util.Objects;

/** What a session sends, a line a step: names, no secrets and no data. */
sealed interface IscsiStep extends Step {

    /**
     * A login that is to succeed.
     *
     * @param anew whether it is one in any case; otherwise a session that is still there will do
     */
    record LogIn(InitiatorLogin login, boolean anew) implements IscsiStep {
        @Override
        public String text() {
            String digests = login.headerDigest()
                    ? login.dataDigest() ? ", header and data digests" : ", header digests"
                    : login.dataDigest() ? ", data digests" : "";
            return "log in to " + login.portal() + " as " + login.initiator() + ", target "
                    + Objects.requireNonNull(login.target(), "target") + ", " + how() + digests
                    + (anew ? "" : ", unless that is so");
        }

        private String how() {
            Credentials.Chap chap = login.chap();
            if (chap == null) {
                return "without authentication";
            }
            return (chap.targetSecret() == null ? "CHAP as " : "mutual CHAP as ") + chap.user();
        }
    }

    /** A login without CHAP that the target must not let in. */
    record RefusedLogIn(Portal portal) implements IscsiStep {
        @Override
        public String text() {
            return "log in to " + portal + " without CHAP: it must be refused";
        }
    }

    /**
     * Commands to a logical unit.
     *
     * @param lun its number
     * @param what the commands, in SCSI's words
     */
    record Commands(int lun, String what) implements IscsiStep {
        @Override
        public String text() {
            return "LUN " + lun + ": " + what;
        }
    }

    /**
     * The end of a session.
     *
     * @param atOnce whether it ends there and then; otherwise it rests, for whatever comes next
     */
    record LogOut(boolean atOnce) implements IscsiStep {
        @Override
        public String text() {
            return atOnce ? "log out" : "log out, at most five seconds later";
        }
    }
}
