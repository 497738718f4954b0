package io.quorate.winrm.recipe.directory;

import io.quorate.directory.DomainView;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import java.util.List;
import java.util.Locale;

/**
 * What a machine knows of its domain: {@code Win32_ComputerSystem} tells its place, {@code Win32_NTDomain} the controller it holds to. Both are
 * there on every Windows, without a module.
 */
final class ViewReads {
    private static final List<String> SYSTEM = List.of("Domain", "DomainRole");
    private static final List<String> HELD =
            List.of("DomainName", "DomainControllerName", "DomainControllerAddress", "ClientSiteName");

    private ViewReads() {}

    private static Line cim(String cimClass) {
        return Cmdlet.GET_CIM_INSTANCE.line().with("Namespace", "root/cimv2").with("ClassName", cimClass);
    }

    static PsPipeline message() {
        return Line.message(
                cim("Win32_ComputerSystem").select(SYSTEM),
                cim("Win32_NTDomain").select(HELD));
    }

    static DomainView view(String host, List<PsValue> output) {
        Decode system = Decode.last(output, "DomainRole", "computer system", v -> Decode.of(v, "computer system"));
        String domain = system.text("Domain");
        List<Decode> held =
                Decode.all(output, "DomainControllerName", List.of("DomainRole"), v -> Decode.of(v, "domain")).stream()
                        .filter(row -> !row.textOrEmpty("DomainControllerName").isBlank())
                        .toList();
        // trusted domains are listed, too, by their short names
        String label = domain.split("\\.", 2)[0].toLowerCase(Locale.ROOT);
        Decode own = held.size() == 1
                ? held.get(0)
                : held.stream()
                        .filter(row -> row.textOrEmpty("DomainName")
                                .toLowerCase(Locale.ROOT)
                                .equals(label))
                        .findFirst()
                        .orElse(null);
        return new DomainView(
                host,
                domain,
                system.int32("DomainRole"),
                own == null ? "" : plain(own.textOrEmpty("DomainControllerName")),
                own == null ? "" : plain(own.textOrEmpty("DomainControllerAddress")),
                own == null ? "" : own.textOrEmpty("ClientSiteName"));
    }

    private static String plain(String name) {
        return name.startsWith("\\\\") ? name.substring(2) : name;
    }
}
