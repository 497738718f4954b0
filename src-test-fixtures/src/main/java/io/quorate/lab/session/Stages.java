package io.quorate.lab.session;

import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.LabError;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses what runs a command: a rule of the estate, one of the engine's own commands, or the loud refusal. */
final class Stages {
    private Stages() {}

    static Stage of(LabShell shell, CmdletInfo cmdlet) {
        CmdletRule rule = shell.cmdlets().rule(cmdlet);
        if (rule != null) {
            return new RuleStage(rule);
        }
        Stage own = ofEngine(cmdlet);
        return own == null ? new NotSimulated() : own;
    }

    /** Makes what runs one of the engine's own commands; null for any other. */
    static @Nullable Stage ofEngine(CmdletInfo cmdlet) {
        if (!cmdlet.module().startsWith("Microsoft.PowerShell.")) {
            return null;
        }
        return switch (cmdlet.name()) {
            case "Write-Output" -> new WriteOutput();
            case "Select-Object" -> new SelectObject();
            case "Where-Object" -> new WhereObject();
            case "ForEach-Object" -> new ForEachObject();
            case "Sort-Object" -> new SortObject();
            case "Measure-Object" -> new MeasureObject();
            case "Set-Variable" -> new SetVariable();
            case "Get-Variable" -> new GetVariable();
            case "Write-Error" -> new WriteErrorCommand();
            case "Write-Warning" -> new WriteWarningCommand();
            case "Remove-Variable" -> new RemoveVariable();
            case "Out-Null" -> new OutNull();
            case "Get-Command" -> new GetCommand();
            default -> null;
        };
    }

    private static final class RuleStage extends Stage {
        private final CmdletRule rule;

        RuleStage(CmdletRule rule) {
            this.rule = rule;
        }

        @Override
        void process(Bound args) {
            if (whatIf()) {
                return;
            }
            boolean confirms = cmdlet().shouldProcess()
                    && (args.on("Confirm")
                            || !args.has("Confirm")
                                    && !args.on("Force")
                                    && cmdlet().confirmImpact().equals("High"));
            if (confirms) {
                throw new LabError(
                        "LabConfirmationNeeded",
                        "InvalidOperation",
                        null,
                        List.of(new LabError.NetException(
                                "System.Management.Automation.PSInvalidOperationException",
                                cmdlet().name()
                                        + " asks for confirmation and nobody is there to answer: send -Confirm:$false",
                                0x80131509,
                                null)));
            }
            try {
                rule.run(this);
            } catch (EnoughOutput e) {
                if (!cmdlet().module().equals("FailoverClusters")) {
                    throw e;
                }
                // these cmdlets catch the engine's stop and report it as an error of their own
                writeError(new LabError(
                        cmdlet().name(),
                        "NotSpecified",
                        null,
                        List.of(new LabError.NetException(
                                "Microsoft.FailoverClusters.PowerShell.ClusterCmdletException",
                                "The pipeline has been stopped.",
                                0x80131500,
                                null))));
                throw e;
            }
        }
    }

    private static final class NotSimulated extends Stage {
        @Override
        void begin() {
            shell().cmdlets().countNotSimulated(cmdlet());
            LabError error = new LabError(
                    "LabNotSimulated",
                    "NotImplemented",
                    PsValue.string(cmdlet().qualifiedName()),
                    List.of(new LabError.NetException(
                            "System.NotImplementedException",
                            cmdlet().qualifiedName() + " exists on this release, but the lab does not simulate it",
                            0x80004001,
                            null)));
            throw new LabShell.TerminatingError(ErrorRecords.of(error, cmdlet()));
        }

        @Override
        void process(Bound args) {
            throw new IllegalStateException("never begun");
        }
    }
}
