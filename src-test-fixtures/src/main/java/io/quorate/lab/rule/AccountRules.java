package io.quorate.lab.rule;

import io.quorate.lab.model.ComputerState;
import io.quorate.lab.model.DirectoryObjects;
import io.quorate.lab.model.DirectoryObjects.Item;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The accounts of the domain: read, put there, protected, renamed, removed, and who may do what with them. */
final class AccountRules {
    private static final String MODULE = "ActiveDirectory\\";
    private static final String SECURITY = "Microsoft.PowerShell.Security\\";
    private static final String DRIVE = "AD:\\";
    private static final String NAMES = "servicePrincipalName";
    private static final String REFUSES_DELETION = "D;;DTSD;;;WD";
    private static final String BEFORE = "A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;DA";
    private static final String AFTER =
            "OA;CIIOID;RP;4c164200-20c0-11d0-a768-00aa006e0529;" + "4828cc14-1437-45bc-9b07-ad6f015e5f28;RU";

    /** An equation of a filter; the whole is one, or several joined by OR. */
    private static final Pattern EQUAL = Pattern.compile("\\(([A-Za-z]+)=([^()]*)\\)");

    private static final int NAME_TAKEN = 8305;
    private static final int ACCOUNT_TAKEN = 1316;
    private static final int NAME_NOT_UNIQUE = 8647;
    private static final int NORMAL = 0x200;
    private static final int WORKSTATION = 0x1000;
    private static final int DISABLED = 2;

    private AccountRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-ADObject", Set.of("LDAPFilter", "Properties", "Server"), AccountRules::get);
        rules.add(
                MODULE + "New-ADComputer",
                Set.of("Name", "SAMAccountName", "Enabled", "Description", "Path", "Server", "PassThru"),
                AccountRules::create);
        rules.add(
                MODULE + "Set-ADObject",
                Set.of("Identity", "ProtectedFromAccidentalDeletion", "Add", "Remove", "Server"),
                AccountRules::set);
        rules.add(MODULE + "Remove-ADComputer", Set.of("Identity", "Server"), AccountRules::remove);
        rules.add(SECURITY + "Get-Acl", Set.of("LiteralPath"), AccountRules::list);
        rules.add(SECURITY + "Set-Acl", Set.of("LiteralPath", "AclObject"), AccountRules::take);
    }

    private static DirectoryObjects objects(Call call) {
        return call.estate().directory().objects();
    }

    // reading

    private static void get(Call call) {
        DirectoryRules.itself(call, "Server");
        String filter = String.valueOf(call.args().text("LDAPFilter"));
        List<String[]> wanted = filter(call, filter);
        for (Item one : objects(call).all()) {
            if (wanted.stream().anyMatch(equation -> matches(one, equation))) {
                call.write(live(one));
            }
        }
    }

    private static List<String[]> filter(Call call, String filter) {
        String inner =
                filter.startsWith("(|") && filter.endsWith(")") ? filter.substring(2, filter.length() - 1) : filter;
        List<String[]> found = new ArrayList<>();
        Matcher next = EQUAL.matcher(inner);
        int at = 0;
        while (at < inner.length() && next.find(at) && next.start() == at) {
            found.add(new String[] {next.group(1).toLowerCase(Locale.ROOT), unescaped(next.group(2))});
            at = next.end();
        }
        boolean known = found.stream()
                .allMatch(
                        one -> List.of("samaccountname", "serviceprincipalname").contains(one[0]));
        if (at < inner.length() || found.isEmpty() || !known) {
            throw call.notSimulated("-LDAPFilter " + filter);
        }
        return found;
    }

    private static String unescaped(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '\\' && i + 2 < value.length()) {
                plain.append((char) Integer.parseInt(value.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                plain.append(value.charAt(i));
            }
        }
        return plain.toString();
    }

    private static boolean matches(Item one, String[] equation) {
        if (equation[0].equals("samaccountname")) {
            return one.account().equalsIgnoreCase(equation[1]);
        }
        return equation[1].equals("*")
                ? !one.names().isEmpty()
                : one.names().stream().anyMatch(equation[1]::equalsIgnoreCase);
    }

    private static LiveObject live(Item one) {
        int control = (one.computer() ? WORKSTATION : NORMAL) | (one.enabled() ? 0 : DISABLED);
        return DirectoryRules.live("ADObject", one.dn())
                .property("DistinguishedName", PsValue.string(one.dn()))
                .property("ObjectGUID", new PsPrimitive(PsType.GUID, one.id()))
                .property("ObjectClass", PsValue.string(one.computer() ? "computer" : "user"))
                .property("sAMAccountName", PsValue.string(one.account()))
                .property(
                        "objectSid",
                        PsObject.of("System.Security.Principal.SecurityIdentifier", "System.Object")
                                .text(one.sid())
                                .withAdapted("Value", PsValue.string(one.sid())))
                .property("userAccountControl", PsValue.int32(control))
                .property("ProtectedFromAccidentalDeletion", PsValue.bool(one.deletionProtected()))
                .property("nTSecurityDescriptor", descriptor(one))
                .property(NAMES, one.names().stream().map(PsValue::string).toList());
    }

    // changing

    private static LabError directory(Call call, int code, String key, String name) {
        return new LabError(
                "ActiveDirectoryServer:" + code,
                "NotSpecified",
                PsValue.string(name),
                List.of(new LabError.NetException(
                        "Microsoft.ActiveDirectory.Management.ADException",
                        call.errors().texts().text(key, name),
                        0x80131500,
                        code)));
    }

    private static LabError denied(Call call, String name) {
        return new LabError(
                "ActiveDirectoryCmdlet:System.UnauthorizedAccessException",
                "PermissionDenied",
                PsValue.string(name),
                List.of(new LabError.NetException(
                        "System.UnauthorizedAccessException",
                        call.errors().texts().text("directory.denied"),
                        0x80070005,
                        null)));
    }

    private static LabError missing(Call call, String name) {
        return new LabError(
                "ActiveDirectoryCmdlet:Microsoft.ActiveDirectory.Management.ADIdentityNotFoundException",
                "ObjectNotFound",
                PsValue.string(name),
                List.of(new LabError.NetException(
                        "Microsoft.ActiveDirectory.Management.ADIdentityNotFoundException",
                        call.errors().texts().text("directory.missing", name),
                        0x80131500,
                        null)));
    }

    private static void create(Call call) {
        DirectoryRules.itself(call, "Server");
        String name = String.valueOf(call.args().text("Name"));
        String account = String.valueOf(call.args().text("SAMAccountName"));
        if (call.args().on("Enabled") || !account.equalsIgnoreCase(name + "$")) {
            throw call.notSimulated("of an enabled computer, or of another account name");
        }
        if (objects(call).find(account).isPresent()) {
            throw directory(call, ACCOUNT_TAKEN, "directory.taken", name);
        }
        String path = call.args().text("Path");
        String container = path == null ? objects(call).computers() : path;
        if (objects(call).find("CN=" + name + "," + container).isPresent()) {
            throw directory(call, NAME_TAKEN, "directory.taken", name);
        }
        Item made = call.change(() -> objects(call).create(name, container));
        if (call.args().on("PassThru")) {
            call.write(live(made));
        }
    }

    private static Item named(Call call) {
        Object given = call.args().get("Identity");
        String identity = given instanceof LiveObject live ? live.text() : String.valueOf(Values.text(given));
        return objects(call).find(identity).orElseThrow(() -> missing(call, identity));
    }

    private static void set(Call call) {
        DirectoryRules.itself(call, "Server");
        Item one = named(call);
        if (call.args().has("ProtectedFromAccidentalDeletion")) {
            boolean whether = Values.truth(call.args().get("ProtectedFromAccidentalDeletion"));
            ComputerState computer = computer(call, one);
            call.change(() -> call.world().put(ComputerState.key(computer.name()), computer.withProtection(whether)));
        }
        List<String> names = new ArrayList<>(one.names());
        for (String name : entries(call, "Add")) {
            boolean elsewhere = objects(call).all().stream()
                    .anyMatch(other -> !other.account().equals(one.account())
                            && other.names().stream().anyMatch(name::equalsIgnoreCase));
            if (elsewhere) {
                throw directory(call, NAME_NOT_UNIQUE, "directory.notUnique", name);
            }
            names.removeIf(name::equalsIgnoreCase);
            names.add(name);
        }
        entries(call, "Remove").forEach(name -> names.removeIf(name::equalsIgnoreCase));
        if (!names.equals(one.names())) {
            call.change(() -> call.estate().directory().rename(one.account(), names));
        }
    }

    private static ComputerState computer(Call call, Item one) {
        String name = one.account().replaceFirst("\\$$", "");
        return call.world()
                .find(ComputerState.key(name))
                .orElseThrow(() -> call.notSimulated("of an object that nobody put there: " + one.dn()));
    }

    private static List<String> entries(Call call, String parameter) {
        Object given = call.args().get(parameter);
        if (given == null) {
            return List.of();
        }
        if (!(given instanceof PsObject object && object.content() instanceof PsDictionary table)
                || table.entries().stream().anyMatch(entry -> !NAMES.equalsIgnoreCase(Values.text(entry.key())))) {
            throw call.notSimulated("-" + parameter + " of another attribute");
        }
        return table.entries().stream()
                .flatMap(entry -> Values.texts(entry.value()).stream())
                .toList();
    }

    private static void remove(Call call) {
        DirectoryRules.itself(call, "Server");
        Item one = named(call);
        ComputerState computer = computer(call, one);
        if (computer.deletionProtected()) {
            throw denied(call, one.dn());
        }
        call.change(() -> call.world().remove(ComputerState.key(computer.name())));
    }

    // access lists

    private static String sddl(Item one) {
        List<String> entries = new ArrayList<>();
        if (one.deletionProtected()) {
            entries.add(REFUSES_DELETION);
        }
        entries.addAll(one.granted());
        entries.add(BEFORE);
        entries.add(AFTER);
        StringBuilder text = new StringBuilder("O:DAG:DAD:AI");
        entries.forEach(entry -> text.append('(').append(entry).append(')'));
        return text.append("S:AI(AU;CIIDSA;WPWD;;f30e3bbe-9ff0-11d1-b603-0000f80367c1;WD)")
                .toString();
    }

    /** A security descriptor in a session's memory; what is set stays there until it is given to Set-Acl. */
    private static LiveObject descriptor(Item one) {
        List<String> kept = new ArrayList<>();
        String type = "System.DirectoryServices.ActiveDirectorySecurity";
        return new LiveObject(
                        List.of(type, "System.Security.AccessControl.DirectoryObjectSecurity", "System.Object"),
                        kept,
                        type)
                .property("Sddl", PsValue.string(sddl(one)))
                .method("SetSecurityDescriptorSddlForm", arguments -> {
                    kept.clear();
                    arguments.forEach(argument -> kept.add(String.valueOf(Values.text(argument))));
                });
    }

    private static Item at(Call call) {
        List<String> paths = call.args().texts("LiteralPath");
        if (paths.size() != 1 || !paths.get(0).regionMatches(true, 0, DRIVE, 0, DRIVE.length())) {
            throw call.notSimulated("-LiteralPath " + paths);
        }
        String dn = paths.get(0).substring(DRIVE.length());
        return objects(call).find(dn).orElseThrow(() -> missing(call, dn));
    }

    private static void list(Call call) {
        if (call.estate().directory().controller(call.host()).isEmpty()) {
            throw call.errors().noDirectoryService();
        }
        call.write(descriptor(at(call)));
    }

    private static void take(Call call) {
        Item one = at(call);
        List<String> set = set(call.args().get("AclObject"));
        if (set == null || set.size() != 2 || !set.get(1).equalsIgnoreCase("Access")) {
            throw call.notSimulated("of another object than Get-Acl's, its access list set");
        }
        ComputerState computer = computer(call, one);
        List<String> entries = new ArrayList<>();
        Matcher next = Pattern.compile("\\(([^()]*)\\)").matcher(set.get(0));
        while (next.find()) {
            entries.add(next.group(1));
        }
        boolean refuses = entries.remove(REFUSES_DELETION);
        if (!entries.remove(BEFORE) || !entries.remove(AFTER)) {
            throw call.notSimulated("that takes what the domain gives: " + set.get(0));
        }
        call.change(() -> call.world()
                .put(
                        ComputerState.key(computer.name()),
                        computer.withProtection(refuses).withGranted(entries)));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable List<String> set(@Nullable Object value) {
        return value instanceof LiveObject live && live.model() instanceof List<?> kept ? (List<String>) kept : null;
    }
}
