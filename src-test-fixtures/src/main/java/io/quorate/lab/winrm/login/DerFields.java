package io.quorate.lab.winrm.login;

import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.TokenException;

/** Finds the numbered fields of Kerberos' messages. */
final class DerFields {
    private DerFields() {}

    /** Goes past whatever stands before {@code [number]} and enters it. */
    static Der.Reader to(Der.Reader in, int number) throws TokenException {
        while (in.more() && !in.next(Der.context(number))) {
            in.whole();
        }
        return in.enter(Der.context(number));
    }
}
