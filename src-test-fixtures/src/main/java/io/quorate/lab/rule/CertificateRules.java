package io.quorate.lab.rule;

import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.StoredCertificate;
import io.quorate.lab.model.VirtualTpm;
import io.quorate.lab.model.VmState;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsBytes;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The certificate stores of a host by PowerShell's drive for them, and what a host keeps of a machine's secrets. */
final class CertificateRules {
    private static final String MACHINE = "cert:\\localmachine";
    private static final String PROVIDER = "Microsoft.PowerShell.Security\\Certificate::";
    private static final String TYPES = "System.Security.Cryptography.X509Certificates.";
    private static final List<String> ALWAYS = List.of("CA", "My", "Root", "TrustedPublisher");

    private CertificateRules() {}

    static void addTo(Rules rules) {
        rules.add("Hyper-V\\Get-VMSecurity", Set.of("VM"), call -> {
            for (VmState vm : call.models("VM", VmState.class)) {
                boolean tpm = call.world().find(VirtualTpm.key(vm.guid())).isPresent();
                call.write(new Live(Shapes.HYPER_V + "VMSecurity", vm, "VMSecurity")
                        .with("TpmEnabled", PsValue.bool(tpm))
                        .with("Shielded", PsValue.bool(false))
                        .with("ComputerName", PsValue.string(call.host()))
                        .build());
            }
        });
    }

    /** Tells whether a path, in small letters, is on the drive for certificates. */
    static boolean owns(String path) {
        return path.startsWith(MACHINE);
    }

    static void children(Call call, String path) {
        if (path.length() == MACHINE.length()) {
            stores(call).forEach(store -> call.write(store(store)));
        } else {
            certificates(call, path.substring(MACHINE.length() + 1));
        }
    }

    private static List<StoredCertificate> all(Call call) {
        return call.world().all(StoredCertificate.class).stream()
                .filter(one -> one.host().equalsIgnoreCase(call.host()))
                .toList();
    }

    private static Set<String> stores(Call call) {
        Set<String> stores = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        stores.addAll(ALWAYS);
        all(call).forEach(one -> stores.add(one.store()));
        return stores;
    }

    private static LiveObject store(String name) {
        return new LiveObject(List.of(TYPES + "X509Store", "System.Object"), name, name)
                .property("Name", PsValue.string(name));
    }

    private static void certificates(Call call, String store) {
        if (!stores(call).contains(store)) {
            throw new Refusal(Refusal.Reason.PATH_NOT_FOUND, "Cert:\\LocalMachine\\" + store);
        }
        for (StoredCertificate one : all(call)) {
            if (one.store().equalsIgnoreCase(store)) {
                byte[] bytes = Base64.getDecoder().decode(one.encoded());
                call.write(new LiveObject(
                                List.of(TYPES + "X509Certificate2", TYPES + "X509Certificate", "System.Object"),
                                one,
                                one.thumbprint())
                        .property("Thumbprint", PsValue.string(one.thumbprint()))
                        .property("HasPrivateKey", PsValue.bool(one.key()))
                        .property("RawData", new PsPrimitive(PsType.BYTES, new PsBytes(bytes)))
                        .property("PSParentPath", PsValue.string(PROVIDER + "LocalMachine\\" + one.store())));
            }
        }
    }
}
