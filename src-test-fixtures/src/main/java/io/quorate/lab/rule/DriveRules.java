package io.quorate.lab.rule;

import java.util.Locale;
import java.util.Set;

/** PowerShell's drives, by path: certificates, and WinRM's own settings. */
final class DriveRules {
    private DriveRules() {}

    static void addTo(Rules rules) {
        rules.add("Microsoft.PowerShell.Management\\Get-ChildItem", Set.of("LiteralPath"), DriveRules::children);
    }

    private static void children(Call call) {
        for (String path : call.args().texts("LiteralPath")) {
            String small = path.toLowerCase(Locale.ROOT);
            if (CertificateRules.owns(small)) {
                CertificateRules.children(call, path);
            } else if (SessionRules.owns(small)) {
                SessionRules.children(call, path);
            } else {
                throw call.notSimulated("of " + path);
            }
        }
    }
}
