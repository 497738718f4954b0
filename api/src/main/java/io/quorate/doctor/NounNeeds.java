package io.quorate.doctor;

import io.quorate.doctor.NounState.Works;
import io.quorate.doctor.SessionPicture.Hop;
import io.quorate.doctor.SessionPicture.ServiceLook;
import io.quorate.doctor.Told.Untold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What each noun needs of a Windows host. */
enum NounNeeds {
    CLUSTER("cluster", WindowsJudge.CLUSTER_SERVICE, true, true, "FailoverClusters"),
    VMS("vms", WindowsJudge.HYPER_V, false, false, "Hyper-V"),
    REPLICAS("replicas", WindowsJudge.HYPER_V, false, false, "Hyper-V"),
    FACTS("host.facts", null, false, false, "CimCmdlets"),
    SERVICES("host.services", null, false, false, "CimCmdlets"),
    SQL("host.sqlInstances", null, false, false, "CimCmdlets"),
    DISKS("host.disks", null, false, false, "Storage"),
    INITIATOR("host.initiator", null, false, false, "iSCSI", "Storage"),
    NETWORK("host.network", null, false, false, "NetAdapter", "NetTCPIP", "NetConnection", "DnsClient"),
    FIREWALL("host.firewall", null, false, false, "NetSecurity"),
    HYPER_V("host.hyperV", WindowsJudge.HYPER_V, false, false, "Hyper-V"),
    FEATURES("host.features", null, false, false, "ServerManager"),
    MULTIPATH("host.multipath", "", false, false, "MPIO"),
    DIRECTORY("directory", WindowsJudge.DIRECTORY, true, false, "ActiveDirectory"),
    PROMOTION("directory.promote", "", false, false, "ADDSDeployment");

    /** Modules made of scripts or of definitions that become scripts (CDXML): they do not load where no script may run. */
    static final Set<String> SCRIPTED = new TreeSet<>(
            Set.of("Storage", "iSCSI", "NetAdapter", "NetTCPIP", "NetConnection", "DnsClient", "NetSecurity", "MPIO"));

    private static final Map<String, String> FEATURE_OF = Map.of(
            "FailoverClusters", "RSAT-Clustering-PowerShell",
            "Hyper-V", "Hyper-V-PowerShell",
            "ActiveDirectory", "RSAT-AD-PowerShell",
            "ADDSDeployment", "AD-Domain-Services -IncludeManagementTools",
            "MPIO", "Multipath-IO");

    private final String noun;

    /** The service that tells that the host has the role; null if every host has it, empty if a host may do without it. */
    private final @Nullable String role;

    private final boolean sets;
    private final boolean hops;
    private final List<String> modules;

    NounNeeds(String noun, @Nullable String role, boolean sets, boolean hops, String... modules) {
        this.noun = noun;
        this.role = role;
        this.sets = sets;
        this.hops = hops;
        this.modules = List.of(modules);
    }

    /** Returns the modules that any noun needs. */
    static Set<String> modules() {
        Set<String> all = new TreeSet<>();
        Arrays.stream(values()).forEach(one -> all.addAll(one.modules));
        return all;
    }

    /** Returns the nouns that need a module. */
    static List<String> of(String module) {
        return Arrays.stream(values())
                .filter(one -> one.modules.contains(module))
                .map(one -> one.noun)
                .toList();
    }

    static String cure(String module) {
        String feature = FEATURE_OF.get(module);
        return feature == null
                ? "it belongs to Windows: look at PSModulePath, and let DISM and sfc repair the image; a session configuration that hides it"
                        + " must import it (ModulesToImport)"
                : "Install-WindowsFeature " + feature
                        + " (host.features().ensure(..)); a session configuration that hides it must import"
                        + " it (ModulesToImport)";
    }

    /** Returns modules that the host should have and has not. */
    static Set<String> missing(SessionPicture seen) {
        Set<String> missing = new TreeSet<>();
        for (NounNeeds one : values()) {
            if (seen.modules().orNull() != null && one.here(seen).is(yes -> yes)) {
                missing.addAll(one.missingOf(seen));
            }
        }
        return missing;
    }

    private List<String> missingOf(SessionPicture seen) {
        Map<String, String> there = seen.modules().orNull();
        return there == null
                ? List.of()
                : modules.stream()
                        .filter(module -> there.keySet().stream().noneMatch(module::equalsIgnoreCase))
                        .toList();
    }

    /** Tells whether the host is one for the noun. */
    private Told<Boolean> here(SessionPicture seen) {
        if (role == null) {
            return Told.known(true);
        }
        if (role.isEmpty()) {
            return seen.modules().map(all -> missingOf(seen).isEmpty());
        }
        return seen.services().map(all -> all.containsKey(role));
    }

    static boolean clusterStopped(SessionPicture seen) {
        Map<String, ServiceLook> services = seen.services().orNull();
        ServiceLook service = services == null ? null : services.get(WindowsJudge.CLUSTER_SERVICE);
        return service != null && !service.running() && !service.disabled();
    }

    /** Returns the account of a session configuration; null if the host has none of that name. */
    static @Nullable String account(Hop hop, String configuration) {
        return hop.runAs().entrySet().stream()
                .filter(one -> one.getKey().toLowerCase(Locale.ROOT).equals(configuration.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Returns how every noun is. */
    static List<NounState> states(Told<SessionPicture> session) {
        List<NounState> states = new ArrayList<>();
        for (NounNeeds one : values()) {
            if (session instanceof Untold<SessionPicture>) {
                states.add(one.is(Works.UNTOLD, "there is no session", "see the findings"));
            } else {
                SessionPicture seen = session.orNull();
                if (seen != null) {
                    states.add(one.state(seen));
                }
            }
        }
        return states;
    }

    private NounState is(Works works, String why, String cure) {
        return new NounState(noun, works, why, cure);
    }

    private NounState state(SessionPicture seen) {
        Told<Boolean> here = here(seen);
        if (here.is(yes -> !yes)) {
            return is(Works.NOT_HERE, "the host does not have the role", "");
        }
        List<String> missing = missingOf(seen);
        if (!missing.isEmpty()) {
            return is(Works.NO, "missing: " + String.join(", ", missing), cure(missing.get(0)));
        }
        if (seen.policy().is(policy -> policy.policy().equalsIgnoreCase("Restricted"))
                && modules.stream().anyMatch(SCRIPTED::contains)) {
            return is(Works.NO, "the execution policy is Restricted", "Set-ExecutionPolicy RemoteSigned");
        }
        if (seen.administrator().is(yes -> !yes)) {
            return is(Works.NO, "the account is no administrator", "put it into the host's Administrators");
        }
        if (this == CLUSTER && clusterStopped(seen)) {
            return is(Works.NO, "the cluster service does not run", "Start-ClusterNode");
        }
        if (sets && seen.language().is(word -> word.startsWith("Constrained") || word.startsWith("Restricted"))) {
            return is(Works.PARTLY, "the language mode lets no property be set", "a session with FullLanguage");
        }
        if (hops && seen.hop().is(hop -> hop.delegated() == null && !hop.lends())) {
            return is(
                    Works.PARTLY,
                    "create and nodes().add need a second hop",
                    "say how by secondHop(..), or name a delegatedConfiguration");
        }
        if (here.orNull() == null || seen.modules().orNull() == null) {
            return is(Works.UNTOLD, "what the host has cannot be read", "");
        }
        return is(Works.YES, "", "");
    }
}
