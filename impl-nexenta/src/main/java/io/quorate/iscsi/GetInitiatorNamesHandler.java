package io.quorate.iscsi;

import io.quorate.san.Iqn;
import io.quorate.san.command.GetInitiatorNames;
import java.util.List;
import java.util.Set;

/** Tells our names; no I/O. */
final class GetInitiatorNamesHandler extends IscsiRead<GetInitiatorNames, List<Iqn>> {

    GetInitiatorNamesHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<GetInitiatorNames> handles() {
        return GetInitiatorNames.class;
    }

    @Override
    Set<InitiatorFeature> needs(GetInitiatorNames c) {
        return Set.of();
    }

    @Override
    public List<Iqn> run(GetInitiatorNames c, IscsiLink link) {
        return List.of(options().name(), options().secondName());
    }
}
