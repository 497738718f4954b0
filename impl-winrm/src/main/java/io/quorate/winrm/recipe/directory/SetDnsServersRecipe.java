package io.quorate.winrm.recipe.directory;

import io.quorate.directory.DnsInterface;
import io.quorate.directory.command.SetDnsServers;
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

/** Sets an interface's DNS servers with {@code Set-DnsClientServerAddress}; judges by what it asks then. */
final class SetDnsServersRecipe extends Changing<SetDnsServers, DnsInterface, DnsInterface> {
    @Override
    public Class<SetDnsServers> handles() {
        return SetDnsServers.class;
    }

    @Override
    protected DnsInterface read(SetDnsServers command, WindowsHost host) {
        return DnsReads.read(command.host(), command.alias(), host.powerShell());
    }

    @Override
    protected Observation<DnsInterface> done(SetDnsServers command, DnsInterface seen) {
        return seen.asks(command.servers()) ? Observation.present(seen) : Observation.absent();
    }

    private static PsPipeline message(SetDnsServers command) {
        return Line.message(Line.statement(Cmdlet.SET_DNS_CLIENT_SERVER_ADDRESS
                .line()
                .with("InterfaceAlias", List.of(command.alias()))
                .with("ServerAddresses", command.servers())
                .unasked()));
    }

    @Override
    protected List<PipelineStep> change(SetDnsServers command, DnsInterface seen) {
        return PipelineStep.of(message(command));
    }

    @Override
    protected DnsInterface unseen(SetDnsServers command) {
        return DnsReads.unseen(command.host(), command.alias(), null);
    }

    @Override
    protected DnsInterface carryOut(SetDnsServers command, DnsInterface seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command));
        DnsInterface after = read(command, host);
        if (!after.asks(command.servers())) {
            throw Answers.failed(refusal, "the interface " + command.alias() + " asks " + after.given());
        }
        return after;
    }
}
