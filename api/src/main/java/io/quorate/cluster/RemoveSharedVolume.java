package io.quorate.cluster;

import io.quorate.Consent;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a shared volume an unused disk of the cluster again. Its content stays, its path goes. Returns the shared volumes that are left.
 *
 * @param id the volume's id ({@link SharedVolume#id}), which it keeps when it is renamed
 * @param identity what the consent names ({@link SharedVolume#identity})
 * @param consent the caller's word
 * @see ClusterSharedVolumes#remove
 */
public record RemoveSharedVolume(
        String id, String identity, @Nullable Consent consent) implements Command<List<SharedVolume>>, Destructive {
    public RemoveSharedVolume {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(identity, "identity");
    }

    @Override
    public String name() {
        return "cluster.volume.remove";
    }

    @Override
    public Target target() {
        return new Target("cluster shared volume", identity);
    }

    @Override
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<SharedVolume> rehearsed() {
        return List.of();
    }
}
