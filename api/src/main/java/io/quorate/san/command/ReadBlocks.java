package io.quorate.san.command;

import io.quorate.san.IscsiClient;
import io.quorate.san.LunAddress;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads blocks of a logical unit.
 *
 * @param unit which
 * @param firstBlock the first block, from 0
 * @param blocks how many, at least one
 * @see IscsiClient#read
 */
public record ReadBlocks(LunAddress unit, long firstBlock, int blocks) implements ReadCommand<byte[]> {
    public ReadBlocks {
        Objects.requireNonNull(unit, "unit");
        if (firstBlock < 0 || blocks < 1) {
            throw new IllegalArgumentException(
                    "say which blocks: the first is 0, at least one; not " + blocks + " from " + firstBlock);
        }
    }

    @Override
    public String name() {
        return "iscsi.read";
    }

    @Override
    public Target target() {
        return new Target("logical unit", unit.toString());
    }
}
