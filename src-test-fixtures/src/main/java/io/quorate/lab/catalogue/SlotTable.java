package io.quorate.lab.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The slots of one command, the numbering of its sets, and the search by name, prefix and alias. */
final class SlotTable {
    static final long ALL = 0xFFFF_FFFFL;

    private final List<Slot> slots = new ArrayList<>();
    private final List<String> setNames = new ArrayList<>();
    private final @Nullable String defaultSet;

    SlotTable(CmdletInfo cmdlet) {
        defaultSet = cmdlet.defaultSet();
        if (defaultSet != null) {
            setNames.add(defaultSet);
        }
        // By name, as the engine's verdicts have it where several parameters could take a null (vectors binding,
        // Set-VMNetworkAdapter).
        List<ParameterInfo> parameters = new ArrayList<>(cmdlet.parameters());
        parameters.sort(Comparator.comparing(ParameterInfo::name));
        for (ParameterInfo parameter : parameters) {
            List<Slot.InSet> sets = new ArrayList<>();
            for (SetMembership how : parameter.sets()) {
                sets.add(new Slot.InSet(
                        how, how.set() == null || how.set().equals("__AllParameterSets") ? 0 : bit(how.set())));
            }
            slots.add(new Slot(parameter, sets));
        }
    }

    private long bit(String set) {
        int index = setNames.indexOf(set);
        if (index < 0) {
            index = setNames.size();
            setNames.add(set);
        }
        return 1L << index;
    }

    List<Slot> slots() {
        return slots;
    }

    int setCount() {
        return setNames.size();
    }

    long allSets() {
        return (1L << setNames.size()) - 1;
    }

    long defaultFlag() {
        return defaultSet == null ? 0 : 1;
    }

    String setName(long flags) {
        String fallback = defaultSet == null ? "__AllParameterSets" : defaultSet;
        if (flags == ALL || flags == 0) {
            return fallback;
        }
        int index = Long.numberOfTrailingZeros(flags);
        if ((flags >> (index + 1) & 1) != 0) {
            return "";
        }
        return index < setNames.size() ? setNames.get(index) : "";
    }

    static int count(long flags) {
        return flags == ALL ? 1 : Long.bitCount(flags);
    }

    /** Finds a parameter by full name, alias or unambiguous beginning; null if there is none. */
    @Nullable
    Slot find(String given, boolean commonOnly) throws BindingException {
        String name =
                !given.isEmpty() && "-\u2013\u2014\u2015".indexOf(given.charAt(0)) >= 0 ? given.substring(1) : given;
        List<Slot> matches = new ArrayList<>();
        List<Slot> searched =
                commonOnly ? slots.stream().filter(s -> s.info.common()).toList() : slots;
        for (Slot slot : searched) {
            if (slot.name().equalsIgnoreCase(name)) {
                return slot;
            }
            if (begins(slot.name(), name)) {
                matches.add(slot);
            }
        }
        for (Slot slot : searched) {
            for (String alias : slot.info.aliases()) {
                if (alias.equalsIgnoreCase(name)) {
                    return slot;
                }
                if (begins(alias, name) && !matches.contains(slot)) {
                    matches.add(slot);
                }
            }
        }
        if (matches.size() > 1) {
            List<Slot> own = matches.stream().filter(s -> !s.info.common()).toList();
            if (own.size() != 1) {
                StringBuilder possible = new StringBuilder();
                matches.forEach(s -> possible.append(" -").append(s.name()));
                throw BindingException.plain(
                        "AmbiguousParameter",
                        "Parameter cannot be processed because the parameter name '" + name
                                + "' is ambiguous. Possible matches include:" + possible + ".");
            }
            return own.get(0);
        }
        return matches.isEmpty() ? null : matches.get(0);
    }

    private static boolean begins(String whole, String start) {
        return whole.regionMatches(true, 0, start, 0, start.length());
    }
}
