package io.quorate.storage;

import io.quorate.call.Order;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.spi.Command;
import io.quorate.storage.PublicationSpec.Wanted;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.CreateMapping;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.RequireChap;
import io.quorate.storage.command.SetChap;
import io.quorate.storage.command.SetWriteCache;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What lies between an appliance as it is and a publication as it is wanted. A function of the two, without I/O.
 *
 * <p>The steps stand in an order in which nobody sees the volume too early: who may log in is settled before a target leads anywhere, and the mapping,
 * which exposes the volume, comes after all else that decides who sees it.
 *
 * @param steps what is missing, in order
 * @param obstacles what is there and contradicts the wish; with one of them no step is taken
 */
record PublicationDiff(List<PublicationStep> steps, List<String> obstacles) {
    PublicationDiff {
        steps = List.copyOf(steps);
        obstacles = List.copyOf(obstacles);
    }

    static PublicationDiff of(String endpoint, Wanted wanted, PublicationState seen) {
        Steps steps = new Steps(endpoint);
        List<String> obstacles = new ArrayList<>();
        chap(wanted, seen, steps, obstacles);
        target(wanted, seen, steps, obstacles);
        targetGroup(wanted, seen, steps, obstacles);
        hostGroup(wanted, seen, steps, obstacles);
        mapping(wanted, seen, steps, obstacles);
        return new PublicationDiff(steps.all, obstacles);
    }

    /** Tells whether what is there already would be changed, so that mappings of other volumes have to be looked at. */
    static boolean touchesOthers(
            Wanted wanted, @Nullable IscsiTarget target, List<TargetGroup> targetGroups, List<HostGroup> hostGroups) {
        return target != null && wanted.chap() != null && !target.chap()
                || targetGroups.stream()
                        .anyMatch(g -> g.name().equals(wanted.targetGroup())
                                && g.members().isEmpty())
                || hostGroups.stream()
                        .anyMatch(g -> g.name().equals(wanted.hostGroup())
                                && !g.members().containsAll(wanted.initiators()));
    }

    private static void chap(Wanted wanted, PublicationState seen, Steps steps, List<String> obstacles) {
        ChapLogin login = wanted.chap();
        for (Iqn name : wanted.initiators()) {
            RemoteInitiator known = seen.initiators().get(name);
            boolean secret = known != null && known.chapSecretSet();
            String user = known == null ? null : known.chapUser();
            if (login == null) {
                if (seen.target() != null && seen.target().chap() && !secret) {
                    obstacles.add("target " + wanted.target() + " requires CHAP and initiator " + name
                            + " has no secret; give a CHAP name and secret");
                }
            } else if (!secret) {
                steps.chap(name, login, false, "none is set");
            } else if (wanted.renewChap()) {
                steps.chap(name, login, true, "it is to be renewed");
            } else if (!login.user().equals(user)) {
                obstacles.add("initiator " + name + " has a CHAP secret and its CHAP name is "
                        + (user == null ? "not set" : user) + ", not " + login.user()
                        + "; changing it would shut it out of every other target at its next log-in, so say renewChap()"
                        + " if that is meant");
            }
        }
    }

    private static void target(Wanted wanted, PublicationState seen, Steps steps, List<String> obstacles) {
        IscsiTarget target = seen.target();
        if (target == null) {
            steps.add(
                    new CreateTarget(wanted.target(), wanted.portals()),
                    "create target " + wanted.target() + " on " + words(wanted.portals()));
        } else if (!Set.copyOf(target.portals()).equals(Set.copyOf(wanted.portals()))) {
            obstacles.add("target " + target.name() + " listens on "
                    + (target.portals().isEmpty() ? "no portal" : words(target.portals())) + ", not on "
                    + words(wanted.portals()));
        }
        if (wanted.chap() != null && (target == null || !target.chap())) {
            Set<String> groups = seen.targetGroups().stream()
                    .filter(g -> g.members().contains(wanted.target()))
                    .map(TargetGroup::name)
                    .collect(Collectors.toSet());
            Set<DatasetPath> served = volumes(seen.others().stream()
                    .filter(m -> groups.contains(m.targetGroup()) || Publications.isEverybody(m.targetGroup()))
                    .toList());
            if (target != null && !served.isEmpty()) {
                obstacles.add("target " + target.name() + " serves " + words(served)
                        + " without CHAP; requiring it would shut their initiators out");
            }
            steps.add(new RequireChap(wanted.target(), true), "have target " + wanted.target() + " require CHAP");
        }
    }

    private static void targetGroup(Wanted wanted, PublicationState seen, Steps steps, List<String> obstacles) {
        String name = wanted.targetGroup();
        TargetGroup group = seen.targetGroup(name).orElse(null);
        for (TargetGroup other : seen.targetGroups()) {
            if (!other.name().equals(name) && other.members().contains(wanted.target())) {
                obstacles.add("target " + wanted.target() + " is in target group " + other.name()
                        + " already, and a target is in one group only");
            }
        }
        if (group == null) {
            steps.add(
                    new CreateGroup(StorageGroup.Kind.TARGET, name, Set.of(wanted.target())),
                    "create target group " + name + " with target " + wanted.target());
            return;
        }
        Set<Iqn> further = without(group.members(), Set.of(wanted.target()));
        if (!further.isEmpty()) {
            obstacles.add(
                    "target group " + name + " holds further targets that would lead to the volume: " + words(further));
        } else if (group.members().isEmpty()) {
            Set<DatasetPath> mapped = volumes(seen.others().stream()
                    .filter(m -> m.targetGroup().equals(name))
                    .toList());
            if (!mapped.isEmpty()) {
                obstacles.add("target group " + name + " is empty and named by mappings of " + words(mapped)
                        + ", which the target would expose");
            }
            steps.add(
                    new WidenGroup(StorageGroup.Kind.TARGET, name, Set.of(wanted.target())),
                    "put target " + wanted.target() + " into the empty target group " + name);
        }
    }

    private static void hostGroup(Wanted wanted, PublicationState seen, Steps steps, List<String> obstacles) {
        String name = wanted.hostGroup();
        HostGroup group = seen.hostGroup(name).orElse(null);
        for (HostGroup other : seen.hostGroups()) {
            Set<Iqn> elsewhere = new TreeSet<>(other.members());
            elsewhere.retainAll(wanted.initiators());
            if (!other.name().equals(name) && !elsewhere.isEmpty()) {
                obstacles.add("host group " + other.name() + " holds " + words(elsewhere)
                        + " already, and an initiator is in one group only");
            }
        }
        if (group == null) {
            steps.add(
                    new CreateGroup(StorageGroup.Kind.HOST, name, wanted.initiators()),
                    "create host group " + name + " with " + words(wanted.initiators()));
            return;
        }
        Set<Iqn> further = without(group.members(), wanted.initiators());
        Set<Iqn> missing = without(wanted.initiators(), group.members());
        if (!further.isEmpty()) {
            obstacles.add("host group " + name + " lets further initiators see the volume: " + words(further));
        } else if (!missing.isEmpty()) {
            Set<DatasetPath> besides = volumes(seen.others().stream()
                    .filter(m -> m.hostGroup().equals(name))
                    .toList());
            steps.add(
                    new WidenGroup(StorageGroup.Kind.HOST, name, wanted.initiators()),
                    "add " + words(missing) + " to host group " + name
                            + (besides.isEmpty() ? "" : ", which lets them see " + words(besides) + ", too"));
        }
    }

    private static void mapping(Wanted wanted, PublicationState seen, Steps steps, List<String> obstacles) {
        List<LunMapping> right = new ArrayList<>();
        for (LunMapping mapping : seen.mappings()) {
            if (mapping.targetGroup().equals(wanted.targetGroup())
                    && mapping.hostGroup().equals(wanted.hostGroup())) {
                right.add(mapping);
            } else {
                obstacles.add("the volume is mapped as LUN " + mapping.lun() + " through target group "
                        + mapping.targetGroup() + " for host group " + mapping.hostGroup() + " (mapping "
                        + mapping.id() + ")");
            }
        }
        if (right.isEmpty()) {
            steps.add(
                    new CreateMapping(wanted.volume(), wanted.targetGroup(), wanted.hostGroup()),
                    "map volume " + wanted.volume() + " through target group " + wanted.targetGroup()
                            + " for host group " + wanted.hostGroup());
        } else if (right.size() > 1) {
            obstacles.add("the volume is mapped " + right.size() + " times for the same initiators, as LUN "
                    + words(right.stream().map(LunMapping::lun).toList()));
        }
        LogicalUnit unit = seen.unit();
        Boolean cache = wanted.writeCache();
        if (cache != null && (unit == null || unit.writeCacheDisabled() == cache)) {
            steps.add(
                    new SetWriteCache(wanted.volume(), cache),
                    "switch the write cache of volume " + wanted.volume() + " " + (cache ? "on" : "off"));
        }
    }

    private static Set<Iqn> without(Set<Iqn> some, Set<Iqn> taken) {
        Set<Iqn> left = new TreeSet<>(some);
        left.removeAll(taken);
        return Collections.unmodifiableSet(left);
    }

    private static Set<DatasetPath> volumes(List<LunMapping> mappings) {
        return mappings.stream()
                .map(m -> Objects.requireNonNull(m.volume()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(Iterable<?> things) {
        return StreamSupport.stream(things.spliterator(), false)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    /** Collects orders for one appliance. */
    private static final class Steps {
        final List<PublicationStep> all = new ArrayList<>();
        private final String endpoint;

        Steps(String endpoint) {
            this.endpoint = endpoint;
        }

        void add(Command<?> command, String reason) {
            all.add(new PublicationStep(Order.ensure(endpoint, command), reason));
        }

        void chap(Iqn initiator, ChapLogin login, boolean renew, String why) {
            add(
                    new SetChap(initiator, login, renew),
                    "set the CHAP name " + login.user() + " and its secret for initiator " + initiator + ", because "
                            + why);
        }
    }
}
