package io.quorate.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads a list piece by piece: what another command lists, from where it does. Its deadline is for each wait, until the first piece has come and
 * then for each further one.
 *
 * @param list reads the whole list at once
 * @param <T> the pieces
 */
public record Streamed<T>(ReadCommand<List<T>> list) implements ReadCommand<Cursor<T>> {
    public Streamed {
        Objects.requireNonNull(list, "list");
    }

    @Override
    public String name() {
        return list.name().replaceFirst("list$", "stream");
    }

    @Override
    public Target target() {
        return list.target();
    }

    @Override
    public Set<String> lists() {
        return list.lists();
    }

    @Override
    public Placement placement() {
        return list.placement();
    }

    @Override
    public Duration deadline() {
        return list.deadline();
    }
}
