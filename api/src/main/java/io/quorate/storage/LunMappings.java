package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.san.DatasetPath;
import io.quorate.spi.Find;
import io.quorate.storage.command.CreateMapping;
import io.quorate.storage.command.GetLogicalUnit;
import io.quorate.storage.command.ListMappings;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.RemoveMapping;
import io.quorate.storage.command.SetWriteCache;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The LUN mappings (views): which volume which initiators see through which targets. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class LunMappings {
    private final Calls calls;

    LunMappings(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists all. Changes nothing. */
    public List<LunMapping> list() {
        try (Stream<LunMapping> all = stream()) {
            return all.toList();
        }
    }

    /** Lists all, page by page as the stream is read; see {@link Volumes#stream()}. Changes nothing. */
    public Stream<LunMapping> stream() {
        return Pages.stream(calls, at -> new ListMappings(null, at, Page.LIMIT), LunMapping::id);
    }

    /** Lists those of a volume. Changes nothing. */
    public List<LunMapping> of(DatasetPath volume) {
        Objects.requireNonNull(volume, "volume");
        return Pages.stream(calls, at -> new ListMappings(volume, at, Page.LIMIT), LunMapping::id)
                .toList();
    }

    /**
     * Maps a volume and waits until the mapping shows. The appliance chooses the number. A lost answer is settled by reading back.
     *
     * @throws io.quorate.error.ConflictException if the volume is mapped for that host group through that target group
     * @throws io.quorate.error.NotFoundException if volume or groups are not there
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost, or the mapping does not show in time
     */
    public LunMapping create(DatasetPath volume, String targetGroup, String hostGroup) {
        try {
            return calls.run(new CreateMapping(volume, targetGroup, hostGroup));
        } catch (NotFoundException e) {
            if (!calls.rehearses()) {
                throw swapped(targetGroup, hostGroup).map(e::hinting).orElse(e);
            }
            throw e;
        }
    }

    /** Tells whether a group was given where one of the other kind belongs; what cannot be read tells nothing. */
    private Optional<String> swapped(String targetGroup, String hostGroup) {
        try {
            if (new HostGroups(calls).find(targetGroup).isPresent()
                    && new TargetGroups(calls).find(targetGroup).isEmpty()) {
                return Optional.of(targetGroup + " is a host group, and no target group; the target group comes first");
            }
            if (new TargetGroups(calls).find(hostGroup).isPresent()
                    && new HostGroups(calls).find(hostGroup).isEmpty()) {
                return Optional.of(hostGroup + " is a target group, and no host group; the target group comes first");
            }
            return Optional.empty();
        } catch (QuorateException untold) {
            // The failure that is being explained counts; this look was an extra.
            return Optional.empty();
        }
    }

    /**
     * Takes a mapping away and waits until it is gone. Whoever uses the LUN loses it. May be repeated; already gone is fine.
     *
     * @param consent bound to the mapping's id; without it nothing is sent
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another mapping
     * @throws io.quorate.error.ConflictException if the id stands for another volume or other groups by now
     */
    public void remove(LunMapping mapping, @Nullable Consent consent) {
        calls.run(new RemoveMapping(mapping), consent);
    }

    /** Reads the logical unit behind a volume; empty while there is none, which is while it is mapped nowhere. Changes nothing. */
    public Optional<LogicalUnit> logicalUnit(DatasetPath volume) {
        return calls.run(new Find<>(new GetLogicalUnit(volume)));
    }

    /**
     * Switches the write cache of a logical unit. With it, what was answered as written may be lost with the appliance's power. Waits for
     * the logical unit of a volume that was just mapped: it shows a moment later. May be repeated.
     *
     * @return it as read back
     * @throws io.quorate.error.NotFoundException if the volume is mapped nowhere
     */
    public LogicalUnit writeCache(DatasetPath volume, boolean enabled) {
        return calls.run(new SetWriteCache(volume, enabled));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
