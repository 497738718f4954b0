package io.quorate.lab.winrm;

import io.quorate.lab.shell.Caller;

/** Opens the sessions behind a face: what runs pipelines. */
public interface Runspaces {

    /** Opens a runspace for a caller under a session configuration. */
    Runspace open(Caller caller, SessionConfiguration configuration);
}
