package io.quorate.iscsi;

import io.quorate.san.DiscoveredTarget;
import io.quorate.san.command.DiscoverTargets;
import java.util.List;
import java.util.Set;

/** Asks a portal for its targets, by SendTargets. */
final class DiscoverTargetsHandler extends IscsiRead<DiscoverTargets, List<DiscoveredTarget>> {

    DiscoverTargetsHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<DiscoverTargets> handles() {
        return DiscoverTargets.class;
    }

    @Override
    Set<InitiatorFeature> needs(DiscoverTargets c) {
        return Set.of(InitiatorFeature.DISCOVERY);
    }

    @Override
    public List<DiscoveredTarget> run(DiscoverTargets c, IscsiLink link) {
        return link.initiator().discover(link.options().login(link.portal(), null, 0), link.deadline());
    }
}
