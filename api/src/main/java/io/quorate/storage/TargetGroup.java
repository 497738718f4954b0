package io.quorate.storage;

import io.quorate.san.Iqn;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A group of targets that a LUN mapping names.
 *
 * @param name its name; {@code all} is built in
 * @param members its targets, whatever their names look like: also such as are no iSCSI names
 */
public record TargetGroup(String name, Set<Iqn> members) {
    public TargetGroup {
        Objects.requireNonNull(name, "name");
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }
}
