package io.quorate.lab.session;

import io.quorate.lab.catalogue.Binder;
import io.quorate.lab.catalogue.Catalogue;
import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.shell.CmdletRule;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the shells of one host can run: its catalogue and the rules that act on the estate. Shared by all shells; counts the calls of
 * cmdlets that exist but are not simulated. Thread-safe.
 */
public final class LabCmdlets {
    private final Catalogue catalogue;
    private final Binder binder;
    private final Map<String, CmdletRule> rules = new HashMap<>();
    private final Set<String> modules;
    private final Map<String, LongAdder> notSimulated = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if two rules are for the same cmdlet, or one is for a cmdlet the catalogue does not know */
    public LabCmdlets(Catalogue catalogue, List<CmdletRule> rules) {
        this.catalogue = catalogue;
        this.binder = new Binder(catalogue);
        for (CmdletRule rule : rules) {
            CmdletInfo cmdlet = catalogue.find(rule.cmdlet());
            if (cmdlet == null) {
                throw new IllegalArgumentException("no cmdlet " + rule.cmdlet() + " in the catalogue");
            }
            if (Stages.ofEngine(cmdlet) != null) {
                throw new IllegalArgumentException("the engine has " + rule.cmdlet() + " itself");
            }
            if (this.rules.put(rule.cmdlet().toLowerCase(Locale.ROOT), rule) != null) {
                throw new IllegalArgumentException("two rules for " + rule.cmdlet());
            }
        }
        modules = catalogue.cmdlets().stream()
                .map(c -> c.module().toLowerCase(Locale.ROOT))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /** Returns how often each cmdlet was called that the catalogue knows and the lab does not simulate. */
    public Map<String, Long> notSimulated() {
        Map<String, Long> counts = new TreeMap<>();
        notSimulated.forEach((name, count) -> counts.put(name, count.sum()));
        return Collections.unmodifiableMap(counts);
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Binder binder() {
        return binder;
    }

    boolean knowsModule(String module) {
        return modules.contains(module.toLowerCase(Locale.ROOT));
    }

    @Nullable
    CmdletRule rule(CmdletInfo cmdlet) {
        return rules.get(cmdlet.qualifiedName().toLowerCase(Locale.ROOT));
    }

    void countNotSimulated(CmdletInfo cmdlet) {
        notSimulated
                .computeIfAbsent(cmdlet.qualifiedName(), n -> new LongAdder())
                .increment();
    }
}
