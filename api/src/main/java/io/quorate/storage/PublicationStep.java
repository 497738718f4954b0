package io.quorate.storage;

import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.RequireChap;
import io.quorate.storage.command.SetChap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One change on the way to a publication, with the sentence that a plan shows of it. */
sealed interface PublicationStep {

    /** Says what it changes; never a secret. */
    String sentence();

    /** Sets an initiator's CHAP name and secret. */
    record SetChap(Iqn initiator, ChapLogin login, String why) implements PublicationStep {
        @Override
        public String sentence() {
            return "set the CHAP name " + login.user() + " and its secret for initiator " + initiator + ", because "
                    + why;
        }
    }

    /** Makes the target. */
    record CreateTarget(Iqn target, List<Portal> portals) implements PublicationStep {
        @Override
        public String sentence() {
            return "create target " + target + " on " + words(portals);
        }
    }

    /** Has the target ask for CHAP. */
    record RequireChap(Iqn target) implements PublicationStep {
        @Override
        public String sentence() {
            return "have target " + target + " require CHAP";
        }
    }

    /** Makes the target group. */
    record CreateTargetGroup(String name, Iqn target) implements PublicationStep {
        @Override
        public String sentence() {
            return "create target group " + name + " with target " + target;
        }
    }

    /** Puts the target into a target group that is empty. */
    record FillTargetGroup(String name, Iqn target) implements PublicationStep {
        @Override
        public String sentence() {
            return "put target " + target + " into the empty target group " + name;
        }
    }

    /** Makes the host group. */
    record CreateHostGroup(String name, Set<Iqn> members) implements PublicationStep {
        @Override
        public String sentence() {
            return "create host group " + name + " with " + words(members);
        }
    }

    /** Adds initiators to the host group; nobody is left out. */
    record ExtendHostGroup(String name, Set<Iqn> members, Set<Iqn> added, Set<DatasetPath> seenBesides)
            implements PublicationStep {
        @Override
        public String sentence() {
            return "add " + words(added) + " to host group " + name
                    + (seenBesides.isEmpty() ? "" : ", which lets them see " + words(seenBesides) + ", too");
        }
    }

    /** Maps the volume. */
    record MapVolume(DatasetPath volume, String targetGroup, String hostGroup) implements PublicationStep {
        @Override
        public String sentence() {
            return "map volume " + volume + " through target group " + targetGroup + " for host group " + hostGroup;
        }
    }

    /** Switches the write cache. */
    record SwitchWriteCache(DatasetPath volume, boolean enabled) implements PublicationStep {
        @Override
        public String sentence() {
            return "switch the write cache of volume " + volume + " " + (enabled ? "on" : "off");
        }
    }

    static String words(Iterable<?> things) {
        return java.util.stream.StreamSupport.stream(things.spliterator(), false)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }
}
