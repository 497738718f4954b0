package io.quorate.winrm.recipe.directory;

import io.quorate.directory.ComputerObject;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that read computer objects and who controls them, and their decoders. */
final class ComputerReads {
    private static final String ACCOUNT = "sAMAccountName";
    private static final String CONTROL = "userAccountControl";
    private static final String PROTECTED = "ProtectedFromAccidentalDeletion";
    private static final String SDDL = "Sddl";
    private static final String DESCRIPTOR = "nTSecurityDescriptor";
    private static final List<String> OBJECT =
            List.of("DistinguishedName", "ObjectGUID", "ObjectClass", ACCOUNT, "objectSid", CONTROL, PROTECTED);

    /** UF_ACCOUNTDISABLE. */
    private static final long DISABLED = 2;

    private ComputerReads() {}

    /**
     * What was seen of an object and an account.
     *
     * @param found the object; null if there is none
     * @param computer whether the object is a computer's
     * @param sid the account's identifier; empty if there is none, or none was asked for
     * @param descriptor who may do what with the object; null if that was not asked, or there is no object
     */
    record Seen(
            @Nullable ComputerObject found,
            boolean computer,
            String sid,
            @Nullable Sddl descriptor) {
        boolean isGranted() {
            return descriptor != null && !sid.isEmpty() && descriptor.grantsEverything(sid);
        }
    }

    /** Escapes a value of a filter (RFC 4515). */
    static String escape(String value) {
        return value.replace("\\", "\\5c")
                .replace("*", "\\2a")
                .replace("(", "\\28")
                .replace(")", "\\29")
                .replace("\0", "\\00");
    }

    private static String named(String account) {
        return "(" + ACCOUNT + "=" + escape(account) + ")";
    }

    private static Line objects(String filter, List<String> properties) {
        return Cmdlet.GET_AD_OBJECT
                .line()
                .with("LDAPFilter", filter)
                .with("Properties", properties)
                .with("Server", ReplicationReads.ITSELF);
    }

    /** The object of a name. */
    static List<PsCommand> object(String computer) {
        return objects(named(computer + "$"), List.of(ACCOUNT, "objectSid", CONTROL, PROTECTED))
                .select(OBJECT);
    }

    /** The object of a name, the account of another, and who may do what with the object. */
    static PsPipeline message(String computer, String trustee) {
        return Line.message(
                objects(
                                "(|" + named(computer + "$") + named(trustee) + ")",
                                List.of(ACCOUNT, "objectSid", CONTROL, PROTECTED))
                        .select(OBJECT),
                Line.statement(
                        objects(named(computer + "$"), List.of(DESCRIPTOR)),
                        Cmdlet.SELECT_OBJECT.line().with("ExpandProperty", DESCRIPTOR),
                        Cmdlet.SELECT_OBJECT.line().with("Property", List.of(SDDL))));
    }

    static Seen read(String computer, String trustee, PowerShell shell) {
        List<PsValue> output = shell.run(message(computer, trustee));
        ComputerObject found = null;
        boolean isComputer = false;
        String sid = "";
        for (Decode row : Decode.all(output, ACCOUNT, List.of(SDDL), value -> Decode.of(value, "object"))) {
            String account = row.text(ACCOUNT);
            if (account.equalsIgnoreCase(computer + "$")) {
                found = object(row);
                isComputer = row.textOrEmpty("ObjectClass").equalsIgnoreCase("computer");
            }
            if (account.equalsIgnoreCase(trustee)) {
                sid = row.text("objectSid");
            }
        }
        List<String> descriptors = Decode.all(
                output,
                SDDL,
                List.of(ACCOUNT),
                value -> Decode.of(value, "security descriptor").text(SDDL));
        return new Seen(found, isComputer, sid, descriptors.isEmpty() ? null : Sddl.of(descriptors.get(0)));
    }

    static Optional<ComputerObject> find(String computer, List<PsValue> output) {
        return output.stream()
                .map(value -> object(Decode.of(value, "object")))
                .filter(one -> one.isNamed(computer))
                .findFirst();
    }

    private static ComputerObject object(Decode row) {
        String account = row.text(ACCOUNT);
        return new ComputerObject(
                account.endsWith("$") ? account.substring(0, account.length() - 1) : account,
                row.text("DistinguishedName"),
                row.guid("ObjectGUID"),
                (row.int64(CONTROL) & DISABLED) == 0,
                row.flagOr(PROTECTED, false));
    }

    /** What stands for a look that was not made. */
    static Seen unseen() {
        return new Seen(null, true, "", null);
    }

    static boolean is(@Nullable ComputerObject object, UUID id) {
        return object != null && object.id().equals(id);
    }
}
