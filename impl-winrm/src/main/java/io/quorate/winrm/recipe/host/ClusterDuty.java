package io.quorate.winrm.recipe.host;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.util.List;
import java.util.Locale;

/** Whether a host serves a cluster, and was not relieved of it. */
final class ClusterDuty {
    private static final String SERVICE = "ClusSvc";
    private static final Words STATUS = Words.of(1, "Stopped").and(4, "Running");
    private static final Words STATE =
            Words.of(0, "Up").and(1, "Down").and(2, "Paused").and(3, "Joining");

    private ClusterDuty() {}

    /** Refuses to take down a node of a cluster that is up in it: what runs there would fall over. */
    static void refuseServing(String host, PowerShell shell) {
        boolean runs = shell
                .run(Line.message(Cmdlet.GET_SERVICE
                        .tolerant()
                        .with("Name", List.of(SERVICE))
                        .select(List.of("Name", "Status"))))
                .stream()
                .map(value -> Decode.of(value, "service"))
                .anyMatch(row -> !row.wordOr("Status", STATUS, "").equalsIgnoreCase("Stopped"));
        if (!runs) {
            return;
        }
        String state = state(shell);
        if (!state.equalsIgnoreCase("Paused") && !state.equalsIgnoreCase("Down")) {
            throw Answers.refused(
                    host + " is a node of a cluster, and " + state.toLowerCase(Locale.ROOT)
                            + ": what runs there would fall over",
                    "drain it first, with nodes().pause, and resume it afterwards");
        }
    }

    private static String state(PowerShell shell) {
        List<PsValue> output;
        try {
            output = shell.run(Line.message(
                    Cmdlet.GET_CIM_INSTANCE
                            .line()
                            .with("Namespace", "root/cimv2")
                            .with("ClassName", "Win32_ComputerSystem")
                            .select(List.of("Name", "PartOfDomain")),
                    Cmdlet.GET_CLUSTER_NODE.line().select(List.of("Name", "State"))));
        } catch (Fault fault) {
            if (fault.kind() == ErrorKind.UNSUPPORTED) {
                return "Down";
            }
            throw fault;
        }
        String name = Decode.last(output, "PartOfDomain", "computer", v -> Decode.of(v, "computer"))
                .text("Name");
        return Decode.all(output, "State", List.of("PartOfDomain"), v -> Decode.of(v, "node")).stream()
                .filter(row -> row.text("Name").equalsIgnoreCase(name))
                .map(row -> row.wordOr("State", STATE, "of unknown state"))
                .findFirst()
                .orElse("Down");
    }
}
