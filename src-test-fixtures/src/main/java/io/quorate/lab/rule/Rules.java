package io.quorate.lab.rule;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Estate;
import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.LabError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** The cmdlets that the lab simulates. */
public final class Rules {
    private final Estate estate;
    private final Errors errors;
    private final LiveObjects objects;
    private final List<CmdletRule> rules = new ArrayList<>();

    private Rules(Estate estate, Locale locale) {
        this.estate = estate;
        this.errors = new Errors(new Texts(locale));
        this.objects = new LiveObjects(estate, errors);
    }

    /** Returns all rules, with English texts. */
    public static List<CmdletRule> standard(World world, Estate estate) {
        return standard(world, estate, Locale.ENGLISH);
    }

    /** Returns all rules, with the texts of a Windows in the given language (English or German). */
    public static List<CmdletRule> standard(World world, Estate estate, Locale locale) {
        if (estate.world() != world) {
            throw new IllegalArgumentException("the estate is in another world");
        }
        Rules rules = new Rules(estate, locale);
        ClusterRules.addTo(rules);
        NodeRules.addTo(rules);
        GroupRules.addTo(rules);
        StorageRules.addTo(rules);
        ResourceRules.addTo(rules);
        QuorumRules.addTo(rules);
        VmRules.addTo(rules);
        AdapterRules.addTo(rules);
        IntegrationRules.addTo(rules);
        ReplicaRules.addTo(rules);
        ReplicaServerRules.addTo(rules);
        ReplicaCopyRules.addTo(rules);
        CertificateRules.addTo(rules);
        DriveRules.addTo(rules);
        ServiceRules.addTo(rules);
        CimRules.addTo(rules);
        HostRules.addTo(rules);
        NetworkRules.addTo(rules);
        HyperVRules.addTo(rules);
        FirewallRules.addTo(rules);
        RegistryRules.addTo(rules);
        MemberRules.addTo(rules);
        SessionRules.addTo(rules);
        IscsiRules.addTo(rules);
        ConnectionRules.addTo(rules);
        EventRules.addTo(rules);
        DiskRules.addTo(rules);
        VolumeRules.addTo(rules);
        DirectoryRules.addTo(rules);
        PromotionRules.addTo(rules);
        AccountRules.addTo(rules);
        DnsRules.addTo(rules);
        ConfigurationRules.addTo(rules);
        return List.copyOf(rules.rules);
    }

    /** Makes the error for what is not simulated, e.g. a cmdlet without a rule, and counts it in the world. */
    public static LabError notSimulated(World world, String what) {
        return Errors.notSimulated(world, what);
    }

    void add(String cmdlet, Set<String> parameters, Consumer<Call> action) {
        rules.add(new Rule(cmdlet, parameters, action, estate, errors, objects));
    }
}
