package io.quorate.nexenta;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;

/** What a filtered list must not hold. */
final class Filters {
    private Filters() {}

    static Fault notKept(String filter, String wanted, String got) {
        return new Fault(
                FaultPhase.LASTING,
                ErrorKind.BAD_REPLY,
                null,
                "the list does not keep to the filter " + filter + "=" + wanted + ": it has " + got,
                "is it a NexentaStor 5 appliance?",
                null);
    }
}
