package io.quorate.winrm.recipe.directory;

import io.quorate.directory.DnsInterface;
import io.quorate.directory.command.SetDnsRegistration;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets whether an interface registers the host's name with {@code Set-DnsClient}; judges by what it says then. */
final class SetDnsRegistrationRecipe extends Changing<SetDnsRegistration, DnsInterface, DnsInterface> {
    @Override
    public Class<SetDnsRegistration> handles() {
        return SetDnsRegistration.class;
    }

    @Override
    protected DnsInterface read(SetDnsRegistration command, WindowsHost host) {
        return DnsReads.read(command.host(), command.alias(), host.powerShell());
    }

    private static boolean is(SetDnsRegistration command, DnsInterface seen) {
        @Nullable Boolean registers = seen.registers();
        return registers != null && registers == command.registers();
    }

    @Override
    protected Observation<DnsInterface> done(SetDnsRegistration command, DnsInterface seen) {
        if (seen.registers() == null) {
            return Observation.unknown("whether " + command.alias() + " registers the name is not told", null);
        }
        return is(command, seen) ? Observation.present(seen) : Observation.absent();
    }

    private static PsPipeline message(SetDnsRegistration command) {
        return Line.message(Line.statement(Cmdlet.SET_DNS_CLIENT
                .line()
                .with("InterfaceAlias", List.of(command.alias()))
                .with("RegisterThisConnectionsAddress", command.registers())
                .unasked()));
    }

    @Override
    protected List<PipelineStep> change(SetDnsRegistration command, DnsInterface seen) {
        return PipelineStep.of(message(command));
    }

    @Override
    protected DnsInterface unseen(SetDnsRegistration command) {
        return DnsReads.unseen(command.host(), command.alias(), !command.registers());
    }

    @Override
    protected DnsInterface carryOut(SetDnsRegistration command, DnsInterface seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command));
        DnsInterface after = read(command, host);
        if (!is(command, after)) {
            throw Answers.failed(
                    refusal,
                    "whether the interface " + command.alias() + " registers the name is " + after.registers()
                            + ": a policy may set it");
        }
        return after;
    }
}
