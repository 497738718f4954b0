package io.quorate.lab.catalogue;

import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LabError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One call being bound: first its named and positional arguments, then one pipeline object after the other. Follows the engine's
 * CmdletParameterBinderController step by step, with its set flags; not thread-safe.
 */
public final class Binding {
    final SlotTable table;
    final List<Slot> unbound;
    long current = SlotTable.ALL;
    long prioritised;

    private final CmdletInfo cmdlet;
    private final ArgumentCoercion coercion;
    private final Map<String, Slot> bound = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final List<Slot> fromPipeline = new ArrayList<>();
    private long beforePipeline = SlotTable.ALL;
    private String setName;

    private record Argument(@Nullable String name, @Nullable Object value, boolean given) {}

    Binding(Catalogue catalogue, CmdletInfo cmdlet, SlotTable table) {
        this.cmdlet = cmdlet;
        this.table = table;
        unbound = new ArrayList<>(table.slots());
        coercion = new ArgumentCoercion(catalogue, cmdlet.function() && !cmdlet.dynamic());
        setName = table.setName(current);
    }

    void nameSet() {
        setName = table.setName(current);
    }

    /** Returns what is bound now. */
    public Bound bound() {
        return new Bound(setName, values);
    }

    /** Returns the command being bound. */
    public CmdletInfo cmdlet() {
        return cmdlet;
    }

    /**
     * Binds one pipeline object.
     *
     * @throws LabError the non-terminating error that the engine writes instead of processing this object
     */
    public Bound next(@Nullable Object input) {
        Object object = NetValue.base(input);
        boolean any;
        try {
            any = bindPipeline(object);
            verifySetSelected();
        } catch (BindingException e) {
            restore();
            throw e.toError(object);
        }
        if (!any) {
            restore();
            throw BindingException.plain(
                            "InputObjectNotBound",
                            "The input object cannot be bound to any parameters for the command either because the command does not take"
                                    + " pipeline input or the input and its properties do not match any of the parameters that take"
                                    + " pipeline input.")
                    .toError(object);
        }
        try {
            List<Slot> missing = new MandatoryCheck(this).missing(SlotTable.count(current), false);
            if (!missing.isEmpty()) {
                throw BindingException.plain(
                        "InputObjectMissingMandatory",
                        "The input object cannot be bound because it did not contain the information required to bind all mandatory"
                                + " parameters: " + names(missing));
            }
        } catch (BindingException e) {
            throw e.toError(object);
        }
        return bound();
    }

    void bindArguments(List<CommandArgument> parameters, boolean pipelineExpected) throws BindingException {
        List<Argument> arguments = reparse(parameters);
        if (cmdlet.dynamic()) {
            arguments = bindNamed(arguments, true);
        }
        arguments = bindNamed(arguments, false);
        BindingException[] reported = new BindingException[1];
        arguments = bindPositional(arguments, reported);
        validateSets(true, false);
        arguments = bindRemaining(arguments);
        verifyProcessed(arguments, reported[0]);
        int valid = pipelineExpected ? validateSets(true, false) : validateSets(false, true);
        if (valid > 1 && pipelineExpected) {
            long filtered = setsTakingPipeline();
            if (filtered != current) {
                current = filtered;
                valid = validateSets(true, false);
            }
        }
        List<Slot> missing = new MandatoryCheck(this).missing(valid, pipelineExpected);
        if (!missing.isEmpty()) {
            throw BindingException.plain(
                    "MissingMandatoryParameter",
                    "Cannot process command because of one or more missing mandatory parameters:" + names(missing)
                            + ".");
        }
        if (!pipelineExpected) {
            verifySetSelected();
        }
        beforePipeline = current;
    }

    private static String names(List<Slot> slots) {
        StringBuilder names = new StringBuilder();
        slots.forEach(s -> names.append(' ').append(s.name()));
        return names.toString();
    }

    /** A name with a dash and without a value is a bare parameter: a switch, or its value is the next argument. */
    private List<Argument> reparse(List<CommandArgument> parameters) throws BindingException {
        List<Argument> arguments = new ArrayList<>();
        for (CommandArgument p : parameters) {
            String name = p.name() == null ? null : p.name().strip();
            Object value = NetValue.base(p.value());
            boolean dash = name != null && name.startsWith("-");
            if (dash && name != null && name.endsWith(":")) {
                arguments.add(new Argument(name.substring(0, name.length() - 1), value, true));
            } else {
                arguments.add(new Argument(name, value, !(dash && value == null)));
            }
        }
        List<Argument> result = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            Slot slot = argument.given() || argument.name() == null ? null : table.find(argument.name(), false);
            if (slot == null) {
                result.add(argument);
            } else if (slot.info.type().kind() == NetType.Kind.SWITCH) {
                result.add(new Argument(slot.name(), io.quorate.winrm.psrp.PsValue.bool(true), true));
            } else if (i + 1 < arguments.size() && arguments.get(i + 1).name() == null) {
                result.add(new Argument(slot.name(), arguments.get(++i).value(), true));
            } else {
                throw BindingException.plain(
                        "MissingArgument",
                        "Missing an argument for parameter '" + slot.name() + "'. Specify a parameter of type '"
                                + slot.info.type().name() + "' and try again.");
            }
        }
        return result;
    }

    /** @param commonOnly true while dynamic parameters are not known yet, so that only the common ones can match */
    private List<Argument> bindNamed(List<Argument> arguments, boolean commonOnly) throws BindingException {
        List<Argument> left = new ArrayList<>();
        for (Argument argument : arguments) {
            Slot slot = argument.name() == null ? null : table.find(argument.name(), commonOnly);
            if (slot == null) {
                left.add(argument);
                continue;
            }
            if (bound.containsKey(slot.name())) {
                throw BindingException.plain(
                        "ParameterAlreadyBound",
                        "Cannot bind parameter because parameter '" + argument.name()
                                + "' is specified more than once.");
            }
            bind(slot, argument.value(), true);
        }
        return left;
    }

    private boolean bind(Slot slot, @Nullable Object value, boolean coerce) throws BindingException {
        ArgumentCoercion.Outcome outcome;
        try {
            outcome = coercion.bind(slot.info, value, coerce);
        } catch (BindingException e) {
            if (!coerce && e.invalidCast()) {
                return false;
            }
            throw e;
        }
        if (!outcome.bound()) {
            return false;
        }
        if (slot.flags != 0) {
            current &= slot.flags;
        }
        unbound.remove(slot);
        bound.putIfAbsent(slot.name(), slot);
        values.put(slot.name(), outcome.value());
        return true;
    }

    private List<Argument> bindPositional(List<Argument> arguments, BindingException[] reported)
            throws BindingException {
        if (arguments.isEmpty()) {
            return arguments;
        }
        TreeMap<Integer, Map<Slot, List<Slot.InSet>>> positions = positions();
        if (positions.isEmpty()) {
            return arguments;
        }
        List<Argument> left = new ArrayList<>();
        long valid = current;
        int[] index = {0};
        for (Map<Slot, List<Slot.InSet>> candidates : positions.values()) {
            if (candidates.isEmpty()) {
                continue;
            }
            Argument argument = nextPositional(arguments, left, index);
            if (argument == null) {
                break;
            }
            long preferred = table.defaultFlag() != 0 && (valid & table.defaultFlag()) != 0 ? table.defaultFlag() : 0;
            boolean done = preferred != 0 && bindAt(preferred, candidates, argument, false, reported)
                    || bindAt(valid, candidates, argument, false, reported)
                    || preferred != 0 && bindAt(preferred, candidates, argument, true, reported)
                    || bindAt(valid, candidates, argument, true, reported);
            if (!done) {
                left.add(argument);
            } else if (valid != current) {
                valid = current;
                narrow(positions, valid);
            }
        }
        left.addAll(arguments.subList(Math.min(index[0], arguments.size()), arguments.size()));
        return left;
    }

    private TreeMap<Integer, Map<Slot, List<Slot.InSet>>> positions() throws BindingException {
        TreeMap<Integer, Map<Slot, List<Slot.InSet>>> positions = new TreeMap<>();
        for (Slot slot : unbound) {
            if ((slot.flags & current) == 0 && !slot.inAllSets) {
                continue;
            }
            for (Slot.InSet set : slot.matching(current)) {
                if (set.how().remaining() || set.how().position() == SetMembership.NO_POSITION) {
                    continue;
                }
                Map<Slot, List<Slot.InSet>> at =
                        positions.computeIfAbsent(set.how().position(), p -> new LinkedHashMap<>());
                boolean clash = at.entrySet().stream()
                        .filter(e -> e.getKey() != slot)
                        .flatMap(e -> e.getValue().stream())
                        .anyMatch(other -> (other.flag() & set.flag()) != 0 || other.flag() == set.flag());
                if (clash) {
                    throw BindingException.plain(
                            "AmbiguousPositionalParameterNoName",
                            "Positional parameters cannot be specified because the position is ambiguous.");
                }
                at.computeIfAbsent(slot, s -> new ArrayList<>()).add(set);
            }
        }
        return positions;
    }

    private static void narrow(TreeMap<Integer, Map<Slot, List<Slot.InSet>>> positions, long valid) {
        for (Map<Slot, List<Slot.InSet>> at : positions.values()) {
            at.values().forEach(sets -> sets.removeIf(s -> !s.matches(valid)));
            at.values().removeIf(List::isEmpty);
        }
    }

    private static @Nullable Argument nextPositional(List<Argument> arguments, List<Argument> left, int[] index) {
        while (index[0] < arguments.size()) {
            Argument argument = arguments.get(index[0]++);
            if (argument.name() == null) {
                return argument;
            }
            left.add(argument);
            if (arguments.size() - 1 >= index[0] && arguments.get(index[0]).name() == null) {
                left.add(arguments.get(index[0]++));
            }
        }
        return null;
    }

    private boolean bindAt(
            long valid,
            Map<Slot, List<Slot.InSet>> candidates,
            Argument argument,
            boolean coerce,
            BindingException[] reported)
            throws BindingException {
        boolean result = false;
        reported[0] = null;
        for (Map.Entry<Slot, List<Slot.InSet>> candidate : candidates.entrySet()) {
            for (Slot.InSet set : List.copyOf(candidate.getValue())) {
                if (!set.matches(valid)) {
                    continue;
                }
                boolean done = false;
                try {
                    done = bind(candidate.getKey(), argument.value(), coerce);
                } catch (BindingException e) {
                    if (e.kind() != BindingException.Kind.PLAIN) {
                        throw e;
                    }
                    reported[0] = e;
                }
                if (done) {
                    result = true;
                    break;
                }
            }
        }
        return result;
    }

    private List<Argument> bindRemaining(List<Argument> arguments) throws BindingException {
        if (arguments.isEmpty()) {
            return arguments;
        }
        Slot rest = null;
        for (Slot slot : unbound) {
            Slot.InSet set = slot.sets.stream()
                    .filter(s -> (s.flag() & current) != 0)
                    .findFirst()
                    .orElse(slot.sets.stream()
                            .filter(Slot.InSet::inAll)
                            .findFirst()
                            .orElse(null));
            if (set != null && set.how().remaining()) {
                if (rest != null) {
                    throw BindingException.ambiguousSet();
                }
                rest = slot;
            }
        }
        if (rest == null) {
            return arguments;
        }
        List<@Nullable Object> collected = new ArrayList<>();
        for (Argument argument : arguments) {
            if (argument.name() != null) {
                String name = argument.name();
                collected.add(io.quorate.winrm.psrp.PsValue.string(name.startsWith("-") ? name : "-" + name));
            }
            if (argument.given()) {
                collected.add(argument.value());
            }
        }
        boolean single = collected.size() == 1 && NetValue.list(collected.get(0)) != null;
        bind(rest, single ? collected.get(0) : collected, true);
        return List.of();
    }

    private static void verifyProcessed(List<Argument> left, @Nullable BindingException reported)
            throws BindingException {
        if (left.isEmpty()) {
            return;
        }
        Argument first = left.get(0);
        if (first.name() != null) {
            throw BindingException.plain(
                    "NamedParameterNotFound",
                    "A parameter cannot be found that matches parameter name '"
                            + first.name().replaceFirst("^-", "") + "'.");
        }
        if (reported != null) {
            throw reported;
        }
        throw BindingException.plain(
                "PositionalParameterNotFound",
                "A positional parameter cannot be found that accepts argument '"
                        + (first.value() == null ? "$null" : NetValue.text(first.value())) + "'.");
    }

    private int validateSets(boolean prePipeline, boolean setDefault) throws BindingException {
        int valid = SlotTable.count(current);
        long preferred = table.defaultFlag();
        if (valid == 0) {
            throw BindingException.ambiguousSet();
        }
        if (valid > 1) {
            boolean isDefault = current == preferred;
            if (!prePipeline && isDefault || preferred != 0 && (current & preferred) != 0) {
                setName = table.setName(preferred);
                if (setDefault) {
                    current = preferred;
                    valid = 1;
                }
            } else if (!prePipeline || !someSetTakesPipeline()) {
                valid = resolveByMandatory();
            }
            return valid;
        }
        if (current == SlotTable.ALL) {
            valid = Math.max(1, table.setCount());
            if (prePipeline && someSetTakesPipeline()) {
                nameSet();
                return valid;
            }
            if (preferred != 0) {
                if (setDefault) {
                    current = preferred;
                    valid = 1;
                }
            } else if (valid > 1) {
                valid = resolveByMandatory();
            }
        }
        nameSet();
        return valid;
    }

    private boolean someSetTakesPipeline() {
        return unbound.stream().anyMatch(s -> s.takesPipeline(current));
    }

    private int resolveByMandatory() throws BindingException {
        long remaining = current;
        long all = 0;
        for (Slot slot : table.slots()) {
            all |= slot.flags;
        }
        remaining &= all;
        for (Slot slot : unbound) {
            for (Slot.InSet set : slot.sets) {
                if (set.how().mandatory()) {
                    remaining &= ~set.flag();
                }
            }
        }
        if (SlotTable.count(remaining) != 1) {
            throw BindingException.ambiguousSet();
        }
        current = remaining;
        nameSet();
        return 1;
    }

    private long setsTakingPipeline() {
        long taking = 0;
        for (Slot slot : unbound) {
            for (Slot.InSet set : slot.matching(current)) {
                if (set.how().byValue() || set.how().byPropertyName()) {
                    if (set.inAll()) {
                        return current;
                    }
                    taking |= set.flag();
                }
            }
        }
        return taking == 0 ? current : current & taking;
    }

    private void verifySetSelected() throws BindingException {
        if (table.setCount() > 1 && current == SlotTable.ALL) {
            if (table.defaultFlag() == 0) {
                throw BindingException.ambiguousSet();
            }
            current = table.defaultFlag();
        }
    }

    private boolean bindPipeline(@Nullable Object input) throws BindingException {
        restore();
        current = beforePipeline;
        boolean result = false;
        boolean prioritise = prioritised != 0;
        long valid = prioritise ? prioritised : current;
        for (int step = 0; step < (prioritise ? 2 : 1); step++) {
            for (Phase phase : Phase.values()) {
                if (bindPhase(input, phase, valid)) {
                    if (!prioritise || step == 1) {
                        validateSets(true, true);
                        valid = current;
                    }
                    result = true;
                }
            }
            if (prioritise && step == 0) {
                if (current == prioritised) {
                    break;
                }
                valid = current & ~prioritised;
            }
        }
        validateSets(false, true);
        return result;
    }

    private enum Phase {
        VALUE(true, false),
        PROPERTY(false, false),
        VALUE_COERCED(true, true),
        PROPERTY_COERCED(false, true);

        private final boolean byValue;
        private final boolean coerce;

        Phase(boolean byValue, boolean coerce) {
            this.byValue = byValue;
            this.coerce = coerce;
        }
    }

    private boolean bindPhase(@Nullable Object input, Phase phase, long validSets) throws BindingException {
        long valid = validSets;
        long preferred = table.defaultFlag();
        if (preferred != 0 && (valid & preferred) != 0) {
            if (bindPhaseInSets(input, phase, preferred)) {
                return true;
            }
            valid &= ~preferred;
        }
        return bindPhaseInSets(input, phase, valid);
    }

    private boolean bindPhaseInSets(@Nullable Object input, Phase phase, long valid) throws BindingException {
        boolean any = false;
        for (int i = unbound.size() - 1; i >= 0; i--) {
            Slot slot = unbound.get(i);
            if (!slot.pipeline || (valid & slot.flags) == 0 && !slot.inAllSets) {
                continue;
            }
            for (Slot.InSet set : slot.matching(valid)) {
                boolean done = false;
                if (phase.byValue && set.how().byValue()) {
                    done = bindValue(slot, input, phase.coerce);
                } else if (!phase.byValue && set.how().byPropertyName() && input != null) {
                    done = bindProperty(slot, input, phase.coerce);
                }
                if (done) {
                    any = true;
                    break;
                }
            }
        }
        return any;
    }

    private boolean bindValue(Slot slot, @Nullable Object input, boolean coerce) throws BindingException {
        try {
            return bindFromPipeline(slot, input, coerce);
        } catch (BindingException e) {
            boolean swallowed = e.kind() == BindingException.Kind.PLAIN
                    || e.kind() == BindingException.Kind.TRANSFORMATION && e.invalidCast();
            if (!swallowed) {
                throw e;
            }
            return false;
        }
    }

    private boolean bindProperty(Slot slot, Object input, boolean coerce) throws BindingException {
        String name = slot.name();
        if (!NetValue.hasProperty(input, name)) {
            name = slot.info.aliases().stream()
                    .filter(a -> NetValue.hasProperty(input, a))
                    .findFirst()
                    .orElse(null);
        }
        if (name == null) {
            return false;
        }
        try {
            return bindFromPipeline(slot, NetValue.property(input, name), coerce);
        } catch (BindingException e) {
            if (e.kind() != BindingException.Kind.PLAIN) {
                throw e;
            }
            return false;
        }
    }

    private boolean bindFromPipeline(Slot slot, @Nullable Object value, boolean coerce) throws BindingException {
        boolean done = bind(slot, value, coerce);
        if (done) {
            fromPipeline.add(slot);
        }
        return done;
    }

    private void restore() {
        for (Slot slot : fromPipeline) {
            if (bound.remove(slot.name()) != null) {
                unbound.add(slot);
                values.remove(slot.name());
            }
        }
        fromPipeline.clear();
    }
}
