package io.quorate.lab;

import io.quorate.lab.catalogue.Catalogue;
import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.catalogue.WindowsVersion;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostRegistry;
import io.quorate.lab.rule.Rules;
import io.quorate.lab.session.LabCmdlets;
import io.quorate.lab.session.LabShell;
import io.quorate.lab.session.LanguageMode;
import io.quorate.lab.session.Personality;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.winrm.Runspace;
import io.quorate.lab.winrm.Runspaces;
import io.quorate.lab.winrm.SessionConfiguration;
import io.quorate.winrm.psrp.PsPipeline;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Opens sessions whose cmdlets act on an estate; a host's version decides which cmdlets there are. */
final class ShellSessions implements Runspaces {
    private final Estate estate;
    private final List<CmdletRule> rules;
    private final Map<String, Personality> personalities;
    private final Map<WindowsVersion, LabCmdlets> cmdlets = new EnumMap<>(WindowsVersion.class);

    /**
     * @param own cmdlets that the lab's user answers; all hosts must have them, and the lab must not
     * @param personalities what sessions let their clients do, by session configuration in small letters, where it is not everything
     */
    ShellSessions(
            World world,
            Estate estate,
            Locale locale,
            Map<String, Consumer<CmdletCall>> own,
            Map<String, Personality> personalities) {
        this.estate = estate;
        this.personalities = personalities;
        this.rules = new ArrayList<>(Rules.standard(world, estate, locale));
        own.forEach((cmdlet, rule) -> rules.add(new OwnCmdlet(cmdlet, rule, world)));
        if (!own.isEmpty()) {
            estate.hosts().forEach(h -> cmdletsOf(h.os()));
        }
    }

    @Override
    public Runspace open(Caller caller, SessionConfiguration configuration) {
        String host = caller.host();
        Personality own = personalities.get(configuration.name().toLowerCase(Locale.ROOT));
        LabShell shell = new LabShell(
                cmdletsOf(estate.host(host).os()),
                caller,
                own != null
                        ? own
                        : new Personality(LanguageMode.of(estate.registry(host).session("LanguageMode")), null),
                cmdlet -> loads(estate.registry(host), cmdlet));
        return new Runspace() {
            @Override
            public void run(PsPipeline pipeline, PipelineSink sink) {
                shell.execute(pipeline, sink);
            }

            @Override
            public void stop() {
                shell.stop();
            }
        };
    }

    /** Modules of definitions (CDXML), which become scripts. */
    private static final Set<String> SCRIPTED =
            Set.of("storage", "iscsi", "netadapter", "nettcpip", "netconnection", "netsecurity", "dnsclient", "mpio");

    /** A module that is taken away does not load; one of definitions does not where no script may run. */
    private static boolean loads(HostRegistry registry, CmdletInfo cmdlet) {
        return registry.hasModule(cmdlet.module())
                && !(SCRIPTED.contains(cmdlet.module().toLowerCase(Locale.ROOT)) && registry.restricted());
    }

    private LabCmdlets cmdletsOf(int os) {
        WindowsVersion version = WindowsVersion.valueOf("WS" + os);
        synchronized (cmdlets) {
            return cmdlets.computeIfAbsent(version, v -> new LabCmdlets(Catalogue.load(v), rules));
        }
    }

    /** Returns which cmdlets were called that have no rule, with how often. */
    Map<String, Long> notSimulated() {
        Map<String, Long> all = new TreeMap<>();
        synchronized (cmdlets) {
            cmdlets.values().forEach(c -> c.notSimulated().forEach((what, count) -> all.merge(what, count, Long::sum)));
        }
        return all;
    }
}
