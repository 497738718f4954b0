package io.quorate.lab.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * How a parameter takes part in one parameter set (one ParameterAttribute).
 *
 * @param set the set's name; null means all sets
 * @param mandatory whether it must be given
 * @param position its position, or {@link #NO_POSITION}
 * @param byValue whether it takes the pipeline object
 * @param byPropertyName whether it takes the pipeline object's property of its name
 * @param remaining whether it takes all positional arguments left over
 */
public record SetMembership(
        @Nullable String set,
        boolean mandatory,
        int position,
        boolean byValue,
        boolean byPropertyName,
        boolean remaining) {

    /** No positional binding, as .NET spells it. */
    public static final int NO_POSITION = Integer.MIN_VALUE;

    static final SetMembership ALL = new SetMembership(null, false, NO_POSITION, false, false, false);

    SetMembership at(int place) {
        return new SetMembership(set, mandatory, place, byValue, byPropertyName, remaining);
    }
}
