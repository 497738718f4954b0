package io.quorate.lab.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which mandatory parameters are missing, and which sets are still possible when the pipeline may bring them
 * (CmdletParameterBinderController.GetMissingMandatoryParameters). Works on a {@link Binding}'s set flags.
 */
final class MandatoryCheck {

    /** What a set still needs. */
    private static final class Needs {
        final long set;
        final boolean isDefault;
        final List<Slot> pipeline = new ArrayList<>();
        final List<Slot> byValue = new ArrayList<>();
        final List<Slot> byName = new ArrayList<>();
        final List<Slot> others = new ArrayList<>();

        Needs(long set, boolean isDefault) {
            this.set = set;
            this.isDefault = isDefault;
        }

        boolean isAll() {
            return set == SlotTable.ALL;
        }
    }

    private final Binding binding;
    private final long defaultSet;
    private final Map<Long, Needs> needs = new LinkedHashMap<>();
    private final List<Slot> missing = new ArrayList<>();
    private long mandatorySets;
    private boolean missingInAllSets;

    MandatoryCheck(Binding binding) {
        this.binding = binding;
        this.defaultSet = binding.table.defaultFlag();
    }

    List<Slot> missing(int validSets, boolean pipelineExpected) throws BindingException {
        boolean any = false;
        for (Slot slot : binding.unbound) {
            boolean thisOne = collect(slot, pipelineExpected);
            any |= thisOne;
            if (thisOne && !pipelineExpected) {
                missing.add(slot);
            }
        }
        if (any && pipelineExpected) {
            withPipeline(validSets);
        }
        return missing;
    }

    private boolean collect(Slot slot, boolean pipelineExpected) {
        boolean any = false;
        for (Slot.InSet set : slot.sets) {
            if (!set.matches(binding.current) || !set.how().mandatory()) {
                continue;
            }
            any = true;
            long flag = set.inAll() ? SlotTable.ALL : set.flag();
            Needs need = needs.computeIfAbsent(flag, f -> new Needs(f, defaultSet != 0 && (defaultSet & f) != 0));
            if (pipelineExpected && (set.how().byValue() || set.how().byPropertyName())) {
                need.pipeline.add(slot);
                if (set.how().byValue()) {
                    need.byValue.add(slot);
                }
                if (set.how().byPropertyName()) {
                    need.byName.add(slot);
                }
            } else {
                need.others.add(slot);
            }
            if (flag == SlotTable.ALL) {
                missingInAllSets = true;
            } else {
                mandatorySets |= binding.current & flag;
            }
        }
        return any;
    }

    private void withPipeline(int validSets) throws BindingException {
        if (mandatorySets == 0) {
            mandatorySets = binding.current;
        }
        if (missingInAllSets) {
            long available = binding.table.allSets() == 0 ? SlotTable.ALL : binding.table.allSets();
            mandatorySets = binding.current & available;
        }
        if (validSets > 1
                && defaultSet != 0
                && (defaultSet & mandatorySets) == 0
                && (defaultSet & binding.current) != 0) {
            boolean another = needs.values().stream()
                    .anyMatch(n -> (n.set & binding.current) != 0
                            && (n.set & defaultSet) == 0
                            && !n.isAll()
                            && !n.pipeline.isEmpty());
            if (!another) {
                mandatorySets = binding.current & ~mandatorySets;
                binding.current = mandatorySets;
                if (binding.current == defaultSet) {
                    binding.nameSet();
                } else {
                    binding.prioritised = defaultSet;
                }
            }
        }
        int count = SlotTable.count(mandatorySets);
        if (count == 0) {
            throw BindingException.ambiguousSet();
        }
        if (count == 1) {
            addOthers();
        } else if (binding.prioritised == 0 && !latchOnToDefault()) {
            chooseByPipeline();
        }
    }

    private void addOthers() {
        for (Needs need : needs.values()) {
            if ((need.set & mandatorySets) != 0 || need.isAll()) {
                missing.addAll(need.others);
            }
        }
    }

    private boolean latchOnToDefault() {
        if (defaultSet == 0 || (mandatorySets & defaultSet) == 0) {
            return false;
        }
        boolean another = any(n -> !n.isAll() && !n.isDefault && !n.pipeline.isEmpty() && n.others.isEmpty());
        boolean anotherByName = any(n -> !n.isAll() && !n.isDefault && !n.byName.isEmpty());
        Needs own = needs.get(defaultSet);
        boolean latch = own != null && (!own.byName.isEmpty() && !anotherByName || !own.pipeline.isEmpty() && !another);
        Needs all = needs.get(SlotTable.ALL);
        latch = latch || !another || all != null && !all.others.isEmpty();
        if (latch) {
            mandatorySets = defaultSet;
            binding.current = defaultSet;
            binding.nameSet();
            addOthers();
        }
        return latch;
    }

    private void chooseByPipeline() throws BindingException {
        Choice byValue = choice(n -> !n.byValue.isEmpty());
        Choice byName = choice(n -> !n.byName.isEmpty());
        long unique = 0;
        if (byValue.found && byName.found && byValue.set == byName.set) {
            unique = byValue.set;
        }
        if (byValue.found ^ byName.found) {
            unique = byValue.found ? byValue.set : byName.set;
        }
        if (unique != 0) {
            choose(unique);
            return;
        }
        boolean found = false;
        long withOthers = 0;
        for (Needs need : needs.values()) {
            if (((need.set & mandatorySets) != 0 || need.isAll()) && !need.others.isEmpty()) {
                found = true;
                withOthers |= need.isAll() ? 0 : need.set;
            }
        }
        if (!found) {
            return;
        }
        if (byValue.set != 0) {
            choose(byValue.set);
            return;
        }
        if (!byValue.several && !byName.several) {
            throw BindingException.ambiguousSet();
        }
        if (withOthers != 0) {
            ignore(withOthers);
            if (binding.current == 0) {
                throw BindingException.ambiguousSet();
            }
            if (SlotTable.count(binding.current) == 1) {
                binding.nameSet();
            }
        }
    }

    private record Choice(boolean found, boolean several, long set) {}

    private Choice choice(Predicate<Needs> takes) {
        List<Needs> found = candidates(needs.values(), takes);
        return new Choice(!found.isEmpty(), found.size() > 1, found.size() == 1 ? found.get(0).set : 0);
    }

    private List<Needs> candidates(Collection<Needs> all, Predicate<Needs> takes) {
        return all.stream()
                .filter(n -> (n.set & mandatorySets) != 0 && !n.isAll() && takes.test(n))
                .toList();
    }

    private void choose(long set) {
        mandatorySets = set;
        long ignored = 0;
        boolean others = false;
        for (Needs need : needs.values()) {
            if ((need.set & mandatorySets) != 0 || need.isAll()) {
                if (!need.isAll()) {
                    others = !need.others.isEmpty();
                }
                missing.addAll(need.others);
            } else {
                ignored |= need.set;
            }
        }
        if (others) {
            binding.current = set;
            binding.nameSet();
        } else {
            ignore(ignored);
            binding.nameSet();
            if (binding.current != set) {
                binding.prioritised = set;
            }
        }
    }

    private void ignore(long sets) {
        if (sets != 0) {
            binding.current = (binding.current == SlotTable.ALL ? binding.table.allSets() : binding.current) & ~sets;
        }
    }

    private boolean any(Predicate<Needs> test) {
        return needs.values().stream().anyMatch(test);
    }
}
