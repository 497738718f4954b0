package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.ClusterType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Has an instance join a group that names it as a replica.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param clusterType what stands under the group; must be what it was created with
 */
public record JoinGroup(String host, String group, ClusterType clusterType)
        implements GuardedCommand<Void>, HostCommand<Void> {
    public JoinGroup {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        if (!Objects.requireNonNull(clusterType, "clusterType").known()) {
            throw new IllegalArgumentException("group " + group + ": no cluster type is called " + clusterType);
        }
    }

    @Override
    public String name() {
        return "sql.group.join";
    }

    @Override
    public Target target() {
        return new Target("availability replica", host + "@" + group);
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
    public Set<String> dependsOn() {
        return Set.of("availability group", "mirroring endpoint");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.everywhere(edit -> {
            if (edit.at(host) && !edit.hasGroup(group)) {
                edit.add(RehearsedParts.joined(group, clusterType, edit.server(), host));
            }
            edit.group(
                    group,
                    it -> (edit.at(host) ? Optional.of(edit.server()) : it.serverAt(host)).ifPresent(it::joined));
        });
    }
}
