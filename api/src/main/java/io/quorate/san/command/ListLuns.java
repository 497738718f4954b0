package io.quorate.san.command;

import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Lists the logical unit numbers a target shows us.
 *
 * @param iqn the target
 * @see IscsiClient#luns
 */
public record ListLuns(Iqn iqn) implements ReadCommand<List<Integer>> {
    public ListLuns {
        Objects.requireNonNull(iqn, "iqn");
    }

    @Override
    public String name() {
        return "iscsi.luns";
    }

    @Override
    public Target target() {
        return new Target("iSCSI target", iqn.value());
    }

    @Override
    public Set<String> lists() {
        return Set.of("logical unit");
    }
}
