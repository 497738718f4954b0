package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.call.Waiter;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.ErrorReport;
import io.quorate.error.NotFoundException;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Publication;
import io.quorate.spi.Target;
import io.quorate.storage.PublicationSpec.Wanted;
import io.quorate.storage.command.SetWriteCache;
import io.quorate.storage.command.WidenGroup;
import io.quorate.text.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Volumes as they are published: target, portals, groups, CHAP and LUN mapping brought to a wanted state together.
 *
 * {@snippet file="io/quorate/samples/ShareVolume.java" region="publish"}
 *
 * <p>Every method reads what is there and goes on from it; nothing is remembered between calls. So after any interruption the same call
 * again leads to the same end. Rights and common errors are those of {@link StorageClient}. A method sends several requests, of two minutes at
 * most each; seconds in all where the appliance is well. A lost answer to one of them is settled by reading back. Immutable and thread-safe.
 */
public final class Publications {
    /** The built-in group that holds every target or every initiator. */
    static final String EVERYBODY = "all";

    /** Somebody else may change things meanwhile; more often than this it is not bad luck. */
    private static final int ROUNDS = 3;

    /** How long to wait while another thread publishes the same volume. */
    private static final Duration TURN = Duration.ofMinutes(10);

    /** Mappings and logical units show up late; a client of the vendor's waits a minute, too. */
    private static final Duration VISIBLE = Duration.ofSeconds(60);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Calls calls;

    Publications(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /**
     * Reads how a volume is published. Changes nothing; about five requests.
     *
     * @return empty if it is mapped nowhere
     * @throws ConflictException if it is mapped in a way that is no publication: several times, for everybody, through no target or
     *     several; the message says how
     */
    public Optional<Publication> find(DatasetPath volume) {
        long started = calls.runtime().nanos();
        List<LunMapping> mappings = mappings().of(Objects.requireNonNull(volume, "volume"));
        if (mappings.isEmpty()) {
            return Optional.empty();
        }
        List<String> oddities = new ArrayList<>();
        if (mappings.size() > 1) {
            for (LunMapping mapping : mappings) {
                oddities.add("it is mapped as LUN " + mapping.lun() + " through target group " + mapping.targetGroup()
                        + " for host group " + mapping.hostGroup());
            }
            throw conflict("storage.publication.find", volume, started, oddities);
        }
        LunMapping mapping = mappings.get(0);
        TargetGroup targets = targetGroup(mapping.targetGroup()).orElse(null);
        HostGroup hosts = hostGroup(mapping.hostGroup()).orElse(null);
        LogicalUnit unit = mappings().logicalUnit(volume).orElse(null);
        Iqn name = targets != null && targets.members().size() == 1
                ? targets.members().iterator().next()
                : null;
        IscsiTarget target = name == null ? null : targets().find(name).orElse(null);
        if (hosts == null || isEverybody(mapping.hostGroup())) {
            oddities.add("it is mapped for host group " + mapping.hostGroup()
                    + (hosts == null && !isEverybody(mapping.hostGroup()) ? ", which is not there" : ""));
        }
        if (target == null) {
            oddities.add("it is mapped through target group " + mapping.targetGroup() + ", which "
                    + (targets == null
                            ? "holds no target of its own"
                            : name == null
                                    ? "holds " + targets.members().size() + " targets"
                                    : "holds " + name + ", which is not there"));
        }
        if (unit == null) {
            oddities.add("it is mapped and its logical unit does not show");
        }
        if (hosts == null || target == null || unit == null || !oddities.isEmpty()) {
            throw conflict("storage.publication.find", volume, started, oddities);
        }
        Volume found = volumes().get(volume);
        return Optional.of(new Publication(
                volume,
                found.size(),
                unit.naa(),
                mapping.lun(),
                target.name(),
                target.portals(),
                mapping.targetGroup(),
                mapping.hostGroup(),
                hosts.members(),
                target.chap()));
    }

    /**
     * Looks what it would take to publish a volume as wanted. Changes nothing.
     *
     * @throws IllegalArgumentException if what is asked for contradicts itself or lacks something
     * @throws NotFoundException if there is no such volume
     */
    public PublicationPlan plan(DatasetPath volume, Consumer<PublicationSpec> spec) {
        Wanted wanted = wanted(volume, spec);
        volumes().get(volume);
        PublicationDiff diff = PublicationDiff.of(calls.endpoint(), wanted, read(wanted));
        return new PublicationPlan(volume, diff.steps(), diff.obstacles());
    }

    /**
     * Publishes a volume as wanted and reads it back: one host group with every initiator, one mapping, the same LUN for every node. What
     * is there and contradicts the wish is never changed. What is missing is added in an order in which nobody sees the volume who should not: CHAP,
     * target and groups first, the mapping last. An initiator that is added to a host group that is there sees whatever else is mapped for that
     * group; {@link #plan} names it beforehand. May be repeated; a second time nothing is sent that changes anything, unless a secret
     * is to be renewed. Takes seconds, and a minute longer at most until the appliance shows what it did.
     *
     * @return the publication as read back, and whether something was changed
     * @throws IllegalArgumentException if what is asked for contradicts itself or lacks something
     * @throws NotFoundException if there is no such volume
     * @throws ConflictException if something contradicts the wish; nothing was changed then, and the message lists all of it. It may also come
     *     of somebody who changes the same things meanwhile; then run it again
     * @throws io.quorate.error.DeadlineExceededException if what was done does not show within a minute; run it again
     * @throws io.quorate.error.OutcomeUnknownException if an answer was lost and reading back could not settle it; run it again
     */
    public Ensured<Publication> ensure(DatasetPath volume, Consumer<PublicationSpec> spec) {
        Wanted wanted = wanted(volume, spec);
        return inTurn(volume, () -> ensured(volume, wanted));
    }

    /** Two of this client that publish or unpublish one volume at once would see each other's half. */
    private <T> T inTurn(DatasetPath volume, Supplier<T> work) {
        return calls.inTurn(new Target("publishing", volume.value()), TURN, work);
    }

    private Ensured<Publication> ensured(DatasetPath volume, Wanted asked) {
        long started = calls.runtime().nanos();
        Wanted wanted = asked;
        Size size = volumes().get(volume).size();
        boolean changed = false;
        for (int round = 1; ; round++) {
            PublicationState seen = read(wanted);
            PublicationDiff diff = PublicationDiff.of(calls.endpoint(), wanted, seen);
            refuse(diff, volume, started);
            try {
                for (PublicationStep step : diff.steps()) {
                    Ensured<?> taken = take(step.order());
                    changed |= taken.changed();
                    seen = seen.after(step.order().command(), taken.value());
                }
            } catch (ConflictException | NotFoundException e) {
                // Somebody else changed it in between: look again what is there now.
                if (round == ROUNDS) {
                    throw e;
                }
                continue;
            }
            wanted = wanted.settled();
            if (diff.steps().isEmpty() && seen.unit() != null) {
                return new Ensured<>(publication(wanted, seen, size), changed);
            }
            Look look = readBack(wanted, seen, started, round < ROUNDS);
            if (look.shows()) {
                return new Ensured<>(publication(wanted, look.state(), size), changed);
            }
        }
    }

    /**
     * Takes a volume's mappings away, all of them, and then the groups and the target if nothing else uses them; never the volume, nor the
     * initiators' CHAP names. May be repeated; already unpublished is fine. Whoever uses the disk loses it: an appliance does not tell who is logged in, so take
     * the shared volume out of the cluster and end the nodes' sessions first. A target group with several targets is left alone.
     *
     * <p>Interrupted between the mappings and the groups, this leaves groups and target that nothing uses, and from the volume alone nobody could tell
     * any more that they were its own; {@link #unpublish(Publication, Consent)} can.
     *
     * @param consent names the logical unit's NAA
     * @return the volume, and whether something was changed
     * @throws ConsentRequiredException without a consent, or with one for another logical unit; nothing was changed then
     * @throws ConflictException if it is mapped and its logical unit does not show; nothing was changed then
     */
    public Ensured<DatasetPath> unpublish(DatasetPath volume, @Nullable Consent consent) {
        Objects.requireNonNull(volume, "volume");
        return inTurn(volume, () -> unpublished(volume, consent));
    }

    private Ensured<DatasetPath> unpublished(DatasetPath volume, @Nullable Consent consent) {
        long started = calls.runtime().nanos();
        List<LunMapping> mappings = mappings().of(volume);
        if (mappings.isEmpty()) {
            return new Ensured<>(volume, false);
        }
        LogicalUnit unit = mappings().logicalUnit(volume).orElse(null);
        if (unit == null) {
            throw conflict(
                    "storage.publication.unpublish",
                    volume,
                    started,
                    List.of("it is mapped and its logical unit does not show, so no consent can be checked"));
        }
        Consent given = require(consent, unit.naa(), volume, started);
        Leftovers leftovers = new Leftovers();
        mappings.forEach(leftovers::add);
        for (String group : leftovers.targetGroups) {
            targetGroup(group)
                    .filter(g -> g.members().size() == 1)
                    .ifPresent(g -> leftovers.targets.addAll(g.members()));
        }
        remove(mappings, given);
        sweep(volume, leftovers, given);
        return new Ensured<>(volume, true);
    }

    /**
     * Takes a publication away like {@link #unpublish(DatasetPath, Consent)}, and finds its groups and target even if its mapping is
     * gone already, so that an interrupted removal can be finished. May be repeated.
     *
     * @param publication what {@link #find} or {@link #ensure} returned
     * @param consent names the publication's NAA
     * @throws ConsentRequiredException without a consent, or with one for another logical unit; nothing was changed then
     * @throws ConflictException if the volume is another logical unit by now, or does not show; nothing was changed then
     */
    public Ensured<DatasetPath> unpublish(Publication publication, @Nullable Consent consent) {
        return inTurn(publication.volume(), () -> unpublished(publication, consent));
    }

    private Ensured<DatasetPath> unpublished(Publication publication, @Nullable Consent consent) {
        DatasetPath volume = publication.volume();
        long started = calls.runtime().nanos();
        Consent given = require(consent, publication.naa(), volume, started);
        List<LunMapping> mappings = mappings().of(volume);
        if (!mappings.isEmpty()) {
            Naa now = mappings().logicalUnit(volume).map(LogicalUnit::naa).orElse(null);
            if (!publication.naa().equals(now)) {
                throw conflict(
                        "storage.publication.unpublish",
                        volume,
                        started,
                        List.of(
                                now == null
                                        ? "its logical unit does not show"
                                        : "its logical unit is " + now + " now"));
            }
        }
        Leftovers leftovers = new Leftovers();
        mappings.forEach(leftovers::add);
        leftovers.targetGroups.add(publication.targetGroup());
        leftovers.hostGroups.add(publication.hostGroup());
        leftovers.targets.add(publication.target());
        remove(mappings, given);
        boolean swept = sweep(volume, leftovers, given);
        return new Ensured<>(volume, swept || !mappings.isEmpty());
    }

    /** Tells whether it is the built-in group, or may be: a mapping that names none is taken for one that holds for all. */
    static boolean isEverybody(String group) {
        return group.isEmpty() || group.equalsIgnoreCase(EVERYBODY);
    }

    private static Wanted wanted(DatasetPath volume, Consumer<PublicationSpec> spec) {
        PublicationSpec filled = new PublicationSpec();
        spec.accept(filled);
        return filled.build(Objects.requireNonNull(volume, "volume"));
    }

    private PublicationState read(Wanted wanted) {
        DatasetPath volume = wanted.volume();
        IscsiTarget target = targets().find(wanted.target()).orElse(null);
        List<TargetGroup> targetGroups = groups().list();
        List<HostGroup> hostGroups = hosts().list();
        Map<Iqn, RemoteInitiator> initiators = new HashMap<>();
        if (wanted.chap() != null || target != null && target.chap()) {
            for (Iqn name : wanted.initiators()) {
                new RemoteInitiators(calls).find(name).ifPresent(known -> initiators.put(name, known));
            }
        }
        List<LunMapping> mappings = mappings().of(volume);
        LogicalUnit unit =
                mappings.isEmpty() ? null : mappings().logicalUnit(volume).orElse(null);
        List<LunMapping> others = List.of();
        if (PublicationDiff.touchesOthers(wanted, target, targetGroups, hostGroups)) {
            try (Stream<LunMapping> all = mappings().stream()) {
                others = all.filter(m -> !m.volume().equals(volume)).toList();
            }
        }
        return new PublicationState(volume, target, targetGroups, hostGroups, initiators, mappings, unit, others);
    }

    private <R> Ensured<R> take(Order<R> order) {
        if (order.command() instanceof SetWriteCache cache) {
            awaitUnit(cache.volume());
        }
        return calls.give(order);
    }

    private void awaitUnit(DatasetPath volume) {
        Waiter.of(
                        calls.runtime(),
                        "the logical unit of volume " + volume + " shows",
                        () -> mappings().logicalUnit(volume))
                .until(Optional::isPresent)
                .describedBy(seen -> "no logical unit")
                .every(LOOK_AGAIN)
                .await(VISIBLE);
    }

    /** What reading back has seen. */
    private record Look(PublicationState state, PublicationDiff diff) {

        boolean shows() {
            return diff.steps().isEmpty() && state.unit() != null;
        }

        /** Tells whether a group that somebody else made meanwhile lacks members. */
        boolean lacksMembers() {
            return diff.steps().stream().anyMatch(step -> step.order().command() instanceof WidenGroup);
        }
    }

    /** Reads what exposes the volume, and what shows late; the rest was read back by those who changed it, or is as it was. */
    private Look readBack(Wanted wanted, PublicationState seen, long started, boolean mayGoOn) {
        DatasetPath volume = wanted.volume();
        return Waiter.of(calls.runtime(), "publication of volume " + volume + " shows", () -> {
                    PublicationState state = seen.again(
                            wanted.hostGroup(),
                            hosts().find(wanted.hostGroup()),
                            mappings().of(volume),
                            mappings().logicalUnit(volume).orElse(null));
                    return new Look(state, PublicationDiff.of(calls.endpoint(), wanted, state));
                })
                .until(look -> {
                    refuse(look.diff(), volume, started);
                    return look.shows() || mayGoOn && look.lacksMembers();
                })
                .describedBy(look -> look.diff().steps().isEmpty()
                        ? "mapped, without a logical unit"
                        : "still to do: " + look.diff().steps().get(0).reason())
                .every(LOOK_AGAIN)
                .await(VISIBLE);
    }

    private static Publication publication(Wanted wanted, PublicationState seen, Size size) {
        IscsiTarget target = Objects.requireNonNull(seen.target());
        return new Publication(
                wanted.volume(),
                size,
                Objects.requireNonNull(seen.unit()).naa(),
                seen.mappings().get(0).lun(),
                wanted.target(),
                target.portals(),
                wanted.targetGroup(),
                wanted.hostGroup(),
                wanted.initiators(),
                target.chap());
    }

    /** The names that may be left over when mappings are gone. */
    private static final class Leftovers {
        final Set<String> targetGroups = new TreeSet<>();
        final Set<String> hostGroups = new TreeSet<>();
        final Set<Iqn> targets = new TreeSet<>();

        void add(LunMapping mapping) {
            if (!isEverybody(mapping.targetGroup())) {
                targetGroups.add(mapping.targetGroup());
            }
            if (!isEverybody(mapping.hostGroup())) {
                hostGroups.add(mapping.hostGroup());
            }
        }
    }

    private void remove(List<LunMapping> mappings, Consent consent) {
        for (LunMapping mapping : mappings) {
            mappings().remove(mapping, Consent.to(mapping.id(), consent.reason()));
        }
    }

    /** Removes of the leftovers what no mapping names and no other group holds. */
    private boolean sweep(DatasetPath volume, Leftovers leftovers, Consent consent) {
        List<LunMapping> others;
        try (Stream<LunMapping> all = mappings().stream()) {
            others = all.filter(m -> !m.volume().equals(volume)).toList();
        }
        boolean swept = false;
        List<TargetGroup> targetGroups = new ArrayList<>(groups().list());
        for (TargetGroup group : List.copyOf(targetGroups)) {
            boolean ours =
                    leftovers.targetGroups.contains(group.name()) && leftovers.targets.containsAll(group.members());
            if (ours && others.stream().noneMatch(m -> m.targetGroup().equals(group.name()))) {
                groups().remove(group.name());
                targetGroups.remove(group);
                swept = true;
            }
        }
        boolean everyTarget = others.stream().anyMatch(m -> isEverybody(m.targetGroup()));
        for (Iqn target : leftovers.targets) {
            boolean used = targetGroups.stream().anyMatch(g -> g.members().contains(target));
            if (!everyTarget && !used && targets().find(target).isPresent()) {
                targets().remove(target, Consent.to(target.value(), consent.reason()));
                swept = true;
            }
        }
        for (HostGroup group : hosts().list()) {
            if (leftovers.hostGroups.contains(group.name())
                    && others.stream().noneMatch(m -> m.hostGroup().equals(group.name()))) {
                hosts().remove(group.name());
                swept = true;
            }
        }
        return swept;
    }

    private Consent require(@Nullable Consent consent, Naa naa, DatasetPath volume, long started) {
        if (consent == null || !consent.covers(naa.hex())) {
            throw new ConsentRequiredException(
                    report(
                            "storage.publication.unpublish",
                            volume,
                            started,
                            consent == null
                                    ? "whoever uses the disk would lose it and no consent was given"
                                    : "the consent is for " + consent.identity() + ", not for " + naa,
                            "pass Consent.to(\"" + naa + "\", reason) if that logical unit is meant"),
                    naa.hex());
        }
        return consent;
    }

    private void refuse(PublicationDiff diff, DatasetPath volume, long started) {
        if (!diff.obstacles().isEmpty()) {
            throw conflict("storage.publication.ensure", volume, started, diff.obstacles());
        }
    }

    private ConflictException conflict(String operation, DatasetPath volume, long started, List<String> obstacles) {
        return new ConflictException(
                report(
                        operation,
                        volume,
                        started,
                        String.join("; ", obstacles),
                        "what is there already is not changed unasked; mend it, or wish for what is there"),
                null);
    }

    private ErrorReport report(String operation, DatasetPath volume, long started, String said, String hint) {
        return calls.report(operation, "volume " + volume, started, said, hint);
    }

    /** Somebody else may have given a group a name that none of ours could have; such a one is found by listing all. */
    private Optional<TargetGroup> targetGroup(String name) {
        try {
            return groups().find(name);
        } catch (IllegalArgumentException odd) {
            return groups().list().stream().filter(g -> g.name().equals(name)).findFirst();
        }
    }

    private Optional<HostGroup> hostGroup(String name) {
        try {
            return hosts().find(name);
        } catch (IllegalArgumentException odd) {
            return hosts().list().stream().filter(g -> g.name().equals(name)).findFirst();
        }
    }

    private Volumes volumes() {
        return new Volumes(calls);
    }

    private IscsiTargets targets() {
        return new IscsiTargets(calls);
    }

    private TargetGroups groups() {
        return new TargetGroups(calls);
    }

    private HostGroups hosts() {
        return new HostGroups(calls);
    }

    private LunMappings mappings() {
        return new LunMappings(calls);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
