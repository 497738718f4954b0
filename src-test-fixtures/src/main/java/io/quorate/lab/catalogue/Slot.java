package io.quorate.lab.catalogue;

import java.util.ArrayList;
import java.util.List;

/** A parameter of one command with its sets as bits: bit 0 is the default set if there is one. */
final class Slot {

    /** One set of the parameter; flag 0 means all sets. */
    record InSet(SetMembership how, long flag) {
        boolean inAll() {
            return flag == 0;
        }

        boolean matches(long flags) {
            return flag == 0 || (flag & flags) != 0;
        }
    }

    final ParameterInfo info;
    final List<InSet> sets;
    final long flags;
    final boolean inAllSets;

    /** Whether it takes pipeline input in any of its sets. */
    final boolean pipeline;

    Slot(ParameterInfo info, List<InSet> sets) {
        this.info = info;
        this.sets = List.copyOf(sets);
        this.flags = sets.stream().mapToLong(InSet::flag).reduce(0, (a, b) -> a | b);
        this.inAllSets = sets.stream().anyMatch(InSet::inAll);
        this.pipeline = info.pipelineSomewhere();
    }

    String name() {
        return info.name();
    }

    List<InSet> matching(long wanted) {
        List<InSet> matching = new ArrayList<>();
        for (InSet set : sets) {
            if (set.matches(wanted)) {
                matching.add(set);
            }
        }
        return matching;
    }

    boolean takesPipeline(long wanted) {
        return matching(wanted).stream()
                .anyMatch(s -> s.how().byValue() || s.how().byPropertyName());
    }
}
