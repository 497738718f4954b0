package io.quorate.lab;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Estate;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.winrm.Runspace;
import io.quorate.lab.winrm.Runspaces;
import io.quorate.lab.winrm.SessionConfiguration;
import java.util.Locale;
import java.util.Map;

/** Opens sessions whose cmdlets act on an estate. */
final class ShellSessions implements Runspaces {

    ShellSessions(World world, Estate estate, Locale locale) {}

    @Override
    public Runspace open(Caller caller, SessionConfiguration configuration) {
        throw new UnsupportedOperationException("the shell that runs cmdlets");
    }

    Map<String, Long> notSimulated() {
        return Map.of();
    }
}
