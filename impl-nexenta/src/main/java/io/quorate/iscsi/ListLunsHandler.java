package io.quorate.iscsi;

import io.quorate.san.LunAddress;
import io.quorate.san.command.ListLuns;
import java.util.List;
import java.util.Set;

/** Lists what a target shows us, by REPORT LUNS. */
final class ListLunsHandler extends IscsiRead<ListLuns, List<Integer>> {

    ListLunsHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<ListLuns> handles() {
        return ListLuns.class;
    }

    @Override
    Set<InitiatorFeature> needs(ListLuns c) {
        return Set.of(InitiatorFeature.SCSI);
    }

    @Override
    public List<Integer> run(ListLuns c, IscsiLink link) {
        return link.reading(new LunAddress(c.iqn(), 0), ScsiUnit::luns);
    }
}
