package io.quorate.host.command;

import io.quorate.host.WindowsFeature;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the roles and features of a host.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.host.HostFeatures#list
 */
public record ListFeatures(String host)
        implements ReadCommand<List<WindowsFeature>>, HostCommand<List<WindowsFeature>> {
    public ListFeatures {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.feature.list";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("Windows feature");
    }
}
