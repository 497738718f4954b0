package io.quorate.winrm.recipe.host;

import io.quorate.host.HostMembership;
import io.quorate.host.command.GetMembership;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how a host stands in its domain; what Windows answers with an error about is not told. */
final class GetMembershipRecipe implements ReadingRecipe<GetMembership, HostMembership> {
    private static final String CONTROL = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\";
    private static final String NETLOGON = "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\Netlogon";
    private static final List<String> WAITING = List.of("JoinDomain", "AvoidSpnSet");
    private static final String COMPUTER_MARK = "PartOfDomain";
    private static final String WAITING_MARK = "JoinDomain";
    private static final String NAME_MARK = "ComputerName";
    private static final List<String> MARKS = List.of(COMPUTER_MARK, WAITING_MARK, NAME_MARK);

    @Override
    public Class<GetMembership> handles() {
        return GetMembership.class;
    }

    private static PsPipeline message() {
        return Line.message(
                Cmdlet.GET_CIM_INSTANCE
                        .line()
                        .with("Namespace", "root/cimv2")
                        .with("ClassName", "Win32_ComputerSystem")
                        .select(List.of("Name", "Domain", "PartOfDomain")),
                Cmdlet.GET_ITEM_PROPERTY
                        .line()
                        .with("LiteralPath", List.of(NETLOGON))
                        .select(WAITING),
                Cmdlet.GET_ITEM_PROPERTY
                        .line()
                        .with("LiteralPath", List.of(CONTROL + "ActiveComputerName", CONTROL + "ComputerName"))
                        .select(List.of(NAME_MARK)));
    }

    @Override
    public HostMembership run(GetMembership command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        List<PsValue> output = shell.run(message());
        Decode computer = Decode.last(output, COMPUTER_MARK, "computer", v -> Decode.of(v, "computer"));
        List<Decode> names = Decode.all(output, NAME_MARK, MARKS, v -> Decode.of(v, "computer name"));
        boolean renamed = names.size() == 2
                && !names.get(0).text(NAME_MARK).equalsIgnoreCase(names.get(1).text(NAME_MARK));
        boolean joined = Decode.all(output, WAITING_MARK, MARKS, v -> Decode.of(v, "Netlogon")).stream()
                .anyMatch(row -> WAITING.stream().anyMatch(value -> row.has(value) && !row.isBlank(value)));
        boolean inDomain = computer.flag(COMPUTER_MARK);
        return new HostMembership(
                command.host(),
                inDomain,
                joined || renamed,
                inDomain ? channel(shell) : null,
                inDomain ? NameReads.addresses(shell, computer.text("Name") + "." + computer.text("Domain")) : null);
    }

    /** It says true or false; where it says something else, it did not ask. */
    private static @Nullable Boolean channel(PowerShell shell) {
        try {
            for (PsValue value : shell.run(Line.message(Line.statement(Cmdlet.TEST_COMPUTER_SECURE_CHANNEL.line())))) {
                PsPrimitive primitive = value.primitive();
                if (primitive != null && primitive.value() instanceof Boolean holds) {
                    return holds;
                }
            }
            return null;
        } catch (Fault fault) {
            return NameReads.untold(fault);
        }
    }
}
