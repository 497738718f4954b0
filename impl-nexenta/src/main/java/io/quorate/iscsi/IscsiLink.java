package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.san.Iqn;
import io.quorate.san.LunAddress;
import io.quorate.san.Portal;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The way to one portal, for one command.
 *
 * @param portal where
 * @param options how to log in
 * @param initiator what logs in
 * @param runtime time and threads
 * @param deadline when every session must have ended
 * @param closed tells whether the client was closed
 */
record IscsiLink(
        Portal portal,
        IscsiOptions options,
        Initiator initiator,
        QuorateRuntime runtime,
        Deadline deadline,
        BooleanSupplier closed) {

    /** Works with a logical unit in a session that may not write and is logged in for it. */
    <T> T readingAnew(LunAddress unit, Function<ScsiUnit, T> work) {
        InitiatorLogin login = options.login(portal, options.name(), unit.iqn(), unit.lun(), options.chap(), false);
        try (ScsiUnit entered = new ScsiUnit(initiator.login(login, deadline), deadline)) {
            return work.apply(entered);
        }
    }

    /** Works with a logical unit in a session that may not write. */
    <T> T reading(LunAddress unit, Function<ScsiUnit, T> work) {
        return in(unit.iqn(), unit.lun(), false, work);
    }

    /** Works with a logical unit in a session that may write. */
    <T> T writing(LunAddress unit, Function<ScsiUnit, T> work) {
        return in(unit.iqn(), unit.lun(), true, work);
    }

    private <T> T in(Iqn target, int lun, boolean writes, Function<ScsiUnit, T> work) {
        InitiatorLogin login = options.login(portal, options.name(), target, lun, options.chap(), writes);
        try (ScsiUnit unit = new ScsiUnit(initiator.session(login, deadline), deadline)) {
            return work.apply(unit);
        }
    }
}
