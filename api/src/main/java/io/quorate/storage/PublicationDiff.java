package io.quorate.storage;

import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.storage.PublicationSpec.Wanted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    static PublicationDiff of(Wanted wanted, PublicationState seen) {
        List<PublicationStep> steps = new ArrayList<>();
        List<String> obstacles = new ArrayList<>();
        chap(wanted, seen, steps, obstacles);
        target(wanted, seen, steps, obstacles);
        targetGroup(wanted, seen, steps, obstacles);
        hostGroup(wanted, seen, steps, obstacles);
        mapping(wanted, seen, steps, obstacles);
        return new PublicationDiff(steps, obstacles);
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

    private static void chap(
            Wanted wanted, PublicationState seen, List<PublicationStep> steps, List<String> obstacles) {
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
                steps.add(new PublicationStep.SetChap(name, login, "none is set"));
            } else if (wanted.renewChap()) {
                steps.add(new PublicationStep.SetChap(name, login, "it is to be renewed"));
            } else if (!login.user().equals(user)) {
                obstacles.add("initiator " + name + " has a CHAP secret and its CHAP name is "
                        + (user == null ? "not set" : user) + ", not " + login.user()
                        + "; changing it would shut it out of every other target at its next log-in, so say renewChap()"
                        + " if that is meant");
            }
        }
    }

    private static void target(
            Wanted wanted, PublicationState seen, List<PublicationStep> steps, List<String> obstacles) {
        IscsiTarget target = seen.target();
        if (target == null) {
            steps.add(new PublicationStep.CreateTarget(wanted.target(), wanted.portals()));
        } else if (!Set.copyOf(target.portals()).equals(Set.copyOf(wanted.portals()))) {
            obstacles.add("target " + target.name() + " listens on "
                    + (target.portals().isEmpty() ? "no portal" : PublicationStep.words(target.portals())) + ", not on "
                    + PublicationStep.words(wanted.portals()));
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
                obstacles.add("target " + target.name() + " serves " + PublicationStep.words(served)
                        + " without CHAP; requiring it would shut their initiators out");
            }
            steps.add(new PublicationStep.RequireChap(wanted.target()));
        }
    }

    private static void targetGroup(
            Wanted wanted, PublicationState seen, List<PublicationStep> steps, List<String> obstacles) {
        String name = wanted.targetGroup();
        TargetGroup group = seen.targetGroup(name).orElse(null);
        for (TargetGroup other : seen.targetGroups()) {
            if (!other.name().equals(name) && other.members().contains(wanted.target())) {
                obstacles.add("target " + wanted.target() + " is in target group " + other.name()
                        + " already, and a target is in one group only");
            }
        }
        if (group == null) {
            steps.add(new PublicationStep.CreateTargetGroup(name, wanted.target()));
            return;
        }
        Set<Iqn> further = without(group.members(), Set.of(wanted.target()));
        if (!further.isEmpty()) {
            obstacles.add("target group " + name + " holds further targets that would lead to the volume: "
                    + PublicationStep.words(further));
        } else if (group.members().isEmpty()) {
            Set<DatasetPath> mapped = volumes(seen.others().stream()
                    .filter(m -> m.targetGroup().equals(name))
                    .toList());
            if (!mapped.isEmpty()) {
                obstacles.add("target group " + name + " is empty and named by mappings of "
                        + PublicationStep.words(mapped) + ", which the target would expose");
            }
            steps.add(new PublicationStep.FillTargetGroup(name, wanted.target()));
        }
    }

    private static void hostGroup(
            Wanted wanted, PublicationState seen, List<PublicationStep> steps, List<String> obstacles) {
        String name = wanted.hostGroup();
        HostGroup group = seen.hostGroup(name).orElse(null);
        for (HostGroup other : seen.hostGroups()) {
            Set<Iqn> elsewhere = new TreeSet<>(other.members());
            elsewhere.retainAll(wanted.initiators());
            if (!other.name().equals(name) && !elsewhere.isEmpty()) {
                obstacles.add("host group " + other.name() + " holds " + PublicationStep.words(elsewhere)
                        + " already, and an initiator is in one group only");
            }
        }
        if (group == null) {
            steps.add(new PublicationStep.CreateHostGroup(name, wanted.initiators()));
            return;
        }
        Set<Iqn> further = without(group.members(), wanted.initiators());
        Set<Iqn> missing = without(wanted.initiators(), group.members());
        if (!further.isEmpty()) {
            obstacles.add("host group " + name + " lets further initiators see the volume: "
                    + PublicationStep.words(further));
        } else if (!missing.isEmpty()) {
            Set<DatasetPath> besides = volumes(seen.others().stream()
                    .filter(m -> m.hostGroup().equals(name))
                    .toList());
            steps.add(new PublicationStep.ExtendHostGroup(name, wanted.initiators(), missing, besides));
        }
    }

    private static void mapping(
            Wanted wanted, PublicationState seen, List<PublicationStep> steps, List<String> obstacles) {
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
            steps.add(new PublicationStep.MapVolume(wanted.volume(), wanted.targetGroup(), wanted.hostGroup()));
        } else if (right.size() > 1) {
            obstacles.add("the volume is mapped " + right.size() + " times for the same initiators, as LUN "
                    + PublicationStep.words(right.stream().map(LunMapping::lun).toList()));
        }
        LogicalUnit unit = seen.unit();
        Boolean cache = wanted.writeCache();
        if (cache != null && (unit == null || unit.writeCacheDisabled() == cache)) {
            steps.add(new PublicationStep.SwitchWriteCache(wanted.volume(), cache));
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
}
