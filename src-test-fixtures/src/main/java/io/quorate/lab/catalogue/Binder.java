package io.quorate.lab.catalogue;

import io.quorate.lab.shell.LabError;
import io.quorate.winrm.psrp.PsParameter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Binds calls of catalogued cmdlets as PowerShell does: by name, prefix, alias and position, set by set, from the pipeline by value and by
 * property name, with its conversions, its checks and its error ids. Immutable; a {@link Binding} serves one call.
 */
public final class Binder {
    private final Catalogue catalogue;

    /** A catalogue has one of each command, and its slots are the same in every call. */
    private final Map<CmdletInfo, SlotTable> tables = Collections.synchronizedMap(new IdentityHashMap<>());

    public Binder(Catalogue catalogue) {
        this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
    }

    /**
     * Binds a call's arguments. Without pipeline input {@link Binding#bound} is the whole binding; with it, {@link Binding#next} binds one
     * object after the other.
     *
     * @param pipelineExpected whether objects may come down the pipeline: not for the first command of a statement without input
     * @throws LabError the terminating error that ends the statement
     */
    public Binding bind(CmdletInfo cmdlet, List<PsParameter> arguments, boolean pipelineExpected) {
        return bindValues(
                cmdlet,
                arguments.stream()
                        .map(p -> new CommandArgument(p.name(), p.value()))
                        .toList(),
                pipelineExpected);
    }

    /** As {@link #bind}, for arguments that may be live objects: what a script, not a remote client, can pass. */
    public Binding bindValues(CmdletInfo cmdlet, List<CommandArgument> arguments, boolean pipelineExpected) {
        Binding binding = new Binding(catalogue, cmdlet, tables.computeIfAbsent(cmdlet, SlotTable::new));
        try {
            binding.bindArguments(arguments, pipelineExpected);
        } catch (BindingException e) {
            throw e.toError(null);
        }
        return binding;
    }
}
