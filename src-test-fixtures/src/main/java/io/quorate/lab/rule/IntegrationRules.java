package io.quorate.lab.rule;

import io.quorate.lab.model.GuestState;
import io.quorate.lab.model.VmState;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The integration services of virtual machines: what hosts offer and guests answer. Their names are those of the host's language. */
final class IntegrationRules {
    private static final String MODULE = "Hyper-V\\";
    private static final String COMPONENT = Shapes.HYPER_V + "VMIntegrationComponent";
    private static final String STATUS = Shapes.HYPER_V + "VMIntegrationComponentOperationalStatus";
    private static final int OK = 2;
    private static final int NO_CONTACT = 12;
    private static final int PROTOCOL_MISMATCH = 32775;
    private static final int DISABLED = 32896;

    /** The services, by the keys of their names. */
    private static final Map<String, String> SERVICES = new LinkedHashMap<>();

    static {
        SERVICES.put("guest", GuestState.GUEST_FILES);
        SERVICES.put("heartbeat", GuestState.HEARTBEAT);
        SERVICES.put("kvp", GuestState.KEY_VALUE_PAIRS);
        SERVICES.put("shutdown", "9F8233AC-BE49-4C79-8EE3-E7E1985B2077");
        SERVICES.put("time", "2497F4DE-E9FA-4204-80E4-4B75C46419C0");
        SERVICES.put("vss", "5CED1297-4598-4915-A5FC-AD21BB4D02A4");
    }

    private IntegrationRules() {}

    /** What stands behind a service's object. */
    private record Ref(String vm, String service) {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-VMIntegrationService", Set.of("VM", "VMName", "Name", "ComputerName"), call -> {
            List<String> names = call.args().texts("Name");
            for (VmState vm : VmRules.targets(call, "VMName")) {
                SERVICES.forEach((key, service) -> {
                    String name = name(call, key);
                    if (names.isEmpty() || names.stream().anyMatch(one -> Call.like(name, one))) {
                        call.write(object(call, vm, name, service));
                    }
                });
            }
        });
        rules.add(MODULE + "Enable-VMIntegrationService", Set.of("VMIntegrationService"), call -> offer(call, true));
        rules.add(MODULE + "Disable-VMIntegrationService", Set.of("VMIntegrationService"), call -> offer(call, false));
    }

    private static void offer(Call call, boolean offered) {
        for (Ref ref : call.models("VMIntegrationService", Ref.class)) {
            call.estate()
                    .hypervisor()
                    .find(ref.vm)
                    .ifPresent(vm -> call.change(
                            () -> call.estate().guests().change(vm, guest -> guest.offering(ref.service, offered))));
        }
    }

    private static String name(Call call, String key) {
        return call.errors().texts().text("integration." + key);
    }

    private static LiveObject object(Call call, VmState vm, String name, String service) {
        GuestState guest = call.estate().guests().of(vm);
        boolean offered = guest.offered(service);
        boolean live = vm.state() == VmState.State.RUNNING;
        boolean answers = call.estate().guests().answers(vm);
        Integer status = !live ? null : Integer.valueOf(!offered ? DISABLED : answers ? OK : NO_CONTACT);
        Integer further = live && offered && answers && guest.outdated() ? (Integer) PROTOCOL_MISMATCH : null;
        String id = "Microsoft:" + vm.guid().toUpperCase(Locale.ROOT) + "\\" + service;
        return new Live(COMPONENT, new Ref(vm.id(), service), name)
                .with("Enabled", PsValue.bool(offered))
                .with("Name", PsValue.string(name))
                .with("Id", PsValue.string(id))
                .with("PrimaryOperationalStatus", word(status))
                .with("SecondaryOperationalStatus", word(further))
                .with("VMId", LiveObjects.guid(vm.id()))
                .with("VMName", PsValue.string(vm.name()))
                .with("ComputerName", PsValue.string(vm.host()))
                .build(Shapes.HYPER_V + "VMDevice", Shapes.HYPER_V + "VirtualizationObject");
    }

    private static @Nullable PsValue word(@Nullable Integer status) {
        return status == null ? null : Shapes.enumeration(STATUS, status);
    }
}
