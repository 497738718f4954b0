package io.quorate.storage.command;

import io.quorate.Size;
import io.quorate.san.DatasetPath;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Volume;
import io.quorate.storage.Volumes;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Creates a volume.
 *
 * @param path its path, {@code pool/group/volume}
 * @param size its size, a whole number of blocks
 * @param blockSize the size of its blocks, a power of two from 512 B to 128 KiB
 * @param provisioning whether its space is set aside
 * @see Volumes#create
 */
public record CreateVolume(DatasetPath path, Size size, Size blockSize, Provisioning provisioning)
        implements GuardedCommand<Volume> {
    public CreateVolume {
        DatasetPath.of(path.value());
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(blockSize, "blockSize");
        Objects.requireNonNull(provisioning, "provisioning");
        long block = blockSize.bytes();
        if (block < 512 || block > 131_072 || Long.bitCount(block) != 1) {
            throw new IllegalArgumentException(
                    "a volume's block size is a power of two from 512 B to 128 KiB: " + blockSize);
        }
        if (size.bytes() == 0 || size.bytes() % block != 0) {
            throw new IllegalArgumentException("a volume's size is a whole number of its blocks of " + blockSize
                    + ", at least one: " + size.bytes() + " bytes");
        }
        if (path.parent().flatMap(DatasetPath::parent).isEmpty()) {
            throw new IllegalArgumentException("a volume lies in a volume group, pool/group/volume: " + path);
        }
    }

    @Override
    public String name() {
        return "storage.volume.create";
    }

    @Override
    public Target target() {
        return new Target("volume", path.value());
    }

    @Override
    public Volume rehearsed() {
        return new Volume(
                path, Placeholder.text("guid of " + path), size, blockSize, provisioning, null, Size.bytes(0));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Rehearsed.created(rehearsed());
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("volume group");
    }
}
