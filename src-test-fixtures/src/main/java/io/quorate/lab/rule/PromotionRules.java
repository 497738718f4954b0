package io.quorate.lab.rule;

import io.quorate.lab.model.Estate;
import io.quorate.lab.model.PromotionState;
import io.quorate.lab.model.PromotionState.Phase;
import io.quorate.lab.model.Promotions;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsCredential;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsSecureString;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What makes a domain controller of a host, and what tells how far that is. */
final class PromotionRules {
    private static final String MODULE = "ADDSDeployment\\";
    private static final String INSTALL = MODULE + "Install-ADDSDomainController";
    private static final String TEST = MODULE + "Test-ADDSDomainControllerInstallation";
    private static final String ROLE = "AD-Domain-Services";
    private static final String PRODUCT_OPTIONS = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions";
    private static final Duration CHECKS = Duration.ofSeconds(20);
    private static final Duration SETS_UP = Duration.ofMinutes(4);

    /** What Windows has against a promotion, by the return codes of its set-up; 77 is that of all the rest. */
    private enum Against {
        UNDER_WAY(11),
        RESTART_PENDING(15),
        CREDENTIALS(24),
        NOBODY_FOUND(25),
        CONTROLLER(77),
        CLUSTER(77);

        private final int code;

        Against(int code) {
            this.code = code;
        }

        String context() {
            return "Test.VerifyDcPromoCore.DCPromo.General." + code;
        }
    }

    private PromotionRules() {}

    static void addTo(Rules rules) {
        Set<String> parameters = Set.of(
                "DomainName",
                "Credential",
                "SafeModeAdministratorPassword",
                "InstallDns",
                "NoRebootOnCompletion",
                "ReplicationSourceDC",
                "SiteName",
                "Force");
        rules.add(TEST, parameters, PromotionRules::test);
        rules.add(INSTALL, parameters, PromotionRules::install);
    }

    private static Promotions promotions(Call call) {
        return call.estate().directory().promotions();
    }

    private static void result(Call call, @Nullable Against against, String success) {
        String type = "Microsoft.DirectoryServices.Deployment.Types.";
        boolean fine = against == null;
        call.write(new LiveObject(List.of(type + "Result", "System.Object"), call.host(), type + "Result")
                .property("Message", PsValue.string(against == null ? success : text(call, against)))
                .property("Context", PsValue.string(against == null ? "DCPromo.General.2" : against.context()))
                .property("RebootRequired", PsValue.bool(fine))
                .property("Status", PsObject.enumeration(type + "Status", fine ? "Success" : "Error", fine ? 0 : 2)));
    }

    private static String text(Call call, Against against) {
        return call.errors().texts().text("promotion." + against, call.host());
    }

    private static void test(Call call) {
        HostRules.require(call, ROLE, TEST);
        Against against = against(call);
        call.take(CHECKS);
        result(call, against, call.errors().texts().text("promotion.checked"));
    }

    private static void install(Call call) {
        HostRules.require(call, ROLE, INSTALL);
        if (!call.args().on("NoRebootOnCompletion")) {
            throw call.notSimulated("without -NoRebootOnCompletion");
        }
        Against against = against(call);
        if (against != null) {
            throw new LabError(
                    against.context(),
                    "NotSpecified",
                    null,
                    List.of(new LabError.NetException(
                            "Microsoft.DirectoryServices.Deployment.DCPromoException",
                            text(call, against),
                            0x80131500,
                            null)));
        }
        String host = call.host();
        call.change(() -> promotions(call).begin(host));
        boolean ended = false;
        try {
            call.take(SETS_UP);
            ended = true;
        } finally {
            if (!ended) {
                call.change(() -> promotions(call).undo(host));
            }
        }
        call.change(() -> promotions(call).complete(host));
        result(call, null, call.errors().texts().text("promotion.done"));
    }

    /** Returns what is against it; null if nothing is. */
    private static @Nullable Against against(Call call) {
        Estate estate = call.estate();
        String host = call.host();
        PromotionState state = promotions(call).of(host).orElse(null);
        if (state != null && state.phase() != Phase.CONTROLLER) {
            return state.phase() == Phase.UNDER_WAY ? Against.UNDER_WAY : Against.RESTART_PENDING;
        }
        if (estate.directory().controller(host).isPresent()) {
            return Against.CONTROLLER;
        }
        if (estate.clusterOf(host).isPresent()) {
            return Against.CLUSTER;
        }
        if (!isCredential(call)) {
            return Against.CREDENTIALS;
        }
        String source = call.args().text("ReplicationSourceDC");
        boolean reached = source == null
                ? estate.directory().answering(host).isPresent()
                : estate.findHost(source)
                        .filter(one -> estate.directory().controller(one.name()).isPresent())
                        .filter(one -> estate.reaches(host, one.name()))
                        .isPresent();
        boolean domain = estate.host(host).domain().equalsIgnoreCase(call.args().text("DomainName"));
        return reached && domain ? null : Against.NOBODY_FOUND;
    }

    private static boolean isCredential(Call call) {
        Object secret = call.args().get("SafeModeAdministratorPassword");
        if (!(call.args().get("Credential") instanceof PsValue given) || secret == null) {
            throw call.notSimulated("without -Credential and -SafeModeAdministratorPassword");
        }
        if (!(secret instanceof PsPrimitive safeMode && safeMode.value() instanceof PsSecureString)) {
            throw call.notSimulated("-SafeModeAdministratorPassword that is no secure string");
        }
        PsCredential credential = PsCredential.decode(given);
        String name = bare(credential.userName(), call);
        char[] password = credential.password().reveal();
        try {
            return name != null && promotions(call).isUser(name, password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Returns the user's name if it is one of the domain's, else null. */
    private static @Nullable String bare(String user, Call call) {
        int backslash = user.indexOf('\\');
        int at = user.lastIndexOf('@');
        String domain = call.estate().host(call.host()).domain();
        if (backslash > 0) {
            String authority = user.substring(0, backslash);
            boolean own = authority.equalsIgnoreCase(call.estate().directory().netBios())
                    || authority.equalsIgnoreCase(domain);
            return own ? user.substring(backslash + 1) : null;
        }
        return at > 0 && user.substring(at + 1).equalsIgnoreCase(domain) ? user.substring(0, at) : null;
    }

    /** Tells whether a key of the registry is the one that says what Windows is. */
    static boolean isProduct(String path) {
        return path.equalsIgnoreCase(PRODUCT_OPTIONS);
    }

    /** What that key says. */
    static void product(Call call) {
        boolean promoted = call.estate().directory().controller(call.host()).isPresent()
                || promotions(call)
                        .of(call.host())
                        .filter(one -> one.phase() != Phase.UNDER_WAY)
                        .isPresent();
        call.write(
                new LiveObject(List.of("System.Management.Automation.PSCustomObject", "System.Object"), call.host(), "")
                        .property("ProductType", PsValue.string(promoted ? "LanmanNT" : "ServerNT")));
    }

    /** The rows of Win32_Share. */
    static List<Map<String, Object>> shares(Call call) {
        List<Map<String, Object>> rows = new java.util.ArrayList<>(List.of(
                share("ADMIN$", "C:\\Windows", 0x80000000L),
                share("C$", "C:\\", 0x80000000L),
                share("IPC$", "", 0x80000003L)));
        if (promotions(call).shares(call.host())) {
            String domain = call.estate().host(call.host()).domain();
            rows.add(share("NETLOGON", "C:\\Windows\\SYSVOL\\sysvol\\" + domain + "\\SCRIPTS", 0));
            rows.add(share("SYSVOL", "C:\\Windows\\SYSVOL\\sysvol", 0));
        }
        return rows;
    }

    private static Map<String, Object> share(String name, String path, long type) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Name", name);
        row.put("Path", path);
        row.put("Type", Shapes.uint32(type));
        return row;
    }
}
