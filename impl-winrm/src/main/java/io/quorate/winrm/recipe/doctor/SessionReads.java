package io.quorate.winrm.recipe.doctor;

import io.quorate.doctor.SessionPicture.ScriptPolicy;
import io.quorate.doctor.SessionPicture.ScriptPolicy.Source;
import io.quorate.doctor.SessionPicture.ServiceLook;
import io.quorate.host.HostSystem;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Words;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The statements that read what a session is good for, and their decoders. Numbers decide, because words may be translated. */
final class SessionReads {
    /** The services that tell what a host is for, and one that every host has on which a session was opened. */
    private static final List<String> SERVICES = List.of("ClusSvc", "vmms", "NTDS", "WinRM");

    private static final String SURE = "WinRM";
    private static final Words STATUS = Words.of(1, "Stopped").and(4, "Running");
    private static final Words START = Words.of(2, "Automatic").and(3, "Manual").and(4, "Disabled");
    private static final Words LANGUAGE = Words.of(0, "FullLanguage")
            .and(1, "RestrictedLanguage")
            .and(2, "NoLanguage")
            .and(3, "ConstrainedLanguage");

    private static final String SHELL = "SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell";
    private static final String BY_POLICY = "SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell";
    private static final String POLICY = "ExecutionPolicy";

    private static final String SETTINGS = "WSMan:\\localhost\\";
    private static final String PLUGINS = SETTINGS + "Plugin";

    /** The configurations that Windows itself brings (about_Session_Configurations), and plug-ins that are none. */
    private static final Set<String> OWN = Set.of(
            "microsoft.powershell",
            "microsoft.powershell32",
            "microsoft.powershell.workflow",
            "microsoft.windows.servermanagerworkflows",
            "event forwarding plugin",
            "sel plugin",
            "wmi provider");

    private static final int CLIENT = 1;

    private SessionReads() {}

    static PsPipeline date() {
        return Line.message(Line.statement(Cmdlet.GET_DATE.line()));
    }

    static Instant date(List<PsValue> output) {
        for (PsValue value : output) {
            PsPrimitive time = value.primitive();
            if (time != null && time.type() == PsType.DATE_TIME) {
                PsDateTime read = (PsDateTime) time.value();
                if (read.offset() != null) {
                    return read.dateTime().toInstant(read.offset());
                }
            }
        }
        throw Decode.badReply("the answer holds no time with its distance from UTC");
    }

    static PsPipeline language() {
        return Line.message(Line.statement(
                Cmdlet.GET_VARIABLE
                        .line()
                        .with("Name", List.of("ExecutionContext"))
                        .flag("ValueOnly"),
                Cmdlet.SELECT_OBJECT.line().with("ExpandProperty", "SessionState"),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("LanguageMode"))));
    }

    static String language(List<PsValue> output) {
        return Decode.last(output, "LanguageMode", "session", v -> Decode.of(v, "session"))
                .word("LanguageMode", LANGUAGE);
    }

    /** Reads the policies there are, strongest first (about_Execution_Policies). */
    static PsPipeline policy() {
        return Line.message(List.of(
                policy("HKLM:\\" + BY_POLICY),
                policy("HKCU:\\" + BY_POLICY),
                policy("HKCU:\\" + SHELL),
                policy("HKLM:\\" + SHELL)));
    }

    private static List<PsCommand> policy(String key) {
        return Cmdlet.GET_ITEM_PROPERTY
                .tolerant()
                .with("LiteralPath", List.of(key))
                .select(List.of(POLICY, "PSPath"));
    }

    static ScriptPolicy policy(List<PsValue> output) {
        for (PsValue value : output) {
            Decode row = Decode.of(value, "execution policy");
            String word = row.textOrEmpty(POLICY);
            String path = row.textOrEmpty("PSPath").toUpperCase(Locale.ROOT);
            if (!word.isBlank() && !word.equalsIgnoreCase("Undefined")) {
                boolean user = path.contains("HKEY_CURRENT_USER");
                boolean group = path.contains("\\POLICIES\\");
                return new ScriptPolicy(word, group ? Source.GROUP_POLICY : user ? Source.USER : Source.MACHINE);
            }
        }
        return new ScriptPolicy("RemoteSigned", Source.WINDOWS);
    }

    static PsPipeline system() {
        return Line.message(Cmdlet.GET_CIM_INSTANCE
                .line()
                .with("Namespace", "root/cimv2")
                .with("ClassName", "Win32_OperatingSystem")
                .select(List.of("Caption", "Version", "BuildNumber", "ProductType")));
    }

    static HostSystem system(List<PsValue> output) {
        Decode row = Decode.last(output, "BuildNumber", "operating system", v -> Decode.of(v, "operating system"));
        return new HostSystem(
                row.textOrEmpty("Caption"),
                row.textOrEmpty("Version"),
                row.int32("BuildNumber"),
                row.int64Or("ProductType", CLIENT) != CLIENT);
    }

    /** Every module that this backend calls, but those of the engine itself. */
    static List<String> modulesCalled() {
        return Arrays.stream(Cmdlet.values())
                .map(Cmdlet::module)
                .filter(module -> !module.startsWith("Microsoft.PowerShell."))
                .distinct()
                .sorted()
                .toList();
    }

    static PsPipeline modules() {
        return Line.message(Cmdlet.GET_MODULE
                .tolerant()
                .with("Name", modulesCalled())
                .flag("ListAvailable")
                .select(List.of("Name", "Version")));
    }

    static Map<String, String> modules(List<PsValue> output) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (PsValue value : output) {
            Decode row = Decode.of(value, "module");
            all.putIfAbsent(row.text("Name"), row.textOrEmpty("Version"));
        }
        return all;
    }

    static PsPipeline services() {
        return Line.message(
                Cmdlet.GET_SERVICE.tolerant().with("Name", SERVICES).select(List.of("Name", "Status", "StartType")));
    }

    static Map<String, ServiceLook> services(List<PsValue> output) {
        Map<String, ServiceLook> all = new LinkedHashMap<>();
        for (PsValue value : output) {
            Decode row = Decode.of(value, "service");
            String name = row.text("Name");
            String known =
                    SERVICES.stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
            all.put(
                    known,
                    new ServiceLook(
                            row.word("Status", STATUS).equalsIgnoreCase("Running"),
                            row.wordOr("StartType", START, "").equalsIgnoreCase("Disabled")));
        }
        if (!all.containsKey(SURE)) {
            // One that surely runs is not listed: the account is not shown the services, and absence means nothing.
            throw Decode.badReply("the list of services leaves out " + SURE + ", which runs");
        }
        return all;
    }

    static PsPipeline cluster() {
        return Line.message(Cmdlet.GET_CLUSTER.line().select(List.of("Name")));
    }

    static String cluster(List<PsValue> output) {
        return Decode.last(output, "Name", "cluster", v -> Decode.of(v, "cluster"))
                .text("Name");
    }

    static PsPipeline plugins() {
        return Line.message(Cmdlet.GET_CHILD_ITEM
                .line()
                .with("LiteralPath", List.of(PLUGINS))
                .select(List.of("Name")));
    }

    /** Returns the session configurations that are none of Windows' own. */
    static List<String> plugins(List<PsValue> output) {
        return output.stream()
                .map(value -> Decode.of(value, "plug-in").text("Name"))
                .filter(name -> !OWN.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Asks for one setting alone: some of the others are secure strings. */
    private static PsPipeline setting(String path, String name) {
        return Line.message(Line.statement(
                Cmdlet.GET_CHILD_ITEM.line().with("LiteralPath", List.of(SETTINGS + path)),
                Line.where("Name", name),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Name", "Value"))));
    }

    static PsPipeline runAs(String configuration) {
        return setting("Plugin\\" + configuration, "RunAsUser");
    }

    static PsPipeline credSsp() {
        return setting("Service\\Auth", "CredSSP");
    }

    /** Returns a setting's value; empty where it is not set. */
    static String setting(List<PsValue> output) {
        return output.stream()
                .map(value -> Decode.of(value, "setting").textOrEmpty("Value"))
                .findFirst()
                .orElse("");
    }

    static PsPipeline quotas() {
        return Line.message(
                Cmdlet.GET_CHILD_ITEM
                        .line()
                        .with("LiteralPath", List.of(PLUGINS + "\\microsoft.powershell\\Quotas"))
                        .select(List.of("Name", "Value")),
                Line.statement(
                        Cmdlet.GET_CHILD_ITEM.line().with("LiteralPath", List.of(SETTINGS + "Service")),
                        Line.where("Name", "MaxConcurrentOperationsPerUser"),
                        Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Name", "Value"))));
    }

    static Map<String, Long> quotas(List<PsValue> output) {
        Map<String, Long> all = new TreeMap<>();
        for (PsValue value : output) {
            Decode row = Decode.of(value, "quota");
            String text = row.textOrEmpty("Value");
            if (text.matches("[0-9]{1,18}")) {
                all.put(row.text("Name"), Long.valueOf(text));
            }
        }
        return all;
    }
}
