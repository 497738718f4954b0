package io.quorate.iscsi;

import io.quorate.spi.Command;
import io.quorate.spi.Handler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A handler that needs something of the initiator.
 *
 * @param <C> the command
 * @param <R> its result
 */
abstract class IscsiHandler<C extends Command<R>, R> implements Handler<C, R, IscsiLink> {
    private final IscsiAccess access;

    IscsiHandler(IscsiAccess access) {
        this.access = access;
    }

    IscsiOptions options() {
        return access.options();
    }

    /** Returns what the command takes beyond logging in and moving blocks of LUN 0. */
    abstract Set<InitiatorFeature> needs(C command);

    @Override
    public List<String> missing(C command) {
        EnumSet<InitiatorFeature> needed = access.needed();
        needed.addAll(needs(command));
        needed.removeAll(access.features());
        List<String> missing = new ArrayList<>();
        for (InitiatorFeature feature : needed) {
            missing.add("initiator " + options().initiator() + " cannot do " + feature + ", which " + command.name()
                    + " needs here; the endpoint's option " + IscsiOptions.INITIATOR + "=" + IscsiOptions.OWN
                    + " can");
        }
        return missing;
    }

    /** Returns what commands to a logical unit take. */
    static Set<InitiatorFeature> ofUnit(int lun, InitiatorFeature... more) {
        EnumSet<InitiatorFeature> needs = EnumSet.noneOf(InitiatorFeature.class);
        needs.addAll(List.of(more));
        if (lun != 0) {
            needs.add(InitiatorFeature.ANY_LUN);
        }
        return needs;
    }
}
