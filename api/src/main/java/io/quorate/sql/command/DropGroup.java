package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Drops a group, seen from an instance: all of it on the primary or where it is all there is, else the instance's own part. Its databases stay, writable on the primary and restoring on the others; its listener goes. Done when it is gone.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param id the group's id; a group of another id is not dropped
 */
public record DropGroup(String host, String group, UUID id)
        implements ConvergingCommand<Void>, HostCommand<Void>, Destructive {
    public DropGroup {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String identity() {
        return id.toString();
    }

    @Override
    public String name() {
        return "sql.group.remove";
    }

    @Override
    public Target target() {
        return new Target("availability group", group);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("availability replica", "availability database", "availability listener");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.everywhere(edit -> {
            boolean[] all = {false};
            edit.group(
                    group,
                    it -> all[0] = !it.distributed()
                            && (it.windows()
                                    || it.serverAt(host)
                                            .filter(server -> server.equalsIgnoreCase(it.primary))
                                            .isPresent()));
            if (edit.at(host) || all[0]) {
                edit.dropGroup(group);
            }
        });
    }
}
