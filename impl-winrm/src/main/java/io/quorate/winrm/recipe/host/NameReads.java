package io.quorate.winrm.recipe.host;

import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks names up in DNS; decides by codes whether there is none or nobody told. */
final class NameReads {
    /** No such name, and no records of that kind. */
    private static final Set<String> NONE = Set.of("0x8007232B", "0x8007251D");

    private NameReads() {}

    /** Returns a name's addresses of IPv4: none if it is surely not there, null if Windows could not tell. */
    static @Nullable List<String> addresses(PowerShell shell, String name) {
        try {
            return shell
                    .run(Line.message(Cmdlet.RESOLVE_DNS_NAME
                            .line()
                            .with("Name", name)
                            .with("Type", "A")
                            .flag("DnsOnly")
                            .flag("QuickTimeout")
                            .select(List.of("Name", "IPAddress"))))
                    .stream()
                    .map(value -> Decode.of(value, "DNS record").textOrEmpty("IPAddress"))
                    .filter(address -> !address.isEmpty())
                    .distinct()
                    .toList();
        } catch (Fault fault) {
            String code = fault.code();
            return code != null && NONE.contains(code) ? List.of() : untold(fault);
        }
    }

    /** An error that Windows answered tells nothing; one of the connection is one. */
    static <T> @Nullable T untold(Fault fault) {
        if (fault.phase() == FaultPhase.LASTING || fault.phase() == FaultPhase.TRANSIENT) {
            return null;
        }
        throw fault;
    }
}
