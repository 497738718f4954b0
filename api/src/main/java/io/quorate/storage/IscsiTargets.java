package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.Find;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.GetTarget;
import io.quorate.storage.command.ListTargets;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.RemoveTarget;
import io.quorate.storage.command.RequireChap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The appliance's iSCSI targets. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class IscsiTargets {
    private final Calls calls;

    IscsiTargets(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists them. Changes nothing. */
    public List<IscsiTarget> list() {
        return Pages.stream(calls, at -> new ListTargets(at, Page.LIMIT), IscsiTarget::name)
                .toList();
    }

    /** Reads one; empty after a look without it. Changes nothing. */
    public Optional<IscsiTarget> find(Iqn name) {
        return calls.run(new Find<>(new GetTarget(name)));
    }

    /**
     * Reads one. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a look without it
     */
    public IscsiTarget get(Iqn name) {
        return calls.run(new GetTarget(name));
    }

    /**
     * Creates one, without CHAP. A lost answer is settled by reading back.
     *
     * @param portals where it listens, at least one; their order is the appliance's
     * @throws io.quorate.error.ConflictException if there is one of that name
     * @throws io.quorate.error.RejectedException if the appliance refuses, because a portal is no address of its for example
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public IscsiTarget create(Iqn name, List<Portal> portals) {
        return calls.run(new CreateTarget(name, portals));
    }

    /**
     * Switches whether initiators must log in with CHAP. Who is logged in stays so; who has no CHAP secret set cannot log in again. May be
     * repeated.
     *
     * @return it as read back
     * @throws io.quorate.error.NotFoundException if it is not there
     */
    public IscsiTarget requireChap(Iqn name, boolean chap) {
        return calls.run(new RequireChap(name, chap));
    }

    /**
     * Removes one that is in no target group: whoever is logged in loses it. May be repeated; already gone is fine.
     *
     * @param consent bound to the target's name; without it nothing is sent
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another target
     * @throws io.quorate.error.ConflictException while it is in a target group
     */
    public void remove(Iqn name, @Nullable Consent consent) {
        calls.run(new RemoveTarget(name), consent);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
