package io.quorate.flow;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Shown;
import io.quorate.Span;
import io.quorate.san.ChapLogin;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which publication is shared to which nodes, and how. Mutable inside the lambda it is handed to, and of no use outside. */
public final class ShareDiskSpec {
    private static final int LONGEST_LABEL = 32;

    private @Nullable Publication publication;
    private @Nullable String cluster;
    private List<String> nodes = List.of();
    private @Nullable String label;
    private @Nullable ChapLogin chap;
    private @Nullable Secret mutualSecret;
    private @Nullable Portal portal;
    private @Nullable String iscsi;
    private @Nullable Consent wipe;
    private FlowListener progress = step -> {};
    private Duration atMost = Duration.ofMinutes(20);

    ShareDiskSpec() {}

    /** Sets what is shared. Must be given. */
    public ShareDiskSpec publication(Publication value) {
        publication = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the endpoint of the cluster, which is the one of its nodes, too. Must be given. */
    public ShareDiskSpec cluster(String endpoint) {
        cluster = Objects.requireNonNull(endpoint, "endpoint");
        return this;
    }

    /** Sets the nodes: all of the cluster's, the one that prepares an empty disk first. The cluster's list by default. */
    public ShareDiskSpec nodes(String... names) {
        nodes = List.of(names);
        return this;
    }

    /** Sets the label that a new file system gets; the volume's name by default. */
    public ShareDiskSpec label(String value) {
        label = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the CHAP name and secret that every node logs in with; must be given if the publication asks for CHAP. */
    public ShareDiskSpec chap(ChapLogin value) {
        chap = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Has the target prove itself with this secret, too. It is set on each node's initiator as a whole. */
    public ShareDiskSpec mutualChap(Secret value) {
        mutualSecret = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets through which of the publication's portals nodes without a session log in; the first by default. One path only, for want of MPIO. */
    public ShareDiskSpec portal(Portal value) {
        portal = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets the endpoint of our own initiator, through which the logical unit is looked at before anything is prepared: that it is the one, that
     * nobody reserved it, and, where Windows sees no partition table, that its first and last MiB are zero. The publication must let its
     * initiator name in. If any of it cannot be read the call fails and nothing is prepared.
     *
     * <p>Not looked at by default. Then a disk that carries data without a partition table (LVM, LUKS, a file system or a database on the bare
     * disk) is not told from an empty one, and is formatted without a consent; nor is it seen that somebody outside the cluster reserved it.
     */
    public ShareDiskSpec iscsi(String endpoint) {
        iscsi = Objects.requireNonNull(endpoint, "endpoint");
        return this;
    }

    /**
     * Allows to destroy what a foreign disk carries, a partition table or data without one; bound to its unique id and size,
     * {@code UNIQUEID@bytes}. Refused by default.
     */
    public ShareDiskSpec wipe(Consent value) {
        wipe = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets who hears of every step. */
    public ShareDiskSpec progress(FlowListener value) {
        progress = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets how long the whole may take; 20 minutes by default. A step that is under way when the time is up is not cut short. */
    public ShareDiskSpec atMost(Duration value) {
        atMost = Objects.requireNonNull(value, "value");
        return this;
    }

    Wanted build() {
        if (publication == null) {
            throw new IllegalArgumentException("sharing a disk: say which publication");
        }
        String what = "sharing volume " + publication.volume();
        if (cluster == null) {
            throw new IllegalArgumentException(what + ": say with which cluster");
        }
        if (publication.chap() && chap == null) {
            throw new IllegalArgumentException(what + ": its target asks for CHAP; give the name and secret");
        }
        if (mutualSecret != null && chap == null) {
            throw new IllegalArgumentException(what + ": mutual CHAP needs a name and secret of the nodes' own");
        }
        if (publication.portals().isEmpty()) {
            throw new IllegalArgumentException(what + ": the publication has no portal");
        }
        Portal through = portal == null ? publication.portals().get(0) : portal;
        if (!publication.portals().contains(through)) {
            throw new IllegalArgumentException(what + ": " + through + " is none of its portals");
        }
        Set<String> once = new LinkedHashSet<>();
        for (String node : nodes) {
            if (node.isBlank() || !once.add(node.toUpperCase(java.util.Locale.ROOT))) {
                throw new IllegalArgumentException(what + ": name every node once: " + String.join(", ", nodes));
            }
        }
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException(what + ": it takes some time: " + Span.words(atMost));
        }
        String name = publication.volume().name();
        String wantedLabel = label != null ? label : name.substring(0, Math.min(LONGEST_LABEL, name.length()));
        return new Wanted(
                publication, cluster, nodes, wantedLabel, chap, mutualSecret, through, iscsi, wipe, progress, atMost);
    }

    /** The finished specification. */
    record Wanted(
            Publication publication,
            String cluster,
            List<String> nodes,
            String label,
            @Nullable ChapLogin chap,
            @Nullable Secret mutualSecret,
            Portal portal,
            @Nullable String iscsi,
            @Nullable Consent wipe,
            FlowListener progress,
            Duration atMost) {}

    @Override
    public String toString() {
        return Shown.as(this)
                .with("publication", publication)
                .with("cluster", cluster)
                .with("nodes", nodes)
                .with("label", label)
                .with("chap", chap)
                .with("mutualSecret", mutualSecret)
                .with("portal", portal)
                .with("iscsi", iscsi)
                .with("wipe", wipe)
                .with("atMost", atMost)
                .toString();
    }
}
