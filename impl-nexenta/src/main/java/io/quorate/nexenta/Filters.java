package io.quorate.nexenta;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;

/** What a filtered list must not hold. */
final class Filters {
    private Filters() {}

    static Fault notKept(String filter, String wanted, String got) {
        return Fault.lasting(ErrorKind.BAD_REPLY)
                .hint("is it a NexentaStor 5 appliance?")
                .because("the list does not keep to the filter " + filter + "=" + wanted + ": it has " + got);
    }
}
