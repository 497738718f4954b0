package io.quorate.winrm.recipe;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Optional;

/** Asks a host for one object by its identity, before anybody reads a whole list for it. */
public final class ById {
    private ById() {}

    /**
     * Asks for it.
     *
     * @return what came; empty if the host refuses, which does not prove that it has none: the list decides
     * @throws Fault if the host cannot be asked, or not by this account
     */
    public static Optional<List<PsValue>> ask(PowerShell shell, PsPipeline message) {
        try {
            return Optional.of(shell.run(message));
        } catch (Fault fault) {
            boolean hidden = fault.kind() == ErrorKind.UNSUPPORTED;
            boolean no = fault.phase() == FaultPhase.LASTING
                    && (fault.kind() == ErrorKind.REJECTED || fault.kind() == ErrorKind.NOT_FOUND);
            if (no || hidden) {
                return Optional.empty();
            }
            throw fault;
        }
    }
}
