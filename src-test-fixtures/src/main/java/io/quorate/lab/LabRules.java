package io.quorate.lab;

import io.quorate.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Collects what you teach a lab that it does not simulate ({@link LabBuilder#rules}); {@link Lab#fidelity} lists it as your own. Rules are
 * called by the lab's threads, several at a time.
 *
 * {@snippet file="io/quorate/samples/TeachTheLab.java" region="rules"}
 */
public final class LabRules {
    private final Map<String, Consumer<CmdletCall>> cmdlets = new LinkedHashMap<>();
    private final Map<String, Rest> rests = new LinkedHashMap<>();

    /** A request with what answers it. */
    record Rest(String method, String path, Function<RestCall, RestAnswer> rule) {}

    LabRules() {}

    /**
     * Has a cmdlet answered: one that the hosts' Windows has, and that the lab does not simulate.
     *
     * @param name with its module, e.g. {@code Storage\Get-PhysicalDisk}
     * @throws IllegalArgumentException if the name has no module or is given twice; the lab's start throws it if Windows does not have the
     *     cmdlet, or the lab simulates it
     */
    public LabRules cmdlet(String name, Consumer<CmdletCall> rule) {
        Objects.requireNonNull(rule, "rule");
        if (name.indexOf('\\') < 1) {
            throw new IllegalArgumentException("not a cmdlet with its module, Module\\Verb-Noun: " + name);
        }
        if (cmdlets.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("two rules for " + name);
        }
        cmdlets.put(name, rule);
        return this;
    }

    /**
     * Has a request to the appliances' management answered that the lab does not simulate. A method other than GET counts as a change: the
     * rule runs inside a change of the world, as a job where there is a job delay.
     *
     * @param path without the leading slash; a star stands for a name, e.g. {@code hpr/services/*}
     * @throws IllegalArgumentException if it is given twice; the lab's start throws it if the lab simulates it
     */
    public LabRules rest(String method, String path, Function<RestCall, RestAnswer> rule) {
        Rest rest = new Rest(method.toUpperCase(Locale.ROOT), path, Objects.requireNonNull(rule, "rule"));
        if (path.startsWith("/") || rests.putIfAbsent(rest.method() + " " + path, rest) != null) {
            throw new IllegalArgumentException(
                    path.startsWith("/")
                            ? "without the leading slash: " + path
                            : "two rules for " + method + " " + path);
        }
        return this;
    }

    Map<String, Consumer<CmdletCall>> cmdlets() {
        return cmdlets;
    }

    List<Rest> rests() {
        return new ArrayList<>(rests.values());
    }

    /** Names all rules, e.g. {@code GET hpr/services}. */
    List<String> names() {
        return Stream.concat(cmdlets.keySet().stream(), rests.keySet().stream()).toList();
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("cmdlets", cmdlets.keySet())
                .with("rests", rests.keySet())
                .toString();
    }
}
