package io.quorate.storage;

import io.quorate.san.Iqn;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A group of initiators that a LUN mapping names.
 *
 * @param name its name; {@code all} is built in
 * @param members its initiators, whatever their names look like: also such as are no iSCSI names
 */
public record HostGroup(String name, Set<Iqn> members) {
    public HostGroup {
        Objects.requireNonNull(name, "name");
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }
}
