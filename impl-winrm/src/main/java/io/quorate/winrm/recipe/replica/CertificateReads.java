package io.quorate.winrm.recipe.replica;

import io.quorate.replica.CertificateView;
import io.quorate.replica.GuardianCertificate;
import io.quorate.replica.HostCertificate;
import io.quorate.replica.MachineSecurity;
import io.quorate.replica.command.GetCertificate;
import io.quorate.replica.command.GetMachineSecurity;
import io.quorate.replica.command.ListGuardians;
import io.quorate.winrm.psrp.PsBytes;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Reading;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads certificates by the provider of PowerShell's drive {@code Cert:}, their bytes: what they say is read here. Whether there is a store is
 * told by the list of stores.
 */
final class CertificateReads {
    private static final String MACHINE = "Cert:\\LocalMachine";
    private static final String OWN = "My";
    private static final String ISSUERS = "CA";
    private static final String ROOTS = "Root";
    private static final String GUARDIANS = "Shielded VM Local Certificates";
    private static final List<String> CERTIFICATE = List.of("RawData", "HasPrivateKey", "PSParentPath");
    private static final String MARK = "RawData";
    private static final String COMPUTER_MARK = "PartOfDomain";
    private static final String MACHINE_MARK = "Id";
    private static final String SECURITY_MARK = "TpmEnabled";

    private CertificateReads() {}

    private static Line in(String store) {
        return Cmdlet.GET_CHILD_ITEM
                .line()
                .with("LiteralPath", List.of(store.isEmpty() ? MACHINE : MACHINE + "\\" + store));
    }

    /** A certificate with the store it is in. */
    private record Stored(String store, X509Certificate certificate, boolean key) {}

    /** Others' certificates may be such that nobody can read them. */
    private static Optional<Stored> stored(PsValue value) {
        Decode from = Decode.of(value, "certificate");
        PsValue raw = from.raw(MARK);
        PsPrimitive bytes = raw == null ? null : raw.primitive();
        if (bytes == null || bytes.type() != PsType.BYTES) {
            throw Decode.badReply("a certificate came without its bytes");
        }
        String parent = from.textOrEmpty("PSParentPath");
        try {
            byte[] encoded = ((PsBytes) bytes.value()).toByteArray();
            return Optional.of(new Stored(
                    parent.substring(parent.lastIndexOf('\\') + 1),
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(encoded)),
                    from.flagOr("HasPrivateKey", false)));
        } catch (CertificateException odd) {
            return Optional.empty();
        }
    }

    private static List<Stored> stored(List<PsValue> output, List<String> others) {
        return Decode.all(output, MARK, others, CertificateReads::stored).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<X509Certificate> of(List<Stored> all, String store) {
        return all.stream()
                .filter(one -> one.store.equalsIgnoreCase(store))
                .map(Stored::certificate)
                .toList();
    }

    // a certificate of the host's own

    static Reading<GetCertificate, CertificateView> certificate() {
        return new Reading<>(GetCertificate.class, stores(), CertificateReads::view);
    }

    static CertificateView certificate(GetCertificate command, PowerShell shell) {
        return view(command, shell.run(stores()));
    }

    private static PsPipeline stores() {
        return Line.message(
                Line.statement(Cmdlet.GET_DATE.line()),
                Cmdlet.GET_CIM_INSTANCE
                        .line()
                        .with("Namespace", "root/cimv2")
                        .with("ClassName", "Win32_ComputerSystem")
                        .select(List.of("DNSHostName", "Domain", COMPUTER_MARK)),
                in(OWN).select(CERTIFICATE),
                in(ISSUERS).select(CERTIFICATE),
                in(ROOTS).select(CERTIFICATE));
    }

    private static CertificateView view(GetCertificate command, List<PsValue> output) {
        List<PsValue> objects = new ArrayList<>();
        Instant clock = null;
        for (PsValue value : output) {
            PsPrimitive time = value.primitive();
            if (time != null && time.type() == PsType.DATE_TIME) {
                PsDateTime now = (PsDateTime) time.value();
                ZoneOffset offset = now.offset();
                clock = now.dateTime().toInstant(offset == null ? ZoneOffset.UTC : offset);
            } else {
                objects.add(value);
            }
        }
        if (clock == null) {
            throw Decode.badReply("the host did not tell its time");
        }
        Decode computer = Decode.last(objects, COMPUTER_MARK, "computer", value -> Decode.of(value, "computer"));
        List<Stored> all = stored(objects, List.of(COMPUTER_MARK));
        HostStore store = new HostStore(of(all, OWN), of(all, ISSUERS), of(all, ROOTS));
        HostCertificate found = store.find(command.thumbprint())
                .map(one -> store.describe(
                        one,
                        all.stream()
                                .anyMatch(
                                        it -> it.store.equalsIgnoreCase(OWN) && it.key && it.certificate.equals(one))))
                .orElse(null);
        return new CertificateView(
                command.host(),
                computer.flagOr(COMPUTER_MARK, false)
                        ? computer.text("DNSHostName") + "." + computer.text("Domain")
                        : "",
                clock,
                found,
                store.roots().stream().map(HostStore::thumbprint).toList());
    }

    // guardians

    /** Lists the guardians' certificates; a host that never was one has no store for them. */
    static final class Guardians implements ReadingRecipe<ListGuardians, List<GuardianCertificate>> {
        @Override
        public Class<ListGuardians> handles() {
            return ListGuardians.class;
        }

        @Override
        public List<GuardianCertificate> run(ListGuardians command, WindowsHost host) {
            PowerShell shell = host.powerShell();
            List<String> stores = Decode.each(
                    shell.run(Line.message(in("").select(List.of("Name")))),
                    value -> Decode.of(value, "certificate store").text("Name"));
            if (stores.isEmpty()) {
                throw Decode.badReply("the host lists no certificate store at all, which proves nothing");
            }
            if (stores.stream().noneMatch(GUARDIANS::equalsIgnoreCase)) {
                return List.of();
            }
            return stored(shell.run(Line.message(in(GUARDIANS).select(CERTIFICATE))), List.of()).stream()
                    .map(one -> new GuardianCertificate(
                            HostStore.thumbprint(one.certificate),
                            one.certificate.getSubjectX500Principal().getName(),
                            one.key))
                    .toList();
        }
    }

    /** Reads a machine's virtual TPM; the answer does not say whose it is, so the machine is listed before. */
    static final class Security implements ReadingRecipe<GetMachineSecurity, MachineSecurity> {
        @Override
        public Class<GetMachineSecurity> handles() {
            return GetMachineSecurity.class;
        }

        @Override
        public MachineSecurity run(GetMachineSecurity command, WindowsHost host) {
            PowerShell shell = host.powerShell();
            List<PsValue> output = shell.run(Line.message(
                    Cmdlet.GET_VM.line().with("Id", command.id()).select(List.of(MACHINE_MARK)),
                    Line.statement(
                            Cmdlet.GET_VM.line().with("Id", command.id()),
                            Cmdlet.GET_VM_SECURITY.line(),
                            Cmdlet.SELECT_OBJECT.line().with("Property", List.of(SECURITY_MARK, "Shielded")))));
            Decode.last(output, MACHINE_MARK, "virtual machine", value -> value);
            Decode security = Decode.last(output, SECURITY_MARK, "security", value -> Decode.of(value, "security"));
            return new MachineSecurity(command.id(), security.flag(SECURITY_MARK), security.flagOr("Shielded", false));
        }
    }
}
