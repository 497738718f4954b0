package io.quorate.winrm.recipe.vm;

import io.quorate.vm.IntegrationService;
import io.quorate.vm.VmIntegration;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.util.List;
import java.util.UUID;

/** The statement that reads the integration services of a virtual machine, and its decoder. Their names are translated; their ids are not. */
final class IntegrationReads {
    private static final List<String> COMPONENT =
            List.of("VMId", "Id", "Name", "Enabled", "PrimaryOperationalStatus", "SecondaryOperationalStatus");

    /** {@code VMIntegrationComponentOperationalStatus}. */
    private static final Words STATUS = Words.of(2, "Ok")
            .and(3, "Degraded")
            .and(6, "Error")
            .and(7, "NonRecoverableError")
            .and(12, "NoContact")
            .and(13, "LostCommunication")
            .and(32775, "ProtocolMismatch")
            .and(32782, "ApplicationCritical")
            .and(32783, "CommunicationTimedOut")
            .and(32784, "CommunicationFailed")
            .and(32896, "Disabled");

    private IntegrationReads() {}

    private static PsPipeline message(UUID machine) {
        return Line.message(Line.statement(
                VmReads.live(machine),
                Cmdlet.GET_VM_INTEGRATION_SERVICE.line(),
                Cmdlet.SELECT_OBJECT.line().with("Property", COMPONENT)));
    }

    static List<VmIntegration> of(UUID machine, PowerShell shell) {
        return Decode.each(shell.run(message(machine)), IntegrationReads::component);
    }

    private static VmIntegration component(PsValue value) {
        Decode from = Decode.of(value, "integration service");
        String id = from.text("Id");
        return new VmIntegration(
                from.guid("VMId"),
                id,
                IntegrationService.of(id).orElse(null),
                from.textOrEmpty("Name"),
                from.flagOr("Enabled", false),
                from.wordOr("PrimaryOperationalStatus", STATUS, ""),
                from.wordOr("SecondaryOperationalStatus", STATUS, ""));
    }
}
