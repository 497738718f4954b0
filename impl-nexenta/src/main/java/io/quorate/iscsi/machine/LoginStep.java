package io.quorate.iscsi.machine;

import io.quorate.iscsi.pdu.Pdu;
import io.quorate.san.Portal;

/** What follows a unit that arrived during login. */
public sealed interface LoginStep {

    /** Send this and wait for the answer. */
    record Send(Pdu pdu) implements LoginStep {}

    /** Logged in. */
    record Done(SessionParameters parameters) implements LoginStep {}

    /** The target is elsewhere. */
    record Redirected(Portal portal, boolean permanently) implements LoginStep {}

    /**
     * The target refused.
     *
     * @param code e.g. {@code login 2/1}
     * @param statusClass 2 our fault, 3 the target's
     * @param statusDetail by class (RFC 7143 11.13.5)
     */
    record Refused(String code, int statusClass, int statusDetail) implements LoginStep {}

    /** We refuse: the target does not prove what we demand. */
    record Distrusted(String code, String reason) implements LoginStep {}
}
