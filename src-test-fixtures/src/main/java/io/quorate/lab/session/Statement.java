package io.quorate.lab.session;

import io.quorate.lab.catalogue.Binding;
import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;

/** One statement: its commands are found, then bound, then run, as the engine's pipeline processor does. */
final class Statement {
    private final LabShell shell;
    private final PipelineSink sink;
    private final List<PsCommand> commands;

    Statement(LabShell shell, PipelineSink sink, List<PsCommand> commands) {
        this.shell = shell;
        this.sink = sink;
        this.commands = commands;
    }

    void run(List<PsValue> input) {
        List<CmdletInfo> found = new ArrayList<>();
        for (PsCommand command : commands) {
            found.add(find(command.name()));
        }
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            PsCommand command = commands.get(i);
            CmdletInfo cmdlet = found.get(i);
            boolean fed = i > 0 || !input.isEmpty();
            List<PsParameter> arguments = command.parameters().stream()
                    .map(p -> new PsParameter(p.name(), Inbound.arrived(p.value())))
                    .toList();
            Binding binding;
            try {
                binding = shell.cmdlets().binder().bind(cmdlet, arguments, fed);
            } catch (LabError e) {
                throw new LabShell.TerminatingError(ErrorRecords.of(e, cmdlet));
            }
            refuseVariables(binding);
            Stage stage = Stages.of(shell, cmdlet);
            stage.attach(shell, sink, cmdlet, binding, command.mergeToOutput(), fed);
            if (i > 0) {
                stages.get(i - 1).pipeTo(stage);
            }
            stages.add(stage);
        }
        stages.forEach(Stage::begin);
        Stage first = stages.get(0);
        if (input.isEmpty()) {
            first.runUnfed();
        } else {
            for (PsValue value : input) {
                first.receiveFromClient(Inbound.arrived(value));
            }
        }
        stages.forEach(Stage::finish);
    }

    /** A session without a language does not let a client name variables by common parameters. */
    private void refuseVariables(Binding binding) {
        if (shell.language() != LanguageMode.NO_LANGUAGE) {
            return;
        }
        for (String parameter :
                List.of("OutVariable", "ErrorVariable", "WarningVariable", "InformationVariable", "PipelineVariable")) {
            if (binding.bound().has(parameter)) {
                LabError error = new LabError(
                        "VariableReferenceNotSupportedInDataSection",
                        "InvalidOperation",
                        null,
                        List.of(new LabError.NetException(
                                "System.Management.Automation.PSInvalidOperationException",
                                "A variable that cannot be referenced in restricted language mode or a Data section is being referenced.",
                                0x80131509,
                                null)));
                throw new LabShell.TerminatingError(ErrorRecords.of(error, null));
            }
        }
    }

    private CmdletInfo find(String name) {
        CmdletInfo cmdlet = shell.cmdlets().catalogue().find(name);
        if (cmdlet != null && shell.terms().loads(cmdlet)) {
            return cmdlet;
        }
        int slash = name.indexOf('\\');
        boolean noModule = slash > 0 && (cmdlet != null || !shell.cmdlets().knowsModule(name.substring(0, slash)));
        String message = noModule
                ? "The '" + name.substring(slash + 1) + "' command was found in the module '" + name.substring(0, slash)
                        + "', but the module could not be loaded. For more information, run 'Import-Module "
                        + name.substring(0, slash) + "'."
                : "The term '" + name
                        + "' is not recognized as the name of a cmdlet, function, script file, or operable program."
                        + " Check the spelling of the name, or if a path was included, verify that the path is correct and try again.";
        LabError error = new LabError(
                noModule ? "CouldNotAutoLoadModule" : "CommandNotFoundException",
                "ObjectNotFound",
                PsValue.string(name),
                List.of(new LabError.NetException(
                        "System.Management.Automation.CommandNotFoundException", message, 0x80131501, null)));
        throw new LabShell.TerminatingError(ErrorRecords.of(error, null));
    }
}
