package io.quorate.san.command;

import io.quorate.san.IscsiClient;
import io.quorate.san.LunAddress;
import io.quorate.san.Naa;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes blocks of a logical unit: the same blocks get the same data however often. Returns the identity of what was written to.
 *
 * @param unit which
 * @param naa who it must be; whoever carries the command out asks it again in the session that writes
 * @param firstBlock the first block, from 0
 * @param data what is written, whole blocks; not empty
 * @see IscsiClient#write
 */
public record WriteBlocks(LunAddress unit, Naa naa, long firstBlock, byte[] data)
        implements ConvergingCommand<Naa>, Destructive {
    /** The size of the smallest block there is. */
    private static final int SMALLEST = 512;

    public WriteBlocks {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(naa, "naa");
        if (firstBlock < 0) {
            throw new IllegalArgumentException("the first block is 0, not " + firstBlock);
        }
        if (data.length == 0 || data.length % SMALLEST != 0) {
            throw new IllegalArgumentException("whole blocks are written, not " + data.length + " bytes");
        }
        data = data.clone();
    }

    @Override
    public byte[] data() {
        return data.clone();
    }

    @Override
    public String identity() {
        return naa.hex();
    }

    @Override
    public String name() {
        return "iscsi.write";
    }

    @Override
    public Target target() {
        return new Target("logical unit", unit.toString());
    }

    @Override
    public Naa rehearsed() {
        return naa;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.unchanged(new ReadNaa(unit)),
                Foretold.unchanged(new IdentifyLun(unit)),
                Foretold.unchanged(new ReadReservations(unit)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WriteBlocks that
                && unit.equals(that.unit)
                && naa.equals(that.naa)
                && firstBlock == that.firstBlock
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, naa, firstBlock, Arrays.hashCode(data));
    }

    /** Prints how much is written, never what. */
    @Override
    public String toString() {
        return "WriteBlocks[" + unit + ", " + naa + ", " + data.length + " bytes from block " + firstBlock + "]";
    }
}
