package io.quorate.iscsi;

import io.quorate.spi.Fault;

/** Why a target refuses a login, as faults carry it: status class and detail (RFC 7143 11.13.5). */
enum LoginRefusal {
    /** The initiator could not be authenticated. */
    AUTHENTICATION("2/1");

    private final String code;

    LoginRefusal(String code) {
        this.code = code;
    }

    boolean is(Fault fault) {
        return code.equals(fault.code());
    }
}
