package io.quorate.iscsi;

import io.quorate.san.command.ReadBlocks;
import java.util.Set;

/** Reads blocks of a logical unit. */
final class ReadBlocksHandler extends IscsiRead<ReadBlocks, byte[]> {

    ReadBlocksHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<ReadBlocks> handles() {
        return ReadBlocks.class;
    }

    @Override
    Set<InitiatorFeature> needs(ReadBlocks c) {
        return ofUnit(c.unit().lun());
    }

    @Override
    public byte[] run(ReadBlocks c, IscsiLink link) {
        return link.reading(
                c.unit(),
                unit -> Extent.ofBlocks(c.firstBlock(), c.blocks(), unit.plainCapacity())
                        .read(unit));
    }
}
