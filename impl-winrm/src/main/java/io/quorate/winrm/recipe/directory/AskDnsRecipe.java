package io.quorate.winrm.recipe.directory;

import io.quorate.directory.DnsAnswer;
import io.quorate.directory.DnsAnswer.State;
import io.quorate.directory.command.AskDns;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Asks one DNS server for the records by which Windows finds a domain's controllers; decides by codes what became of it. */
final class AskDnsRecipe implements ReadingRecipe<AskDns, DnsAnswer> {
    private static final List<String> RECORD = List.of("Name", "NameTarget");

    @Override
    public Class<AskDns> handles() {
        return AskDns.class;
    }

    private static PsPipeline message(AskDns command) {
        return Line.message(Cmdlet.RESOLVE_DNS_NAME
                .line()
                .with("Name", "_ldap._tcp.dc._msdcs." + command.domain())
                .with("Type", "SRV")
                .with("Server", List.of(command.server()))
                .flag("DnsOnly")
                .flag("QuickTimeout")
                .select(RECORD));
    }

    @Override
    public DnsAnswer run(AskDns command, WindowsHost host) {
        List<PsValue> output;
        try {
            output = host.powerShell().run(message(command));
        } catch (Fault fault) {
            String told = fault.code();
            String code = told == null ? "" : told;
            return switch (code) {
                // ERROR_TIMEOUT
                case "0x800705B4" -> answer(command, State.SILENT, List.of(), code);
                // no such name, no such records, refused to answer for it
                case "0x8007232B", "0x8007251D", "0x8007232D" -> answer(command, State.UNKNOWN_DOMAIN, List.of(), code);
                // the server failed, or said what makes no sense
                case "0x8007232A", "0x80072329", "0x8007251E" -> answer(command, State.UNTOLD, List.of(), code);
                default -> throw fault;
            };
        }
        // the addresses of the controllers come along, without a target
        List<String> controllers = output.stream()
                .map(value -> Decode.of(value, "DNS record").textOrEmpty("NameTarget"))
                .filter(target -> !target.isEmpty())
                .distinct()
                .toList();
        return answer(command, controllers.isEmpty() ? State.UNKNOWN_DOMAIN : State.ANSWERED, controllers, "");
    }

    private static DnsAnswer answer(AskDns command, State state, List<String> controllers, String code) {
        return new DnsAnswer(command.host(), command.server(), command.domain(), state, controllers, code);
    }
}
