package io.quorate.storage;

import io.quorate.Shown;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a volume should be published. Mutable inside the lambda it is handed to, and of no use outside. */
public final class PublicationSpec {
    private @Nullable Iqn target;
    private final List<Portal> portals = new ArrayList<>();
    private final Set<Iqn> initiators = new TreeSet<>();
    private @Nullable String targetGroup;
    private @Nullable String hostGroup;
    private @Nullable ChapLogin chap;
    private boolean renewChap;
    private @Nullable Boolean writeCache;

    PublicationSpec() {}

    /** Sets the target to publish through; made if it is not there. Must be given. */
    public PublicationSpec target(Iqn value) {
        target = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Adds a portal of a target that is to be made; an existing target must have these portals. At least one. */
    public PublicationSpec addPortal(Portal value) {
        portals.add(Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets who sees it: the initiators of all nodes of the cluster. At least one. They share one host group: whoever is added to a group that
     * is there sees all else that is mapped for it, too; {@link Publications#plan} names that.
     */
    public PublicationSpec initiators(Collection<Iqn> values) {
        initiators.clear();
        initiators.addAll(values);
        return this;
    }

    /** Sets the group of the target; the target's name after its last colon by default. */
    public PublicationSpec targetGroup(String value) {
        targetGroup = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the group of the initiators, one for the cluster. Must be given. */
    public PublicationSpec hostGroup(String value) {
        hostGroup = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Has every initiator log in with CHAP by this name and secret. A secret that is set already cannot be read and is left alone; one with
     * another name contradicts the wish; see {@link #renewChap()}.
     */
    public PublicationSpec chap(ChapLogin value) {
        chap = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets the CHAP name and secret also where some are set. An initiator has one for all targets: what it is logged in to stays, but at its
     * next log-in it needs the new one everywhere.
     */
    public PublicationSpec renewChap() {
        renewChap = true;
        return this;
    }

    /** Switches the logical unit's write cache; left as it is by default. */
    public PublicationSpec writeCache(boolean enabled) {
        writeCache = enabled;
        return this;
    }

    Wanted build(DatasetPath volume) {
        if (target == null) {
            throw new IllegalArgumentException("publication of " + volume + ": say through which target");
        }
        if (portals.isEmpty()) {
            throw new IllegalArgumentException("publication of " + volume + ": say on which portals");
        }
        if (initiators.isEmpty()) {
            throw new IllegalArgumentException("publication of " + volume + ": say which initiators see it");
        }
        Iqn.of(target.value());
        initiators.forEach(name -> Iqn.of(name.value()));
        if (hostGroup == null) {
            throw new IllegalArgumentException("publication of " + volume + ": name the host group");
        }
        String group =
                targetGroup == null ? target.value().substring(target.value().lastIndexOf(':') + 1) : targetGroup;
        for (String name : List.of(group, hostGroup)) {
            if (name.isBlank() || name.equalsIgnoreCase(Publications.EVERYBODY)) {
                throw new IllegalArgumentException("publication of " + volume + ": '" + name
                        + "' is no group of its own; name one that holds just what is meant");
            }
        }
        if (renewChap && chap == null) {
            throw new IllegalArgumentException("publication of " + volume + ": say which CHAP secret to renew to");
        }
        return new Wanted(volume, target, portals, initiators, group, hostGroup, chap, renewChap, writeCache);
    }

    /** The finished specification. */
    record Wanted(
            DatasetPath volume,
            Iqn target,
            List<Portal> portals,
            Set<Iqn> initiators,
            String targetGroup,
            String hostGroup,
            @Nullable ChapLogin chap,
            boolean renewChap,
            @Nullable Boolean writeCache) {
        Wanted {
            portals = List.copyOf(portals);
            initiators = java.util.Collections.unmodifiableSet(new TreeSet<>(initiators));
        }

        /** The same without the wish to set a secret anew, which reading cannot show to be fulfilled. */
        Wanted settled() {
            return new Wanted(volume, target, portals, initiators, targetGroup, hostGroup, chap, false, writeCache);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("target", target)
                .with("portals", portals)
                .with("initiators", initiators)
                .with("targetGroup", targetGroup)
                .with("hostGroup", hostGroup)
                .with("chap", chap)
                .with("renewChap", renewChap)
                .with("writeCache", writeCache)
                .toString();
    }
}
