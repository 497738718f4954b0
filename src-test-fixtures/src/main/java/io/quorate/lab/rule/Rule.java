package io.quorate.lab.rule;

import io.quorate.lab.model.CimRefusal;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.Invocation;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A cmdlet with the parameters that are simulated; any other is refused by its own error id and counted. */
final class Rule implements CmdletRule {
    private static final Set<String> COMMON = Set.of(
            "Verbose",
            "Debug",
            "ErrorAction",
            "WarningAction",
            "InformationAction",
            "ErrorVariable",
            "WarningVariable",
            "InformationVariable",
            "OutVariable",
            "OutBuffer",
            "PipelineVariable",
            "WhatIf",
            "Confirm");

    private final String cmdlet;
    private final Set<String> simulated;
    private final Consumer<Call> action;
    private final Estate estate;
    private final Errors errors;
    private final LiveObjects objects;

    Rule(
            String cmdlet,
            Set<String> simulated,
            Consumer<Call> action,
            Estate estate,
            Errors errors,
            LiveObjects objects) {
        this.cmdlet = cmdlet;
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(simulated);
        names.addAll(COMMON);
        this.simulated = names;
        this.action = action;
        this.estate = estate;
        this.errors = errors;
        this.objects = objects;
    }

    @Override
    public String cmdlet() {
        return cmdlet;
    }

    @Override
    public void run(Invocation call) {
        for (String given : call.args().arguments().keySet()) {
            if (!simulated.contains(given)) {
                throw Errors.notSimulated(estate.world(), cmdlet + " -" + given);
            }
        }
        if (call.args().on("WhatIf")) {
            throw Errors.notSimulated(estate.world(), cmdlet + " -WhatIf");
        }
        try {
            SessionRules.requireAdministrator(cmdlet, call.caller(), estate);
            action.accept(new Call(cmdlet, call, estate, errors, objects));
        } catch (CimRefusal refusal) {
            call.writeError(errors.cim(refusal));
        } catch (Refusal refusal) {
            throw errors.of(cmdlet, refusal);
        }
    }
}
