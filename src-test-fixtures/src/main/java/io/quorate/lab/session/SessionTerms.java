package io.quorate.lab.session;

import io.quorate.lab.catalogue.CmdletInfo;

/** What a host's settings leave of its modules; asked with every command. */
public interface SessionTerms {
    /** Every module loads. */
    SessionTerms ALL = cmdlet -> true;

    /** Tells whether the module of a cmdlet is there and loads. */
    boolean loads(CmdletInfo cmdlet);
}
