package io.quorate.lab.rule;

import io.quorate.Secret;
import io.quorate.lab.model.AccountSids;
import io.quorate.lab.model.HostConfigurations;
import io.quorate.lab.model.SessionEndpoint;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LabError.NetException;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsCredential;
import io.quorate.winrm.psrp.PsValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The session configurations of the session's host; what changes them restarts its WinRM, unless it is kept from that. */
final class ConfigurationRules {
    private static final String MODULE = "Microsoft.PowerShell.Core\\";
    private static final int KEEPS_NO_PASSWORDS = 0x803381DF;
    private static final int ALREADY_THERE = 0x80131509;

    /** Who may use one that says nothing else: administrators, remote management users, interactive ones. */
    private static final String DEFAULT =
            "O:NSG:BAD:P(A;;GA;;;BA)(A;;GA;;;IU)(A;;GA;;;RM)S:P(AU;FA;GA;;;WD)(AU;SA;GXGW;;;WD)";

    private ConfigurationRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-PSSessionConfiguration", Set.of("Name"), ConfigurationRules::get);
        rules.add(
                MODULE + "Register-PSSessionConfiguration",
                Set.of("Name", "RunAsCredential", "SecurityDescriptorSddl", "Force"),
                ConfigurationRules::register);
        rules.add(
                MODULE + "Unregister-PSSessionConfiguration",
                Set.of("Name", "Force", "NoServiceRestart"),
                ConfigurationRules::unregister);
    }

    private static HostConfigurations all(Call call) {
        return call.estate().configurations(call.host());
    }

    private static void get(Call call) {
        List<String> wanted = call.args().texts("Name");
        for (String pattern : wanted.isEmpty() ? List.of("*") : wanted) {
            List<SessionEndpoint> found = all(call).registered().stream()
                    .filter(one -> Call.like(one.name(), pattern))
                    .toList();
            found.forEach(one -> call.write(live(one)));
            if (found.isEmpty()) {
                call.error(none(call, pattern));
            }
        }
    }

    private static LiveObject live(SessionEndpoint one) {
        String runAs = one.runAs();
        return new LiveObject(
                        List.of(
                                "Microsoft.PowerShell.Commands.PSSessionConfigurationCommands#PSSessionConfiguration",
                                "System.Management.Automation.PSCustomObject",
                                "System.Object"),
                        one,
                        one.name())
                .property("Name", PsValue.string(one.name()))
                .property("PSVersion", PsValue.string("5.1"))
                .property("RunAsUser", PsValue.string(runAs == null ? "" : runAs))
                .property("RunAsPassword", PsValue.string(runAs == null ? "" : "*******"))
                .property("Enabled", PsValue.string("True"))
                .property(
                        "SecurityDescriptorSddl", PsValue.string(one.descriptor() == null ? DEFAULT : one.descriptor()))
                .property(
                        "ResourceUri",
                        PsValue.string("http://schemas.microsoft.com/powershell/"
                                + one.name().toLowerCase(Locale.ROOT)));
    }

    private static LabError none(Call call, String name) {
        return error(call, "Microsoft.PowerShell.Commands.WriteErrorException", "configuration.none", name, 0x80131500);
    }

    private static LabError error(Call call, String id, String key, String name, int hresult) {
        return new LabError(
                id,
                "NotSpecified",
                null,
                List.of(new NetException(
                        "System.InvalidOperationException",
                        call.errors().texts().text(key, name),
                        hresult,
                        null)));
    }

    private static void register(Call call) {
        String name = String.valueOf(call.args().text("Name"));
        if (!call.args().on("Force")) {
            throw call.notSimulated("without -Force, which asks");
        }
        if (all(call).find(name).isPresent()) {
            throw error(call, "InvalidOperation", "configuration.there", name, ALREADY_THERE);
        }
        String descriptor = call.args().text("SecurityDescriptorSddl");
        SessionEndpoint made = new SessionEndpoint(name, null, false, descriptor, null);
        if (call.args().get("RunAsCredential") instanceof PsValue given) {
            if (all(call).keepsNoPasswords()) {
                throw error(call, "InvalidOperation", "configuration.policy", name, KEEPS_NO_PASSWORDS);
            }
            PsCredential credential = PsCredential.decode(given);
            char[] password = credential.password().reveal();
            made = new SessionEndpoint(
                    name,
                    credential.userName(),
                    AccountSids.isDomains(call.estate(), credential.userName()),
                    descriptor,
                    Secret.of(password));
            Arrays.fill(password, '\0');
        }
        SessionEndpoint one = made;
        call.change(() -> call.estate().configurations(call.host(), now -> now.with(one)));
        restart(call);
    }

    private static void unregister(Call call) {
        String pattern = String.valueOf(call.args().text("Name"));
        boolean restart = !call.args().on("NoServiceRestart");
        if (restart && !call.args().on("Force")) {
            throw call.notSimulated("without -Force and -NoServiceRestart, which asks");
        }
        List<String> names = all(call).registered().stream()
                .map(SessionEndpoint::name)
                .filter(name -> Call.like(name, pattern))
                .toList();
        if (names.isEmpty()) {
            throw none(call, pattern);
        }
        names.forEach(name -> call.change(() -> call.estate().configurations(call.host(), now -> now.without(name))));
        if (restart) {
            restart(call);
        }
    }

    /** The cmdlet restarts the service that its session lives in: as a rule it does not see the end of it. */
    private static void restart(Call call) {
        call.change(() -> call.estate().restartWinRm(call.host()));
        call.await("WinRM restarts", () -> false, Call.PATIENCE);
    }
}
