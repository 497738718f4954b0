package io.quorate.iscsi;

import java.util.EnumSet;
import java.util.Set;

/**
 * What an endpoint asks for and its initiator offers.
 *
 * @param options what the endpoint says
 * @param features what the initiator can do
 */
record IscsiAccess(IscsiOptions options, Set<InitiatorFeature> features) {
    IscsiAccess {
        features = Set.copyOf(features);
    }

    /** Returns what every login of the endpoint takes. */
    EnumSet<InitiatorFeature> needed() {
        EnumSet<InitiatorFeature> needed = EnumSet.noneOf(InitiatorFeature.class);
        if (options.chap() != null) {
            needed.add(InitiatorFeature.CHAP);
            if (options.chap().targetSecret() != null) {
                needed.add(InitiatorFeature.MUTUAL_CHAP);
            }
        }
        if (options.headerDigest() || options.dataDigest()) {
            needed.add(InitiatorFeature.DIGESTS);
        }
        return needed;
    }
}
