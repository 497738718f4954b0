package io.quorate.doctor;

import io.quorate.Span;
import io.quorate.doctor.SessionPicture.Hop;
import io.quorate.doctor.SessionPicture.ScriptPolicy;
import io.quorate.doctor.SessionPicture.Skew;
import io.quorate.doctor.Told.Cause;
import io.quorate.doctor.Told.Untold;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what is wrong with a session on a Windows host. */
final class WindowsJudge {
    static final String CLUSTER_SERVICE = "ClusSvc";
    static final String HYPER_V = "vmms";
    static final String DIRECTORY = "NTDS";

    /** What Kerberos tolerates unless a policy says otherwise. */
    private static final Duration TOLERATED = Duration.ofMinutes(5);

    private static final Duration NOTED = Duration.ofMinutes(1);

    private final SessionPicture seen;
    private final Sickbed bed;

    WindowsJudge(SessionPicture seen, Sickbed bed) {
        this.seen = seen;
        this.bed = bed;
    }

    void judge() {
        rights();
        language();
        policy();
        modules();
        cluster();
        hop();
        clock();
        untold();
    }

    private void rights() {
        if (seen.administrator().is(yes -> !yes)) {
            bed.ill(
                    Ailment.NO_ADMINISTRATOR,
                    "the account is no administrator of the host",
                    "it may open a session, and the host refused it WinRM's own settings; it is logged in by "
                            + seen.login(),
                    "put it into the host's Administrators (for clusters, of every node), or use a session configuration that runs as one"
                            + " who is (configurationName)");
        }
    }

    private void language() {
        String word = seen.language().orNull();
        if (word == null || word.equals("FullLanguage") || word.equals("NoLanguage")) {
            return;
        }
        bed.add(
                word.equals("ConstrainedLanguage") ? Severity.WARNING : Severity.ILL,
                Ailment.LANGUAGE_RESTRICTED,
                "the session's language mode is " + word
                        + ": no property of a live object can be set, as settings of a cluster are",
                "the session says so ($ExecutionContext.SessionState.LanguageMode)",
                "is an application control policy (WDAC, AppLocker) in force, or __PSLockdownPolicy set? Exempt the account, or use a session"
                        + " configuration with FullLanguage or NoLanguage (configurationName)");
    }

    private void policy() {
        ScriptPolicy policy = seen.policy().orNull();
        if (policy == null || !policy.policy().equalsIgnoreCase("Restricted")) {
            return;
        }
        bed.ill(
                Ailment.EXECUTION_POLICY,
                "the execution policy is Restricted: modules that hold scripts do not load, "
                        + String.join(", ", NounNeeds.SCRIPTED) + " among them",
                "set by " + policy.source(),
                switch (policy.source()) {
                    case GROUP_POLICY ->
                        "set \"Turn on Script Execution\" in the group policy to allow local scripts and remote signed scripts";
                    case USER -> "Set-ExecutionPolicy RemoteSigned -Scope CurrentUser, as the account";
                    case MACHINE, WINDOWS -> "Set-ExecutionPolicy RemoteSigned -Scope LocalMachine";
                });
    }

    private void modules() {
        for (String module : NounNeeds.missing(seen)) {
            bed.ill(
                    Ailment.MODULE_MISSING,
                    "the module " + module + " is missing; without it " + String.join(", ", NounNeeds.of(module))
                            + " does not work",
                    "Get-Module -ListAvailable does not list it, and the host has what it is for",
                    NounNeeds.cure(module));
        }
    }

    private void cluster() {
        if (NounNeeds.clusterStopped(seen)) {
            bed.ill(
                    Ailment.CLUSTER_SERVICE_STOPPED,
                    "the host is a node of a cluster, and its cluster service does not run",
                    CLUSTER_SERVICE + " is to start and is stopped",
                    "see the System log and Get-ClusterLog for why it ended, then Start-ClusterNode or Start-Service "
                            + CLUSTER_SERVICE);
        }
    }

    private void hop() {
        Hop hop = seen.hop().orNull();
        boolean clustered = seen.services().is(all -> all.containsKey(CLUSTER_SERVICE));
        if (hop == null || !clustered) {
            return;
        }
        String delegated = hop.delegated();
        if (delegated != null && NounNeeds.account(hop, delegated) == null) {
            bed.ill(
                    Ailment.NO_SECOND_HOP,
                    "the endpoint's delegatedConfiguration " + delegated + " is not on the host",
                    "the host's session configurations besides Windows' own: " + hop.ways(),
                    "register it with -RunAsCredential and a descriptor that names this account only, or name another");
        } else if (delegated != null
                && String.valueOf(NounNeeds.account(hop, delegated)).isEmpty()) {
            bed.add(
                    Severity.WARNING,
                    Ailment.NO_SECOND_HOP,
                    "the endpoint's delegatedConfiguration " + delegated + " names no account that it runs as",
                    "its RunAsUser is empty: its sessions are a network log-on, or a virtual account",
                    "register it with -RunAsCredential, or let it run as a group managed service account");
        } else if (delegated == null && !hop.lends()) {
            String there = hop.ways().stream()
                    .filter(one -> !String.valueOf(NounNeeds.account(hop, one)).isEmpty())
                    .collect(Collectors.joining(", "));
            bed.add(
                    Severity.WARNING,
                    Ailment.NO_SECOND_HOP,
                    "nothing may act on another machine from here: creating a cluster and adding nodes fail early",
                    "the endpoint has no secondHop(..), names no delegatedConfiguration and does not log in by CredSSP",
                    (there.isEmpty()
                                    ? "register a session configuration that runs as a gMSA or another account"
                                    : "name one that the host has already (" + there + ")")
                            + " as the endpoint's delegatedConfiguration; or take CredSSP, by secondHop(..) or Credentials.credSsp(..)"
                            + (hop.credSsp().is(on -> on)
                                    ? ", which the host takes"
                                    : ", after Enable-WSManCredSSP -Role Server on the host"));
        }
    }

    private void clock() {
        Skew skew = seen.clock().orNull();
        if (skew == null) {
            return;
        }
        Duration surely = skew.ahead().abs().minus(skew.within());
        if (surely.compareTo(NOTED) > 0) {
            bed.add(
                    surely.compareTo(TOLERATED) > 0 ? Severity.ILL : Severity.WARNING,
                    Ailment.CLOCK_SKEW,
                    "the host's clock is " + Span.words(skew.ahead().abs())
                            + (skew.ahead().isNegative() ? " behind" : " ahead of") + " ours",
                    "measured within " + Span.words(skew.within())
                            + "; Kerberos takes five minutes, and replication and logs take less",
                    "host.time().ensureDomain(), or ensureServers(..) on the first controller; or is it this machine's clock?");
        }
    }

    /** What should be told and is not; what a missing right explains is not said twice. */
    private void untold() {
        boolean noRights = seen.administrator().is(yes -> !yes);
        Map<String, Told<?>> all = new LinkedHashMap<>();
        all.put("language mode", seen.language());
        all.put("execution policy", seen.policy());
        all.put("Windows' version", seen.system());
        all.put("modules", seen.modules());
        all.put("services", seen.services());
        all.put("cluster", seen.cluster());
        all.put("rights", seen.administrator());
        all.put("second hop", seen.hop());
        all.put("quotas", seen.quotas());
        all.put("clock", seen.clock());
        boolean moduleThere = !NounNeeds.missing(seen).contains("FailoverClusters");
        TreeSet<String> why = new TreeSet<>();
        List<String> what = all.entrySet().stream()
                .filter(one -> one.getValue() instanceof Untold<?> untold
                        && !(noRights && untold.cause() == Cause.REFUSED)
                        && !(one.getKey().equals("cluster") && (untold.cause() == Cause.NOT_ASKED || !moduleThere)))
                .peek(one -> why.add(((Untold<?>) one.getValue()).why()))
                .map(Map.Entry::getKey)
                .toList();
        if (!what.isEmpty()) {
            bed.untold(String.join(", ", what), String.join("; ", why));
        }
    }
}
