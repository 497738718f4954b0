package io.quorate.winrm.recipe.host;

import io.quorate.spi.Fault;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.host.ServiceReads.Dependent;
import io.quorate.winrm.recipe.host.ServiceReads.Row;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What keeps a service from being stopped. */
final class StopRules {
    private StopRules() {}

    /**
     * Refuses to cut the own connection, and to stop what nobody named.
     *
     * @param named the dependents that may be stopped with it
     */
    static void refuse(Row seen, List<String> named) {
        String name = seen.service().name();
        boolean winRm = name.equalsIgnoreCase(ServiceReads.WINRM)
                || seen.busy().stream().anyMatch(one -> one.name().equalsIgnoreCase(ServiceReads.WINRM));
        if (winRm) {
            throw Answers.refused(
                    "nothing was stopped: the service " + ServiceReads.WINRM
                            + " carries this connection, and would stop"
                            + (name.equalsIgnoreCase(ServiceReads.WINRM) ? "" : " with " + name),
                    "restart it on the host itself, or restart the host");
        }
        List<String> others = seen.busy().stream()
                .map(Dependent::name)
                .filter(one -> named.stream().noneMatch(one::equalsIgnoreCase))
                .toList();
        if (!others.isEmpty()) {
            throw Answers.refused(
                    "nothing was stopped: " + String.join(", ", others) + " " + (others.size() == 1 ? "needs" : "need")
                            + " the service " + name + " and "
                            + (others.size() == 1 ? "does" : "do") + " not stand still",
                    "stop them first, or name them as dependents, in the consent, too: "
                            + others.stream().collect(Collectors.joining("+", name + "+", "")));
        }
    }

    /** Refuses a service of a failover cluster instance: to the cluster it would look as if it had failed. */
    static void refuseClustered(String host, Row seen, PowerShell shell) {
        Optional<String> name = SqlReads.instanceOf(seen.service().name());
        if (name.isEmpty()) {
            if (SqlReads.clustered(seen.service().name(), shell)) {
                throw clustered(seen.service().name());
            }
            return;
        }
        SqlReads.Instance instance = SqlReads.complete(host, name.get(), seen, null, shell);
        if (!instance.told()) {
            throw untold(seen.service().name());
        }
        if (instance.instance().clustered()) {
            throw clustered(seen.service().name());
        }
    }

    /** Refuses to start a service of a failover cluster instance: the cluster would not know of it, or the disk is another node's. */
    static void refuseStart(Row seen, PowerShell shell) {
        if (SqlReads.clustered(seen.service().name(), shell)) {
            throw Answers.refused(
                    "nothing was started: the service " + seen.service().name()
                            + " belongs to a failover cluster instance, which the cluster alone brings online",
                    "start its group: cluster(...).groups(), or use host(...).sqlInstances().restart(...) at the node that owns it");
        }
    }

    /** Refuses to have a service of a failover cluster instance start in another way: the cluster wants it Manual. */
    static void refuseStartType(Row seen, PowerShell shell) {
        if (SqlReads.clustered(seen.service().name(), shell)) {
            throw Answers.refused(
                    "the service " + seen.service().name()
                            + " belongs to a failover cluster instance, and is to start manually: the cluster starts it",
                    null);
        }
    }

    /** Says that it cannot be told whether the cluster owns a service. */
    static Fault untold(String service) {
        return Answers.refused(
                "nothing was stopped: SQL Server's WMI provider does not tell whether " + service
                        + " belongs to a failover cluster instance",
                "register the provider on the host again (mofcomp sqlmgmproviderxpsp2up.mof)");
    }

    private static Fault clustered(String service) {
        return Answers.refused(
                "nothing was stopped: the service " + service
                        + " belongs to a failover cluster instance, and the cluster would take it for failed",
                "use host(...).sqlInstances().restart(...), which asks the cluster");
    }
}
